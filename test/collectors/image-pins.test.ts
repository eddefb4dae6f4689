import { describe, expect, test } from 'vitest';
import { imagePinsKnown } from '../../src/collectors/image-pins.ts';
import type { TextFiles } from '../../src/model/files.ts';
import { type ImageName, imageKey } from '../../src/workflow/image-name.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';

const HERE = `sha256:${'a'.repeat(64)}`;
const THERE = `sha256:${'b'.repeat(64)}`;

const textsOf = (files: Readonly<Record<string, string>>): TextFiles =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { path, mode: '100644' as const, text }]));

const jobs = (...images: readonly string[]): string =>
  [
    'on: push',
    'jobs:',
    ...images.flatMap((image, n) => [`  j${n}:`, '    runs-on: ubuntu-24.04', `    container: ${image}`]),
  ].join('\n');

async function look(files: Readonly<Record<string, string>>, registry: 'asked' | 'silent' | 'not asked' = 'asked') {
  const texts = textsOf(files);
  const asked: string[] = [];
  const answer = async (image: ImageName) => {
    asked.push(imageKey(image));
    return registry === 'asked' ? THERE : null;
  };
  const fact = await imagePinsKnown(workflowsIn(texts), texts, registry === 'not asked' ? null : answer);
  return { ...fact, asked };
}

const CI = '.github/workflows/ci.yml';

describe('digests of images', () => {
  test('come from containers, services, docker:// steps, actions and Dockerfiles, each asked once', async () => {
    const workflow = `on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    container: { image: node:22 }
    services: { db: { image: 'postgres:\${{ matrix.v }}' }, again: { image: docker.io/library/node:22 } }
    strategy: { matrix: { v: [16, 17] } }
    steps:
      - uses: docker://alpine
      - uses: docker://\${{ vars.X }}
      - uses: ./.github/actions/x
`;
    const { asked, value, source } = await look({
      [CI]: workflow,
      '.github/actions/x/action.yml': 'runs: { using: docker, image: docker://ghcr.io/octo/x:1 }\n',
      'images/Dockerfile.dev': 'FROM golang:1.25 AS build\nFROM scratch\nCOPY --from=build /a /a\n',
    });
    expect(asked.toSorted()).toEqual([
      'docker.io/library/alpine:latest',
      'docker.io/library/golang:1.25',
      'docker.io/library/node:22',
      'docker.io/library/postgres:16',
      'docker.io/library/postgres:17',
      'ghcr.io/octo/x:1',
    ]);
    expect(value['docker.io/library/node:22']).toEqual({ digest: THERE, source: 'registry' });
    expect(source.at).toBe('6 of 6 images by tag, at their registries');
  });

  test('of the same tag in this repository come before those of a registry', async () => {
    const { asked, value } = await look({ [CI]: jobs('node:22', `node:22@${HERE}`, 'node:24') });
    expect(value).toEqual({
      'docker.io/library/node:22': { digest: HERE, source: 'repository' },
      'docker.io/library/node:24': { digest: THERE, source: 'registry' },
    });
    expect(asked).toEqual(['docker.io/library/node:24']);
  });

  test('that differ in two places, or have no tag, answer for nothing', async () => {
    const { value } = await look(
      { [CI]: jobs('node', 'a:1', `a:1@${HERE}`, `a:1@${THERE}`, `node@${HERE}`) },
      'not asked',
    );
    expect(value).toEqual({});
  });

  test('that no registry tells are left out', async () => {
    const { value, asked } = await look({ [CI]: jobs('node:22') }, 'silent');
    expect(asked).toHaveLength(1);
    expect(value).toEqual({});
  });

  test('are asked for at most twenty images, and it is said how many there are', async () => {
    const images = Array.from({ length: 23 }, (_, n) => `node:${n}`);
    const { asked, source } = await look({ [CI]: jobs(...images) });
    expect(asked).toHaveLength(20);
    expect(source.at).toBe('20 of 23 images by tag, at their registries');
  });

  test('ask nobody when nothing is taken by a tag', async () => {
    expect(await look({ [CI]: jobs(`node@${HERE}`) })).toMatchObject({ asked: [], source: { via: 'file' } });
  });
});
