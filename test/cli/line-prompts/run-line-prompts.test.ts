import { expect, test, vi } from 'vitest';
import { runLinePrompts } from '../../../src/cli/line-prompts/run-line-prompts.ts';
import { Refusal } from '../../../src/model/refusal.ts';
import type { Session } from '../../../src/session/session.ts';
import type { WizardActions } from '../../../src/session/wizard-actions.ts';
import { sampleControl, sampleQuestion, sampleRemedy } from '../../ui/sample-controls.ts';
import { samplePlan } from '../../ui/sample-plan.ts';
import { sampleActions, sampleObserved, sampleOutcome, sampleSession } from '../../ui/sample-wizard.ts';
import { CTRL_C, type Reply, scriptedAsks } from './scripted-asks.ts';

const owners = sampleQuestion({ pattern: '@[\\w./-]+', patternHelp: 'is not a @user or a team' });
const CONTROLS = [
  sampleControl({ id: 'actions-sha-pinned', number: '4.01', title: 'Actions are pinned' }),
  sampleControl({
    id: 'codeowners-workflows',
    number: '4.04',
    title: 'Workflows have owners',
    remedies: [sampleRemedy({ id: 'own', title: 'Make a team own them', questions: [owners] })],
  }),
  sampleControl({ id: 'done', number: '4.09', title: 'Done already', verdict: 'pass' }),
];

function run(
  replies: readonly Reply[],
  given: Partial<WizardActions> = {},
  initial: Session = sampleSession(),
  controls = CONTROLS,
) {
  const script = scriptedAsks(replies);
  const start: WizardActions['start'] = async (dispatch) => {
    dispatch({ type: 'looked', line: { fact: 'tree', state: 'started', detail: '' } });
    dispatch({ type: 'looked', line: { fact: 'tree', state: 'known', detail: '3 files' } });
    dispatch({ type: 'assessed', observed: sampleObserved(controls) });
  };
  const ending = runLinePrompts({
    actions: sampleActions({ start, ...given }),
    initial,
    asks: script.asks,
    columns: 80,
    unicode: false,
  });
  return { ...script, ending };
}

test('a whole journey, in lines that are never written over', async () => {
  const deliver = vi.fn<WizardActions['deliver']>(async (_plan, _way, { dispatch }) => {
    dispatch({ type: 'delivering', line: { state: 'done', text: 'commit 2 files' } });
    return sampleOutcome;
  });
  const { ending, said, left } = run(
    [
      'one by one',
      'Pin every action',
      true,
      'Make a team own',
      'acme',
      '@acme/build',
      true,
      'Leave something out',
      ['ci.yml', 'CODEOWNERS'],
      'pull request',
    ],
    { deliver },
  );
  expect(await ending).toMatchObject({ kind: 'delivered', outcome: sampleOutcome });
  expect(left).toEqual([]);
  expect(deliver.mock.lastCall?.[0].files.map(({ path }) => path)).toEqual([
    '.github/workflows/ci.yml',
    '.github/CODEOWNERS',
  ]);
  const told = said.join('\n');
  for (const part of [
    'files of the repository: known, 3 files',
    '4.09 Done already: pass, must',
    '1 of 2: 4.01 Actions are pinned (must)',
    '.github/workflows/ci.yml line 9: - uses: actions/checkout@v4',
    'remove:       - uses: actions/checkout@v4',
    'add:       - uses: actions/checkout@08c6903',
    '! Who reviews changes of the build?: "acme" is not a @user or a team',
    'one part is left out and another stays',
    'done: commit 2 files',
  ]) {
    expect(told).toContain(part);
  }
  expect(told).not.toContain('\u001B');
});

test('everything recommended at once; what needs an answer is left', async () => {
  const plan = vi.fn<WizardActions['plan']>(async () => samplePlan(['actions-sha-pinned']));
  const { ending } = run(['everything that is recommended', 'Leave;'], { plan });
  expect((await ending).kind).toBe('left');
  expect(plan.mock.lastCall?.[0].choices).toEqual([{ control: 'actions-sha-pinned', remedy: 'pin', answers: {} }]);
});

test('a remedy that is done by hand says so', async () => {
  const remedies = [sampleRemedy({ kind: 'manual', title: 'Look it up' })];
  const { ending } = run(['one by one', 'Look it up (recommended, by hand)', CTRL_C], {}, sampleSession(), [
    sampleControl({ remedies }),
  ]);
  expect(await ending).toMatchObject({ kind: 'cancelled' });
});

test('ctrl-c in a prompt cancels, with the answers so far saved', async () => {
  const save = vi.fn<(session: Session) => void>();
  const { ending } = run(['one by one', 'Pin every action', true, CTRL_C], { save });
  expect((await ending).kind).toBe('cancelled');
  expect(save.mock.lastCall?.[0].decisions).toEqual({ 'actions-sha-pinned': { kind: 'take', remedy: 'pin' } });
});

test('an interrupt while writing stops it, and says what exists', async () => {
  const started = run(['everything that is recommended', 'pull request'], {
    deliver: async (_plan, _way, { signal }) => {
      started.interrupt();
      return { ...sampleOutcome, notes: [signal.aborted ? 'the branch exists' : 'not stopped'] };
    },
  });
  expect(await started.ending).toMatchObject({
    kind: 'cancelled',
    session: { delivery: { outcome: { notes: ['the branch exists'] } } },
  });
  expect(started.said).toContain('Stopping before the next request.');
  expect(started.listening()).toBe(0);
});

test('a refusal of the delivery is given back to the caller', async () => {
  const refusal = new Refusal('main moved', { why: 'w', next: [], exitCode: 3 });
  const { ending } = run(['everything that is recommended', 'pull request'], {
    deliver: () => Promise.reject(refusal),
  });
  await expect(ending).rejects.toBe(refusal);
});

test('what was chosen last time is offered', async () => {
  const offer = {
    schemaVersion: 1,
    answers: {},
    decisions: { 'actions-sha-pinned': { kind: 'take', remedy: 'pin' } },
  } as const;
  const { ending, said } = run([true, 'Review what is chosen', 'Leave;'], {}, sampleSession({ offer }));
  expect(await ending).toMatchObject({ kind: 'left', session: { decisions: offer.decisions } });
  expect(said.join('\n')).toContain('You decided on 1 of these last time');
});

test('a control can be waived, put off, or looked up', async () => {
  const { ending, said } = run([
    'one by one',
    'documentation',
    'Waive',
    'short',
    'planned for the spring',
    '',
    'Not now',
    'Leave',
  ]);
  expect(await ending).toMatchObject({
    kind: 'left',
    session: {
      decisions: {
        'actions-sha-pinned': { kind: 'waive', reason: 'planned for the spring', expires: '2027-02-20' },
        'codeowners-workflows': { kind: 'skip' },
      },
    },
  });
  expect(said).toContain('https://docs.github.com/en/actions/reference/security/secure-use');
});

test('musts only plans again', async () => {
  const plan = vi.fn<WizardActions['plan']>(async () => samplePlan());
  const { ending } = run(['everything that is recommended', 'Only the musts', 'Leave;'], { plan });
  await ending;
  expect(plan).toHaveBeenCalledTimes(2);
});

test('nothing to mend is said, and nothing is asked', async () => {
  const { ending, said } = run([], {}, sampleSession(), [sampleControl({ verdict: 'pass' })]);
  expect((await ending).kind).toBe('left');
  expect(said).toContain('There is nothing to mend in what could be judged.');
});
