import type { ControlCase } from './control-case.ts';
import { BROKEN, PINS, REMOTE, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const LOGIN = '- uses: docker/login-action@v3\n';
const PUSH = `${LOGIN}- uses: docker/build-push-action@v6\n  id: push\n  with:\n    push: true\n    tags: ghcr.io/octo/app:1\n`;
const attest = (...inputs: readonly string[]) =>
  `- uses: actions/attest@v4\n  with:\n${inputs.map((input) => `    ${input}`).join('\n')}`;
const NAME = 'subject-name: ghcr.io/octo/app';
const DIGEST = 'subject-digest: ${{ steps.push.outputs.digest }}';
const TO_REGISTRY = 'push-to-registry: true';
const files = (steps: string) => ({ Dockerfile: 'FROM scratch\n', [PATH]: workflow(steps) });

export const cases: readonly ControlCase[] = [
  { name: 'by digest, in the registry', files: files(PUSH + attest(NAME, DIGEST, TO_REGISTRY)), verdict: 'pass' },
  {
    name: 'a name that is computed, with a port',
    files: files(PUSH + attest('subject-name: ${{ env.REGISTRY }}/octo/app', DIGEST, TO_REGISTRY)),
    verdict: 'pass',
  },
  {
    name: 'a registry with a port',
    files: files(PUSH + attest('subject-name: registry.example:5000/octo/app', DIGEST, TO_REGISTRY)),
    verdict: 'pass',
  },
  {
    name: 'whether it is pushed is computed',
    files: files(PUSH + attest(NAME, DIGEST, "push-to-registry: ${{ github.event_name != 'pull_request' }}")),
    verdict: 'pass',
  },
  {
    name: 'nothing attests',
    files: files(PUSH),
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:10`],
    says: 'and nothing attests it ',
  },
  {
    name: 'a push that says name and digest is attested in place',
    files: files(PUSH),
    facts: { pins: PINS },
    verdict: 'fail',
    offers: ['attest-image', 'attest-image-by-hand'],
  },
  {
    name: 'one of two images is attested, and the other one by nothing',
    files: files(
      `${PUSH}${attest(NAME, DIGEST, TO_REGISTRY)}\n- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: ghcr.io/octo/worker:1\n`,
    ),
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:20`],
    offers: ['attest-image', 'attest-image-by-hand'],
  },
  {
    name: 'the digest comes from another job, and the name is that of another image',
    files: files(
      PUSH + attest('subject-name: ghcr.io/octo/worker', 'subject-digest: ${{ inputs.digest }}', TO_REGISTRY),
    ),
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:10`],
  },
  {
    name: 'only a list of components is attested',
    files: files(PUSH + attest(NAME, DIGEST, TO_REGISTRY, 'sbom-path: sbom.json')),
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:10`],
  },
  {
    name: 'only files are attested',
    files: files(PUSH + attest('subject-path: dist/*')),
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:10`],
  },
  {
    name: 'what BuildKit attaches is not signed',
    files: files(PUSH.replace('push: true', 'push: true\n    provenance: true\n    sbom: true')),
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:10`],
  },
  {
    name: 'no digest',
    files: files(PUSH + attest(NAME, TO_REGISTRY)),
    verdict: 'fail',
    findings: [`not-by-digest ${PATH}:15`],
    evidence: 'attested without its digest',
  },
  {
    name: 'the digest of the configuration',
    files: files(PUSH + attest(NAME, 'subject-digest: ${{ steps.push.outputs.imageid }}', TO_REGISTRY)),
    verdict: 'fail',
    findings: [`not-by-digest ${PATH}:18`],
  },
  {
    name: 'a tag in the name',
    files: files(PUSH + attest('subject-name: ghcr.io/octo/app:1', DIGEST, TO_REGISTRY)),
    verdict: 'partial',
    gap: true,
    findings: [`tag-in-name ${PATH}:17`],
    offers: ['push-attestation', 'attest-image-by-hand'],
  },
  {
    name: 'it stays at GitHub',
    files: files(PUSH + attest(NAME, DIGEST)),
    verdict: 'partial',
    gap: true,
    findings: [`not-pushed ${PATH}:15`],
    offers: ['push-attestation', 'attest-image-by-hand'],
  },
  {
    name: 'it is told to stay at GitHub',
    files: files(PUSH + attest(NAME, DIGEST, 'push-to-registry: false')),
    verdict: 'partial',
    gap: true,
    findings: [`not-pushed ${PATH}:19`],
  },
  {
    name: 'Docker Hub has to be named',
    files: files(PUSH + attest('subject-name: octo/app', DIGEST, TO_REGISTRY)),
    verdict: 'partial',
    gap: true,
    findings: [`name-not-qualified ${PATH}:17`],
    offers: ['attest-image-by-hand'],
  },
  {
    name: 'no login in the job',
    files: files(PUSH.replace(LOGIN, '') + attest(NAME, DIGEST, TO_REGISTRY)),
    verdict: 'partial',
    gap: true,
    findings: [`not-logged-in ${PATH}:18`],
  },
  {
    name: 'it stays at GitHub, and without a login it has to',
    files: files(PUSH.replace(LOGIN, '') + attest(NAME, DIGEST)),
    verdict: 'partial',
    gap: true,
    findings: [`not-pushed ${PATH}:14`],
    offers: ['attest-image-by-hand'],
  },
  {
    name: 'a login by a command',
    files: files(
      `- run: echo "$TOKEN" | docker login ghcr.io -u x --password-stdin\n${PUSH.replace(LOGIN, '')}${attest(NAME, DIGEST, TO_REGISTRY)}`,
    ),
    verdict: 'pass',
  },
  {
    name: 'cosign writes to the registry',
    files: files(
      `${PUSH}- run: cosign attest --yes --type slsaprovenance --predicate p.json ghcr.io/octo/app@sha256:x`,
    ),
    verdict: 'pass',
  },
  {
    name: 'a builder that attests what it pushes',
    files: {
      Dockerfile: 'FROM scratch\n',
      [PATH]:
        'on: push\njobs:\n  image:\n    uses: docker/github-builder/.github/workflows/build.yml@v1\n    with:\n      output: image\n      push: true\n',
    },
    verdict: 'pass',
  },
  {
    name: 'only files are released',
    files: { 'go.mod': 'module x\n', [PATH]: workflow('- run: gh release upload v1 dist/app') },
    verdict: 'not-applicable',
  },
  {
    name: 'an image may be published by a broken workflow',
    files: { ...files(''), [PATH]: BROKEN },
    verdict: 'unknown',
  },
  {
    name: 'without a digest, and with a tag',
    files: files(PUSH + attest('subject-name: ghcr.io/octo/app:1', TO_REGISTRY)),
    verdict: 'fail',
    findings: [`not-by-digest ${PATH}:15`, `tag-in-name ${PATH}:17`],
    says: ', and 1 more',
    curedByHand: true,
  },
  {
    name: 'an image that is attested, beside a file',
    files: files(`${PUSH}${attest(NAME, DIGEST, TO_REGISTRY)}\n- run: gh release upload v1 app`),
    verdict: 'pass',
  },
  {
    name: 'an image that is not attested, beside a file',
    files: files(`${PUSH}- run: gh release upload v1 app`),
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:10`],
  },
  {
    name: 'cosign attests a file only',
    files: files(`${PUSH}- run: cosign attest-blob --type slsaprovenance --predicate p.json app`),
    verdict: 'fail',
    findings: [`image-not-attested ${PATH}:10`],
  },
  {
    name: 'a Dockerfile, and only files are released',
    files: files('- run: gh release upload v1 dist/app'),
    verdict: 'not-applicable',
  },
  {
    name: 'a broken workflow may publish anything',
    files: { 'go.mod': 'module x\n', [PATH]: BROKEN },
    verdict: 'unknown',
  },
  {
    name: 'a release that cannot be followed, of what has a Dockerfile',
    files: { ...files(''), 'go.mod': 'module x\n', [PATH]: REMOTE },
    verdict: 'unknown',
  },
  {
    name: 'a release that cannot be followed, of what has none',
    files: { 'go.mod': 'module x\n', [PATH]: REMOTE },
    verdict: 'not-applicable',
  },
];
