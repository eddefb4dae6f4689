import { expect, test } from 'vitest';
import control from '../../src/controls/attest/consumer-verification-documented.ts';
import { snapshotOf } from './control-case.ts';
import { workflow } from './sample-facts.ts';
import { planned } from './try-remedy.ts';

const written = (steps: string) => {
  const files = { Dockerfile: 'FROM scratch\n', '.github/workflows/release.yml': workflow(steps) };
  return planned(snapshotOf({ name: '', files, verdict: 'fail' }), control, 'create-verifying');
};

const PUSH = '- uses: docker/build-push-action@v6\n  id: push\n  with:\n    push: true\n    tags:';
const UPLOAD = '- run: gh release upload "$TAG" dist/app';
const ATTEST_FILES = '- uses: actions/attest@v4\n  with:\n    subject-path: dist/*';
const ATTEST_IMAGE = '- uses: actions/attest@v4\n  with:\n    subject-name: ghcr.io/octo/app';

test.each([
  ['the attestation names no image', `${PUSH} ghcr.io/octo/app:1\n${UPLOAD}\n${ATTEST_FILES}`],
  ['the name of the image is computed', `${PUSH} \${{ inputs.tags }}\n${UPLOAD}\n${ATTEST_FILES}\n${ATTEST_IMAGE}`],
])('promises files and no image when %s', (_why, steps) => {
  const [file] = written(steps).files;
  expect(file?.after).toContain('## Files of a release');
  expect(file?.after).not.toContain('## Container image');
});

test('promises an image that is attested under its name', () => {
  const [file] = written(`${PUSH} ghcr.io/octo/app:1\n${ATTEST_IMAGE}`).files;
  expect(file?.after).toContain('gh attestation verify oci://ghcr.io/octo/app');
});

test('promises nothing when only an image is released that nobody could verify', () => {
  const { files, steps } = written(`${PUSH} ghcr.io/octo/app:1\n${ATTEST_FILES}`);
  expect(files).toEqual([]);
  expect(steps.map(({ summary }) => summary).join()).toContain('attest the releases first');
});

test('promises an image of a known builder', () => {
  const builder = [
    'on: push',
    'jobs:',
    '  image:',
    '    uses: docker/github-builder/.github/workflows/build.yml@v1',
    '    with:',
    '      output: image',
    '      push: true',
    '      meta-images: ghcr.io/octo/app',
    '  copy:',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    '      - run: docker push ghcr.io/octo/app:1',
    '',
  ].join('\n');
  const files = { Dockerfile: 'FROM scratch\n', '.github/workflows/release.yml': builder };
  const { files: made } = planned(snapshotOf({ name: '', files, verdict: 'fail' }), control, 'create-verifying');
  expect(made[0]?.after).toContain('oci://ghcr.io/octo/app');
});
