import { expect, test } from 'vitest';
import { CONTROLS } from '../../src/controls/registry.ts';
import { known } from '../../src/model/fact.ts';
import { snapshotOf } from './control-case.ts';
import { CHECKOUT, DIGEST, PINNED_CHECKOUT, PINS, PUBLIC, workflow } from './sample-facts.ts';
import { planned } from './try-remedy.ts';

const PATH = '.github/workflows/release.yml';

/** The lines that a remedy adds (`+`) and takes away (`-`) in one file. */
function edited(id: string, remedy: string, text: string): readonly string[] {
  const snapshot = snapshotOf({ name: '', files: { 'package-lock.json': '{}', [PATH]: text }, verdict: 'fail' });
  const pins = known(PINS, { via: 'catalogue', at: 'test' });
  const images = ['alpine:3.22', 'node:22', 'postgres:latest'].map((image) => [
    `docker.io/library/${image}`,
    { digest: DIGEST, source: 'registry' } as const,
  ]);
  const imagePins = known(Object.fromEntries(images), { via: 'api', at: 'test' });
  const control = CONTROLS.find((each) => each.id === id);
  if (control === undefined) throw new Error(id);
  const plan = planned({ ...snapshot, facts: { ...snapshot.facts, pins, imagePins } }, control, remedy);
  const file = plan.files.find(({ path }) => path === PATH);
  const before = (file?.before ?? '').split('\n');
  const after = (file?.after ?? '').split('\n');
  return (file?.hunks ?? []).flatMap((hunk) => [
    ...before.slice(hunk.before.line - 1, hunk.before.line - 1 + hunk.before.count).map((line) => `-${line}`),
    ...after.slice(hunk.after.line - 1, hunk.after.line - 1 + hunk.after.count).map((line) => `+${line}`),
  ]);
}

test('an attestation is put before the upload, under its condition, and the job keeps what it could do', () => {
  const attest = PINS.pins['actions/attest@latest'];
  const text = workflow(
    "- run: make\n- if: github.ref_type == 'tag'\n  uses: softprops/action-gh-release@v2\n  with:\n    files: dist/*.tgz",
    { top: 'permissions:\n  contents: write' },
  );
  expect(edited('provenance-attested', 'attest-release-assets', text)).toEqual([
    '+    permissions:',
    '+      contents: write # as before',
    '+      id-token: write # signs the attestation',
    '+      attestations: write # stores the attestation',
    '+      - name: Attest the files',
    "+        if: github.ref_type == 'tag'",
    `+        uses: actions/attest@${attest?.sha} # ${attest?.version}`,
    '+        with:',
    '+          subject-path: dist/*.tgz',
  ]);
});

test('writes move from the top to the job that uses them, and reads stay', () => {
  const text = workflow(
    `- uses: ${PINNED_CHECKOUT}\n- run: gh release upload v1 x\n  env:\n    GH_TOKEN: \${{ github.token }}`,
    { top: 'permissions:\n  contents: write # uploads\n  packages: read' },
  );
  const lines = edited('workflow-permissions-least', 'declare-permissions', text);
  expect(lines).toContain('+      contents: write # gh release upload');
  expect(lines).toContain('+      packages: read # as before');
  expect(lines.filter((line) => line.startsWith('+  ') && !line.startsWith('+   '))).toContain(
    '+  contents: read # uploads',
  );
});

test('a pin keeps the line and says the version', () => {
  const text = workflow('- uses: "actions/checkout@v7" # keep in step with ci.yml');
  expect(edited('actions-sha-pinned', 'pin-now', text)).toEqual([
    '-      - uses: "actions/checkout@v7" # keep in step with ci.yml',
    `+      - uses: "actions/checkout@${CHECKOUT.sha}" # ${CHECKOUT.version} keep in step with ci.yml`,
  ]);
});

test('an image keeps its tag, its quotes and its comment beside the digest', () => {
  const text = workflow("- uses: 'docker://alpine:3.22' # small", {
    job: "    runs-on: ubuntu-latest\n    container: node:22\n    services: { db: { image: 'postgres' } }",
  }).replace('    runs-on: ubuntu-24.04\n', '');
  expect(edited('actions-sha-pinned', 'pin-now', text)).toEqual([
    "-      - uses: 'docker://alpine:3.22' # small",
    `+      - uses: 'docker://alpine:3.22@${DIGEST}' # small`,
  ]);
  expect(edited('runner-image-explicit', 'name-image-of-today', text)).toEqual([
    '-    container: node:22',
    "-    services: { db: { image: 'postgres' } }",
    `+    container: node:22@${DIGEST}`,
    `+    services: { db: { image: 'postgres:latest@${DIGEST}' } }`,
  ]);
});

