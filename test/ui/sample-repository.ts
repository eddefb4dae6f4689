import { progressOf, sectionsOf } from '../../src/assess/progress.ts';
import type { Assessed, Assessment } from '../../src/model/assessment.ts';
import type { Facts } from '../../src/model/fact.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';
import { sampleControl, sampleFinding, sampleQuestion, sampleRemedy } from './sample-controls.ts';

const CI = `name: CI
on: [push, pull_request]
permissions: write-all
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      # the sources
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm test
`;

const RELEASE = `name: Release
on:
  push:
    tags: ['v*']
permissions: write-all
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
`;

export const TEXTS: Readonly<Record<string, string>> = {
  '.github/workflows/ci.yml': CI,
  '.github/workflows/release.yml': RELEASE,
};

/** A snapshot that knows two workflows and nothing of the API. */
export const sampleSnapshot = (given: Partial<Facts> = {}): Snapshot => emptySnapshot(TEXTS, given);

export const assessmentOf = (controls: readonly Assessed[]): Assessment => ({
  controls,
  summary: progressOf(controls),
  sections: sectionsOf(controls),
});

const at = (path: string, line: number, observed: string, message = 'the action is not pinned to a commit') =>
  sampleFinding({ message, observed, location: { path, line, column: 15, endLine: line, endColumn: 30 } });

const missing = {
  fact: 'actionsPolicy',
  reason: 'forbidden',
  unlock: 'A token with Administration (read) would tell: gh auth refresh -s repo',
  source: { via: 'api', at: 'GET /repos/acme/widgets/actions/permissions' },
} as const;

const owners = sampleQuestion({
  default: { value: ['@acme/build'], from: 'who pushed most' },
  pattern: '@[\\w./-]+',
  patternHelp: 'is not a @user or an @organisation/team',
});
const signing = sampleQuestion({
  id: 'signing-method',
  kind: 'choice',
  label: 'How are builds signed?',
  help: 'Sigstore needs no key to keep. A key of your own is for consumers who already trust it.',
  choices: [
    { value: 'sigstore', label: 'Sigstore, without a key' },
    { value: 'cosign-kms', label: 'cosign with a key in a cloud KMS' },
    { value: 'gpg', label: 'GPG with a key of your own' },
  ],
});

