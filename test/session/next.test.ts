import { describe, expect, test } from 'vitest';
import { choicesOf, choicesWith, decidedOf } from '../../src/session/decided.ts';
import type { Session } from '../../src/session/session.ts';
import { tallyOf } from '../../src/session/tally.ts';
import { controlsToWalk, standsAt } from '../../src/session/walk-order.ts';
import { sampleControl, sampleQuestion, sampleRemedy } from '../ui/sample-controls.ts';
import { samplePlan } from '../ui/sample-plan.ts';
import { observedSession, played, sampleSession } from '../ui/sample-wizard.ts';

const ids = (session: Session) => controlsToWalk(session).map(({ control }) => control.id);
const owners = sampleQuestion();
const two = sampleRemedy({ id: 'other', title: 'Another way', recommended: false });

describe('the order of the walk', () => {
  test('is the guide’s sections, and in each the musts first', () => {
    const session = observedSession({}, [
      sampleControl({ id: 'could', number: '4.01', tier: 'could' }),
      sampleControl({ id: 'must', number: '4.10' }),
      sampleControl({ id: 'should', number: '4.02', tier: 'should' }),
      sampleControl({ id: 'last', number: 'N.1', section: 'next' }),
      sampleControl({ id: 'first', number: '1.09', section: 'build', tier: 'could' }),
      sampleControl({ id: 'done', number: '1.01', section: 'build', verdict: 'pass' }),
    ]);
    expect(ids(session)).toEqual(['first', 'must', 'should', 'could', 'last']);
  });

  test('goes on to the next undecided control, comes round to one that was passed over, then to the review', () => {
    const abc = ['a', 'b', 'c'].map((id, index) => sampleControl({ id, number: `4.0${index}` }));
    const begun = played(observedSession({}, abc), { type: 'walked-to', control: 'b' });
    const b = played(begun, { type: 'took', control: 'b' });
    expect(standsAt(b)?.control.id).toBe('c');
    const c = played(b, { type: 'skipped', control: 'c' });
    expect(standsAt(c)?.control.id).toBe('a');
    const all = played(c, { type: 'took', control: 'a' });
    expect(all.wish).toBe('review');
    expect(tallyOf(all)).toEqual({ taken: 2, skipped: 1, waived: 0, undecided: 0 });
  });
});

describe('taking', () => {
  const asking = sampleControl({ id: 'asks', remedies: [sampleRemedy({ questions: [owners] }), two] });

  test('is refused while a required answer is open', () => {
    const session = observedSession({}, [asking]);
    expect(played(session, { type: 'took', control: 'asks' })).toBe(session);
    const answered = played(
      session,
      { type: 'answered', question: 'owners', answer: ['@acme/build'] },
      { type: 'took', control: 'asks' },
    );
    expect(choicesOf(answered)).toEqual([{ control: 'asks', remedy: 'pin', answers: { owners: ['@acme/build'] } }]);
  });

  test('takes the answer that a fact suggests', () => {
    const suggested = sampleControl({
      id: 'asks',
      remedies: [sampleRemedy({ questions: [sampleQuestion({ default: { value: ['@octo'], from: 'a fact' } })] })],
    });
    expect(choicesOf(played(observedSession({}, [suggested]), { type: 'took', control: 'asks' }))[0]?.answers).toEqual({
      owners: ['@octo'],
    });
  });

  test('a question that two remedies share is answered once', () => {
    const other = sampleControl({ id: 'also-asks', number: '4.09', remedies: [sampleRemedy({ questions: [owners] })] });
    const session = played(
      observedSession({}, [asking, other]),
      { type: 'answered', question: 'owners', answer: ['@acme/build'] },
      { type: 'took', control: 'asks' },
      { type: 'took', control: 'also-asks' },
    );
    expect(choicesOf(session).map(({ answers }) => answers)).toEqual([
      { owners: ['@acme/build'] },
      { owners: ['@acme/build'] },
    ]);
  });

  test('marking another remedy makes the control undecided again', () => {
    const session = played(
      observedSession({}, [sampleControl({ id: 'a', remedies: [sampleRemedy(), two] })]),
      { type: 'took', control: 'a' },
      { type: 'marked', control: 'a', remedy: 'other' },
    );
    expect(choicesOf(session)).toEqual([]);
    expect(choicesOf(played(session, { type: 'took', control: 'a' }))[0]?.remedy).toBe('other');
  });

  test('the live diff shows the marked remedy before it is taken', () => {
    const control = sampleControl({ id: 'a', remedies: [sampleRemedy(), two] });
    const session = played(observedSession({}, [control]), { type: 'marked', control: 'a', remedy: 'other' });
    expect(choicesOf(session)).toEqual([]);
    expect(choicesWith(session, control)).toEqual([{ control: 'a', remedy: 'other', answers: {} }]);
  });

  test('a control without a gap or without a remedy cannot be taken', () => {
    const session = observedSession({}, [
      sampleControl({ id: 'fine', verdict: 'pass' }),
      sampleControl({ id: 'bare', remedies: [] }),
    ]);
    expect(played(session, { type: 'took', control: 'fine' }, { type: 'took', control: 'bare' })).toBe(session);
  });

  test('all recommended leaves what is decided and what needs an answer', () => {
    const controls = [asking, sampleControl({ id: 'b', number: '4.02' }), sampleControl({ id: 'c', number: '4.03' })];
    const session = played(
      observedSession({}, controls),
      { type: 'skipped', control: 'b' },
      { type: 'took-recommended', controls: ['asks', 'b', 'c'] },
    );
    expect(choicesOf(session).map(({ control }) => control)).toEqual(['c']);
    expect(standsAt(session)?.control.id).toBe('asks');
  });
});

