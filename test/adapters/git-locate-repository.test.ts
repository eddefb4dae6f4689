import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRefused } from '../../src/adapters/git-answer.ts';
import { gitFiles } from '../../src/adapters/git-objects.ts';
import { locateRepository } from '../../src/adapters/locate-repository.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { sandbox } from './git-sandbox.ts';

const FILES = { 'README.md': 'hello\n', '.github/workflows/ci.yml': 'on: push\n' };

async function refusalOf(path: string): Promise<Refusal> {
  const outcome = await locateRepository(path).catch((error: unknown) => error);
  if (!(outcome instanceof Refusal)) throw new Error(`no refusal for ${path}: ${String(outcome)}`);
  return outcome;
}

const pathsIn = async (repository: Awaited<ReturnType<typeof locateRepository>>): Promise<readonly string[]> =>
  (await gitFiles(repository, repository.headSha).listTree()).map(({ path }) => path);

describe('a repository is found', () => {
  test('from its top, from a folder inside it and through a link to it', async () => {
    const { folder, repository } = sandbox();
    const root = repository('app', FILES);
    symlinkSync(root, join(folder, 'link'));
    for (const path of [root, join(root, '.github/workflows'), join(folder, 'link')]) {
      expect(await locateRepository(path)).toMatchObject({
        root,
        gitDir: join(root, '.git'),
        commonDir: join(root, '.git'),
        headRef: 'refs/heads/main',
        isShallow: false,
        isPartial: false,
        objectFormat: 'sha1',
        author: null,
        signsCommits: false,
      });
    }
  });

  test('with spaces, quotes, non-ASCII and a newline in its path', async () => {
    const { repository } = sandbox();
    for (const name of ['a b', "it's", 'ünïcode 漢字', 'new\nline', '-dash', 'trailing space ']) {
      const root = repository(name, FILES);
      expect((await locateRepository(root)).root).toBe(root);
    }
  });

  test('when HEAD is detached', async () => {
    const { git, repository } = sandbox();
    const root = repository('app', FILES);
    git('app', 'checkout', '--quiet', '--detach');
    expect(await locateRepository(root)).toMatchObject({
      headRef: null,
      headSha: git('app', 'rev-parse', 'HEAD').trim(),
    });
  });

  test('as a linked worktree, also of a bare repository', async () => {
    const { folder, git, repository } = sandbox();
    const main = repository('app', FILES);
    git('app', 'worktree', 'add', '--quiet', '-b', 'side', '../side');
    expect(await locateRepository(join(folder, 'side'))).toMatchObject({
      root: join(folder, 'side'),
      gitDir: join(main, '.git/worktrees/side'),
      commonDir: join(main, '.git'),
      headRef: 'refs/heads/side',
    });
    git('.', 'clone', '--quiet', '--bare', 'app', 'app.git');
    git('app.git', 'worktree', 'add', '--quiet', '../tree', 'main');
    const tree = await locateRepository(join(folder, 'tree'));
    expect(tree).toMatchObject({ root: join(folder, 'tree'), commonDir: join(folder, 'app.git') });
    expect(await pathsIn(tree)).toEqual(Object.keys(FILES).sort());
  });

  test('as a submodule, which is a repository of its own', async () => {
    const { git, repository } = sandbox();
    repository('library', { 'lib.c': 'int x;\n' });
    const root = repository('app', FILES);
    git('app', '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '../library', 'vendor/library');
    git('app', 'commit', '--quiet', '-m', 'Add a library');
    const inside = await locateRepository(join(root, 'vendor/library'));
    expect(inside.root).toBe(join(root, 'vendor/library'));
    expect(await pathsIn(inside)).toEqual(['lib.c']);
    const outer = await locateRepository(root);
    const listed = await gitFiles(outer, outer.headSha).listTree();
    expect(listed.find(({ path }) => path === 'vendor/library')).toMatchObject({ mode: '160000' });
  });

  test('as a shallow clone', async () => {
    const { folder, git, repository } = sandbox();
    const root = repository('app', FILES);
    git('app', 'commit', '--quiet', '--allow-empty', '-m', 'Second');
    git('.', 'clone', '--quiet', '--depth', '1', `file://${root}`, 'shallow');
    const shallow = await locateRepository(join(folder, 'shallow'));
    expect(shallow.isShallow).toBe(true);
    expect(await pathsIn(shallow)).toEqual(Object.keys(FILES).sort());
  });

  test('with SHA-256 objects', async () => {
    const { repository } = sandbox();
    const located = await locateRepository(repository('app', FILES, '--object-format=sha256'));
    expect(located.objectFormat).toBe('sha256');
    expect(located.headSha).toMatch(/^[0-9a-f]{64}$/);
    const files = gitFiles(located, located.headSha);
    const [ci] = await files.readTexts(await files.listTree());
    expect(ci).toEqual({ path: '.github/workflows/ci.yml', mode: '100644', text: 'on: push\n' });
  });

  test('whatever GIT_* variables point elsewhere', async () => {
    const { folder, repository } = sandbox();
    const root = repository('app', FILES);
    const other = repository('other', { 'other.txt': 'x' });
    const before = process.env.GIT_DIR;
    process.env.GIT_DIR = join(other, '.git');
    process.env.GIT_WORK_TREE = other;
    process.env.GIT_INDEX_FILE = join(folder, 'nowhere');
    try {
      const located = await locateRepository(root);
      expect(located.root).toBe(root);
      expect(await pathsIn(located)).toEqual(Object.keys(FILES).sort());
    } finally {
      for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) delete process.env[name];
      if (before !== undefined) process.env.GIT_DIR = before;
    }
  });

  test('with its remotes, its author and the wish for signed commits', async () => {
    const { git, repository } = sandbox();
    const root = repository('app', FILES);
    git('app', 'remote', 'add', 'origin', 'https://ada:secret@github.com/octo/app.git');
    git('app', 'config', 'user.name', 'Grace');
    git('app', 'config', 'user.email', 'grace@example.org');
    git('app', 'config', 'commit.gpgsign', 'true');
    const located = await locateRepository(root);
    expect(located.author).toEqual({ name: 'Grace', email: 'grace@example.org' });
    expect(located.signsCommits).toBe(true);
    expect(located.remotes.map(({ name, address }) => `${name} ${address}`)).toEqual([
      'origin https://github.com/octo/app.git',
    ]);
    expect(JSON.stringify(located)).not.toContain('secret');
  });
});

