import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'harden-builds-'));
const program = join(folder, 'playground.mjs');

beforeAll(async () => {
  await build({
    entryPoints: ['test/ui/playground.tsx'],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'react-devtools-core': './scripts/empty-module.mjs' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const ENTERED = '\u001B[?1049h';
const LEFT = '\u001B[?1049l';

/** The playground in a terminal, under a shell line that must still be there afterwards. */
function open(screen: string, size = { cols: 80, rows: 24 }) {
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
  const script = `printf 'the shell was here\\r\\n'; exec "$0" "$1" "$2"`;
  const pty = spawn('/bin/sh', ['-c', script, process.execPath, program, screen], {
    ...size,
    name: 'xterm-256color',
    env: { ...env, CI: '' },
  });
  const terminal = new Terminal({ ...size, scrollback: 500, allowProposedApi: true });
  let bytes = '';
  pty.onData((data) => {
    bytes += data;
    terminal.write(data);
  });
  const exit = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => pty.onExit(resolve));
  const drained = () => new Promise<void>((resolve) => terminal.write('', resolve));
  const lines = async (all = false) => {
    await drained();
    const { active } = terminal.buffer;
    const first = all ? 0 : active.baseY;
    return Array.from(
      { length: active.length - first },
      (_, row) =>
        active
          .getLine(first + row)
          ?.translateToString(true, 0, terminal.cols)
          .trimEnd() ?? '',
    );
  };
  return {
    pty,
    exit,
    lines,
    bytes: () => bytes,
    async shows(text: string) {
      await expect.poll(async () => (await lines()).join('\n'), { timeout: 20_000, interval: 20 }).toContain(text);
    },
    resize(cols: number, rows: number) {
      terminal.resize(cols, rows);
      pty.resize(cols, rows);
    },
  };
}

const count = (text: string, part: string) => text.split(part).length - 1;

/** The alternate screen was entered and left once, the scrollback is whole, the cursor is back. */
async function givenBack(wizard: ReturnType<typeof open>) {
  const bytes = wizard.bytes();
  expect(count(bytes, ENTERED)).toBe(1);
  expect(count(bytes, LEFT)).toBe(1);
  expect(bytes).not.toContain('\u001B[3J');
  expect(bytes.lastIndexOf('\u001B[?25h')).toBeGreaterThan(bytes.lastIndexOf('\u001B[?25l'));
  expect(bytes.lastIndexOf('\u001B[?7h')).toBeGreaterThan(bytes.lastIndexOf('\u001B[?7l'));
  expect(await wizard.lines(true)).toContain('the shell was here');
}

describe('in a real terminal', () => {
  test('q leaves, and the terminal is as it was', async () => {
    const wizard = open('stand');
    await wizard.shows('of what could be judged');
    wizard.pty.write('q');
    expect((await wizard.exit).exitCode).toBe(0);
    await givenBack(wizard);
    expect((await wizard.lines()).join('\n')).toContain('left');
  });

  test('enter leaves after a delivery', async () => {
    const wizard = open('delivered');
    await wizard.shows('pull/42');
    wizard.pty.write('\r');
    await wizard.exit;
    await givenBack(wizard);
    expect((await wizard.lines()).join('\n')).toContain('delivered');
  });

  test('ctrl-c is a cancellation', async () => {
    const wizard = open('walk');
    await wizard.shows('Take it');
    wizard.pty.write('\u0003');
    await wizard.exit;
    await givenBack(wizard);
    expect((await wizard.lines()).join('\n')).toContain('cancelled');
  });

  test('a signal gives the terminal back first', async () => {
    const wizard = open('walk');
    await wizard.shows('Take it');
    process.kill(wizard.pty.pid, 'SIGTERM');
    expect((await wizard.exit).exitCode).toBe(143);
    await givenBack(wizard);
  });

  test('a crash gives the terminal back, then says what happened', async () => {
    const wizard = open('crash');
    expect((await wizard.exit).exitCode).not.toBe(0);
    await givenBack(wizard);
    expect((await wizard.lines(true)).join('\n')).toContain('the look went wrong');
  });

  test('a frame is clean after the window has changed four times', async () => {
    const wizard = open('walk');
    await wizard.shows('Take it');
    for (const [cols, rows] of [
      [60, 16],
      [160, 50],
      [61, 17],
      [80, 24],
    ] as const) {
      wizard.resize(cols, rows);
      await expect
        .poll(async () => (await wizard.lines()).at(rows - 2)?.trimEnd(), { timeout: 20_000, interval: 20 })
        .toMatch(/\? help {2}q quit$/);
      await expect
        .poll(async () => (await wizard.lines())[2], { timeout: 20_000, interval: 20 })
        .toBe('─'.repeat(Math.min(cols, 160)));
    }
    const shown = await wizard.lines();
    expect(shown.filter((line) => line.includes('Take it'))).toHaveLength(1);
    wizard.pty.write('q');
    await wizard.exit;
    await givenBack(wizard);
  });

  test('keys that arrive together are all heard', async () => {
    const wizard = open('stand');
    await wizard.shows('❯ ◐ 1.04');
    wizard.pty.write('\u001B[B\u001B[B\u001B[B');
    await wizard.shows('❯ ✖ 2.04');
    wizard.pty.write('q');
    await wizard.exit;
  });

  test('a key costs less than 4 kB', async () => {
    const wizard = open('stand', { cols: 160, rows: 50 });
    await wizard.shows('❯ ◐ 1.04');
    const before = wizard.bytes().length;
    wizard.pty.write('j');
    await wizard.shows('❯ ? 1.07');
    expect(wizard.bytes().length - before).toBeLessThan(4096);
    wizard.pty.write('q');
    await wizard.exit;
  });
});
