import { describe, expect, it } from 'vitest';
import type { TreeEntry } from '../../src/model/files.ts';
import { dependabotIn } from '../../src/workflow/dependabot.ts';
import { textFiles } from './text-file.ts';

const PATH = '.github/dependabot.yaml';
const tree: readonly TreeEntry[] = [{ path: PATH, mode: '100644', oid: '0' }];

describe('dependabotIn', () => {
  it('reads the updates with routes and places', () => {
    const text = `version: 2
updates:
  - package-ecosystem: "github-actions"
    directories: [/, /.github/actions/*]
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
    groups:
      all: { patterns: ["*"] }
  - package-ecosystem: npm
    directory: /web
`;
    const found = dependabotIn(tree, textFiles({ [PATH]: text }));
    expect(found).toMatchObject({
      path: PATH,
      version: '2',
      updates: [
        {
          route: ['updates', 0],
          ecosystem: { value: 'github-actions', place: { line: 3, column: 25 } },
          directories: [{ value: '/' }, { value: '/.github/actions/*' }],
          interval: { value: 'weekly' },
          cooldown: { route: ['updates', 0, 'cooldown'], defaultDays: { value: '7' } },
          grouped: true,
        },
        {
          ecosystem: { value: 'npm' },
          directories: [{ value: '/web' }],
          interval: null,
          cooldown: null,
          grouped: false,
        },
      ],
    });
  });

  it.each([
    ['was not read', {}],
    ['is not YAML', { [PATH]: 'updates: [' }],
    ['has no updates', { [PATH]: 'version: 2\n' }],
  ])('is broken when it %s', (_name, texts) => {
    expect(dependabotIn(tree, textFiles(texts))).toMatchObject({ path: PATH, broken: expect.any(String) });
  });

  it('is null when there is none', () => {
    expect(dependabotIn([], {})).toBeNull();
  });
});
