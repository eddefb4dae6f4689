import { expect, test } from 'vitest';
import { CONTROLS } from '../../src/controls/registry.ts';
import { known } from '../../src/model/fact.ts';
import { judgedOf, snapshotOf } from './control-case.ts';
import { PINS } from './sample-facts.ts';
import { planned, whenDone } from './try-remedy.ts';

const PATH = '.github/workflows/release.yml';
const control = CONTROLS.find(({ id }) => id === 'attest-job-least-privilege');

type Given = { readonly job?: string; readonly more?: string; readonly path?: string; readonly publish?: string };

const TAG = "    if: github.ref_type == 'tag'\n";
const released = ({
  job = '',
  more = '',
  path = 'dist/*',
  publish = TAG,
}: Given = {}): string => `on: { push: { tags: [v*] } }
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    permissions: # as small as it goes
      contents: read
      id-token: write
      attestations: write
${job}    steps:
      - run: make dist
      # What is attested is what was built.
      - uses: actions/attest@${'a'.repeat(40)} # v4.2.2
        if: github.ref_type == 'tag'
        with:
          subject-path: ${path}
${more}      - uses: actions/upload-artifact@v7
        with: { name: dist, path: dist }
  publish:
    needs: build # has the files
${publish}    runs-on: ubuntu-24.04
    permissions: { contents: write }
    steps:
      - uses: actions/download-artifact@v8
        with: { name: dist, path: dist }
      - run: gh release create "$TAG" dist/*
`;

function split(text: string) {
  const given = snapshotOf({ name: '', files: { 'package.json': '{}', [PATH]: text }, verdict: 'partial' });
  const snapshot = {
    ...given,
    facts: { ...given.facts, pins: known(PINS, { via: 'catalogue', at: 'test' } as const) },
  };
  if (control === undefined) throw new Error('attest-job-least-privilege');
  const offers = judgedOf(control, snapshot).remedies.map(({ id }) => id);
  const plan = planned(snapshot, control, offers[0] ?? '');
  return {
    offers,
    plan,
    after: plan.files[0]?.after ?? text,
    verdict: judgedOf(control, whenDone(snapshot, plan)).verdict,
  };
}

test('the attestation moves into a job that takes the files over, and the release waits for it', async () => {
  const { offers, plan, after, verdict } = split(released());
  expect(offers[0]).toBe('split-attestation');
  expect(plan.conflicts).toEqual([]);
  expect(verdict).toBe('pass');
  await expect(after).toMatchFileSnapshot('../fixtures/attest-split.yml');
});

test.each([
  ['publishes as well', { more: '      - run: npm publish\n' }, /publishes as well/],
  ['runs several times', { job: '    strategy: { matrix: { os: [a, b] } }\n' }, /runs several times/],
  ['publishes on other runs, too', { publish: '' }, /would be skipped whenever/],
  ['signs, too', { more: '      - run: cosign sign-blob x\n' }, /identity for more/],
])('a job that %s is split by a person, who gets the lines', (_, given, because) => {
  const { offers, plan } = split(released(given));
  expect(offers).toEqual(['split-by-hand']);
  expect(plan.steps.map(({ why }) => why)).toEqual([expect.stringMatching(because)]);
  expect(plan.steps.flatMap(({ lines }) => lines)).toContain('attest-build:');
});

test('files that are only known while the job runs are named by nobody', () => {
  const { offers, plan } = split(released({ path: '${{ steps.x.outputs.files }}' }));
  expect(offers).toEqual(['split-by-hand']);
  expect(plan.steps.flatMap(({ lines }) => lines)).not.toContain('attest-build:');
});