/** Controls of all five sections, as a real repository would have them. */
export const SAMPLE_CONTROLS: readonly Assessed[] = [
  sampleControl({
    id: 'build-in-repository-workflow',
    number: '1.01',
    section: 'build',
    title: 'Build instructions are stored in the repository',
    verdict: 'pass',
  }),
  sampleControl({
    id: 'build-frozen-dependencies',
    number: '1.04',
    section: 'build',
    title: 'Dependencies are installed from the lockfile',
    verdict: 'partial',
    message: '1 of 2 installs takes what the lockfile says',
    remedies: [sampleRemedy({ id: 'strict', title: 'Install with npm ci', risk: 'review' })],
  }),
  sampleControl({
    id: 'no-self-hosted-on-public',
    number: '1.07',
    section: 'build',
    title: 'No self-hosted runner serves a public repository',
    verdict: 'unknown',
    unknown: [missing],
  }),
  sampleControl({
    id: 'provenance-attested',
    number: '2.01',
    section: 'attest',
    title: 'Builds carry provenance',
    message: 'release.yml publishes an npm package and attests nothing',
    findings: [at('.github/workflows/release.yml', 12, 'npm publish', 'what is published here carries no attestation')],
    remedies: [
      sampleRemedy({ id: 'attest-step', title: 'Attest in the job that builds', risk: 'review' }),
      sampleRemedy({
        id: 'reusable',
        title: 'Build and attest in a reusable workflow (SLSA Build L3)',
        kind: 'new-file',
        risk: 'review',
        recommended: false,
      }),
    ],
  }),
  sampleControl({
    id: 'sbom-attested',
    number: '2.04',
    section: 'attest',
    title: 'Releases list what they contain (SBOM)',
    remedies: [sampleRemedy({ id: 'sbom', title: 'Make and attest an SBOM', risk: 'review' })],
  }),
  sampleControl({
    id: 'signing-method-chosen',
    number: '3.01',
    section: 'sign',
    title: 'A signing method is chosen and in use',
    remedies: [
      sampleRemedy({ id: 'sign', title: 'Sign in the release workflow', risk: 'review', questions: [signing] }),
    ],
  }),
  sampleControl({
    id: 'private-network-runner',
    number: '3.09',
    section: 'sign',
    tier: 'should',
    title: 'Keys behind a private network are reached by a runner there',
    verdict: 'not-applicable',
    message: 'no key is used',
  }),
  sampleControl({
    id: 'actions-sha-pinned',
    number: '4.01',
    title: 'Actions are pinned to full-length commit SHAs',
    message: '4 of 4 references to actions can be moved by whoever owns them',
    findings: [
      at('.github/workflows/ci.yml', 9, 'actions/checkout@v4'),
      at('.github/workflows/ci.yml', 10, 'actions/setup-node@v4'),
      at('.github/workflows/release.yml', 10, 'actions/checkout@v4'),
      at('.github/workflows/release.yml', 11, 'actions/setup-node@v4'),
    ],
  }),
  sampleControl({
    id: 'actions-policy-restricted',
    number: '4.03',
    title: 'The repository says which actions may run',
    verdict: 'unknown',
    message: 'not known: the token may not look',
    unknown: [missing],
  }),
  sampleControl({
    id: 'codeowners-workflows',
    number: '4.04',
    title: 'Workflows have code owners',
    message: 'there is no CODEOWNERS file',
    findings: [
      sampleFinding({
        rule: 'absent',
        location: null,
        message: 'no CODEOWNERS file',
        observed: 'absent',
        expected: '.github/CODEOWNERS',
      }),
    ],
    remedies: [
      sampleRemedy({ id: 'own', title: 'Make a team own the workflows', kind: 'new-file', questions: [owners] }),
    ],
  }),
  sampleControl({
    id: 'token-default-read-only',
    number: '4.07',
    title: 'The job token may only read by default',
    message: 'default_workflow_permissions is "write"',
    findings: [
      sampleFinding({
        rule: 'write',
        message: 'the default is write',
        observed: 'write',
        expected: 'read',
        location: { endpoint: 'GET /repos/acme/widgets/actions/permissions/workflow' },
      }),
    ],
    remedies: [sampleRemedy({ id: 'read', title: 'Set the default to read', kind: 'setting', risk: 'review' })],
  }),
  sampleControl({
    id: 'workflow-permissions-least',
    number: '4.08',
    title: 'Workflows ask for the permissions they need and no more',
    message: '2 workflows ask for write-all',
    findings: [
      at('.github/workflows/ci.yml', 3, 'write-all', 'every scope is granted'),
      at('.github/workflows/release.yml', 5, 'write-all', 'every scope is granted'),
    ],
    remedies: [sampleRemedy({ id: 'least', title: 'Ask for what each job uses', risk: 'review' })],
  }),
  sampleControl({
    id: 'dependabot-actions',
    number: '4.16',
    title: 'Dependabot keeps actions current',
    verdict: 'pass',
    message: 'weekly',
  }),
  sampleControl({
    id: 'scorecard',
    number: '4.20',
    tier: 'should',
    title: 'OpenSSF Scorecard watches the practices',
    verdict: 'waived',
    message: 'waived',
    waiver: {
      slug: 'scorecard',
      reason: 'planned for the spring',
      expires: '2027-03-01',
      file: '.github/harden-builds.yml',
      line: 12,
    },
  }),
  sampleControl({
    id: 'accounts-protected',
    number: 'N.1',
    section: 'next',
    tier: 'should',
    title: 'Accounts are protected',
    verdict: 'unknown',
    unknown: [{ ...missing, unlock: 'Only an owner of the organisation can see this' }],
  }),
];