describe('what cannot be worked with is refused with the reason', () => {
  test('a path without anything, and a file', async () => {
    const { folder, write } = sandbox();
    write('file.txt', 'x');
    expect(await refusalOf(join(folder, 'absent'))).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('does not exist'),
    });
    expect(await refusalOf(join(folder, 'file.txt'))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('is a file'),
    });
  });

  test('a folder outside any repository', async () => {
    const { folder } = sandbox();
    const refusal = await refusalOf(folder);
    expect(refusal).toMatchObject({ exitCode: 3, message: expect.stringContaining('is not in a git repository') });
    expect(refusal.next.join()).toContain('--repo');
  });

  test('a repository without commits', async () => {
    const { folder, git } = sandbox();
    git('.', 'init', '--quiet', 'app');
    expect(await refusalOf(join(folder, 'app'))).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('no commits yet'),
    });
  });

  test('a bare repository, and the inside of .git', async () => {
    const { folder, git, repository } = sandbox();
    const root = repository('app', FILES);
    git('.', 'clone', '--quiet', '--bare', 'app', 'app.git');
    expect((await refusalOf(join(folder, 'app.git'))).message).toContain('is a bare repository');
    expect((await refusalOf(join(root, '.git/refs'))).message).toContain('inside a .git folder');
  });

  test('a repository whose configuration puts the working tree elsewhere', async () => {
    const { folder, git, repository } = sandbox();
    const root = repository('app', FILES);
    mkdirSync(join(folder, 'elsewhere'));
    git('app', 'config', 'core.worktree', join(folder, 'elsewhere'));
    expect((await refusalOf(root)).exitCode).toBe(3);
  });

  test('a repository of another user, with the command that git suggests', () => {
    const { repository, home } = sandbox();
    const root = repository('app', FILES);
    const stderr = saidByGit(root, home);
    const refusal = gitRefused(['rev-parse'], stderr, 128);
    expect(refusal.exitCode).toBe(3);
    expect(refusal.message).toContain('belongs to another user');
    expect(refusal.next[0]).toBe(`if you trust it: git config --global --add safe.directory ${root}`);
  });

  test('no git in PATH', async () => {
    const { repository, folder } = sandbox();
    const root = repository('app', FILES);
    const path = process.env.PATH;
    process.env.PATH = `:.:${join(folder, 'bin')}`;
    try {
      expect((await refusalOf(root)).message).toBe('git was not found');
    } finally {
      process.env.PATH = path;
    }
  });
});

function saidByGit(root: string, home: string): string {
  try {
    const env = { PATH: process.env.PATH, HOME: home, LC_ALL: 'C', GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    execFileSync('git', ['rev-parse', '--show-toplevel'], { cwd: root, env, stdio: 'pipe' });
  } catch (error) {
    // execFileSync throws the stderr of the command along.
    return (error as { stderr: Buffer }).stderr.toString('utf8');
  }
  throw new Error('git trusted a folder of another user');
}
