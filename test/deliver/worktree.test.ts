import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskWorkingTree } from '../../src/adapters/disk-working-tree.ts';
import { deliverWorktree, type WritesWorkingTree } from '../../src/deliver/worktree.ts';
import type { DeliveredFile, Outcome } from '../../src/model/delivery.ts';
import { digests, type Files, type Sandbox, sandbox } from '../adapters/git-sandbox.ts';
import { editOf, newFile, requestFor } from './delivery-request.ts';

const CI = '.github/workflows/ci.yml';
const OWNERS = '.github/CODEOWNERS';
const FILES: Files = { [CI]: 'on: push\njobs: {}\n', 'README.md': 'hello\n', 'run.sh': '#!/bin/sh\n' };
const CHANGES = [
  editOf(CI, 'on: push\njobs: {}\n', 'on: push\npermissions: {}\njobs: {}\n'),
  newFile('docs/security/verify.md', 'How to verify.\n'),
  newFile(OWNERS, '/.github/ @ada\n'),
];

const deliver = (
  { git }: Sandbox,
  root: string,
  files: readonly DeliveredFile[] = CHANGES,
  disk: WritesWorkingTree = diskWorkingTree(root),
): Promise<Outcome> => deliverWorktree(requestFor(git('app', 'rev-parse', 'HEAD').trim(), files), disk);

const textAt = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

describe('files are written in place', () => {
  test('with the planned bytes, and nothing else in the repository changes', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.write('app/README.md', 'edited\n');
    const written = CHANGES.map(({ path }) => path);
    const before = digests(root, written);
    const outcome = await deliver(here, root);
    expect(outcome).toMatchObject({ kind: 'worktree', state: 'delivered', branch: null, commit: null });
    for (const { path, after } of CHANGES) expect(textAt(root, path)).toBe(after);
    expect(digests(root, written)).toEqual(before);
    expect(readdirSync(join(root, '.github')).sort()).toEqual(['CODEOWNERS', 'workflows']);
  });

  test('a second time there is nothing to do', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    await deliver(here, root);
    expect(await deliver(here, root)).toMatchObject({ state: 'nothing-to-do', steps: [] });
  });

  test('permissions stay; a planned mode is set', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    chmodSync(join(root, CI), 0o640);
    await deliver(here, root, [
      ...CHANGES,
      { ...editOf('run.sh', '#!/bin/sh\n', '#!/bin/sh\ntrue\n'), mode: '100755' },
    ]);
    expect(lstatSync(join(root, CI)).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(root, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(lstatSync(join(root, OWNERS)).mode & 0o777).toBe(0o644);
  });

  test('where git checked out CRLF, the new text gets CRLF, and git sees the planned change alone', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    here.git('app', 'config', 'core.autocrlf', 'true');
    rmSync(join(root, CI));
    here.git('app', 'checkout', '--quiet', '--', CI);
    expect(textAt(root, CI)).toBe('on: push\r\njobs: {}\r\n');
    await deliver(here, root);
    expect(textAt(root, CI)).toBe('on: push\r\npermissions: {}\r\njobs: {}\r\n');
    expect(here.git('app', 'diff', '--numstat', '--', CI)).toBe(`1\t0\t${CI}\n`);
    expect((await deliver(here, root)).state).toBe('nothing-to-do');
  });
});

describe('nothing is written when something would be lost', () => {
  test.each<[string, DeliveredFile, (here: Sandbox, root: string) => void]>([
    ['has unsaved changes', CHANGES[0]!, (here) => here.write(`app/${CI}`, 'on: pull_request\n')],
    ['is planned as new and exists', newFile('README.md', 'x\n'), () => undefined],
    [
      'is planned as new and came into being',
      newFile(OWNERS, 'x\n'),
      (here) => here.write(`app/${OWNERS}`, '* @grace\n'),
    ],
    ['is gone', CHANGES[0]!, (_, root) => rmSync(join(root, CI))],
    ['is no text any more', CHANGES[0]!, (here) => here.write(`app/${CI}`, Uint8Array.from([0xff, 0xfe, 0x00]))],
    [
      'is a link',
      newFile(OWNERS, 'x\n'),
      ({ folder }, root) => symlinkSync(join(folder, 'outside.txt'), join(root, OWNERS)),
    ],
    [
      'is below a link',
      newFile('linked/x.yml', 'x\n'),
      ({ folder }, root) => symlinkSync(folder, join(root, 'linked')),
    ],
    ['is below a file', newFile('README.md/x.yml', 'x\n'), () => undefined],
    ['leaves the repository', newFile('../outside.txt', 'x\n'), () => undefined],
    ['is inside .git', newFile('.git/hooks/pre-commit', 'x\n'), () => undefined],
  ])('a file that %s', async (_, file, prepare) => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    prepare(here, root);
    const before = digests(here.folder);
    const others = CHANGES.filter(({ path }) => path !== file.path);
    await expect(deliver(here, root, [...others, file])).rejects.toMatchObject({ name: 'Refusal', exitCode: 3 });
    expect(digests(here.folder)).toEqual(before);
    expect(existsSync(join(root, 'docs'))).toBe(false);
  });
});

describe('a failure midway', () => {
  const failingAt = (disk: WritesWorkingTree, path: string): WritesWorkingTree => ({
    ...disk,
    write: async (at, text, mode) => {
      if (at === path) throw new Error('ENOSPC: no space left on device');
      return disk.write(at, text, mode);
    },
  });

  test('puts back what was written, new folders included', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const before = digests(root);
    const disk = failingAt(diskWorkingTree(root), OWNERS);
    await expect(deliver(here, root, CHANGES, disk)).rejects.toMatchObject({
      exitCode: 3,
      why: expect.stringContaining('have been put back'),
    });
    expect(digests(root)).toEqual(before);
    expect(existsSync(join(root, 'docs'))).toBe(false);
  });

  test('names what could not be put back', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const disk = failingAt(diskWorkingTree(root), OWNERS);
    const stuck: WritesWorkingTree = { ...disk, remove: () => Promise.reject(new Error('EACCES')) };
    await expect(deliver(here, root, CHANGES, stuck)).rejects.toMatchObject({
      why: expect.stringContaining('not put back: docs/security/verify.md'),
    });
    expect(textAt(root, CI)).toBe('on: push\njobs: {}\n');
  });

  test('a path that becomes a link between looking and writing is not written through', async () => {
    const here = sandbox();
    const root = here.repository('app', FILES);
    const real = diskWorkingTree(root);
    const disk: WritesWorkingTree = {
      ...real,
      look: async (path) => {
        const found = await real.look(path);
        if (path === OWNERS) symlinkSync(join(here.folder, 'outside.txt'), join(root, OWNERS));
        return found;
      },
    };
    await expect(deliver(here, root, CHANGES, disk)).rejects.toMatchObject({ name: 'Refusal' });
    expect(existsSync(join(here.folder, 'outside.txt'))).toBe(false);
  });
});

test('what the receipt says undoes the delivery', async () => {
  const here = sandbox();
  const root = here.repository('app', FILES);
  const before = digests(root, ['.git']);
  const { steps } = await deliver(here, root);
  expect(steps.map(({ before: was }) => was === null)).toEqual([false, true, true]);
  for (const { inverse } of steps) here.git('app', ...(inverse ?? '').split(' ').slice(1));
  expect(digests(root, ['.git'])).toEqual(before);
  expect(here.git('app', 'status', '--porcelain')).toBe('');
});
