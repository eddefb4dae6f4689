import { describe, expect, test } from 'vitest';
import { chooseRemote, remotesIn } from '../../src/adapters/git-remotes.ts';
import type { GitSetting } from '../../src/adapters/git-settings.ts';

const settings = (...lines: readonly string[]): readonly GitSetting[] =>
  lines.map((line) => {
    const at = line.indexOf('=');
    return { key: line.slice(0, at), value: line.slice(at + 1) };
  });
const chosen = (lines: readonly string[], host?: string): string | null => {
  const remote = chooseRemote(remotesIn(settings(...lines)), host);
  return remote === null ? null : `${remote.name} ${remote.repository?.owner}/${remote.repository?.name}`;
};

const FORK = 'remote.origin.url=https://github.com/me/app.git';
const SOURCE = 'remote.upstream.url=git@github.com:octo/app.git';

describe('which remote names the repository', () => {
  test('the one gh was told, then upstream, then origin, then the only one', () => {
    expect(chosen([FORK, SOURCE, 'remote.origin.gh-resolved=base'])).toBe('origin me/app');
    expect(chosen([FORK, SOURCE])).toBe('upstream octo/app');
    expect(chosen([FORK, 'remote.other.url=https://github.com/you/app'])).toBe('origin me/app');
    expect(chosen(['remote.other.url=https://github.com/you/app'])).toBe('other you/app');
    expect(chosen([])).toBeNull();
  });

  test('gh may have resolved a remote to the repository it was forked from', () => {
    expect(chosen([FORK, 'remote.origin.gh-resolved=octo/app'])).toBe('origin octo/app');
  });

  test('two remotes of other names give no answer rather than a guess', () => {
    expect(chosen(['remote.a.url=https://github.com/a/app', 'remote.b.url=https://github.com/b/app'])).toBeNull();
  });

  test('a remote that is not on GitHub does not count, even when it is called upstream', () => {
    expect(chosen(['remote.upstream.url=/srv/git/app.git', FORK])).toBe('origin me/app');
    expect(chosen(['remote.upstream.url=https://gitlab.com/octo/app', FORK])).toBe('origin me/app');
  });

  test('with a host given only its remotes count', () => {
    expect(chosen([FORK, 'remote.work.url=https://ghes.example.com/team/app'], 'GHES.example.com')).toBe(
      'work team/app',
    );
    expect(chosen([FORK], 'ghes.example.com')).toBeNull();
  });

  test('insteadOf is applied, the longest match first', () => {
    const rules = ['url.https://example.com/.insteadof=gh', 'url.https://github.com/.insteadof=gh:'];
    expect(chosen(['remote.origin.url=gh:octo/app', ...rules])).toBe('origin octo/app');
  });

  test('a name with dots and slashes is one name, and of several addresses the first counts', () => {
    const lines = ['remote.my.fork/x.url=https://github.com/me/app', 'remote.my.fork/x.url=https://github.com/you/app'];
    expect(chosen(lines)).toBe('my.fork/x me/app');
  });
});
