import { describe, expect, test } from 'vitest';
import { apiAddressOf } from '../../src/adapters/github-hosts.ts';
import { Refusal } from '../../src/model/refusal.ts';

describe('apiAddressOf', () => {
  test.each([
    ['github.com', 'https://api.github.com', 'https://api.github.com/graphql'],
    ['octo.ghe.com', 'https://api.octo.ghe.com', 'https://api.octo.ghe.com/graphql'],
    ['git.example.org', 'https://git.example.org/api/v3', 'https://git.example.org/api/graphql'],
  ])('%s has its own address', (host, rest, graphql) => {
    expect(apiAddressOf(host, {})).toEqual({ rest, graphql, stated: false, standard: true });
  });

  test('GITHUB_API_URL is taken, its GraphQL address derived', () => {
    expect(apiAddressOf('github.com', { GITHUB_API_URL: 'http://127.0.0.1:8080/' })).toEqual({
      rest: 'http://127.0.0.1:8080',
      graphql: 'http://127.0.0.1:8080/graphql',
      stated: true,
      standard: false,
    });
  });

  test('the address a runner of github.com names is the standard one', () => {
    const env = {
      GITHUB_API_URL: 'https://api.github.com',
      GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
      GITHUB_SERVER_URL: 'https://github.com',
    };
    expect(apiAddressOf('github.com', env)).toMatchObject({ stated: true, standard: true });
    expect(apiAddressOf('git.example.org', env)).toEqual(apiAddressOf('git.example.org', {}));
  });

  test('a foreign GraphQL address alone makes the place non-standard', () => {
    expect(apiAddressOf('github.com', { GITHUB_GRAPHQL_URL: 'https://elsewhere.example/graphql' }).standard).toBe(
      false,
    );
  });

  test.each([
    'http://api.example.org',
    'http://127.0.0.1.example.org',
    'https://user:pass@api.github.com',
    'ftp://api.github.com',
    'not an address',
  ])('%s is refused', (url) => {
    expect(() => apiAddressOf('github.com', { GITHUB_API_URL: url })).toThrow(Refusal);
  });

  test.each(['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])('%s may be plain', (url) => {
    expect(apiAddressOf('github.com', { GITHUB_API_URL: url }).rest).toBe(url);
  });
});
