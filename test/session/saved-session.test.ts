import { describe, expect, test } from 'vitest';
import { choicesOf } from '../../src/session/decided.ts';
import { parseSavedSession, saved } from '../../src/session/saved-session.ts';
import { sampleControl, sampleQuestion, sampleRemedy } from '../ui/sample-controls.ts';
import { observedSession, played } from '../ui/sample-wizard.ts';

const controls = [
  sampleControl({ id: 'asks', number: '4.04', remedies: [sampleRemedy({ questions: [sampleQuestion()] })] }),
  sampleControl({ id: 'plain', number: '4.05' }),
  sampleControl({ id: 'risky', number: '4.06' }),
];
const decided = played(
  observedSession({}, controls),
  { type: 'answered', question: 'owners', answer: ['@acme/build'] },
  { type: 'took', control: 'asks' },
  { type: 'skipped', control: 'plain' },
  { type: 'waived', control: 'risky', reason: 'planned for the spring', expires: '2027-03-01' },
);

describe('a saved session', () => {
  test('survives the disk and is taken up on the next run', () => {
    const offer = parseSavedSession(JSON.parse(JSON.stringify(saved(decided))));
    const resumed = played(observedSession({ offer }, controls), { type: 'resumed' });
    expect(choicesOf(resumed)).toEqual(choicesOf(decided));
    expect(resumed.decisions).toEqual(decided.decisions);
    expect(resumed.offer).toBeNull();
  });

  test('leaves behind what does not fit any more', () => {
    const offer = saved(decided);
    const now = [
      sampleControl({ id: 'asks', number: '4.04', verdict: 'pass' }),
      sampleControl({ id: 'risky', number: '4.06' }),
    ];
    const gone = { ...offer, decisions: { ...offer.decisions, risky: { kind: 'take', remedy: 'withdrawn' } as const } };
    expect(played(observedSession({ offer: gone }, now), { type: 'resumed' }).decisions).toEqual({});
  });

  test('does not overrule what was decided in this run', () => {
    const session = played(
      observedSession({ offer: saved(decided) }, controls),
      { type: 'took', control: 'plain' },
      { type: 'resumed' },
    );
    expect(session.decisions.plain).toEqual({ kind: 'take', remedy: 'pin' });
  });

  test('can be let go of', () => {
    const session = played(
      observedSession({ offer: saved(decided) }, controls),
      { type: 'offer-declined' },
      { type: 'resumed' },
    );
    expect(session.decisions).toEqual({});
  });

  test.each([
    null,
    'x',
    [],
    {},
    { schemaVersion: 2, answers: {}, decisions: {} },
    { schemaVersion: 1, answers: [], decisions: {} },
  ])('%j is not one', (value) => {
    expect(parseSavedSession(value)).toBeNull();
  });

  test('drops single entries that cannot be understood', () => {
    const value = {
      schemaVersion: 1,
      answers: { good: ['a'], bad: 3, worse: [1] },
      decisions: { a: { kind: 'take' }, b: { kind: 'skip' }, c: { kind: 'waive', reason: 'x' }, d: 'take' },
    };
    expect(parseSavedSession(value)).toEqual({
      schemaVersion: 1,
      answers: { good: ['a'] },
      decisions: { b: { kind: 'skip' } },
    });
  });
});
