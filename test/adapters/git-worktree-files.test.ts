import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { uncommittedChanges } from '../../src/adapters/git-uncommitted.ts';
import { worktreeFiles } from '../../src/adapters/git-worktree-files.ts';
import { locateRepository } from '../../src/adapters/locate-repository.ts';
import { sandbox } from './git-sandbox.ts';

const CI = '.github/workflows/ci.yml';
const OWNERS = '.github/CODEOWNERS';
const FILES = { [CI]: 'on: push\n', [OWNERS]: '* @ada\n', 'src/index.js': '1;\n', '.gitignore': 'ignored.yml\n' };

async function onDisk(root: string): Promise<Readonly<Record<string, string>>> {
  const files = worktreeFiles({ root });
  const texts = await files.readTexts(await files.listTree());
  return Object.fromEntries(texts.map((file) => [file.path, 'text' in file ? file.text : file.unreadable]));
}

const changesIn = async (root: string): Promise<readonly string[]> =>
  (await uncommittedChanges(await locateRepository(root))).map(({ path, change }) => `${change} ${path}`);

describe('the files of the working tree', () => {
  test('are as they lie there: edited, new, deleted; what is ignored is not one', async () => {
    const { repository, write } = sandbox();
    const root = repository('app', FILES);
    write(`app/${CI}`, 'on: pull_request\n');
    write('app/.github/workflows/new.yml', 'on: release\n');
    write('app/.github/workflows/ignored.yml', 'on: x\n');
    rmSync(join(root, OWNERS));
    expect(await onDisk(root)).toEqual({
      '.gitignore': 'ignored.yml\n',
      [CI]: 'on: pull_request\n',
      '.github/workflows/new.yml': 'on: release\n',
      'src/index.js': '1;\n',
    });
  });

  test('are never read through a link, at the end or on the way', async () => {
    const { folder, repository, write } = sandbox();
    const root = repository('app', FILES);
    write('outside/workflows/ci.yml', 'outside\n');
    rmSync(join(root, '.github'), { recursive: true });
    symlinkSync(join(folder, 'outside'), join(root, '.github'));
    symlinkSync(join(folder, 'outside/workflows/ci.yml'), join(root, 'ci.yml'));
    const read = await onDisk(root);
    expect(JSON.stringify(read)).not.toContain('outside');
    expect(read['ci.yml']).toBe('not-a-file');
  });

  test('that a sparse checkout leaves out are read from the index', async () => {
    const { git, repository } = sandbox();
    const root = repository('app', FILES);
    git('app', 'sparse-checkout', 'set', 'src');
    expect((await onDisk(root))[CI]).toBe('on: push\n');
    expect(await changesIn(root)).toEqual([]);
  });
});

describe('uncommitted changes under .github', () => {
  test('none in a fresh clone', async () => {
    const { repository } = sandbox();
    expect(await changesIn(repository('app', FILES))).toEqual([]);
  });

  test('edited, staged, new and deleted files; nothing outside the folder', async () => {
    const { git, repository, write } = sandbox();
    const root = repository('app', FILES);
    write(`app/${CI}`, 'on: pull_request\n');
    write('app/src/index.js', '2;\n');
    write('app/.github/workflows/new.yml', 'on: release\n');
    write('app/.github/staged.yml', 'x\n');
    git('app', 'add', '.github/staged.yml');
    git('app', 'rm', '--quiet', OWNERS);
    expect(await changesIn(root)).toEqual([
      `deleted ${OWNERS}`,
      'added .github/staged.yml',
      `modified ${CI}`,
      'added .github/workflows/new.yml',
    ]);
  });

  test('a change that is staged and taken back on disk is still one', async () => {
    const { git, repository, write } = sandbox();
    const root = repository('app', FILES);
    write(`app/${CI}`, 'staged\n');
    git('app', 'add', CI);
    write(`app/${CI}`, 'on: push\n');
    expect(await changesIn(root)).toEqual([`modified ${CI}`]);
  });

  test('line endings that git converts are no change', async () => {
    const { git, repository, write } = sandbox();
    const root = repository('app', FILES);
    git('app', 'config', 'core.autocrlf', 'true');
    write(`app/${CI}`, 'on: push\r\n');
    expect(await changesIn(root)).toEqual([]);
    write(`app/${CI}`, 'on: pull_request\r\n');
    expect(await changesIn(root)).toEqual([`modified ${CI}`]);
  });

  test('in a repository with SHA-256 objects, and with odd names', async () => {
    const { repository, write } = sandbox();
    const root = repository('app', { [CI]: 'x\n', '.github/a b\n"漢".yml': 'y\n' }, '--object-format=sha256');
    expect(await changesIn(root)).toEqual([]);
    write('app/.github/a b\n"漢".yml', 'z\n');
    expect(await changesIn(root)).toEqual(['modified .github/a b\n"漢".yml']);
  });

  test('in the middle of a merge conflict', async () => {
    const { git, repository, write } = sandbox();
    const root = repository('app', FILES);
    git('app', 'checkout', '--quiet', '-b', 'side');
    write(`app/${CI}`, 'theirs\n');
    git('app', 'commit', '--quiet', '-am', 'Theirs');
    git('app', 'checkout', '--quiet', 'main');
    write(`app/${CI}`, 'ours\n');
    git('app', 'commit', '--quiet', '-am', 'Ours');
    expect(() => git('app', 'merge', '--quiet', 'side')).toThrow();
    expect(await changesIn(root)).toEqual([`modified ${CI}`]);
    expect((await onDisk(root))[CI]).toContain('<<<<<<<');
  });
});
