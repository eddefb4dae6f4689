import type { ControlCase } from './control-case.ts';
import { BUILD, files, PATH, release, weighed } from './release-cache-weighed.ts';
import { BROKEN } from './sample-facts.ts';

const built = (...steps: readonly string[]) => files(release([...steps, BUILD]));
const finding = (line: number) => [`cache-in-release ${PATH}:${line}`];
const NPM = { 'package.json': '{"packageManager":"npm@11.0.0"}' };

export const cases: readonly ControlCase[] = [
  ...weighed,
  { name: 'no cache', files: built('- uses: actions/setup-node@v6'), verdict: 'pass' },
  {
    name: 'the cache action before a build',
    files: built('- uses: actions/cache@v5', '  with: { path: a, key: b }'),
    verdict: 'fail',
    findings: finding(7),
    evidence: 'restores a cache with "actions/cache"\n',
    unseen: [],
    offers: ['switch-caches-off', 'remove-caches-by-hand', 'cache-mode-none'],
  },
  {
    name: 'two steps that name their action through one anchor are two',
    files: built(
      '- uses: &buildx docker/setup-buildx-action@v4',
      '- uses: *buildx',
      '- uses: docker/build-push-action@v7',
    ),
    verdict: 'fail',
    findings: [...finding(7), ...finding(7)],
    offers: ['switch-caches-off', 'remove-caches-by-hand', 'cache-mode-none'],
  },
  {
    name: 'a cache step whose outputs may be read is for a person',
    files: built('- uses: actions/cache@v5', '  id: cached', '  with: { path: a, key: b }'),
    verdict: 'fail',
    offers: ['remove-caches-by-hand', 'cache-mode-none'],
  },
  {
    name: 'looking a cache up restores nothing',
    files: built('- uses: actions/cache@v5', '  with: { path: a, key: b, lookup-only: true }'),
    verdict: 'pass',
  },
  { name: 'saving a cache restores nothing', files: built('- uses: actions/cache/save@v5'), verdict: 'pass' },
  {
    name: 'setup-go restores unasked',
    files: built('- uses: actions/setup-go@v6'),
    verdict: 'fail',
    findings: finding(7),
  },
  { name: 'setup-go 3 did not', files: built('- uses: actions/setup-go@v3'), verdict: 'pass' },
  {
    name: 'setup-go by commit, which the comment says is 3',
    files: built(`- uses: actions/setup-go@${'a'.repeat(40)} # v3.5.0`),
    verdict: 'pass',
  },
  {
    name: 'setup-go told not to',
    files: built('- uses: actions/setup-go@v6', '  with: { cache: false }'),
    verdict: 'pass',
  },
  {
    name: 'setup-go told to',
    files: built('- uses: actions/setup-go@v6', '  with:', '    go-version: 1.25', '    cache: true'),
    verdict: 'fail',
    findings: finding(10),
  },
  {
    name: 'setup-node asked for npm',
    files: built('- uses: actions/setup-node@v4', '  with: { cache: npm }'),
    verdict: 'fail',
    findings: finding(8),
  },
  {
    name: 'setup-node unasked, because package.json names npm',
    files: files(release(['- uses: actions/setup-node@v6', BUILD]), NPM),
    verdict: 'fail',
    findings: finding(7),
  },
  {
    name: 'setup-node asked, and it would do it unasked as well',
    files: files(release(['- uses: actions/setup-node@v6', '  with: { cache: npm }', BUILD]), NPM),
    verdict: 'fail',
  },
  {
    name: 'setup-node unasked, because devEngines names npm',
    files: files(release(['- uses: actions/setup-node@v6', BUILD]), {
      'package.json': '{"devEngines":{"packageManager":{"name":"npm"}}}',
    }),
    verdict: 'fail',
  },
  {
    name: 'setup-node 4 does nothing unasked',
    files: files(release(['- uses: actions/setup-node@v4', BUILD]), NPM),
    verdict: 'pass',
  },
  {
    name: 'setup-node and another package manager',
    files: files(release(['- uses: actions/setup-node@v6', BUILD]), {
      'package.json': '{"packageManager":"pnpm@10.0.0"}',
    }),
    verdict: 'pass',
  },
  {
    name: 'setup-node told not to do it unasked',
    files: files(release(['- uses: actions/setup-node@v6', '  with: { package-manager-cache: false }', BUILD]), NPM),
    verdict: 'pass',
  },
  {
    name: 'setup-ruby with bundler',
    files: built('- uses: ruby/setup-ruby@v1', '  with: { bundler-cache: true }'),
    verdict: 'fail',
    offers: ['remove-caches-by-hand', 'cache-mode-none'],
  },
  {
    name: 'gradle switched off',
    files: built('- uses: gradle/actions/setup-gradle@v5', '  with: { cache-disabled: true }'),
    verdict: 'pass',
  },
  {
    name: 'gradle unasked',
    files: built('- uses: gradle/actions/setup-gradle@v5'),
    verdict: 'fail',
    findings: finding(7),
  },
  { name: 'uv unasked', files: built('- uses: astral-sh/setup-uv@v7'), verdict: 'fail' },
  {
    name: 'buildx keeps its program in a cache',
    files: built('- uses: docker/setup-buildx-action@v3'),
    verdict: 'fail',
    findings: finding(7),
  },
  {
    name: 'layers from the cache of Actions',
    files: built('- uses: docker/build-push-action@v6', '  with:', '    cache-from: type=gha'),
    verdict: 'fail',
    findings: finding(9),
  },
  {
    name: 'layers from a registry',
    files: built('- uses: docker/build-push-action@v6', '  with: { cache-from: "type=registry,ref=a/b" }'),
    verdict: 'pass',
  },
  {
    name: 'layers by the command line',
    files: built('- run: docker buildx build --cache-from type=gha .'),
    verdict: 'fail',
    findings: finding(7),
    offers: ['remove-caches-by-hand', 'cache-mode-none'],
  },
  {
    name: 'a cache that is computed',
    files: built(
      '- uses: actions/setup-python@v6',
      "  with: { cache: \"${{ github.ref_type == 'tag' && '' || 'pip' }}\" }",
    ),
    verdict: 'partial',
    gap: false,
    says: 'line 8',
  },
  {
    name: 'no cache by cache-mode',
    files: files(release(['- uses: actions/cache@v5', BUILD], { top: ['cache-mode: none'] })),
    verdict: 'pass',
  },
  {
    name: 'no cache by cache-mode of the job',
    files: files(release(['- uses: actions/cache@v5', BUILD], { job: ['cache-mode: write-only'] })),
    verdict: 'pass',
  },
  {
    name: 'cache-mode read still restores',
    files: files(release(['- uses: actions/cache@v5', BUILD], { top: ['cache-mode: read'] })),
    verdict: 'fail',
  },
  {
    name: 'the job may do more than the workflow',
    files: files(
      release(['- uses: actions/cache@v5', BUILD], { top: ['cache-mode: none'], job: ['cache-mode: write'] }),
    ),
    verdict: 'fail',
  },
  {
    name: 'a step that only pull requests reach',
    files: built('- uses: actions/cache@v5', "  if: github.event_name == 'pull_request'"),
    verdict: 'pass',
  },
  {
    name: 'a step that tags do not reach',
    files: built('- uses: actions/cache@v5', "  if: ${{ !startsWith(github.ref, 'refs/tags/') }}"),
    verdict: 'pass',
  },
  {
    name: 'a step that pull requests reach, and others',
    files: built(
      '- uses: actions/cache@v5',
      "  if: github.event_name == 'pull_request' || github.ref == 'refs/heads/main'",
    ),
    verdict: 'fail',
  },
  {
    name: 'a cache inside a local action, once for all jobs',
    files: files(
      release(['- uses: ./.github/actions/setup', BUILD], { publish: ['- uses: ./.github/actions/setup'] }),
      {
        '.github/actions/setup/action.yml': 'runs:\n  using: composite\n  steps:\n    - uses: actions/setup-go@v6\n',
      },
    ),
    verdict: 'fail',
    findings: ['cache-in-release .github/actions/setup/action.yml:4'],
    offers: ['remove-caches-by-hand', 'cache-mode-none'],
  },
  {
    name: 'a called workflow belongs to the release',
    files: files(
      'on: { push: { tags: [v*] } }\njobs:\n  build:\n    uses: ./.github/workflows/build.yml\n  publish:\n    needs: build\n    runs-on: ubuntu-24.04\n    permissions: { contents: write }\n    steps:\n      - run: gh release create v1 dist/app\n',
      {
        '.github/workflows/build.yml':
          'on: workflow_call\npermissions: {}\njobs:\n  make:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/setup-go@v6\n      - run: go build ./...\n',
      },
    ),
    verdict: 'fail',
    findings: ['cache-in-release .github/workflows/build.yml:7'],
  },
  {
    name: 'a cache of CI alone',
    files: files(release([BUILD]), {
      '.github/workflows/ci.yml':
        'on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/cache@v5\n      - run: npm test\n',
    }),
    verdict: 'pass',
  },
  {
    name: 'strangers may write caches',
    files: files(release([BUILD]), {
      '.github/workflows/ci.yml':
        'on: pull_request\ncache-mode: write\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n',
    }),
    verdict: 'fail',
    findings: ['cache-for-strangers .github/workflows/ci.yml:1'],
    offers: ['switch-caches-off', 'remove-caches-by-hand', 'cache-mode-none'],
  },
  {
    name: 'strangers may write caches in one job',
    files: files(release([BUILD]), {
      '.github/workflows/ci.yml':
        'on: issue_comment\njobs:\n  test:\n    cache-mode: write-only\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n',
    }),
    verdict: 'fail',
    findings: ['cache-for-strangers .github/workflows/ci.yml:3'],
  },
  {
    name: 'people with write access may write caches',
    files: files(release([BUILD]), {
      '.github/workflows/ci.yml':
        'on: push\ncache-mode: write\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n',
    }),
    verdict: 'pass',
  },
  {
    name: 'a host that may not know cache-mode',
    files: built('- uses: actions/setup-go@v6'),
    target: { host: 'github.example.com' },
    verdict: 'fail',
    offers: ['switch-caches-off', 'remove-caches-by-hand'],
  },
  {
    name: 'nothing is released',
    files: { [PATH]: 'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/cache@v5\n' },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a mode of caches that is neither said nor write, for strangers',
    files: {
      '.github/workflows/pr.yml':
        'on: pull_request\ncache-mode: read\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm run build\n',
      ...files(release([BUILD])),
    },
    verdict: 'pass',
  },
  {
    name: 'a cache that is computed beside one that is certain',
    files: built(
      '- uses: actions/cache@v5',
      '  with: { path: a, key: b }',
      '- uses: actions/setup-node@v6',
      '  with: { cache: "${{ inputs.cache }}" }',
    ),
    verdict: 'fail',
    findings: finding(7),
    says: 'computes it',
  },
  {
    name: 'what setup-node does unasked is in a manifest that cannot be read',
    files: files(release(['- uses: actions/setup-node@v6', BUILD])),
    unread: ['package.json'],
    verdict: 'partial',
    gap: false,
    unseen: ['texts: unreadable'],
  },
  {
    name: 'setup-go asks no manifest',
    files: files(release(['- uses: actions/setup-go@v3', BUILD])),
    unread: ['package.json'],
    verdict: 'pass',
  },
];
