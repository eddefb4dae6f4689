import { expect, test } from 'vitest';
import { imageSubjectName, isOnGitHub } from '../../src/ecosystems/image-subject-name.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';

const PATH = '.github/workflows/release.yml';
const text =
  'on: push\nenv: { REGISTRY: ghcr.io, PLAIN: octo/app }\njobs:\n  work:\n    runs-on: ubuntu-24.04\n    steps: []\n';
const [workflow] = workflowsIn({ [PATH]: { path: PATH, mode: '100644', text } }).workflows;
const job = workflow?.jobs[0];

function nameOf(reference: string, isQualified = false): string | null {
  if (workflow === undefined || job === undefined) throw new Error('the sample is not read');
  return imageSubjectName(reference, workflow, job, isQualified);
}

test.each([
  ['ghcr.io/octo/app:1', 'ghcr.io/octo/app'],
  ['ghcr.io/octo/app@sha256:abc', 'ghcr.io/octo/app'],
  ['registry.example:5000/app', 'registry.example:5000/app'],
  ['octo/app:latest', 'docker.io/octo/app'],
  ['app', 'docker.io/library/app'],
  ['${{ env.REGISTRY }}/${{ github.repository }}:${{ github.sha }}', '${{ env.REGISTRY }}/${{ github.repository }}'],
  ['${{ env.PLAIN }}:x', 'docker.io/${{ env.PLAIN }}'],
  ['${{ secrets.DOCKER_USER }}/app:x', 'docker.io/${{ secrets.DOCKER_USER }}/app'],
  ['${{ vars.REGISTRY }}/team/app', '${{ vars.REGISTRY }}/team/app'],
  ["${{ format('{0}:{1}', a, b) }}/x/app", null],
  ['${{ steps.x.outputs.image }}', null],
])('%s is attested as %s', (reference, name) => {
  expect(nameOf(reference)).toBe(name);
});

test('where nothing goes to Docker Hub, a name that was pushed says its registry', () => {
  expect(nameOf('${{ inputs.host }}/app:1')).toBeNull();
  expect(nameOf('${{ inputs.host }}/app:1', true)).toBe('${{ inputs.host }}/app');
});

test('the registry is seen through the environment', () => {
  if (workflow === undefined || job === undefined) throw new Error('the sample is not read');
  expect(isOnGitHub('${{ env.REGISTRY }}/octo/app', workflow, job)).toBe(true);
  expect(isOnGitHub('docker.io/octo/app', workflow, job)).toBe(false);
});
