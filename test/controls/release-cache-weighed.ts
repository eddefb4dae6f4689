import type { ControlCase } from './control-case.ts';

export const PATH = '.github/workflows/release.yml';

/** A release workflow: a job that builds, and one that publishes. `steps` stand in the first. */
export const release = (
  steps: readonly string[],
  options: {
    readonly top?: readonly string[];
    readonly job?: readonly string[];
    readonly publish?: readonly string[];
  } = {},
): string =>
  [
    'on: { push: { tags: [v*] } }',
    ...(options.top ?? []),
    'permissions: { contents: read }',
    'jobs:',
    '  build:',
    '    runs-on: ubuntu-24.04',
    ...(options.job ?? []).map((line) => `    ${line}`),
    '    steps:',
    ...steps.map((line) => `      ${line}`),
    '  publish:',
    '    needs: build',
    '    runs-on: ubuntu-24.04',
    '    permissions: { contents: write }',
    '    steps:',
    ...(options.publish ?? []).map((line) => `      ${line}`),
    '      - run: gh release create v1 dist/app',
    '',
  ].join('\n');

export const BUILD = '- run: npm run build';
export const TEST = '- run: npm test';
export const files = (text: string, more: Readonly<Record<string, string>> = {}) => ({
  'package.json': '{}',
  [PATH]: text,
  ...more,
});
const WRITE = { defaultWorkflowPermissions: 'write', canApprovePullRequestReviews: false } as const;
const READ = { defaultWorkflowPermissions: 'read', canApprovePullRequestReviews: false } as const;

/** What a cache of a release can reach, by the job that restores it. */
export const weighed: readonly ControlCase[] = [
  {
    name: 'a test beside the release',
    files: files(release(['- uses: actions/cache@v5', TEST])),
    verdict: 'partial',
    gap: true,
    findings: [`cache-beside-release ${PATH}:7`],
  },
  {
    name: 'a test beside the release that holds a secret',
    files: files(release(['- uses: actions/cache@v5', TEST, '  env: { KEY: "${{ secrets.KEY }}" }'])),
    verdict: 'fail',
    says: 'secret KEY',
  },
  {
    name: 'a test beside the release in an environment',
    files: files(release(['- uses: actions/cache@v5', TEST], { job: ['environment: prod'] })),
    verdict: 'fail',
    says: 'prod',
  },
  {
    name: 'a test beside the release with a strong token',
    files: files(release(['- uses: actions/cache@v5', TEST], { job: ['permissions: { packages: write }'] })),
    verdict: 'fail',
    says: 'packages: write',
  },
  {
    name: 'a test whose token is not known',
    files: files(release(['- uses: actions/cache@v5', TEST]).replace('permissions: { contents: read }\n', '')),
    verdict: 'unknown',
  },
  {
    name: 'a test whose token is strong by default',
    files: files(release(['- uses: actions/cache@v5', TEST]).replace('permissions: { contents: read }\n', '')),
    facts: { tokenDefaults: WRITE },
    verdict: 'fail',
  },
  {
    name: 'a test whose token is weak by default',
    files: files(release(['- uses: actions/cache@v5', TEST]).replace('permissions: { contents: read }\n', '')),
    facts: { tokenDefaults: READ },
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'a cache in the job that publishes',
    files: files(release([BUILD], { publish: ['- uses: actions/cache@v5'] })),
    verdict: 'fail',
    findings: [`cache-in-release ${PATH}:13`],
  },
  {
    name: 'a build that nothing is published from',
    files: files(release(['- uses: actions/cache@v5', BUILD]).replace('    needs: build\n', '')),
    verdict: 'partial',
    gap: true,
    findings: [`cache-beside-release ${PATH}:7`],
  },
  {
    name: 'a build that only reads, is tested and attested',
    files: files(
      release(['- uses: actions/cache/restore@v5', BUILD, TEST], {
        publish: ['- uses: actions/attest-build-provenance@v4'],
      }),
    ),
    verdict: 'partial',
    gap: true,
    findings: [`cache-beside-release ${PATH}:7`],
  },
  {
    name: 'a build that only reads, and is not attested',
    files: files(release(['- uses: actions/cache/restore@v5', BUILD, TEST])),
    verdict: 'fail',
  },
  {
    name: 'a build that only reads, and is not tested',
    files: files(
      release(['- uses: actions/cache/restore@v5', BUILD], { publish: ['- uses: actions/attest-build-provenance@v4'] }),
    ),
    verdict: 'fail',
  },
  {
    name: 'a cache of a release beside one of a job that only checks',
    files: files(
      `${release(['- uses: actions/cache@v5', '  with: { path: a, key: b }', BUILD])}  docs:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/cache@v5\n        with: { path: a, key: b }\n      - run: echo docs\n`,
    ),
    verdict: 'fail',
    findings: [`cache-in-release ${PATH}:7`, `cache-beside-release ${PATH}:19`],
    says: '; 2 such places in all',
  },
  {
    name: 'a cache of a local action, that a job of the release takes after one that only checks',
    files: files(
      release([BUILD], { publish: ['- uses: ./.github/actions/setup'] }).replace(
        'jobs:\n',
        'jobs:\n  aaa:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: ./.github/actions/setup\n',
      ),
      { '.github/actions/setup/action.yml': 'runs:\n  using: composite\n  steps:\n    - uses: actions/setup-go@v6\n' },
    ),
    verdict: 'fail',
    findings: ['cache-in-release .github/actions/setup/action.yml:4'],
    evidence:
      'restores a cache with "actions/setup-go", which does so unasked (through .github/actions/setup/action.yml)',
  },
  {
    name: 'of two jobs that only check the token of one is not known',
    files: files(
      release(['- uses: actions/cache@v5', TEST], { job: ['permissions: {}'] })
        .replace('permissions: { contents: read }\n', '')
        .replace(
          'publish:\n',
          'other:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/cache@v5\n  publish:\n',
        ),
    ),
    verdict: 'unknown',
  },
];
