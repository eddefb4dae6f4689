import { resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { FIXED_CLOCK } from '../support/fixed-clock.ts';

const PROGRAM = resolve('bin/harden-builds.js');

/** How long a condition may take to come true on a busy machine. */
const DEADLINE = 30_000;

/**
 * Runs the program and tells how it ended in the terminal itself, after everything that it wrote; then holds the terminal open,
 * because what is still unread when the last program leaves a terminal can get lost. SIGUSR2 stands for an interrupt from outside.
 */
const KEEPER = `
const { constants } = require('node:os'), { spawn } = require('node:child_process');
const child = spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit' });
const hand = (signal, as = signal) => process.on(signal, () => as === null || child.kill(as));
hand('SIGTERM'), hand('SIGHUP'), hand('SIGUSR2', 'SIGINT'), hand('SIGINT', null);
child.on('exit', (code, signal) => {
  process.stdout.write('\\x1b]777;' + (code ?? 128 + constants.signals[signal]) + '\\x07');
  for (const gone of ['end', 'error', 'close']) process.stdin.on(gone, () => process.exit());
  process.on('SIGHUP', () => process.exit());
  process.stdin.resume();
});`;

/** What the keeper says at the end: an exit code. */
const ENDED = new RegExp(`${String.fromCharCode(27)}\\]777;(\\d+)${String.fromCharCode(7)}`);

/** Around every frame: a terminal shows what is between the two at once, or not yet. */
const FRAME_BEGIN = '\u001B[?2026h';
const FRAME_END = '\u001B[?2026l';

/** What a system needs to start programs; nothing that says where we run, who we are, or which colours to use. */
const KEPT = ['PATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'PATHEXT', 'COMSPEC'];

export type Size = { readonly columns: number; readonly rows: number };

export type TerminalOptions = {
  readonly cwd: string;
  readonly home: string;
  readonly size?: Size;
  readonly environment?: Readonly<Record<string, string>>;
  /** Lines that stand in the terminal before the program starts. */
  readonly before?: readonly string[];
};

/** The built program in a terminal of its own, and an eye on what that terminal shows. */
export type Terminal = {
  /** The visible lines, without blanks at their ends. */
  screen(): readonly string[];
  /** Every line of the normal screen, those that scrolled away included. */
  history(): readonly string[];
  /** Everything that the program wrote. */
  bytes(): string;
  isAlternate(): boolean;
  /** Resolves once a whole frame matches; rejects with the screen after a deadline, or when the program ended without it. */
  waitFor(what: RegExp | ((lines: readonly string[]) => boolean)): Promise<void>;
  press(keys: string): void;
  resize(to: Size): void;
  signal(name: 'SIGTERM' | 'SIGHUP' | 'SIGINT'): void;
  /** The exit code, or what a shell would say of a signal, once everything that was written has been drawn. */
  ended(): Promise<number>;
  dispose(): void;
};

export const KEY = {
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  enter: '\r',
  escape: '\u001B',
  tab: '\t',
  ctrlC: '\u0003',
} as const;

/** Starts the built program as a shell in a terminal would. */
export function openTerminal(argv: readonly string[], options: TerminalOptions): Terminal {
  const { columns, rows } = options.size ?? { columns: 80, rows: 24 };
  const screen = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true });
  for (const line of options.before ?? []) screen.write(`${line}\r\n`);
  const keeper = spawn(process.execPath, ['-e', KEEPER, PROGRAM, ...argv], {
    name: options.environment?.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd,
    env: {
      ...keptEnvironment(),
      ...FIXED_CLOCK,
      HOME: options.home,
      USERPROFILE: options.home,
      ...options.environment,
    },
  });

  let bytes = '';
  let code: number | null = null;
  const watching = new Set<() => void>();
  const changed = () => {
    for (const look of [...watching]) look();
  };
  const isMidFrame = () => bytes.lastIndexOf(FRAME_BEGIN) > bytes.lastIndexOf(FRAME_END);
  keeper.onData((text) => {
    // Counted once they are drawn: who asks for the bytes of a frame looks at the screen that they made.
    screen.write(text, () => {
      bytes += text;
      const end = ENDED.exec(bytes)?.[1];
      if (end !== undefined) code = Number(end);
      changed();
    });
  });
  // A terminal answers what it is asked, such as where the cursor is.
  screen.onData((reply) => keeper.write(reply));

  /** Asks again whenever the terminal changed. */
  const until = <T>(ask: () => T | null, missed: () => string): Promise<T> =>
    new Promise((done, fail) => {
      const finish = (end: () => void) => {
        watching.delete(look);
        clearTimeout(timer);
        end();
      };
      const look = () => {
        const answer = code === null && isMidFrame() ? null : ask();
        if (answer !== null) finish(() => done(answer));
        else if (code !== null) finish(() => fail(new Error(`it ended with ${code}; ${missed()}`)));
      };
      const timer = setTimeout(() => finish(() => fail(new Error(`after ${DEADLINE} ms, ${missed()}`))), DEADLINE);
      watching.add(look);
      look();
    });

  const visible = () =>
    linesOf(screen.buffer.active, { from: screen.buffer.active.viewportY, count: screen.rows, columns: screen.cols });
  const shown = () => `the screen is:\n${visible().join('\n')}`;
  return {
    screen: visible,
    history: () => linesOf(screen.buffer.normal, { from: 0, count: screen.buffer.normal.length, columns: screen.cols }),
    bytes: () => bytes.replace(ENDED, ''),
    isAlternate: () => screen.buffer.active.type === 'alternate',
    waitFor: async (what) => {
      const holds = typeof what === 'function' ? what : (lines: readonly string[]) => what.test(lines.join('\n'));
      await until(
        () => (holds(visible()) ? true : null),
        () => `${String(what)} is not there; ${shown()}`,
      );
    },
    press: (keys) => keeper.write(keys),
    resize: (to) => {
      screen.resize(to.columns, to.rows);
      keeper.resize(to.columns, to.rows);
    },
    signal: (name) => keeper.kill(name === 'SIGINT' ? 'SIGUSR2' : name),
    ended: () =>
      until(
        () => code,
        () => `it has not ended; ${shown()}`,
      ),
    dispose: () => {
      // The program, when it still runs, loses its terminal by this and is told so.
      keeper.kill('SIGKILL');
      screen.dispose();
    },
  };
}

const keptEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.includes(name.toUpperCase())));

type Lines = { readonly from: number; readonly count: number; readonly columns: number };

/** A line may hold more cells than the terminal is wide: those of a time when it was wider. */
const linesOf = (buffer: xterm.IBuffer, { from, count, columns }: Lines): readonly string[] =>
  Array.from({ length: count }, (_, index) => buffer.getLine(from + index)?.translateToString(true, 0, columns) ?? '');