describe('the plan', () => {
  const chosen = played(observedSession(), { type: 'took', control: 'actions-sha-pinned' });

  test('is forgotten when anything is decided otherwise', () => {
    const planned = played(chosen, { type: 'planned', plan: samplePlan(), revision: chosen.revision });
    expect(planned.plan).not.toBeNull();
    expect(played(planned, { type: 'answered', question: 'x', answer: 'y' }).plan).toBeNull();
    expect(played(planned, { type: 'skipped', control: 'scorecard' }).plan).toBeNull();
    expect(played(planned, { type: 'ticked', key: 'file x', on: false }).plan).not.toBeNull();
  });

  test('of an older state is not taken', () => {
    const moved = played(chosen, { type: 'answered', question: 'x', answer: 'y' });
    expect(played(moved, { type: 'planned', plan: samplePlan(), revision: chosen.revision }).plan).toBeNull();
  });

  test('of the musts alone leaves the rest out, and says so', () => {
    const controls = [
      sampleControl({ id: 'must' }),
      sampleControl({ id: 'should', tier: 'should', number: '4.02' }),
      sampleControl({ id: 'later', number: '4.03' }),
    ];
    const session = played(
      observedSession({}, controls),
      { type: 'took', control: 'must' },
      { type: 'took', control: 'should' },
      { type: 'skipped', control: 'later' },
      { type: 'musts-only', on: true },
    );
    expect(decidedOf(session)).toEqual({
      choices: [{ control: 'must', remedy: 'pin', answers: {} }],
      waivers: [],
      leftOut: [
        { control: 'later', reason: 'you said "not now"' },
        { control: 'should', reason: 'only the musts are part of this change' },
      ],
    });
  });
});

describe('looking', () => {
  test('keeps one line for each collector, in the order of their beginning', () => {
    const session = played(
      sampleSession(),
      { type: 'looked', line: { fact: 'tree', state: 'started', detail: '' } },
      { type: 'looked', line: { fact: 'pins', state: 'started', detail: '' } },
      { type: 'looked', line: { fact: 'tree', state: 'known', detail: '3 files' } },
    );
    expect(session.looking).toEqual([
      { fact: 'tree', state: 'known', detail: '3 files' },
      { fact: 'pins', state: 'started', detail: '' },
    ]);
  });

  test('says a note once', () => {
    expect(played(sampleSession(), { type: 'noted', note: 'a' }, { type: 'noted', note: 'a' }).notes).toEqual(['a']);
  });
});
