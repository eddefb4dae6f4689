import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run, temporaryFolder } from './program.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.dispose());
const harden = (...argv: readonly string[]) => run(argv, { cwd: folder.path, home: folder.path });

describe('the program', () => {
  test('prints its version, and the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await harden('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('loads little for it: what the entry imports at once stays small', () => {
    const loaded = new Map<string, number>();
    const visit = (file: string) => {
      if (loaded.has(file)) return;
      const text = readFileSync(file, 'utf8');
      loaded.set(file, text.length);
      for (const [, path = ''] of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) visit(join(dirname(file), path));
    };
    visit('dist/cli/main.js');
    expect([...loaded.values()].reduce((sum, size) => sum + size, 0)).toBeLessThan(20_000);
  });

  test('without a command prints help and ends with 0', async () => {
    const { code, stdout, stderr } = await harden();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: harden-builds');
    expect(stdout).toContain('Exit codes');
  });

  test('explains one control and lists all of them', async () => {
    const list = JSON.parse((await harden('explain', '--format', 'json')).stdout);
    expect(list.schemaVersion).toBe(1);
    expect(list.controls.length).toBeGreaterThanOrEqual(12);
    for (const word of ['4.01', 'actions-sha-pinned']) {
      const { code, stdout } = await harden('explain', word);
      expect(code).toBe(0);
      expect(stdout).toContain('4.01  Actions are pinned');
    }
    const unknown = await harden('explain', '4.1');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('4.01');
  });

  test('lists the templates', async () => {
    const { code, stdout } = await harden('templates', 'list', '--format', 'json');
    expect(code).toBe(0);
    const { schemaVersion, templates } = JSON.parse(stdout);
    expect(schemaVersion).toBe(1);
    expect(templates.map((each: { id: string }) => each.id)).toContain('dependabot');
  });
});
