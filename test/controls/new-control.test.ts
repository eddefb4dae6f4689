import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-control-'));
  for (const section of ['actions', 'build']) mkdirSync(join(folder, 'src/controls', section), { recursive: true });
  mkdirSync(join(folder, 'test/controls'), { recursive: true });
  cpSync('src/controls/_template', join(folder, 'src/controls/_template'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [resolve('scripts/new.mjs'), ...args], { cwd: folder, encoding: 'utf8' });

test('writes the control and its situations, and never over a file', () => {
  expect(run('control', 'actions/tokens-short-lived', '4.25').status).toBe(0);
  const control = readFileSync(join(folder, 'src/controls/actions/tokens-short-lived.ts'), 'utf8');
  expect(control).toContain("id: 'tokens-short-lived'");
  expect(control).toContain("number: '4.25'");
  expect(control).not.toContain('{{');
  expect(existsSync(join(folder, 'test/controls/tokens-short-lived.cases.ts'))).toBe(true);
  const again = run('control', 'actions/tokens-short-lived', '4.25');
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('exists already');
});

test.each([
  [['control', 'elsewhere/x']],
  [['control', 'actions/Not-Kebab']],
  [['control', 'actions/x', '425']],
  [['screen', 'actions/x']],
  [[]],
])('refuses %j and writes nothing', (args) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr).not.toBe('');
  expect(existsSync(join(folder, 'src/controls/actions/x.ts'))).toBe(false);
});
