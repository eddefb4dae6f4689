import { describe, expect, it } from 'vitest';
import { offlineActionRepositories } from '../../src/adapters/offline-action-repositories.ts';

describe('offlineActionRepositories', () => {
  const known = offlineActionRepositories();

  it('knows of archived actions that have no pins', () => {
    expect(known['actions-rs/cargo']).toMatchObject({ archived: true, exists: true, replacedBy: null });
    expect(known['contributor-assistant/github-action']).toMatchObject({ archived: true });
  });

  it('keeps the successor that the catalogue names', () => {
    expect(known['gradle/gradle-build-action']).toMatchObject({
      archived: true,
      replacedBy: 'gradle/actions/setup-gradle',
    });
  });

  it('says of an action in use that it is not archived, and of one that it has never seen nothing', () => {
    expect(known['actions/checkout']).toMatchObject({ archived: false });
    expect(Object.hasOwn(known, 'nobody/nothing')).toBe(false);
  });
});
