import type { ControlCase } from './control-case.ts';
import { BROKEN } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const BUILD = ['- run: npm ci', '- run: npm run build'];
const PUBLISH = '- run: gh release create v1 dist/app';

const one = (steps: readonly string[], ...top: readonly string[]): string =>
  [
    'on: { push: { tags: [v*] } }',
    'jobs:',
    '  release:',
    '    runs-on: ubuntu-24.04',
    ...top.map((line) => `    ${line}`),
    '    steps:',
    ...steps.map((line) => `      ${line}`),
    '',
  ].join('\n');

const two = (permissions: string, ...build: readonly string[]): string =>
  `${one(build.length > 0 ? build : BUILD, permissions)}  publish:
    needs: release
    runs-on: ubuntu-24.04
    environment: release
    permissions: { contents: write }
    steps:
      - uses: actions/download-artifact@v8
      ${PUBLISH}
        env: { KEY: "\${{ secrets.KEY }}" }
`;
const files = (text: string) => ({ 'package.json': '{}', [PATH]: text });
const image = (permissions: string, ...inputs: readonly string[]) => ({
  Dockerfile: 'FROM scratch\n',
  [PATH]: one(
    [
      '- uses: docker/login-action@v3',
      '  with: { username: octo, password: "${{ secrets.HUB_TOKEN }}" }',
      '- uses: docker/build-push-action@v6',
      '  with:',
      '    push: true',
      '    tags: octo/app',
      ...inputs.map((line) => `    ${line}`),
    ],
    permissions,
  ),
});
const WRITE = { defaultWorkflowPermissions: 'write', canApprovePullRequestReviews: false } as const;
const READ = { defaultWorkflowPermissions: 'read', canApprovePullRequestReviews: false } as const;

