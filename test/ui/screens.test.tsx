import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../src/session/session.ts';
import { App } from '../../src/ui/app.tsx';
import { KEY, renderAt, type Size } from './render-at.ts';
import { sampleControl, sampleFinding, sampleQuestion, sampleRemedy } from './sample-controls.ts';
import { samplePlan } from './sample-plan.ts';
import { observedSession, played, sampleActions, sampleOutcome, sampleSession } from './sample-wizard.ts';

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 60, rows: 16 },
  { columns: 160, rows: 50 },
  { columns: 120, rows: 17 },
];
const long = '構建系統的每一個工作流程都必須固定到完整的提交雜湊值'.repeat(6);
const noisy = 'red \u001B[31mtext\u001B[0m \u202Eevil\u202C \u009B2J';
const crowded = [
  sampleControl({
    id: 'crowded',
    title: long,
    message: `${long} ${noisy}`,
    findings: Array.from({ length: 200 }, (_, index) =>
      sampleFinding({
        observed: `${noisy}${index}`,
        location: {
          path: `.github/workflows/${long}-${index}.yml`,
          line: index + 1,
          column: 1,
          endLine: 1,
          endColumn: 2,
        },
      }),
    ),
    remedies: Array.from({ length: 6 }, (_, index) =>
      sampleRemedy({
        id: `r${index}`,
        title: long,
        recommended: index === 0,
        questions: Array.from({ length: 5 }, (_unused, n) => sampleQuestion({ id: `q${n}`, label: long, help: long })),
      }),
    ),
  }),
  ...Array.from({ length: 120 }, (_, index) =>
    sampleControl({ id: `c${index}`, number: `4.${index + 10}`, title: `${long} ${index}` }),
  ),
];
const reviewing = (session: Session) => {
  const chosen = played(session, { type: 'took', control: 'actions-sha-pinned' }, { type: 'went-to', step: 'review' });
  return played(chosen, { type: 'planned', plan: samplePlan(), revision: chosen.revision });
};
const SCREENS: Readonly<Record<string, Session>> = {
  look: played(
    sampleSession({ notes: [long] }),
    { type: 'looked', line: { fact: 'tree', state: 'started', detail: long } },
    { type: 'looked', line: { fact: 'pins', state: 'unknown', detail: noisy } },
  ),
  stand: observedSession({ notes: [long] }),
  'stand of an empty repository': observedSession({}, []),
  'stand with long lists': observedSession(
    { notes: Array.from({ length: 20 }, (_, index) => `${long} ${index}`) },
    crowded,
  ),
  walk: played(observedSession(), { type: 'walked-to', control: 'actions-sha-pinned' }),
  'walk with far too much': played(observedSession({}, crowded), { type: 'walked-to', control: 'crowded' }),
  planning: played(
    observedSession(),
    { type: 'took', control: 'actions-sha-pinned' },
    { type: 'went-to', step: 'review' },
  ),
  review: reviewing(observedSession()),
  delivered: played(
    reviewing(observedSession()),
    { type: 'delivery-started', way: 'pr' },
    { type: 'delivering', line: { state: 'started', text: long } },
    { type: 'delivered', outcome: sampleOutcome },
  ),
};

const draw = (session: Session, size: Size, unicode = true, options = {}) =>
  renderAt(
    size,
    <App
      actions={sampleActions({ plan: () => new Promise(() => {}) })}
      initial={session}
      {...size}
      unicode={unicode}
    />,
    options,
  );

const openPages = [[], ['?'], ['e'], ['d'], ['u'], ['w'], [KEY.enter], ['/', 'x']] as const;

describe.each(Object.entries(SCREENS))('%s', (_name, session) => {
  test.each(SIZES)('fits $columns x $rows, with every page that a key opens', async (size) => {
    for (const keys of openPages) {
      const screen = draw(session, size);
      await screen.press(...keys);
      for (const frame of screen.frames) {
        const lines = frame.split('\n');
        expect(lines.length, frame).toBeLessThanOrEqual(size.rows - 1);
        expect(Math.max(...lines.map((line) => stringWidth(line))), frame).toBeLessThanOrEqual(size.columns);
      }
      screen.unmount();
    }
  });

  test('shows nothing that a terminal would obey, and no glyph beyond ASCII but what the repository says', async () => {
    const screen = draw(session, { columns: 80, rows: 24 }, false);
    await screen.quiet();
    const own = screen.frame().replaceAll(/[構建系統的每一個工作流程都必須固定到完整的提交雜湊值’]/g, '');
    expect(own).not.toMatch(/[^\n -~]/);
    screen.unmount();
  });

  test('has a last line of keys that ends with help', async () => {
    const screen = draw(session, { columns: 60, rows: 16 });
    await screen.quiet();
    expect(screen.lines().at(-1)).toMatch(/\? help {2}q quit\s*$/);
    screen.unmount();
  });
});

test('the screen at 60 x 16 still has title, verdict, remedy and the line that takes it', async () => {
  const screen = draw(SCREENS.walk as Session, { columns: 60, rows: 16 }, false);
  await screen.quiet();
  const frame = screen.frame();
  for (const part of ['4.01  Actions are pinned', 'x fail: 4 of 4', '(*) Pin every action', 'Take it: 2 files'])
    expect(frame).toContain(part);
  screen.unmount();
});

test('the screen at 60 x 16 gives lines that evidence does not need to the sentences', async () => {
  const message = 'the first words of what was found, and behind them the last words of it';
  const controls = [sampleControl({ id: 'short', message, findings: [sampleFinding()], remedies: [sampleRemedy({})] })];
  const screen = draw(played(observedSession({}, controls), { type: 'walked-to', control: 'short' }), {
    columns: 60,
    rows: 16,
  });
  await screen.quiet();
  expect(screen.frame().replaceAll(/\s+/g, ' ')).toContain(message);
  screen.unmount();
});

test('a wide terminal has the diff beside the form', async () => {
  const screen = draw(SCREENS.walk as Session, { columns: 120, rows: 40 });
  await screen.quiet();
  expect(screen.lines().find((line) => line.includes('4.01'))).toMatch(/4\.01 .*│ {2}\.github\/workflows\/ci\.yml/);
  screen.unmount();
});

test('rows are told aloud with what they are, and what is chosen', async () => {
  const walk = draw(SCREENS.walk as Session, { columns: 80, rows: 24 }, true, { screenReader: true });
  await walk.quiet();
  expect(walk.frame()).toContain('radio: (checked) Pin every action to its commit: recommended, safe');
  expect(walk.frame()).toContain('listitem: (selected) Take it: 2 files (+4 -4)');
  expect(walk.frame()).toContain('remove:       - uses: actions/checkout@v4');
  walk.unmount();
  const stand = draw(SCREENS.stand as Session, { columns: 80, rows: 24 }, true, { screenReader: true });
  await stand.quiet();
  expect(stand.frame()).toContain('listitem: 1.01 Build instructions are stored in the repository: pass, must');
  stand.unmount();
});
