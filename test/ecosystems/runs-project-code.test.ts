import { describe, expect, it } from 'vitest';
import { invocationOf } from '../../src/ecosystems/invocation.ts';
import { runsProjectCode } from '../../src/ecosystems/runs-project-code.ts';

const runs = (line: string): boolean => {
  const [name = '', ...args] = line.split(' ');
  return runsProjectCode(invocationOf(name, args));
};

describe('runsProjectCode', () => {
  it.each([
    './build.sh',
    'scripts/test',
    'bash test.sh',
    'python setup.py',
    'python -m pytest',
    'node index.js',
    'npm ci',
    'yarn',
    'pip install -r requirements.txt',
    'pip install .',
    'go test ./...',
    'cargo build',
    'make',
    'docker build .',
    'source env.sh',
    'eslint .',
  ])('%s does', (line) => expect(runs(line)).toBe(true));

  it.each([
    'git diff',
    'cat README.md',
    'jq . package.json',
    '/usr/bin/true',
    'bash -c x',
    'node -e x',
    'npm view x',
    'npm --version',
    'pip install ruff',
    'go build ./...',
    'cargo fmt',
    'docker login',
    'gh pr comment',
    'source /etc/profile',
  ])('%s does not', (line) => expect(runs(line)).toBe(false));
});
