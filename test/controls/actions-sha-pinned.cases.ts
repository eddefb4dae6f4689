import type { TextFiles } from '../../src/model/files.ts';
import type { PinCatalogue } from '../../src/model/pin.ts';
import { LOCKFILE } from '../../src/workflow/actions-lockfile.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, CHECKOUT, DIGEST, PINNED_CHECKOUT, PINS, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const [tagObject] = Object.entries(PINS.tagObjects).find(([, { action }]) => action === 'actions/checkout')!;
const using = (text: string, path = PATH) => ({ [path]: workflow(`- uses: ${text}`) });

/** A lockfile that lists the action for the workflow. */
const LISTED = `version: v0.0.3\nworkflows:\n  ${PATH}:\n    - softprops/action-gh-release@v2\n`;

const LOCKED = `dependencies:\n  softprops/action-gh-release@v2:\n    ref: v2\n    commit: sha1-${'a'.repeat(40)}\n    owner_id: 1\n    repo_id: 2\n`;
const UNREAD_LOCK: TextFiles = {
  [PATH]: { path: PATH, mode: '100644', text: using(PINNED_CHECKOUT)[PATH] ?? '' },
  [LOCKFILE]: { path: LOCKFILE, unreadable: 'too-large', detail: 'over the limit of 512 kB' },
};

const generator = (ref: string, workflowName = 'slsa-framework/slsa-github-generator/.github/workflows/x.yml') =>
  `on: push\njobs:\n  a:\n    uses: ${workflowName}@${ref}\n`;

const [A, B] = ['a'.repeat(40), `${'a'.repeat(8)}${'b'.repeat(32)}`] as const;
const pin = (sha: string, version: string) => ({ sha, version, source: 'api' as const });
/** A tool whose two commits begin alike; v1 names the newer of them, too. */
const TOOL: PinCatalogue = {
  pins: { 'octocat/tool@v1': pin(B, 'v2.0.0'), 'octocat/tool@v1.0': pin(A, 'v1.0.0') },
  tagObjects: {},
  versions: { [`octocat/tool@${A}`]: ['v1', 'v1.0.0'], [`octocat/tool@${B}`]: ['v2.0.0'], [`other/tool@${A}`]: ['v7'] },
  offlineSince: null,
};
const tool = (ref: string, verdict: 'pass' | 'fail', offers?: readonly string[]): ControlCase => ({
  name: `a tool at ${ref}`,
  files: using(`octocat/tool@${ref}`),
  facts: { pins: TOOL },
  verdict,
  ...(offers === undefined ? {} : { offers, findings: [`${ref === 'aa' ? 'unpinned' : 'short-sha'} ${PATH}:9`] }),
});

