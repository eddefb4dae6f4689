import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { Refusal } from '../../src/model/refusal.ts';

const parse = (line: string, environment: Readonly<Record<string, string>> = {}) =>
  parseArguments(line === '' ? [] : line.split(' '), environment, 80);

const refusal = (line: string, environment: Readonly<Record<string, string>> = {}): Refusal => {
  try {
    parse(line, environment);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`"${line}" was taken`);
};

describe('the command line', () => {
  test.each(['', '--help', 'check --help', 'init --help', 'explain --help', 'templates', 'templates list --help'])(
    'harden-builds %s prints help as a result',
    (line) => {
      const help = parse(line);
      expect(help.command).toBe('help');
      expect(help).toHaveProperty('text', expect.stringContaining('Usage: harden-builds'));
    },
  );

  test('only what works is in the help', () => {
    const text = JSON.stringify([parse('--help'), parse('check --help'), parse('init --help')]);
    expect(text).not.toMatch(/\borg\b|completion|settings apply/);
  });

  test('check has the defaults of the contract', () => {
    expect(parse('check')).toMatchObject({
      command: 'check',
      path: null,
      repo: null,
      format: 'text',
      failOn: 'must',
      failOnUnknown: false,
      worktree: false,
      compare: null,
      failOnNew: false,
      verbosity: 'normal',
      color: null,
    });
  });

  test('init delivers a pull request, and with --local a branch', () => {
    expect(parse('init')).toMatchObject({ deliver: 'pr', dryRun: null, maxRisk: 'review', yes: false });
    expect(parse('init --local')).toMatchObject({ deliver: 'branch' });
    expect(parse('init --demo')).toMatchObject({ deliver: 'branch', local: true });
    expect(parse('init --dry-run --format json')).toMatchObject({ dryRun: 'json' });
  });

  test('lists are repeated or separated by commas', () => {
    expect(parse('check --only 4.01,actions --only 1.*')).toMatchObject({ only: ['4.01', 'actions', '1.*'] });
    expect(parse('init --reviewer ada --reviewer bob,eve')).toMatchObject({ reviewers: ['ada', 'bob', 'eve'] });
  });

  test.each([
    ['check --repo acme', 'OWNER/NAME'],
    ['check --repo a/b/c/d', 'OWNER/NAME'],
    ['check --repo acme/..', 'OWNER/NAME'],
    ['check --repo -x/y', 'OWNER/NAME'],
    ['check --quiet --verbose', '--quiet'],
    ['check --base a..b', 'a range'],
    ['check --base -x', 'begins with "-"'],
    ['init --branch a..b', '".."'],
    ['init --branch refs/heads/x', 'refs/heads/'],
    ['chek', "unknown command 'chek'"],
    ['check --fale-on must', "unknown option '--fale-on'"],
  ])('%s is refused: %s', (line, words) => {
    const { message, why, exitCode, next } = refusal(line);
    expect(`${message} ${why}`).toContain(words);
    expect(exitCode).toBe(2);
    expect(next).toHaveLength(1);
  });

  test('a near name is offered', () => {
    expect(refusal('chek').why).toContain('check');
    expect(refusal('check --fale-on must').why).toContain('--fail-on');
  });
});

describe('variables', () => {
  test('stand for flags, lists and switches too', () => {
    const environment = {
      HARDEN_BUILDS_ONLY: '4.01,4.04',
      HARDEN_BUILDS_FORMAT: 'json',
      HARDEN_BUILDS_NO_COLOR: '1',
      HARDEN_BUILDS_LOCAL: 'false',
      HARDEN_BUILDS_QUIET: '',
      HARDEN_BUILDS_SOMETHING: 'else',
    };
    expect(parse('check', environment)).toMatchObject({
      only: ['4.01', '4.04'],
      format: 'json',
      color: false,
      local: false,
      verbosity: 'normal',
    });
  });

  test('are beaten by the flag', () => {
    expect(
      parse('check --only 1.01 --format text', { HARDEN_BUILDS_ONLY: '4.01', HARDEN_BUILDS_FORMAT: 'json' }),
    ).toMatchObject({
      only: ['1.01'],
      format: 'text',
    });
  });

  test('with a value that cannot be used are named', () => {
    expect(refusal('check', { HARDEN_BUILDS_REPO: 'x' }).message).toContain('HARDEN_BUILDS_REPO');
  });
});
