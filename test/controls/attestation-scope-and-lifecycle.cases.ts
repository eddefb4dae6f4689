import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/build.yml';
const ATTEST = '- uses: actions/attest@v4\n  with:\n    subject-path: dist/*';
const when = (condition: string) => `- uses: actions/attest@v4\n  if: ${condition}\n  with:\n    subject-path: dist/*`;
const UPLOAD = '\n- run: gh release upload "$TAG" dist/app';
const files = (steps: string, on: string) => ({ [PATH]: workflow(steps, { on }) });
const TAGS = "\n  push:\n    tags: ['v*']";

export const cases: readonly ControlCase[] = [
  { name: 'only tags', files: files(ATTEST + UPLOAD, TAGS), verdict: 'pass' },
  { name: 'only releases', files: files(ATTEST, '\n  release:\n    types: [published]'), verdict: 'pass' },
  {
    name: 'pull requests are kept out of the step',
    files: files(when("github.event_name != 'pull_request'"), `[pull_request, release]`),
    verdict: 'pass',
  },
  {
    name: 'pushes and pull requests are kept out by the tag',
    files: files(when("startsWith(github.ref, 'refs/tags/')"), '[push, pull_request]'),
    verdict: 'pass',
  },
  {
    name: 'a condition with an alternative keeps nothing out for sure',
    files: files(when("startsWith(github.ref, 'refs/tags/') || inputs.attest"), '[release, pull_request]'),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'pull requests are attested',
    files: files(ATTEST, '[release, pull_request]'),
    verdict: 'fail',
    findings: [`attests-pull-requests ${PATH}:9`],
    offers: ['attest-releases-only', 'narrow-by-hand'],
  },
  {
    name: 'a condition that always holds',
    files: files(when('always()'), '[release, pull_request]'),
    verdict: 'fail',
    offers: ['narrow-by-hand'],
  },
  {
    name: 'every push',
    files: files(ATTEST, 'push'),
    verdict: 'partial',
    gap: true,
    findings: [`attests-every-push ${PATH}:9`],
    offers: ['narrow-by-hand'],
  },
  {
    name: 'every push of a workflow that also runs for tags',
    files: files(ATTEST, "\n  push:\n    branches: [main]\n    tags: ['v*']"),
    verdict: 'partial',
    gap: true,
    offers: ['attest-releases-only', 'narrow-by-hand'],
  },
  { name: 'every push is released', files: files(ATTEST + UPLOAD, 'push'), verdict: 'pass' },
  {
    name: 'every push is attested, and only tags are released',
    files: files(`${ATTEST}${UPLOAD}\n  if: startsWith(github.ref, 'refs/tags/')`, 'push'),
    verdict: 'partial',
    gap: true,
    findings: [`attests-every-push ${PATH}:9`],
  },
  {
    name: 'what is no artifact',
    files: files(ATTEST.replace('dist/*', 'coverage/lcov.info'), TAGS),
    verdict: 'partial',
    gap: true,
    findings: [`not-an-artifact ${PATH}:13`],
  },
  {
    name: 'a called workflow, by its caller',
    files: {
      '.github/workflows/ci.yml': 'on: pull_request\njobs:\n  a:\n    uses: ./.github/workflows/build.yml\n',
      ...files(ATTEST, 'workflow_call'),
    },
    verdict: 'fail',
  },
  {
    name: 'a called workflow that nobody here calls',
    files: files(ATTEST, 'workflow_call'),
    verdict: 'partial',
    gap: false,
  },
  { name: 'nothing is attested', files: files('- run: echo', 'push'), verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'pull requests are attested, and what is no artifact',
    files: files(ATTEST.replace('dist/*', 'coverage/lcov.info'), '[release, pull_request]'),
    verdict: 'fail',
    findings: [`attests-pull-requests ${PATH}:9`, `not-an-artifact ${PATH}:11`],
    curedByHand: true,
  },
  {
    name: 'every push, and releases',
    files: files(ATTEST, '[push, release]'),
    verdict: 'partial',
    gap: true,
    findings: [`attests-every-push ${PATH}:9`],
  },
  {
    name: 'a condition that nobody can see through, where no pull request comes',
    files: files(when('inputs.attest'), TAGS),
    verdict: 'pass',
  },
];
