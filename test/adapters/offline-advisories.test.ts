import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { offlineActionRepositories } from '../../src/adapters/offline-action-repositories.ts';
import { offlineAdvisories } from '../../src/adapters/offline-advisories.ts';

const { advisories, asOf } = offlineAdvisories();
const of = (action: string, kind: string) => advisories.find((each) => each.action === action && each.kind === kind);

describe('the embedded advisories', () => {
  test('say up to which day they go', () => {
    expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  test('are small enough to be always there', () => {
    expect(statSync('src/adapters/action-advisories.json').size).toBeLessThanOrEqual(15_000);
  });

  test.each(advisories.map((each) => [`${each.action} ${each.id}`, each] as const))(
    '%s says what is affected',
    (_name, each) => {
      expect(each.action).toBe(each.action.toLowerCase());
      expect(each.affectedRange !== null || each.affectedRefs.length + each.affectedCommits.length > 0).toBe(true);
      for (const sha of each.affectedCommits) expect(sha).toMatch(/^[0-9a-f]{40}$/);
      for (const part of each.affectedRange?.split(', ') ?? []) expect(part).toMatch(/^(?:[<>]=?|=) \d[\w.-]*$/);
      expect(each.url).toMatch(/^https:\/\//);
      expect(each.summary).toMatch(/^[a-z].*[^.]$/);
    },
  );

  test('know the hijacked tags of 2025 by their commits, and spare what is clean', () => {
    expect(of('tj-actions/changed-files', 'compromise')).toMatchObject({
      affectedCommits: ['0e58ed8671d6b60d0890c21b07f8835ace038e67'],
      fixedIn: '46.0.1',
    });
    // Named in automated reports, but a clean commit.
    expect(of('aquasecurity/setup-trivy', 'compromise')?.affectedCommits).not.toContain(
      'e6c2c5e321ed9123bda567646e2f96565e34abe1',
    );
    expect(of('reviewdog/action-setup', 'compromise')).toMatchObject({ affectedRefs: [], affectedRange: null });
    expect(of('actions-cool/issues-helper', 'compromise')).toMatchObject({ affectedRefs: ['*'], fixedIn: null });
  });
});

describe('the catalogue of repositories', () => {
  const repositories = offlineActionRepositories();

  test('says of those that are not active what became of them', () => {
    expect(repositories['actions/checkout']).toEqual({
      archived: false,
      exists: true,
      renamedTo: null,
      status: 'active',
      replacedBy: null,
    });
    const archived = Object.values(repositories).filter(({ status }) => status === 'archived');
    expect(archived.length).toBeGreaterThan(0);
    expect(archived.every((each) => each.archived === true)).toBe(true);
    const renamed = Object.values(repositories).filter(({ status }) => status === 'renamed');
    expect(renamed.every(({ renamedTo }) => renamedTo !== null)).toBe(true);
  });

  test('has no status it does not understand', () => {
    expect(Object.entries(repositories).filter(([, { status }]) => status === null)).toEqual([]);
  });
});