export const cases: readonly ControlCase[] = [
  { name: 'one job builds, another publishes', files: files(two('permissions: { contents: read }')), verdict: 'pass' },
  {
    name: 'a lasting secret beside the build',
    files: files(
      one(
        [...BUILD, '- run: npm publish', '  env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }'],
        'permissions: { contents: read }',
      ),
    ),
    verdict: 'fail',
    findings: [`secret-beside-build ${PATH}:10`],
    says: 'NPM_TOKEN',
    offers: ['split-jobs'],
  },
  {
    name: 'a lasting secret in the environment of the whole workflow',
    files: files(`env: { TOKEN: "\${{ secrets.TOKEN }}" }\n${two('permissions: { contents: read }')}`),
    verdict: 'fail',
    findings: [`secret-beside-build ${PATH}:1`],
  },
  {
    name: 'all secrets at once beside the build',
    files: files(one([...BUILD, PUBLISH, '  env: { ALL: "${{ toJSON(secrets) }}" }'], 'permissions: {}')),
    verdict: 'fail',
    says: 'all secrets',
  },
  {
    name: 'a token for reports of tests',
    files: files(
      two(
        'permissions: {}',
        ...BUILD,
        '- uses: codecov/codecov-action@v5',
        '  with: { token: "${{ secrets.CODECOV_TOKEN }}" }',
      ),
    ),
    verdict: 'partial',
    gap: true,
    findings: [`secret-beside-build ${PATH}:10`],
  },
  {
    name: 'the job token beside the build',
    files: files(
      one(
        [...BUILD, PUBLISH, '  env: { GH_TOKEN: "${{ secrets.GITHUB_TOKEN }}" }'],
        'permissions: { contents: write }',
      ),
    ),
    verdict: 'partial',
    gap: true,
    findings: [`builds-and-publishes ${PATH}:5`],
  },
  {
    name: 'an identity beside the build, behind an environment',
    files: files(one([...BUILD, '- run: npm publish'], 'permissions: { id-token: write }', 'environment: npm')),
    verdict: 'partial',
    gap: true,
    findings: [`builds-and-publishes ${PATH}:5`],
    says: 'behind an environment',
  },
  {
    name: 'a build with a right that it does not use',
    files: files(two('permissions: { contents: write, issues: write }')),
    verdict: 'partial',
    gap: true,
    findings: [`build-holds-rights ${PATH}:5`],
  },
  {
    name: 'a build that can replace the artifacts of the run',
    files: files(two('permissions: { actions: write }')),
    verdict: 'partial',
    gap: true,
    findings: [`build-holds-rights ${PATH}:5`],
  },
  { name: 'a right that reaches no release', files: files(two('permissions: { checks: write }')), verdict: 'pass' },
  {
    name: 'a build that reaches an environment',
    files: files(two('environment: prod').replace('on: {', 'permissions: {}\non: {')),
    verdict: 'partial',
    gap: true,
    findings: [`build-holds-rights ${PATH}:6`],
  },
  {
    name: 'write-all has no entry to point at',
    files: files(two('permissions: write-all')),
    verdict: 'partial',
    gap: true,
    findings: [`build-holds-rights ${PATH}:5`],
  },
  {
    name: 'what the token may do is not known',
    files: files(two('name: build')),
    verdict: 'unknown',
    says: 'in the job release that',
  },
  {
    name: 'the token may write by default',
    files: files(two('name: build')),
    facts: { tokenDefaults: WRITE },
    verdict: 'partial',
    gap: true,
    findings: [`build-holds-rights ${PATH}:3`],
  },
  {
    name: 'the token may read by default',
    files: files(two('name: build')),
    facts: { tokenDefaults: READ },
    verdict: 'pass',
  },
  {
    name: 'a called workflow has what its caller has',
    files: {
      'package.json': '{}',
      '.github/workflows/build.yml':
        'on: workflow_call\njobs:\n  make:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm run build\n',
      [PATH]: `on: { push: { tags: [v*] } }\njobs:\n  build:\n    uses: ./.github/workflows/build.yml\n    permissions: { contents: write }\n  publish:\n    runs-on: ubuntu-24.04\n    permissions: { contents: write }\n    steps:\n      ${PUBLISH}\n`,
    },
    verdict: 'partial',
    gap: true,
    findings: ['build-holds-rights .github/workflows/build.yml:3'],
  },
  { name: 'an image built and pushed by BuildKit', files: image('permissions: { packages: write }'), verdict: 'pass' },
  {
    name: 'an image build that is handed a secret',
    files: image('permissions: { packages: write }', 'secrets: "npm=${{ secrets.NPM_TOKEN }}"'),
    verdict: 'fail',
  },
  {
    name: 'an image build with a token as an argument',
    files: image('permissions: { packages: write }', 'build-args: "TOKEN=${{ github.token }}"'),
    verdict: 'fail',
    says: 'HUB_TOKEN',
  },
  {
    name: 'an image build with more rights than it needs',
    files: image('permissions: { packages: write, id-token: write }'),
    verdict: 'partial',
    gap: true,
    findings: [`builds-and-publishes ${PATH}:5`],
  },
  {
    name: 'an image build beside an install',
    files: {
      'package.json': '{}',
      ...image('permissions: { packages: write }'),
      [PATH]: image('permissions: { packages: write }')[PATH].replace('steps:\n', 'steps:\n      - run: npm ci\n'),
    },
    verdict: 'fail',
  },
  {
    name: 'a job that only publishes may hold the key',
    files: files(
      one(
        ['- uses: actions/download-artifact@v8', PUBLISH, '  env: { KEY: "${{ secrets.KEY }}" }'],
        'permissions: write-all',
      ),
    ),
    verdict: 'pass',
  },
  {
    name: 'CI with a secret is no release',
    files: {
      ...files(two('permissions: {}')),
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    permissions: { contents: write }\n    steps:\n      - run: npm test\n        env: { A: "${{ secrets.A }}" }\n',
    },
    verdict: 'pass',
  },
  {
    name: 'a release that cannot be followed',
    files: {
      [PATH]:
        'on: { push: { tags: [v*] } }\njobs:\n  a:\n    uses: octo/ci/.github/workflows/release.yml@v1\n    secrets: inherit\n',
    },
    verdict: 'unknown',
    says: 'octo/ci',
  },
  {
    name: 'nothing is released',
    files: files('on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n'),
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'an image is built by a command in a container of its own',
    files: {
      Dockerfile: 'FROM scratch\n',
      [PATH]: one(
        ['- run: docker build -t octo/app .', '- run: docker push octo/app'],
        'permissions: { contents: read, packages: write }',
      ),
    },
    verdict: 'pass',
  },
  {
    name: 'an image is built by a command that is handed a secret',
    files: {
      Dockerfile: 'FROM scratch\n',
      [PATH]: one(
        ['- run: docker build --secret id=npm -t octo/app .', '- run: docker push octo/app'],
        'permissions: { contents: read, packages: write }',
      ),
    },
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'an image beside a build of the project',
    files: {
      'package.json': '{}',
      Dockerfile: 'FROM scratch\n',
      [PATH]: one(
        ['- run: npm run build', '- run: docker build -t octo/app .', '- run: docker push octo/app'],
        'permissions: { contents: read, packages: write }',
      ),
    },
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'the right that is too much is pointed at, not the one beside it',
    files: files(one([...BUILD, PUBLISH], 'permissions:', '  issues: write', '  contents: write')),
    verdict: 'partial',
    gap: true,
    findings: [`builds-and-publishes ${PATH}:7`],
  },
  {
    name: 'a script may do more than build the image',
    files: {
      'image.sh': 'docker build -t octo/app .\ndocker push octo/app\n',
      Dockerfile: 'FROM scratch\n',
      [PATH]: one(['- run: ./image.sh'], 'permissions: { packages: write }'),
    },
    verdict: 'partial',
    gap: true,
    findings: [`builds-and-publishes ${PATH}:5`],
  },
];
