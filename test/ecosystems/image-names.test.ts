import { describe, expect, test } from 'vitest';
import { factViews } from '../../src/ecosystems/fact-views.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

const workflow = (steps: string, head = '') =>
  `on: {push: {tags: ['v*']}}\n${head}jobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n${steps}`;
const build = (tags: string) =>
  `      - uses: docker/build-push-action@v7\n        with:\n          push: true\n          tags: ${tags}\n`;
const imageName = (text: string) =>
  factViews(emptySnapshot({ '.github/workflows/release.yml': text, Dockerfile: 'FROM scratch\n' }))['image-name'];

describe('the name of the image that is published', () => {
  test.each([
    ['a literal name', build('ghcr.io/acme/tool:latest'), '', 'ghcr.io/acme/tool'],
    ['Docker Hub without its name', build('rhysd/actionlint:1'), '', 'docker.io/rhysd/actionlint'],
    ['a registry with a port', build('registry.acme.dev:5000/tool:1'), '', 'registry.acme.dev:5000/tool'],
    [
      'the repository by expression',
      build('"ghcr.io/${{ github.repository }}:${{ github.ref_name }}"'),
      '',
      'ghcr.io/octo/app',
    ],
    [
      'names held in env',
      build('"${{ env.REGISTRY }}/${{ env.IMAGE }}:1"'),
      'env: {REGISTRY: ghcr.io, IMAGE: Acme/Tool}\n',
      'ghcr.io/acme/tool',
    ],
    [
      'the metadata action',
      `      - uses: docker/metadata-action@v6\n        id: meta\n        with:\n          images: |\n            acme/tool\n${build('${{ steps.meta.outputs.tags }}')}`,
      '',
      'docker.io/acme/tool',
    ],
    ['what only the run knows', build('${{ steps.name.outputs.tag }}'), '', null],
    ['a variable of the repository', build('"${{ vars.REGISTRY }}/tool:1"'), '', null],
  ])('%s', (_name, steps, head, expected) => {
    expect(imageName(workflow(steps, head))).toBe(expected);
  });

  test('where no image is published yet, it would be in the registry of GitHub', () => {
    expect(factViews(emptySnapshot({ Dockerfile: 'FROM scratch\n' }))['image-name']).toBe('ghcr.io/octo/app');
  });
});
