import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { git, repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

const PATH = '.github/dependabot.yml';
const MANIFEST = `schema: 1
name: own
version: 1.0.0
extends: built-in
templates:
  - { id: dependabot, source: dependabot.hbs }
`;
const OURS = '# words of the platform team\n';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let cwd: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  mkdirSync(join(folder.path, 'pack'));
  cwd = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' });
});
afterEach(() => folder.dispose());

const pack = (version: string, text: string) => {
  writeFileSync(join(folder.path, 'pack', 'pack.yml'), MANIFEST.replace('1.0.0', version));
  writeFileSync(join(folder.path, 'pack', 'dependabot.hbs'), text);
};
const init = (...more: readonly string[]) =>
  run(['init', '--yes', '--local', '--deliver', 'worktree', '--templates', '../pack', ...more], { cwd, home });
const text = () => readFileSync(join(cwd, PATH), 'utf8');
const commit = () => {
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '-m', 'generated');
};

test('a file that nobody edited is made again by --yes, once', async () => {
  pack('1.0.0', '{{> super}}\n');
  const first = await init();
  expect(first.code, first.stderr).toBe(0);
  commit();
  pack('1.1.0', `${OURS}{{> super}}\n`);
  const safe = await init('--max-risk', 'safe');
  expect([safe.code, text().includes(OURS)]).toEqual([0, false]);
  const second = await init();
  expect(second.code, second.stderr).toBe(0);
  expect(text()).toContain(`own/dependabot 1.1.0 `);
  expect(text()).toContain(OURS);
  commit();
  const patch = await run(['init', '--yes', '--local', '--templates', '../pack', '--dry-run', '--format', 'patch'], {
    cwd,
    home,
  });
  expect([patch.code, patch.stdout]).toEqual([0, '']);
});

test('a file that was edited is left alone by --yes, and told', async () => {
  pack('1.0.0', '{{> super}}\n');
  await init();
  const edited = text().replace('version: 2', 'version: 2 # checked by us');
  expect(edited).not.toBe(text());
  writeFileSync(join(cwd, PATH), edited);
  commit();
  pack('1.1.0', `${OURS}{{> super}}\n`);
  const { code, stderr } = await init();
  expect(code, stderr).toBe(0);
  expect(text()).toBe(edited);
  expect(stderr).toContain(`${PATH} was edited since it was made from own/dependabot 1.0.0`);
});
