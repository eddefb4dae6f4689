import { expect, test } from 'vitest';
import { signInPlace } from '../../src/controls/sign-edit.ts';
import { releaseGraph } from '../../src/ecosystems/release-graph.ts';
import { known } from '../../src/model/fact.ts';
import { refusalsOf } from '../../src/workflow/accepted-by-github.ts';
import { applyOperations } from '../../src/workflow/apply-operations.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { PINS, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const TAKE = '- uses: actions/download-artifact@v8\n';

function signed(text: string) {
  const file = { path: PATH, mode: '100644', text } as const;
  const texts = { [PATH]: file };
  const tree = [{ path: PATH, mode: '100644', oid: '' }] as const;
  const publishes = releaseGraph(tree, texts, workflowsIn(texts)).workflows.flatMap((each) => each.publishes);
  const { edits, left } = signInPlace(publishes, { tree, texts }, known(PINS, { via: 'catalogue', at: 'test' }));
  const [edit] = edits;
  const applied = edit === undefined ? null : applyOperations(file, edit.operations);
  if (applied !== null && !applied.ok) throw new Error(applied.reason);
  return { text: applied?.text ?? text, left: left.map(({ because }) => because) };
}

test('files are signed and tried before they are uploaded, by a job that only publishes', () => {
  const { text, left } = signed(workflow(`${TAKE}- run: gh release create "$TAG" dist/*`));
  expect(left).toEqual([]);
  expect(text.indexOf('cosign sign-blob')).toBeGreaterThan(text.indexOf('download-artifact'));
  expect(text.indexOf('cosign sign-blob')).toBeLessThan(text.indexOf('gh release create'));
  expect(text).toContain('FILES: dist/*');
  expect(text).toContain('id-token: write');
  expect(text).toMatch(/sigstore\/cosign-installer@[0-9a-f]{40} # v/u);
  expect(refusalsOf(PATH, text)).toEqual([]);
});

test.each([
  [
    'runs code of the project',
    `- run: go build -o dist/app .\n- run: gh release create "$TAG" dist/*`,
    /does more than publish/,
  ],
  [
    'checks out',
    `- uses: actions/checkout@v4\n${TAKE}- run: gh release create "$TAG" dist/*`,
    /does more than publish/,
  ],
  ['names single files', `${TAKE}- run: gh release create "$TAG" dist/app.tgz`, /would stay behind/],
  ['uploads to a registry', `${TAKE}- run: twine upload dist/*`, /no signatures beside them/],
])('a job that %s is left to a person', (_, steps, because) => {
  const { text, left } = signed(workflow(steps));
  expect(left).toEqual([expect.stringMatching(because)]);
  expect(text).not.toContain('cosign');
});

test('nothing is signed under an identity that depends on who calls', () => {
  const { left } = signed(workflow(`${TAKE}- run: gh release create "$TAG" dist/*`, { on: '[push, workflow_call]' }));
  expect(left).toEqual([expect.stringContaining('depends on who calls')]);
});

const IMAGE = workflow(
  `- uses: docker/login-action@v3
  with:
    registry: ghcr.io
    username: \${{ github.actor }}
    password: \${{ github.token }}
- uses: docker/build-push-action@v6
  with:
    push: true
    tags: ghcr.io/octo/app:1`,
  { job: '    permissions:\n      contents: read\n      packages: write' },
);

test('an image is signed by digest, in a job behind the one that builds it', () => {
  const { text, left } = signed(IMAGE);
  expect(left).toEqual([]);
  expect(text).toContain('  sign-work:\n    needs: work\n');
  expect(text).toContain('IMAGE: ghcr.io/octo/app@${{ needs.work.outputs.digest }}');
  expect(text.slice(text.indexOf('sign-work'))).toContain('id-token: write');
  expect(text.slice(0, text.indexOf('sign-work'))).not.toContain('id-token');
  expect(refusalsOf(PATH, text)).toEqual([]);
});

test('a digest that is handed over already is not handed over twice', () => {
  const before = IMAGE.replace(
    '    steps:\n',
    '    outputs:\n      digest: ${{ steps.push.outputs.digest }}\n    steps:\n',
  ).replace('- uses: docker/build', '- id: push\n        uses: docker/build');
  const { text, left } = signed(before);
  expect(left).toEqual([]);
  expect(text.match(/^ +digest: /gmu)).toHaveLength(1);
  expect(text).toContain('needs.work.outputs.digest');
});
