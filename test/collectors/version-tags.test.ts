import { describe, expect, test } from 'vitest';
import { versionIn } from '../../src/collectors/pin-requests.ts';
import { mostPrecise, newestVersion, versionTag } from '../../src/collectors/version-tags.ts';

describe('version tags', () => {
  test.each(['v4', '4.2', 'v4.2.2', 'v1.2.3-rc.1', '1.0.0+build.5'])('%s is a version', (name) => {
    expect(versionTag(name)?.name).toBe(name);
  });

  test.each(['main', 'nightly', 'codeql-bundle-v2.1.0', 'v', 'release-1', '20260101T00'])('%s is none', (name) => {
    expect(versionTag(name)).toBeNull();
  });

  test('the longest version says most', () => {
    expect(mostPrecise(['v4', 'v4.2.2', 'v4.2', 'latest'])).toBe('v4.2.2');
    expect(mostPrecise(['v4.2.2', 'v4.10.0'])).toBe('v4.10.0');
    expect(mostPrecise(['v1.0.0-rc.1', 'v1.0.0'])).toBe('v1.0.0');
    expect(mostPrecise(['stable'])).toBeNull();
  });

  test('the newest is by number, whole versions before moving ones, no pre-release', () => {
    expect(newestVersion(['v9.0.0', 'v10.0.0', 'v11', 'v12.0.0-beta'])).toBe('v10.0.0');
    expect(newestVersion(['v1', 'v2'])).toBe('v2');
    expect(newestVersion(['v1.0.0-beta', 'nightly'])).toBeNull();
  });

  test.each([
    ['v4.1.1', 'v4.1.1'],
    ['tag=v4.1.1', 'v4.1.1'],
    ['4.1 (2024-01-02)', '4.1'],
    ['pin @v3, keep', 'v3'],
    ['zizmor: ignore[unpinned-uses]', null],
    ['', null],
  ])('the comment %j claims %j', (comment, version) => {
    expect(versionIn(comment)).toBe(version);
  });
});