export const cases: readonly ControlCase[] = [
  { name: 'pinned with a true comment', files: using(PINNED_CHECKOUT), facts: { pins: PINS }, verdict: 'pass' },
  {
    name: 'pinned, and nothing to check the comment with',
    files: using(PINNED_CHECKOUT),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a major in the comment is true of every release of it',
    files: using(`actions/checkout@${CHECKOUT.sha} # ${CHECKOUT.version?.split('.')[0]}`),
    facts: { pins: PINS },
    verdict: 'pass',
  },
  {
    name: 'local, self and generated references need no pin',
    files: {
      [PATH]: workflow(`- uses: ./.github/actions/x\n- uses: $/.github/actions/x\n- uses: ${PINNED_CHECKOUT}`),
      '.github/actions/x/action.yml': 'runs:\n  using: composite\n  steps: []\n',
    },
    facts: { pins: PINS },
    verdict: 'pass',
  },
  {
    name: 'the SLSA generator stays on its tag',
    files: { [PATH]: generator('v2.1.0') },
    verdict: 'pass',
    says: 'SLSA generator',
  },
  {
    name: 'the SLSA generator beside what is pinned',
    files: { ...using(PINNED_CHECKOUT), '.github/workflows/release.yml': generator('v2.1.0') },
    facts: { pins: PINS },
    verdict: 'pass',
    says: 'SLSA generator',
  },
  {
    name: 'only the workflows of the SLSA generator may stay on a tag',
    files: {
      ...using('slsa-framework/slsa-github-generator/actions/x@v2.1.0'),
      '.github/workflows/release.yml': generator('v2.1.0', 'octocat/shared/.github/workflows/x.yml'),
    },
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`unpinned ${PATH}:9`, 'unpinned .github/workflows/release.yml:4'],
    curedByHand: true,
  },
  {
    name: 'the SLSA generator on a branch is as movable as anything',
    files: { [PATH]: generator('main') },
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`unpinned ${PATH}:4`],
    offers: ['pin-by-hand'],
  },
  {
    name: 'the image of an action of the repository',
    files: {
      ...using(PINNED_CHECKOUT),
      'action.yml': 'name: x\nruns:\n  using: docker\n  image: docker://alpine:latest\n',
      'built/action.yml': 'name: y\nruns:\n  using: docker\n  image: Dockerfile\n',
    },
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: ['unpinned-docker action.yml:4'],
    offers: ['pin-by-hand'],
  },
  {
    name: 'images whose digests are known',
    files: {
      ...using("'docker://alpine' # small"),
      'action.yml': 'name: x\nruns:\n  using: docker\n  image: docker://ghcr.io/octo/x:1\n',
    },
    facts: {
      imagePins: {
        'docker.io/library/alpine:latest': { digest: DIGEST, source: 'registry' },
        'ghcr.io/octo/x:1': { digest: DIGEST, source: 'repository' },
      },
    },
    verdict: 'fail',
    findings: [`unpinned-docker ${PATH}:9`, 'unpinned-docker action.yml:4'],
    offers: ['pin-now', 'pin-by-hand'],
  },
  {
    name: 'a reference written as a block of text',
    files: using('|\n    softprops/action-gh-release@v2'),
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`unpinned ${PATH}:9`],
    offers: ['pin-by-hand'],
  },
  {
    name: 'an action of somebody else on a tag',
    files: using('softprops/action-gh-release@v2'),
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`unpinned ${PATH}:9`],
    offers: ['pin-now', 'pin-by-hand'],
  },
  {
    name: 'only actions of GitHub on tags',
    files: using('actions/checkout@v4'),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: [`unpinned ${PATH}:9`],
  },
  {
    name: 'only actions of the own owner, whatever their case',
    files: using('Octo/shared@main'),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    offers: ['pin-by-hand'],
  },
  {
    name: 'an old catalogue is offered, and not recommended',
    files: using('softprops/action-gh-release@v2'),
    facts: { pins: PINS },
    observedAt: '2027-06-01T00:00:00.000Z',
    verdict: 'fail',
    offers: ['pin-by-hand', 'pin-from-old-catalogue'],
    curedByHand: true,
  },
  {
    name: 'a nested action of a composite action',
    files: {
      [PATH]: workflow('- uses: ./.github/actions/x'),
      '.github/actions/x/action.yml':
        'runs:\n  using: composite\n  steps:\n    - uses: docker://alpine:3\n    - uses: "actions/cache@v4"\n',
    },
    facts: { pins: PINS },
    verdict: 'fail',
    findings: ['unpinned-docker .github/actions/x/action.yml:4', 'unpinned .github/actions/x/action.yml:5'],
    curedByHand: true,
  },
  {
    name: 'a shortened commit id',
    files: using(`actions/checkout@${CHECKOUT.sha.slice(0, 8)}`),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: [`short-sha ${PATH}:9`],
  },
  {
    name: 'the id of a tag instead of a commit',
    files: using(`actions/checkout@${tagObject}`),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: [`tag-object ${PATH}:9`],
  },
  {
    name: 'a comment that lies',
    files: using(`actions/checkout@${CHECKOUT.sha} # v1.2.3`),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: [`comment-mismatch ${PATH}:9`],
  },
  {
    name: 'the lockfile runs recorded commits whatever the tag says',
    files: { ...using('Softprops/action-gh-release@v2'), [LOCKFILE]: LISTED + LOCKED },
    facts: { pins: PINS },
    verdict: 'pass',
  },
  {
    name: 'what the lockfile lists for one workflow is not locked in another, and nothing else is',
    files: {
      [PATH]: workflow('- uses: softprops/action-gh-release@v2\n- uses: softprops/action-gh-release@v1'),
      '.github/workflows/other.yml': workflow('- uses: softprops/action-gh-release@v2\n- uses: actions/checkout@v4'),
      [LOCKFILE]: `${LISTED}  .github/workflows/other.yml:\n    - actions/checkout@v4\n${LOCKED}`,
    },
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [
      `unpinned ${PATH}:10`,
      'unpinned .github/workflows/other.yml:9',
      'unpinned .github/workflows/other.yml:10',
    ],
  },
  {
    name: 'a lockfile that records no commit',
    files: { ...using('softprops/action-gh-release@v2'), [LOCKFILE]: LISTED },
    facts: { pins: PINS },
    verdict: 'fail',
  },
  {
    name: 'a lockfile of another workflow locks nothing here',
    files: {
      ...using('softprops/action-gh-release@v2'),
      [LOCKFILE]: 'version: v0.0.3\nworkflows:\n  .github/workflows/other.yml:\n    - softprops/action-gh-release@v2\n',
    },
    facts: { pins: PINS },
    verdict: 'fail',
  },
  tool(`${A} # v1.0.0`, 'pass'),
  { ...tool(`${B} # v1`, 'pass'), name: 'a version that a moved tag names' },
  {
    ...tool(`${A} # v1`, 'pass'),
    name: 'a version that one of the names of the commit bears out, whatever its tag names now',
  },
  tool('aaaaaaaaa', 'fail', ['pin-now', 'pin-by-hand']),
  tool('aaaaaaaa', 'fail', ['pin-by-hand']),
  tool('ccccccc', 'fail', ['pin-by-hand']),
  { ...tool('aa', 'fail', ['pin-by-hand']), name: 'a branch whose name a commit begins with' },
  {
    name: 'an action that only an expression or nothing names',
    files: { [PATH]: workflow(`- uses: \${{ inputs.tool }}\n- uses: nothing\n- uses: ${PINNED_CHECKOUT}`) },
    facts: { pins: PINS },
    verdict: 'partial',
    gap: false,
    says: 'unreadable: say in .github/workflows/ci.yml, line 10, which action "nothing" is',
  },
  {
    name: 'only local code needs nothing to check it with',
    files: using('./tool'),
    verdict: 'pass',
  },
  {
    name: 'pinned beside local code, and nothing to check it with',
    files: { [PATH]: workflow(`- uses: ./tool\n- uses: ${PINNED_CHECKOUT}`) },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a lockfile that cannot be read matters only to what is taken by tag',
    facts: { pins: PINS, texts: UNREAD_LOCK },
    verdict: 'pass',
  },
  {
    name: 'one file is broken: the others are judged, and there is no pass',
    files: { ...using(PINNED_CHECKOUT), '.github/workflows/bad.yml': BROKEN },
    facts: { pins: PINS },
    verdict: 'partial',
    gap: false,
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, facts: { pins: PINS }, verdict: 'unknown' },
  { name: 'no workflow', files: { 'README.md': '#' }, verdict: 'not-applicable' },
];
