import { describe, expect, test } from 'vitest';
import type { Surroundings } from '../../src/adapters/process-environment.ts';
import { initMode } from '../../src/cli/init-mode.ts';
import { Refusal } from '../../src/model/refusal.ts';

const ASKED = { yes: false, answers: null, plain: false, demo: false, dryRun: null };
const TERMINAL: Surroundings = {
  environment: {},
  workingDirectory: '/',
  stdinIsTerminal: true,
  stdoutIsTerminal: true,
  stderrIsTerminal: true,
  columns: 80,
  rows: 24,
};

describe('how init talks', () => {
  test.each<[string, Partial<Surroundings>, Partial<typeof ASKED>, string]>([
    ['a terminal', {}, {}, 'screen'],
    ['CI that says it is none', { environment: { CI: 'false' } }, {}, 'screen'],
    ['CI set to 0', { environment: { CI: '0' } }, {}, 'screen'],
    ['exactly 60×16', { columns: 60, rows: 16 }, {}, 'screen'],
    ['one column less', { columns: 59 }, {}, 'prompts'],
    ['one row less', { rows: 15 }, {}, 'prompts'],
    ['--plain', {}, { plain: true }, 'prompts'],
    ['a dumb terminal', { environment: { TERM: 'dumb' } }, {}, 'prompts'],
    ['a screen reader', { environment: { INK_SCREEN_READER: 'true' } }, {}, 'prompts'],
    ['output in a pipe', { stdoutIsTerminal: false }, {}, 'prompts'],
    ['--yes', { stdinIsTerminal: false }, { yes: true }, 'unattended'],
    ['the demonstration in CI', { environment: { CI: 'true' } }, { demo: true }, 'unattended'],
    ['the demonstration without input', { stdinIsTerminal: false }, { demo: true }, 'unattended'],
    ['the demonstration on a terminal', {}, { demo: true }, 'screen'],
  ])('%s', (_what, around, asked, kind) => {
    expect(initMode({ ...ASKED, ...asked }, { ...TERMINAL, ...around }).kind).toBe(kind);
  });

  test.each<[string, Partial<Surroundings>, Partial<typeof ASKED>]>([
    ['input that is not a terminal', { stdinIsTerminal: false }, {}],
    ['CI', { environment: { CI: 'true' } }, {}],
    ['CI, even with --plain', { environment: { CI: '1' } }, { plain: true }],
    ['questions that nobody would see', { stderrIsTerminal: false }, { plain: true }],
    ['no output at all', { stdoutIsTerminal: false, stderrIsTerminal: false }, {}],
  ])('%s is refused, naming the commands', (_what, around, asked) => {
    let thrown: unknown;
    try {
      initMode({ ...ASKED, ...asked }, { ...TERMINAL, ...around });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Refusal);
    expect(thrown).toMatchObject({ exitCode: 2 });
    expect((thrown as Refusal).next.join('\n')).toContain('harden-builds init --yes'); // checked to be one above
  });

  test('a small terminal is told its size', () => {
    const mode = initMode(ASKED, { ...TERMINAL, columns: 40, rows: 10 });
    expect(mode).toMatchObject({ because: 'the terminal is 40×10, and the full screen needs 60×16' });
  });
});
