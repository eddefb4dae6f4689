import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRefs } from '../../src/adapters/git-refs.ts';
import { locateRepository } from '../../src/adapters/locate-repository.ts';
import { deliverBranch } from '../../src/deliver/branch.ts';
import type { DeliveredFile, Outcome } from '../../src/model/delivery.ts';
import { digests, type Files, type Sandbox, sandbox } from '../adapters/git-sandbox.ts';
import { editOf, newFile, requestFor } from './delivery-request.ts';

const AT = '2026-01-31T08:15:00.000Z';
const CI = '.github/workflows/ci.yml';
const OWNERS = '.github/CODEOWNERS';
const FILES: Files = { [CI]: 'on: push\n', 'README.md': 'hello\n', 'run.sh': '#!/bin/sh\n' };
const CHANGES = [editOf(CI, 'on: push\n', 'on: push\npermissions: {}\n'), newFile(OWNERS, '/.github/ @ada\n')];

/** What a delivery adds to .git: objects, the branch and its reflog. Everything else has to stay as it is. */
const MAY_GROW = ['.git/objects', '.git/refs/heads/harden-builds', '.git/logs/refs/heads/harden-builds'];

async function deliver(root: string, files: readonly DeliveredFile[] = CHANGES, branch?: string): Promise<Outcome> {
  const located = await locateRepository(root);
  return deliverBranch(requestFor(located.headSha, files, branch), gitRefs(located, AT));
}

const refsIn = ({ git }: Sandbox, below = 'app'): readonly string[] =>
  git(below, 'for-each-ref', '--format=%(refname)')
    .split('\n')
    .filter((ref) => ref !== '');

