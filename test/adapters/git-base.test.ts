import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasCommit, headBase, namedBase, remoteDefaultBase } from '../../src/adapters/git-base.ts';
import { locateRepository } from '../../src/adapters/locate-repository.ts';
import { sandbox } from './git-sandbox.ts';

describe('the commit to judge and plan against', () => {
  test('is HEAD, by the name of its branch', async () => {
    const { git, repository } = sandbox();
    const root = repository('app', { 'a.txt': 'a' });
    const sha = git('app', 'rev-parse', 'HEAD').trim();
    expect(headBase(await locateRepository(root))).toEqual({ ref: 'main', sha, dirty: false });
    git('app', 'checkout', '--quiet', '-b', 'feature/x');
    expect(headBase(await locateRepository(root)).ref).toBe('feature/x');
    git('app', 'checkout', '--quiet', '--detach');
    expect(headBase(await locateRepository(root)).ref).toBe('HEAD');
  });

  test('or the default branch of a remote, as this clone last saw it', async () => {
    const { folder, git, repository } = sandbox();
    repository('app', { 'a.txt': 'a' });
    git('app', 'branch', '--move', 'trunk');
    const sha = git('app', 'rev-parse', 'HEAD').trim();
    git('.', 'clone', '--quiet', 'app', 'clone');
    git('clone', 'commit', '--quiet', '--allow-empty', '-m', 'Mine');
    const clone = join(folder, 'clone');
    expect(await remoteDefaultBase(clone, 'origin')).toEqual({ ref: 'trunk', sha, dirty: false });
    expect(await remoteDefaultBase(clone, 'upstream')).toBeNull();
    git('clone', 'update-ref', '-d', '--no-deref', 'refs/remotes/origin/HEAD');
    expect(await remoteDefaultBase(clone, 'origin')).toBeNull();
    git('clone', 'update-ref', 'refs/remotes/origin/main', sha);
    expect(await remoteDefaultBase(clone, 'origin')).toEqual({ ref: 'main', sha, dirty: false });
  });

  test('or what --base names: branch, tag, remote branch, commit, ancestor', async () => {
    const { folder, git, repository } = sandbox();
    repository('app', { 'a.txt': 'a' });
    const sha = git('app', 'rev-parse', 'HEAD').trim();
    git('app', 'tag', '-a', 'v1', '-m', 'v1');
    git('.', 'clone', '--quiet', 'app', 'clone');
    git('clone', 'commit', '--quiet', '--allow-empty', '-m', 'Mine');
    for (const ref of ['v1', 'origin/main', sha, sha.slice(0, 8), 'HEAD~1', 'refs/tags/v1']) {
      expect(await namedBase(join(folder, 'clone'), ref)).toEqual({ ref, sha, dirty: false });
    }
  });

  test.each(['--upload-pack=touch x', '-h', '', 'a b', 'no-such-branch', 'HEAD^{tree}', ':/Begin\n', 'main..v1'])(
    '--base %j is refused as a mistake in the command',
    async (ref) => {
      const { repository } = sandbox();
      const root = repository('app', { 'a.txt': 'a' });
      await expect(namedBase(root, ref)).rejects.toMatchObject({ name: 'Refusal', exitCode: 2 });
    },
  );

  test('a commit is in the clone or is not', async () => {
    const { git, repository } = sandbox();
    const root = repository('app', { 'a.txt': 'a' });
    expect(await hasCommit(root, git('app', 'rev-parse', 'HEAD').trim())).toBe(true);
    expect(await hasCommit(root, git('app', 'rev-parse', 'HEAD^{tree}').trim())).toBe(false);
    expect(await hasCommit(root, 'a'.repeat(40))).toBe(false);
    expect(await hasCommit(root, 'HEAD')).toBe(false);
  });
});
