import { expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { signingShown } from '../../src/controls/signing-shown.ts';
import { releaseGraph } from '../../src/ecosystems/release-graph.ts';
import { parsePack } from '../../src/templating/pack-manifest.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { builtInFiles, packOf } from '../templating/packs.ts';

const PATH = '.github/workflows/release.yml';
const PACK = packOf(parsePack(builtInFiles()));

const shown = (text: string, kinds: Parameters<typeof signingShown>[1]) => {
  const texts = { [PATH]: { path: PATH, mode: '100644', text } } as const;
  const tree = [{ path: PATH, mode: '100644', oid: '' }] as const;
  return signingShown(releaseGraph(tree, texts, workflowsIn(texts)).workflows, kinds);
};

test.each([
  ['keyless', 'public', 'keyless'],
  ['attestation-only', 'public', 'attestation-only'],
  ['aws-kms', 'public', 'key'],
  ['vault-transit', 'private', 'key-without-log'],
  ['openpgp', 'private', 'openpgp'],
  ['azure-artifact-signing', 'public', 'authenticode'],
  ['azure-key-vault-authenticode', 'public', 'authenticode'],
  ['macos-notarize', 'public', 'macos'],
])('files released with %s (%s) are checked as %s', (signing, visibility, expected) => {
  const inputs = { signing, visibility, repository: 'octo/app', 'binary-name': 'app', language: 'go' };
  const rendered = renderTemplate(PACK, 'release-binaries', inputs, {
    pins: offlinePins(),
    views: {},
    seed: 'octo/app',
  });
  expect(rendered.ok && shown(rendered.text, ['binaries'])).toBe(expected);
});

test.each([
  ['keyless', 'public', 'keyless'],
  ['google-kms', 'private', 'key-without-log'],
])('images released with %s (%s) are checked as %s', (signing, visibility, expected) => {
  const inputs = { signing, visibility, repository: 'octo/app', image: 'ghcr.io/octo/app' };
  const rendered = renderTemplate(PACK, 'release-container', inputs, {
    pins: offlinePins(),
    views: {},
    seed: 'octo/app',
  });
  expect(rendered.ok && shown(rendered.text, ['container'])).toBe(expected);
});

test('a command that would fail for users is not promised', () => {
  const own = `on: { push: { tags: ['v*'] } }
jobs:
  release:
    runs-on: ubuntu-24.04
    steps:
      - run: cosign sign-blob --yes --bundle app.sigstore.json app.tgz
      - run: gh release create "$TAG" app.tgz app.sigstore.json
`;
  expect(shown(own, ['binaries'])).toBe('attestation-only');
});