describe('a branch is delivered', () => {
  test('with one commit on the base that holds exactly the planned bytes', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const outcome = await deliver(root);
    expect(outcome).toMatchObject({ kind: 'branch', state: 'delivered', branch: 'harden-builds/init', url: null });
    const { git } = here;
    expect(git('app', 'rev-parse', 'harden-builds/init').trim()).toBe(outcome.commit);
    expect(git('app', 'rev-parse', 'harden-builds/init^')).toBe(git('app', 'rev-parse', 'main'));
    expect(git('app', 'diff', '--name-status', 'main', 'harden-builds/init')).toBe(`A\t${OWNERS}\nM\t${CI}\n`);
    expect(git('app', 'show', `harden-builds/init:${CI}`)).toBe('on: push\npermissions: {}\n');
    expect(git('app', 'log', '-1', '--format=%B', 'harden-builds/init').trim()).toBe(
      'Harden the build\n\nWhat and why.\n\nHarden-Builds: 0.1.0',
    );
    expect(git('app', 'log', '-1', '--format=%aI %cI', 'harden-builds/init').trim()).toBe(
      '2026-01-31T08:15:00+00:00 2026-01-31T08:15:00+00:00',
    );
    git('app', 'fsck', '--strict');
  });

  test('and HEAD, index, working tree, stash, configuration and hooks stay byte for byte', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const { git, write } = here;
    write('app/README.md', 'put aside\n');
    git('app', 'stash', '--quiet');
    write('app/README.md', 'staged\n');
    git('app', 'add', 'README.md');
    write('app/README.md', 'edited\n');
    write('app/untracked.txt', 'x');
    const refs = refsIn(here);
    const before = digests(root, MAY_GROW);
    await deliver(root);
    expect(digests(root, MAY_GROW)).toEqual(before);
    expect(refsIn(here)).toEqual([...refs, 'refs/heads/harden-builds/init'].sort());
  });

  test('the same request makes the same commit in another clone', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('.', 'clone', '--quiet', 'app', 'clone');
    const first = await deliver(root);
    const second = await deliver(join(here.folder, 'clone'));
    expect(second.commit).toBe(first.commit);
  });

  test('line endings, byte order marks and executable bits arrive as planned, whatever git would convert', async () => {
    const here = sandbox();
    const root = here.repository('app', { ...FILES, 'crlf.yml': 'a\r\n', '.gitattributes': '' });
    const { git } = here;
    git('app', 'config', 'core.autocrlf', 'true');
    git('app', 'config', 'core.safecrlf', 'true');
    await deliver(root, [
      editOf('crlf.yml', 'a\r\n', '\ufeffa\r\nb\n'),
      { ...editOf('run.sh', '#!/bin/sh\n', '#!/bin/sh\ntrue'), mode: '100755' },
    ]);
    expect(git('app', 'cat-file', 'blob', 'harden-builds/init:crlf.yml')).toBe('\ufeffa\r\nb\n');
    expect(git('app', 'ls-tree', 'harden-builds/init', 'run.sh')).toMatch(/^100755 /);
    expect(git('app', 'cat-file', 'blob', 'harden-builds/init:run.sh')).toBe('#!/bin/sh\ntrue');
  });

  test.each(['--object-format=sha256', '--object-format=sha1'])('in a repository made with %s', async (format) => {
    const here = sandbox();
    const root = here.repository('app', { ...FILES, 'a b/ünï\n漢"\t.yml': 'x\n' }, format);
    expect(
      await deliver(root, [editOf('a b/ünï\n漢"\t.yml', 'x\n', 'y\n')]).catch((error: Error) => error.message),
    ).toContain('cannot be written');
    expect((await deliver(root, [...CHANGES, newFile('a b/ünï 漢.yml', 'y\n')])).state).toBe('delivered');
    expect(here.git('app', 'show', 'harden-builds/init:a b/ünï 漢.yml')).toBe('y\n');
  });

  test('from a linked worktree, a detached HEAD, a shallow and a partial clone', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const { folder, git } = here;
    git('app', 'worktree', 'add', '--quiet', '--detach', '../side');
    const side = await deliver(join(folder, 'side'));
    expect(git('app', 'rev-parse', 'harden-builds/init').trim()).toBe(side.commit);
    git('app', 'config', 'uploadpack.allowFilter', 'true');
    git('app', 'commit', '--quiet', '--allow-empty', '-m', 'Second');
    git('.', 'clone', '--quiet', '--depth=1', `file://${root}`, 'shallow');
    expect((await deliver(join(folder, 'shallow'))).state).toBe('delivered');
    git('.', 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${root}`, 'partial');
    git('partial', 'checkout', '--quiet', 'HEAD', '--', CI);
    expect((await deliver(join(folder, 'partial'))).state).toBe('delivered');
  });
});

describe('whose commit it is', () => {
  test('the configured author, nobody told otherwise', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('app', 'config', 'user.name', 'Grace Höpper');
    here.git('app', 'config', 'user.email', 'grace@example.org');
    expect((await deliver(root)).notes).toEqual([]);
    expect(here.git('app', 'log', '-1', '--format=%an <%ae> %cn', 'harden-builds/init').trim()).toBe(
      'Grace Höpper <grace@example.org> Grace Höpper',
    );
  });

  test('without an identity the program itself, said in a note', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('app', 'config', 'user.useConfigOnly', 'true');
    expect((await deliver(root)).notes).toEqual([expect.stringContaining('No git identity is configured')]);
    expect(here.git('app', 'log', '-1', '--format=%an <%ae>', 'harden-builds/init').trim()).toBe(
      'harden-builds <harden-builds@users.noreply.github.com>',
    );
  });

  test('a wish for signed commits is not kept silently', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('app', 'config', 'commit.gpgsign', 'true');
    expect((await deliver(root)).notes.join('\n')).toContain('The commit is not signed');
  });
});

describe('the name of the branch', () => {
  test('where harden-builds is a branch already, harden-builds-init is used and said', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('app', 'branch', 'harden-builds');
    const outcome = await deliver(root);
    expect(outcome).toMatchObject({ state: 'delivered', branch: 'harden-builds-init' });
    expect(outcome.notes.join('\n')).toContain('the branch is named harden-builds-init');
    expect((await deliver(root)).state).toBe('nothing-to-do');
  });

  test('where harden-builds/init is a folder of branches as well', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('app', 'branch', 'harden-builds/init/more');
    here.git('app', 'pack-refs', '--all');
    expect((await deliver(root)).branch).toBe('harden-builds-init');
  });

  test('where no name is left, the way out is named', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('app', 'branch', 'taken/more');
    const before = refsIn(here);
    await expect(deliver(root, CHANGES, 'taken')).rejects.toMatchObject({
      exitCode: 3,
      next: [expect.stringContaining('--branch')],
    });
    expect(refsIn(here)).toEqual(before);
  });

  test.each(['-f', '', 'a..b', 'a b', 'HEAD', 'x.lock', '@{-1}', 'refs/../main', 'a\nb', '/a', 'a/'])(
    '%j is refused as a mistake in the command',
    async (branch) => {
      const here = sandbox();
      const root = here.repository('app', FILES);
      await expect(deliver(root, CHANGES, branch)).rejects.toMatchObject({ name: 'Refusal', exitCode: 2 });
      expect(refsIn(here)).toEqual(['refs/heads/main']);
    },
  );
});

describe('what is there is never overwritten', () => {
  test('the same delivery twice: nothing to do, the first commit named', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const first = await deliver(root);
    expect(await deliver(root)).toMatchObject({
      state: 'nothing-to-do',
      branch: 'harden-builds/init',
      commit: first.commit,
      steps: [],
    });
  });

  test('a branch with other content stays where it is', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const first = await deliver(root);
    await expect(deliver(root, [newFile('other.yml', 'x\n')])).rejects.toMatchObject({
      exitCode: 3,
      next: [expect.stringContaining('--branch'), expect.stringContaining('git branch -D harden-builds/init')],
    });
    expect(here.git('app', 'rev-parse', 'harden-builds/init').trim()).toBe(first.commit);
  });

  test('a branch that comes into being meanwhile stays where it is', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const located = await locateRepository(root);
    const git = gitRefs(located, AT);
    const late = {
      ...git,
      writeCommit: async (tree: string, parent: string, message: string) => {
        here.git('app', 'branch', 'harden-builds/init');
        return git.writeCommit(tree, parent, message);
      },
    };
    await expect(deliverBranch(requestFor(located.headSha, CHANGES), late)).rejects.toMatchObject({
      name: 'Refusal',
      exitCode: 3,
    });
    expect(here.git('app', 'rev-parse', 'harden-builds/init').trim()).toBe(located.headSha);
  });

  test.each<[string, DeliveredFile]>([
    ['has another text', editOf(CI, 'on: pull_request\n', 'x\n')],
    ['differs in its line endings alone', editOf(CI, 'on: push\r\n', 'x\r\n')],
    ['does not exist', editOf('gone.yml', 'x\n', 'y\n')],
    ['exists, though planned as new', newFile(CI, 'x\n')],
    ['is a link', newFile('link.yml', 'x\n')],
    ['is below a link', newFile('linked/x.yml', 'x\n')],
    ['is below a file', newFile('README.md/x.yml', 'x\n')],
    ['is a folder', newFile('.github/workflows', 'x\n')],
    ['is no text', editOf('binary', '\u0000', 'x\n')],
    ['leaves the repository', newFile('../x.yml', 'x\n')],
    ['is absolute', newFile('/tmp/x.yml', 'x\n')],
    ['is inside .git', newFile('.git/hooks/pre-commit', 'x\n')],
    ['is inside .git by another spelling', newFile('sub/.GIT/config', 'x\n')],
  ])('a file that %s at the base is refused', async (_, file) => {
    const here = sandbox();
    const root = here.repository('app', { ...FILES, binary: '\u0000' });
    symlinkSync('README.md', join(root, 'link.yml'));
    symlinkSync('.github', join(root, 'linked'));
    here.git('app', 'add', '--all');
    here.git('app', 'commit', '--quiet', '-m', 'Links');
    await expect(deliver(root, [...CHANGES, file])).rejects.toMatchObject({ name: 'Refusal', exitCode: 3 });
    expect(refsIn(here)).toEqual(['refs/heads/main']);
  });
});

test('a base commit that this clone has not fetched is named, with the way to get it', async () => {
  const here = sandbox();
  const located = await locateRepository(here.repository('app', FILES));
  const request = requestFor('a'.repeat(40), CHANGES);
  await expect(deliverBranch(request, gitRefs(located, AT))).rejects.toMatchObject({
    exitCode: 3,
    message: 'the commit aaaaaaaaaaaa is not in this clone',
    next: [expect.stringContaining('git fetch'), expect.stringContaining('--local')],
  });
});

describe('nothing to deliver', () => {
  test.each<[string, readonly DeliveredFile[]]>([
    ['no files', []],
    ['files that are as they were', [editOf(CI, 'on: push\n', 'on: push\n')]],
  ])('%s: no branch', async (_, files) => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    expect(await deliver(root, files)).toMatchObject({ state: 'nothing-to-do', branch: null, commit: null, steps: [] });
    expect(refsIn(here)).toEqual(['refs/heads/main']);
  });
});

test('what the receipt says undoes the delivery', async () => {
  const here = sandbox();
  const root = here.repository('app', FILES);
  const outcome = await deliver(root);
  const undo = outcome.steps.flatMap(({ inverse }) => inverse ?? []);
  expect(undo).toEqual(['git branch -D harden-builds/init']);
  for (const command of undo) here.git('app', ...command.split(' ').slice(1));
  expect(refsIn(here)).toEqual(['refs/heads/main']);
  expect((await deliver(root)).commit).toBe(outcome.commit);
});
