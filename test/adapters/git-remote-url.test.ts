import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRemoteUrl, parseSlug } from '../../src/adapters/git-remote-url.ts';

const named = (url: string): string | null => {
  const { repository } = parseRemoteUrl(url);
  return repository === null ? null : `${repository.host} ${repository.owner}/${repository.name}`;
};

describe('the repository that a remote names', () => {
  test.each([
    ['https://github.com/octo/app.git', 'github.com octo/app'],
    ['https://github.com/octo/app/', 'github.com octo/app'],
    ['https://www.github.com/octo/app', 'github.com octo/app'],
    ['HTTPS://GitHub.com:443/Octo/App.js', 'github.com Octo/App.js'],
    ['https://ada:secret@github.com/octo/app.git', 'github.com octo/app'],
    ['http://127.0.0.1:8080/octo/app', '127.0.0.1:8080 octo/app'],
    ['https://ghes.example.com:8443/octo/app', 'ghes.example.com:8443 octo/app'],
    ['git@github.com:octo/app.git', 'github.com octo/app'],
    ['github.com:octo/app', 'github.com octo/app'],
    ['git@github.com:/octo/app.git', 'github.com octo/app'],
    ['octo@octo.ghe.com:octo/app.git', 'octo.ghe.com octo/app'],
    ['ssh://git@github.com/octo/app.git', 'github.com octo/app'],
    ['ssh://git@ssh.github.com:443/octo/app.git', 'github.com octo/app'],
    ['ssh://git@ghes.example.com:2222/octo/app.git', 'ghes.example.com octo/app'],
    ['git+ssh://git@github.com/octo/app.git', 'github.com octo/app'],
    ['git://github.com/octo/app.git', 'github.com octo/app'],
    ['git@github.com-work:octo/app.git', 'github.com octo/app'],
    ['git@github-work:octo/app.git', 'github.com octo/app'],
    ['https://github.com/octo_corp/.github', 'github.com octo_corp/.github'],
  ])('%s is %s', (url, expected) => {
    expect(named(url)).toBe(expected);
  });

  test.each([
    '',
    'https://github.com/octo',
    'https://github.com/octo/app/tree/main',
    'https://gitlab.com/octo/app.git',
    'git@bitbucket.org:octo/app.git',
    'https://gist.github.com/octo/1234',
    'https://dev.azure.com/octo/app',
    'file:///srv/git/octo/app.git',
    '/srv/git/octo/app.git',
    '../octo/app.git',
    'C:\\octo\\app',
    'C:/octo/app',
    'https://github.com/octo/..',
    'https://github.com/-octo/app',
    'https://github.com/octo/a%20b',
    'ext::sh -c whoami% octo/app',
  ])('%s names none', (url) => {
    expect(named(url)).toBeNull();
  });

  test('user, password, query and control characters are not shown', () => {
    const { address } = parseRemoteUrl('https://ada:ghp_secret@github.com/octo/\u001b[31mapp?token=secret#secret');
    expect(address).toBe('https://github.com/octo/[31mapp');
    expect(parseRemoteUrl('ghp_secret@github.com:octo/app').address).toBe('github.com:octo/app');
  });

  test('whatever a remote holds, nothing is thrown and no name could leave a folder', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((path) => `git@github.com:${path}`),
        ),
        (url) => {
          const { repository, address } = parseRemoteUrl(url);
          expect(address).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          if (repository !== null) {
            expect(repository.owner).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
            expect(repository.name).not.toMatch(/^\.{1,2}$|[/\\:]/);
          }
        },
      ),
    );
  });

  test('gh may name another repository than the remote itself', () => {
    expect(parseSlug('octo/app', 'github.com')).toEqual({ host: 'github.com', owner: 'octo', name: 'app' });
    expect(parseSlug('ghes.example.com/octo/app', 'github.com')?.host).toBe('ghes.example.com');
    expect(parseSlug('octo/app', null)).toBeNull();
  });
});
