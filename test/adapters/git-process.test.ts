import { describe, expect, test, vi } from 'vitest';
import { runGit } from '../../src/adapters/git-process.ts';
import { findProgram } from '../../src/adapters/git-program.ts';
import { sandbox } from './git-sandbox.ts';

describe('git is run', () => {
  test('and says what it has to say, whatever its exit code', async () => {
    const { folder } = sandbox();
    const result = await runGit(folder, ['rev-parse', '--git-dir']);
    expect(result.code).toBe(128);
    expect(result.stdout).toHaveLength(0);
    expect(result.stderr).toContain('not a git repository');
  });

  test('with what is written to it, also when it does not read on', async () => {
    const { repository } = sandbox();
    const root = repository('app', {});
    const input = 'x'.repeat(5_000_000);
    expect((await runGit(root, ['hash-object', '--stdin'], { input })).stdout.toString()).toMatch(/^[0-9a-f]{40}\n$/);
    expect((await runGit(root, ['no-such-command'], { input })).code).toBe(1);
  });

  test('without the variables that could point it elsewhere or run a program', async () => {
    const { repository } = sandbox();
    const root = repository('app', {});
    const names = ['GIT_DIR', 'GIT_EXEC_PATH', 'GIT_SSH_COMMAND', 'GIT_CONFIG_PARAMETERS', 'GIT_TRACE', 'LD_PRELOAD'];
    for (const name of names) vi.stubEnv(name, '/nowhere');
    vi.stubEnv('GITHUB_TOKEN', 'secret');
    const { stdout } = await runGit(root, ['-c', 'alias.show-environment=!env', 'show-environment']);
    const seen = stdout.toString();
    expect(seen).toContain('GIT_TERMINAL_PROMPT=0');
    expect(seen).not.toContain('/nowhere');
    expect(seen).not.toContain('secret');
  });

  test('up to a limit of output and of time', async () => {
    const { repository } = sandbox();
    const root = repository('app', { 'large.txt': 'x'.repeat(100_000) });
    await expect(runGit(root, ['cat-file', 'blob', 'HEAD:large.txt'], { maxOutput: 1000 })).rejects.toMatchObject({
      exitCode: 3,
      why: 'It wrote more than 1000 bytes.',
    });
    await expect(runGit(root, ['-c', 'alias.wait=!sleep 2', 'wait'], { milliseconds: 100 })).rejects.toMatchObject({
      exitCode: 3,
      why: 'It did not end within 0.1 s.',
    });
  });
});

test('a program is looked up in the absolute folders of PATH alone', () => {
  const { folder, write } = sandbox();
  write('bin/tool', '#!/bin/sh\n', 0o755);
  write('first/tool', 'no program\n', 0o644);
  expect(findProgram('tool', { PATH: `${folder}/first:${folder}/bin` })).toBe(`${folder}/bin/tool`);
  expect(findProgram('tool', { PATH: `bin::.:${folder}/absent` })).toBeNull();
  expect(findProgram('bin', { PATH: folder })).toBeNull();
  expect(findProgram('tool', {})).toBeNull();
});
