import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasCommit, namedBase, remoteDefaultBase } from '../../src/adapters/git-base.ts';
import { gitFiles } from '../../src/adapters/git-objects.ts';
import { gitRefs } from '../../src/adapters/git-refs.ts';
import { uncommittedChanges } from '../../src/adapters/git-uncommitted.ts';
import { worktreeFiles } from '../../src/adapters/git-worktree-files.ts';
import { locateRepository } from '../../src/adapters/locate-repository.ts';
import { deliverBranch } from '../../src/deliver/branch.ts';
import { requestFor } from '../deliver/delivery-request.ts';
import { type Sandbox, sandbox } from './git-sandbox.ts';

const CI = '.github/workflows/ci.yml';

/** A clone that runs a program, which leaves a marker, wherever git's configuration or attributes can name one. */
function hostileRepository({ folder, git, repository, write }: Sandbox): { root: string; marker: string } {
  const marker = join(folder, 'marker');
  const trap = join(folder, 'trap.sh');
  write('trap.sh', `#!/bin/sh\necho "$0 $@" >>'${marker}'\ncat 2>/dev/null\nexit 0\n`, 0o755);
  const source = repository('source', {
    '.gitattributes': '* filter=trap diff=trap\n',
    [CI]: 'on: push\n',
    'left.txt': 'x\n',
  });
  git('source', 'config', 'uploadpack.allowFilter', 'true');
  git('.', 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${source}`, 'app');
  git('app', 'checkout', '--quiet', 'HEAD', '--', '.gitattributes', CI);
  for (const hook of [
    'reference-transaction',
    'post-index-change',
    'pre-commit',
    'post-commit',
    'post-checkout',
    'fsmonitor-watchman',
  ]) {
    write(`app/.git/hooks/${hook}`, `#!/bin/sh\necho ${hook} >>'${marker}'\n`, 0o755);
  }
  const traps: Readonly<Record<string, string>> = {
    'core.fsmonitor': trap,
    'core.hooksPath': join(folder, 'app/.git/hooks'),
    'core.sshCommand': trap,
    'core.askPass': trap,
    'core.pager': trap,
    'core.editor': trap,
    'core.gitProxy': trap,
    'credential.helper': trap,
    'filter.trap.clean': trap,
    'filter.trap.smudge': trap,
    'filter.trap.required': 'true',
    'diff.external': trap,
    'diff.trap.textconv': trap,
    'diff.trap.command': trap,
    'gpg.program': trap,
    'commit.gpgSign': 'true',
    'pager.ls-tree': trap,
    'pager.for-each-ref': trap,
    'alias.ls-tree': `!${trap}`,
    'remote.origin.uploadpack': trap,
    'protocol.allow': 'always',
    'protocol.file.allow': 'always',
    'protocol.ext.allow': 'always',
    'core.splitIndex': 'true',
    'core.untrackedCache': 'true',
    'i18n.commitEncoding': 'latin1',
  };
  for (const [key, value] of Object.entries(traps)) git('app', 'config', key, value);
  // Stat data that no longer fits would make `git status` run the clean filter.
  write(`app/${CI}`, 'on: pull\n');
  renameSync(source, `${source}-gone`);
  return { root: join(folder, 'app'), marker };
}

describe('a repository that would run programs', () => {
  test('the trap works: git status of a user springs it', () => {
    const here = sandbox();
    const { marker } = hostileRepository(here);
    here.git('app', 'status');
    expect(existsSync(marker)).toBe(true);
  });

  test('reading and delivering run none of them', async () => {
    const { root, marker } = hostileRepository(sandbox());
    const located = await locateRepository(root);
    const files = gitFiles(located, located.headSha);
    const texts = await files.readTexts(await files.listTree());
    expect(texts.map((file) => ('unreadable' in file ? file.unreadable : 'read'))).toEqual([
      'read',
      'read',
      'missing-object',
    ]);
    const onDisk = worktreeFiles(located);
    await onDisk.readTexts(await onDisk.listTree());
    expect(await uncommittedChanges(located)).toEqual([{ path: CI, change: 'modified' }]);
    await remoteDefaultBase(root, 'origin');
    await namedBase(root, 'HEAD');
    await hasCommit(root, located.headSha);
    const change = { path: CI, mode: '100644' as const, before: 'on: push\n', after: 'on: [push]\n' };
    const outcome = await deliverBranch(
      requestFor(located.headSha, [change]),
      gitRefs(located, '2026-01-31T08:15:00Z'),
    );
    expect(outcome.state).toBe('delivered');
    expect(existsSync(marker)).toBe(false);
  });
});