test('a label in a matrix changes where it stands, in the list and in include', () => {
  const text = workflow('- run: npm test', {
    job: [
      '    runs-on: ${{ matrix.os }}',
      '    strategy:',
      '      matrix:',
      '        os: [ubuntu-latest, windows-2025]',
      '        include:',
      '          - { os: "ubuntu-latest", node: 22 }',
    ].join('\n'),
  }).replace('    runs-on: ubuntu-24.04\n', '');
  expect(edited('runner-image-explicit', 'name-image-of-today', text)).toEqual([
    '-        os: [ubuntu-latest, windows-2025]',
    '+        os: [ubuntu-26.04, windows-2025]',
    '-          - { os: "ubuntu-latest", node: 22 }',
    '+          - { os: "ubuntu-26.04", node: 22 }',
  ]);
});

test('a step that has to be rewritten for the newest release says what it loses', () => {
  const text = workflow('- uses: changesets/action@v1.4.9\n  with:\n    publish: npm run release\n    commit: x');
  const snapshot = snapshotOf({ name: '', files: { [PATH]: text }, verdict: 'fail' });
  const control = CONTROLS.find(({ id }) => id === 'actions-runtime-current');
  if (control === undefined) throw new Error('actions-runtime-current');
  const lines = planned(snapshot, control, 'update-by-hand').steps.flatMap((step) => step.lines);
  expect(lines).toEqual([
    expect.stringMatching(
      /changesets\/action@v1\.4\.9 → a release for Node 24 \(v2\S* no longer takes publish, commit\)$/,
    ),
  ]);
});

test('requiring pins names the actions that take others by a tag, however they are pinned', () => {
  const text = workflow(`- uses: Pre-Commit/action@${'a'.repeat(40)} # v3.0.1`);
  const policy = { enabled: true, allowedActions: 'selected', shaPinningRequired: false } as const;
  const snapshot = snapshotOf({
    name: '',
    files: { [PATH]: text },
    facts: { actionsPolicy: policy, repository: PUBLIC },
    verdict: 'partial',
  });
  const control = CONTROLS.find(({ id }) => id === 'actions-policy-restricted');
  if (control === undefined) throw new Error('actions-policy-restricted');
  expect(planned(snapshot, control, 'require-pins').settings.map(({ why }) => why)).toEqual([
    'every action in use is pinned; these take others by a tag and fail although they are pinned: Pre-Commit/action (actions/cache@v4 in v3.0.1); actions inside them must be, too',
  ]);
});

test('caches are switched off in each step that names its action through one anchor', () => {
  const text = workflow(
    '- uses: &buildx docker/setup-buildx-action@v4\n- uses: *buildx\n- run: npm run build && npm publish',
  );
  const off = ['+        with:', '+          cache-binary: false'];
  expect(edited('release-cache-isolated', 'switch-caches-off', text)).toEqual([...off, ...off]);
});

test('one word of an install changes, in its own line', () => {
  const text = workflow('- run: |\n    echo first\n    npm install --no-audit\n    npm test');
  expect(edited('build-steps-repeatable', 'install-strictly', text)).toEqual([
    '-          npm install --no-audit',
    '+          npm ci --no-audit',
  ]);
});

test('a command for a person quotes what a workflow could have smuggled in', () => {
  const snapshot = snapshotOf({
    name: '',
    files: { [PATH]: workflow('- uses: octo-org/x@$(touch${IFS}pwned)') },
    verdict: 'fail',
  });
  const control = CONTROLS.find(({ id }) => id === 'actions-sha-pinned');
  if (control === undefined) throw new Error('actions-sha-pinned');
  const lines = planned(snapshot, control, 'pin-by-hand').steps.flatMap((step) => step.lines);
  expect(lines).toContain("gh api 'repos/octo-org/x/commits/$(touch${IFS}pwned)' --jq .sha");
});
