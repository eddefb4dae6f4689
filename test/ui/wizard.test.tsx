import { describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../src/model/delivery.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { choicesOf } from '../../src/session/decided.ts';
import type { Session } from '../../src/session/session.ts';
import type { WizardActions, WizardEnding } from '../../src/session/wizard-actions.ts';
import { App } from '../../src/ui/app.tsx';
import { KEY, renderAt } from './render-at.ts';
import { sampleControl, sampleQuestion, sampleRemedy } from './sample-controls.ts';
import { samplePlan } from './sample-plan.ts';
import {
  observedSession,
  played,
  sampleActions,
  sampleObserved,
  sampleOutcome,
  sampleSession,
} from './sample-wizard.ts';

const SIZE = { columns: 80, rows: 24 };

function wizard(initial: Session, actions: Partial<WizardActions> = {}) {
  return renderAt(SIZE, <App actions={sampleActions(actions)} initial={initial} {...SIZE} unicode={false} />);
}

const at = (control: string, session = observedSession()) => played(session, { type: 'walked-to', control });
const lastSaved = (save: ReturnType<typeof vi.fn<(session: Session) => void>>) => save.mock.lastCall?.[0] as Session; // called at least once
const pinOnly = [sampleControl({ id: 'actions-sha-pinned', title: 'Actions are pinned' })];

test('the first frame is there at once, and facts appear as they come', async () => {
  let tell: Parameters<WizardActions['start']>[0] = () => {};
  const screen = wizard(sampleSession(), {
    start: (dispatch) => {
      tell = dispatch;
      return new Promise(() => {});
    },
  });
  expect(screen.frame()).toContain('Looking at the repository');
  await screen.quiet();
  tell({ type: 'looked', line: { fact: 'pins', state: 'unknown', detail: 'no network' } });
  await screen.shows('unknown: no network');
  tell({ type: 'assessed', observed: sampleObserved() });
  await screen.shows('25 % of what could be judged');
  screen.unmount();
});

test('a look that fails ends the wizard with its own error', async () => {
  const refusal = new Refusal('no repository here', { why: 'w', next: [], exitCode: 3 });
  const screen = wizard(sampleSession(), { start: () => Promise.reject(refusal) });
  await expect(screen.ended).rejects.toBe(refusal);
});

describe('the walk', () => {
  test('enter takes the recommended remedy and goes on; everything is saved', async () => {
    const save = vi.fn<(session: Session) => void>();
    const screen = wizard(at('actions-sha-pinned'), { save });
    await screen.press(KEY.enter);
    expect(screen.frame()).toContain('4.04  Workflows have code owners');
    expect(choicesOf(lastSaved(save))).toEqual([{ control: 'actions-sha-pinned', remedy: 'pin', answers: {} }]);
    screen.unmount();
  });

  test('another remedy is chosen with the cursor, and the diff follows', async () => {
    const preview = vi.fn<WizardActions['preview']>(() => samplePlan([]));
    const screen = wizard(at('provenance-attested'), { preview });
    await screen.press(KEY.up, KEY.enter);
    expect(screen.frame()).toContain('(*) Build and attest in a reusable workflow');
    expect(preview.mock.lastCall?.[0]).toEqual([{ control: 'provenance-attested', remedy: 'reusable', answers: {} }]);
    screen.unmount();
  });

  test('a required question comes first, and a refused answer says why', async () => {
    const owners = sampleQuestion({ pattern: '@[\\w./-]+', patternHelp: 'is not a @user or an @organisation/team' });
    const asking = [sampleControl({ id: 'asks', remedies: [sampleRemedy({ questions: [owners] })] })];
    const save = vi.fn<(session: Session) => void>();
    const screen = wizard(at('asks', observedSession({}, asking)), { save });
    await screen.quiet();
    expect(screen.frame()).toContain('needs your answer');
    await screen.press(KEY.enter, 'acme', KEY.enter);
    expect(screen.frame()).toContain('"acme" is not a @user');
    await screen.press(KEY.backspace, KEY.backspace, KEY.backspace, KEY.backspace, '@acme/build, @octo', KEY.enter);
    expect(screen.frame()).toContain('@acme/build, @octo');
    await screen.press(KEY.enter);
    expect(choicesOf(lastSaved(save))[0]?.answers).toEqual({ owners: ['@acme/build', '@octo'] });
    screen.unmount();
  });

  test('before the answer nothing is said of a template that lacks it', async () => {
    const asking = [sampleControl({ id: 'asks', remedies: [sampleRemedy({ questions: [sampleQuestion()] })] })];
    const conflict = { controls: ['asks'], path: null, message: 'template x cannot be rendered' };
    const preview: WizardActions['preview'] = () => ({
      ...samplePlan(),
      files: [],
      settings: [],
      steps: [],
      conflicts: [conflict],
    });
    const screen = wizard(at('asks', observedSession({}, asking)), { preview });
    await screen.quiet();
    expect(screen.frame()).toContain('shown once this is answered');
    expect(screen.frame()).not.toContain('cannot be rendered');
    screen.unmount();
  });

  test('a choice is made from its list', async () => {
    const screen = wizard(at('signing-method-chosen'));
    await screen.press(KEY.enter, KEY.down, KEY.down, KEY.enter);
    expect(screen.frame()).toContain('How are builds signed?  GPG with a key of your own');
    screen.unmount();
  });

  test('yes and no are switched in place', async () => {
    const confirm = sampleQuestion({ id: 'yes', kind: 'confirm', label: 'Really?', required: false });
    const screen = wizard(
      at('a', observedSession({}, [sampleControl({ id: 'a', remedies: [sampleRemedy({ questions: [confirm] })] })])),
    );
    await screen.press(KEY.up, KEY.space);
    expect(screen.frame()).toContain('Really?  yes');
    screen.unmount();
  });

  test('a waiver needs a reason and a day', async () => {
    const save = vi.fn<(session: Session) => void>();
    const screen = wizard(at('actions-sha-pinned'), { save });
    await screen.press('w', 'short', KEY.enter);
    expect(screen.frame()).toContain('at least 10 characters');
    await screen.press(' but now long enough', KEY.enter);
    expect(screen.frame()).toContain('2027-02-20');
    await screen.press(KEY.enter);
    expect(lastSaved(save).decisions['actions-sha-pinned']).toEqual({
      kind: 'waive',
      reason: 'short but now long enough',
      expires: '2027-02-20',
    });
    screen.unmount();
  });

  test('s is "not now", left and right and tab move, esc goes back to the overview, where the cursor still is', async () => {
    const screen = wizard(at('actions-sha-pinned'));
    await screen.press('s');
    expect(screen.frame()).toContain('1 not now');
    await screen.press(KEY.left);
    expect(screen.frame()).toMatch(/4\.01.*not now/);
    await screen.press(KEY.tab);
    expect(screen.frame()).toContain('1.04');
    await screen.press(KEY.esc);
    expect(screen.lines().find((line) => line.startsWith(' >'))).toContain('1.04');
    screen.unmount();
  });

  test('d and e show all of the diff and of the evidence, and esc comes back', async () => {
    const screen = wizard(at('actions-sha-pinned'));
    await screen.press('d');
    expect(screen.frame()).toContain('+       - uses: actions/setup-node@');
    await screen.press(KEY.esc, 'e');
    expect(screen.frame()).toContain('the action is not pinned to a commit');
    await screen.press(KEY.esc);
    expect(screen.frame()).toContain('Take it');
    screen.unmount();
  });

  test('o shows the address of the documentation and opens it', async () => {
    const openUrl = vi.fn();
    const screen = wizard(at('actions-sha-pinned'), { openUrl });
    await screen.press('o');
    expect(screen.frame()).toContain('https://docs.github.com/en/actions/reference/security/secure-use');
    expect(openUrl).toHaveBeenCalledWith('https://docs.github.com/en/actions/reference/security/secure-use');
    screen.unmount();
  });
});

describe('the overview', () => {
  test('filters by what is typed', async () => {
    const screen = wizard(observedSession());
    await screen.press('/', 'sbom', KEY.enter);
    expect(screen.frame()).toContain('2.04');
    expect(screen.frame()).not.toContain('4.01');
    await screen.press(KEY.esc);
    expect(screen.frame()).toContain('1.01');
    screen.unmount();
  });

  test('u says how the unknowns could be known', async () => {
    const screen = wizard(observedSession());
    await screen.press('u');
    expect(screen.frame()).toContain('gh auth refresh -s repo');
    expect(screen.frame()).toContain('would tell 1.07, 4.03');
    screen.unmount();
  });

  test('what was chosen last time is taken up with r', async () => {
    const offer = {
      schemaVersion: 1,
      answers: {},
      decisions: { 'actions-sha-pinned': { kind: 'take', remedy: 'pin' } },
    } as const;
    const screen = wizard(observedSession({ offer }));
    await screen.quiet();
    expect(screen.frame()).toContain('You decided on 1 of these last time');
    await screen.press('r');
    expect(screen.frame()).not.toContain('last time: r');
    await screen.press('v');
    await screen.shows('[x] .github/workflows/ci.yml');
    screen.unmount();
  });

  test('enter on what is in place shows it in full', async () => {
    const screen = wizard(observedSession({}, [sampleControl({ verdict: 'pass', message: 'all four are pinned' })]));
    await screen.press(KEY.enter);
    expect(screen.frame()).toContain('all four are pinned');
    screen.unmount();
  });
});

describe('review and delivery', () => {
  const chosen = played(observedSession({}, pinOnly), { type: 'took', control: 'actions-sha-pinned' });

  test('a whole journey ends with what was delivered', async () => {
    const deliver = vi.fn<WizardActions['deliver']>(async (_plan, _way, { dispatch }) => {
      dispatch({ type: 'delivering', line: { state: 'done', text: 'commit 2 files' } });
      return sampleOutcome;
    });
    const screen = wizard(observedSession({}, pinOnly), { deliver });
    await screen.press(KEY.enter, KEY.enter);
    await screen.shows('[x] .github/workflows/ci.yml');
    await screen.press(KEY.down, KEY.space);
    expect(screen.frame()).toContain('[ ] .github/workflows/release.yml');
    await screen.press(KEY.enter);
    expect(screen.frame()).toContain('Where should it go?');
    await screen.press(KEY.enter);
    await screen.shows('https://github.com/acme/widgets/pull/42');
    expect(deliver.mock.lastCall?.[0].files.map(({ path }) => path)).toEqual(['.github/workflows/ci.yml']);
    await screen.press(KEY.enter);
    const ending = (await screen.ended) as WizardEnding; // what App exits with
    expect(ending).toMatchObject({ kind: 'delivered', outcome: sampleOutcome });
    expect(ending.kind === 'delivered' && ending.plan.files.map(({ path }) => path)).toEqual([
      '.github/workflows/ci.yml',
    ]);
  });

  test('a way that is not possible cannot be taken', async () => {
    const deliver = vi.fn<WizardActions['deliver']>();
    const screen = wizard(chosen, { deliver });
    await screen.shows('[x]');
    await screen.press(KEY.enter, KEY.down, KEY.down, KEY.enter);
    expect(screen.frame()).toContain('ci.yml has unsaved changes');
    expect(deliver).not.toHaveBeenCalled();
    screen.unmount();
  });

  test('a setting is never ticked: it stays with the user', async () => {
    const screen = wizard(chosen, { plan: async () => samplePlan() });
    await screen.shows('[x]');
    const setting = screen.lines().find((line) => line.includes('setting:'));
    expect(setting).not.toContain('[x]');
    expect(setting).toContain('write -> read, by hand');
    screen.unmount();
  });

  test('conflicts stand first and are counted', async () => {
    const conflict = { controls: ['a'], path: null, message: 'release.yml is left as it is: GitHub would refuse it' };
    const screen = wizard(chosen, { plan: async () => ({ ...samplePlan(), conflicts: [conflict] }) });
    await screen.shows('1 conflict');
    expect(screen.lines()[5]).toContain('release.yml is left as it is');
    screen.unmount();
  });

  test('m asks for the musts alone, and plans again', async () => {
    const plan = vi.fn<WizardActions['plan']>(async () => samplePlan());
    const screen = wizard(
      played(
        observedSession({}, [...pinOnly, sampleControl({ id: 'should', tier: 'should', number: '4.09' })]),
        { type: 'took', control: 'actions-sha-pinned' },
        { type: 'took', control: 'should' },
      ),
      { plan },
    );
    await screen.shows('[x]');
    await screen.press('m');
    await screen.shows('musts only');
    expect(plan.mock.calls.map(([{ choices }]) => choices.length)).toEqual([2, 1]);
    screen.unmount();
  });

  test('a refusal is shown with what to do, and can be tried again', async () => {
    let times = 0;
    const deliver = async (): Promise<Outcome> => {
      times += 1;
      if (times === 1) throw new Refusal('main moved', { why: 'ci.yml changed', next: ['look again'], exitCode: 3 });
      return sampleOutcome;
    };
    const screen = wizard(chosen, { deliver });
    await screen.shows('[x]');
    await screen.press(KEY.enter, KEY.enter);
    await screen.shows('main moved');
    expect(screen.frame()).toContain('look again');
    await screen.press(KEY.enter);
    await screen.shows('The pull request is open');
    screen.unmount();
  });

  test('ctrl-c while writing stops before the next request, and gives back what was done', async () => {
    let finish: (outcome: Outcome) => void = () => {};
    let signal: AbortSignal | null = null;
    const deliver: WizardActions['deliver'] = (_plan, _way, options) => {
      signal = options.signal;
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    const screen = wizard(chosen, { deliver });
    await screen.shows('[x]');
    await screen.press(KEY.enter, KEY.enter, KEY.ctrlC);
    expect(screen.frame()).toContain('stopping before the next request');
    expect((signal as AbortSignal | null)?.aborted).toBe(true);
    finish({ ...sampleOutcome, notes: ['the branch exists'] });
    const ending = (await screen.ended) as WizardEnding; // what App exits with
    expect(ending).toMatchObject({
      kind: 'cancelled',
      session: { delivery: { outcome: { notes: ['the branch exists'] } } },
    });
  });
});

describe('leaving', () => {
  test('q leaves at once when nothing is chosen', async () => {
    const screen = wizard(observedSession());
    await screen.press('q');
    expect(await screen.ended).toMatchObject({ kind: 'left' });
  });

  test('q asks when something is chosen, and says that it is saved', async () => {
    const screen = wizard(
      at('actions-sha-pinned', played(observedSession(), { type: 'took', control: 'sbom-attested' })),
    );
    await screen.press('q');
    expect(screen.frame()).toContain('Saved and offered on the next run: 1 remedy.');
    await screen.press(KEY.esc);
    expect(screen.frame()).toContain('4.01');
    await screen.press('q', 'q');
    expect(await screen.ended).toMatchObject({ kind: 'left' });
  });

  test('ctrl-c is a decision, not an error', async () => {
    const screen = wizard(at('actions-sha-pinned'));
    await screen.press(KEY.ctrlC);
    expect(await screen.ended).toMatchObject({ kind: 'cancelled' });
  });

  test('ctrl-c works while a text is typed, and q is a letter there', async () => {
    const screen = wizard(at('actions-sha-pinned'));
    await screen.press('w', 'q?');
    expect(screen.frame()).toContain('q?|');
    await screen.press(KEY.ctrlC);
    expect(await screen.ended).toMatchObject({ kind: 'cancelled' });
  });

  test('help lists the keys of the screen it lies over', async () => {
    const screen = wizard(at('actions-sha-pinned'));
    await screen.press('?');
    expect(screen.frame()).toContain('accept the risk, with a reason and a last day');
    await screen.press(KEY.esc);
    expect(screen.frame()).toContain('Take it');
    screen.unmount();
  });
});
