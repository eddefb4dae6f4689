import type { ControlCase } from './control-case.ts';
import { BROKEN } from './sample-facts.ts';

const CI = '.github/workflows/ci.yml';
const RELEASE = '.github/workflows/release.yml';
const job = (steps: readonly string[], last: string, more: readonly string[] = []): string =>
  [
    'on: push',
    'permissions: {}',
    'jobs:',
    '  build:',
    '    runs-on: ubuntu-24.04',
    ...more.map((line) => `    ${line}`),
    '    steps:',
    ...steps.map((line) => `      ${line}`),
    `      - run: ${last}`,
    '',
  ].join('\n');
const ci = (...steps: readonly string[]) => ({ 'package.json': '{}', [CI]: job(steps, 'npm test') });
const release = (...steps: readonly string[]) => ({
  'package.json': '{}',
  [RELEASE]: job(steps, 'npm run build && npm publish'),
});
const run = (...commands: readonly string[]) => commands.map((command) => `- run: ${command}`);
const setup = (action: string, ...inputs: readonly string[]) => [
  `- uses: actions/setup-${action}`,
  ...(inputs.length === 0 ? [] : ['  with:', ...inputs.map((line) => `    ${line}`)]),
];
const fine = (name: string, ...commands: readonly string[]): ControlCase => ({
  name,
  files: release(...run(...commands)),
  verdict: 'pass',
});
const gap = (name: string, rule: string, ...commands: readonly string[]): ControlCase => ({
  name,
  files: ci(...run(...commands)),
  verdict: 'partial',
  gap: true,
  findings: [`${rule} ${CI}:${6 + commands.length}`],
});

export const cases: readonly ControlCase[] = [
  { name: 'nothing is fetched', files: ci(), verdict: 'pass' },
  {
    name: 'a download that runs at once, in a release',
    files: release(...run('curl -sSL https://example.com/install.sh | bash -s -- -y')),
    verdict: 'fail',
    findings: [`piped-to-shell ${RELEASE}:7`],
    says: 'https://example.com/install.sh',
    offers: ['fix-versions-by-hand'],
  },
  gap('a download that runs at once, in CI', 'piped-to-shell', 'curl -sSL https://example.com/install.sh | sh'),
  gap('a download in a substitution', 'piped-to-shell', 'bash <(curl -s https://example.com/install.sh)'),
  gap('a download as an argument', 'piped-to-shell', `sh -c "$(curl -fsSL https://example.com/install.sh)"`),
  fine('a download that is only looked at', 'curl -s https://example.com/data.json | jq .name'),
  fine('a value from the network', 'echo "$(curl -s https://example.com/version)"'),
  {
    name: 'a download that runs at once, beside a secret',
    files: {
      'package.json': '{}',
      [CI]: job(run('wget -qO- https://example.com/i | sh'), 'npm test', ['env: { KEY: "${{ secrets.KEY }}" }']),
    },
    verdict: 'fail',
  },
  {
    name: 'the newest tool in a release',
    files: release(...run('npm install -g npm@latest')),
    verdict: 'fail',
    findings: [`latest-tool ${RELEASE}:7`],
  },
  gap('the newest tool in CI', 'latest-tool', 'go install honnef.co/go/tools/cmd/staticcheck@latest'),
  gap('a global package without a version', 'unversioned-tool', 'npm i -g corepack'),
  gap('a scoped package without a version', 'unversioned-tool', 'npx @octo/tool --fix'),
  gap('a package that always comes from the registry', 'unversioned-tool', 'pnpm dlx cowsay'),
  gap('a Python tool without a version', 'unversioned-tool', 'python -m pip install --upgrade build'),
  gap('a tool run by uv', 'unversioned-tool', 'uvx ruff check'),
  gap('a crate without a version', 'unversioned-tool', 'cargo install cross'),
  gap('a gem without a version', 'unversioned-tool', 'gem install ronn'),
  gap('a .NET tool without a version', 'unversioned-tool', 'dotnet tool install -g wix'),
  gap('an extension of gh that is not pinned', 'unversioned-tool', 'gh extension install octo/gh-tool'),
  fine(
    'versions everywhere',
    'npm i -g corepack@0.34.0',
    'npm i -g @octo/tool@1.2.3',
    'pnpm dlx cowsay@1.6.0',
    'pip install build==1.3.0',
    'pip install "twine>=6,<7"',
    'pip install --require-hashes -r tools.txt',
    'uvx ruff@0.14.0 check',
    'go install golang.org/x/tools/cmd/stringer@v0.38.0',
    'go install ./cmd/tool',
    'cargo install cross --version 0.2.5 --locked',
    'cargo install --path .',
    'gem install ronn -v 0.7.3',
    'dotnet tool install -g wix --version 6.0.2',
    'gh extension install octo/gh-tool --pin v1.0.0',
  ),
  fine('files of the job', 'pip install dist/app.whl', 'pip install .', 'npm i -g ./tool.tgz', 'pip install "$WHEEL"'),
  fine('a program that the lock file fixed', 'npm ci', 'npx eslint .'),
  fine('a program that must be there', 'npx --no-install eslint .'),
  {
    name: 'a package of the system in a release',
    files: release(...run('sudo apt-get install -y rpm')),
    verdict: 'partial',
    gap: true,
    findings: [`system-package ${RELEASE}:7`],
  },
  { name: 'a package of the system in CI', files: ci(...run('sudo apt-get install -y rpm')), verdict: 'pass' },
  {
    name: 'a package of the system with its version',
    files: release(...run('sudo apt-get install -y rpm=4.18.2')),
    verdict: 'pass',
  },
  {
    name: 'a version that is not said',
    files: ci(...setup('node@v6')),
    verdict: 'partial',
    gap: true,
    findings: [`missing-version ${CI}:7`],
    says: 'which version of Node.js ',
    evidence: 'actions/setup-node without node-version',
    offers: ['fix-versions-by-hand'],
  },
  {
    name: 'a version that is not said, and a file says it',
    files: { ...ci(...setup('node@v6')), '.nvmrc': '24.1\n' },
    verdict: 'partial',
    gap: true,
    offers: ['take-version-from-file', 'fix-versions-by-hand'],
  },
  {
    name: 'a version that floats, and a file says it',
    files: { ...ci(...setup('go@v6', 'go-version: stable')), 'go.mod': 'module a\n\ngo 1.25\n' },
    verdict: 'partial',
    gap: true,
    findings: [`floating-version ${CI}:9`],
    offers: ['take-version-from-file', 'fix-versions-by-hand'],
  },
  {
    name: 'a file for one, a person for the other',
    files: { ...ci(...setup('node@v6'), ...run('uvx ruff check')), '.nvmrc': '24.1\n' },
    verdict: 'partial',
    gap: true,
    curedByHand: true,
  },
  {
    name: 'the newest by a word',
    files: ci(...setup('node@v6', 'node-version: lts/*')),
    verdict: 'partial',
    gap: true,
    findings: [`floating-version ${CI}:9`],
  },
  {
    name: 'anything from a version on',
    files: ci(...setup('python@v6', "python-version: '>=3.12'")),
    verdict: 'partial',
    gap: true,
    findings: [`floating-version ${CI}:9`],
  },
  { name: 'major and minor', files: release(...setup('node@v6', "node-version: '24.1'")), verdict: 'pass' },
  { name: 'a range within a minor', files: release(...setup('go@v6', "go-version: '~1.25.0'")), verdict: 'pass' },
  {
    name: 'only the first number, in a release',
    files: release(...setup('node@v6', 'node-version: 24.x')),
    verdict: 'partial',
    gap: true,
    findings: [`major-version ${RELEASE}:9`],
    offers: ['fix-versions-by-hand'],
  },
  { name: 'only the first number, in CI', files: ci(...setup('node@v6', 'node-version: 24')), verdict: 'pass' },
  {
    name: 'the first number of Java is a release of it',
    files: release(...setup('java@v5', 'java-version: 25')),
    verdict: 'pass',
  },
  {
    name: 'a file',
    files: { ...release(...setup('node@v6', 'node-version-file: .nvmrc')), '.nvmrc': '24\n' },
    verdict: 'pass',
  },
  {
    name: 'a file in which a word floats',
    files: { ...release(...setup('node@v6', 'node-version-file: .nvmrc')), '.nvmrc': 'lts/*\n' },
    verdict: 'partial',
    gap: true,
    findings: [`floating-version ${RELEASE}:9`],
  },
  {
    name: 'a file that the action reads unasked',
    files: { ...ci(...setup('python@v6')), '.python-version': '3.13\n' },
    verdict: 'pass',
  },
  {
    name: 'the manifest names the package manager',
    files: { ...ci('- uses: pnpm/action-setup@v4'), 'package.json': '{"packageManager":"pnpm@10.1.0"}' },
    verdict: 'pass',
  },
  {
    name: 'nothing names the package manager',
    files: ci('- uses: pnpm/action-setup@v4'),
    verdict: 'partial',
    gap: true,
    findings: [`missing-version ${CI}:7`],
  },
  {
    name: 'the required version of uv',
    files: {
      ...ci('- uses: astral-sh/setup-uv@v7'),
      'pyproject.toml': '[tool.uv]\nrequired-version = ">=0.9,<0.10"\n',
    },
    verdict: 'pass',
  },
  { name: 'Rust by the tag of its action', files: ci('- uses: dtolnay/rust-toolchain@1.91.0'), verdict: 'pass' },
  {
    name: 'the newest Rust by the tag of its action',
    files: ci('- uses: dtolnay/rust-toolchain@stable'),
    verdict: 'partial',
    gap: true,
    findings: [`floating-version ${CI}:7`],
  },
  {
    name: 'an action that fixes the version itself',
    files: release('- uses: sigstore/cosign-installer@v4'),
    verdict: 'pass',
  },
  {
    name: 'versions of a matrix are what a test is about',
    files: {
      'package.json': '{}',
      [CI]: job(setup('node@v6', 'node-version: ${{ matrix.v }}'), 'npm test', [
        'strategy:',
        '  matrix:',
        '    v: [24, latest]',
      ]),
    },
    verdict: 'pass',
  },
  {
    name: 'versions of the matrix of a release',
    files: {
      'package.json': '{}',
      [RELEASE]: job(setup('node@v6', 'node-version: ${{ matrix.v }}'), 'npm run build && npm publish', [
        'strategy:',
        '  matrix:',
        "    v: ['24.1', latest]",
      ]),
    },
    verdict: 'partial',
    gap: true,
    findings: [`floating-version ${RELEASE}:8`],
    says: 'takes the newest Node.js (latest) ',
    offers: ['fix-versions-by-hand'],
  },
  {
    name: 'a version from the environment of the workflow',
    files: {
      'package.json': '{}',
      [RELEASE]: `env: { NODE: latest }\n${job(setup('node@v6', 'node-version: ${{ env.NODE }}'), 'npm run build && npm publish')}`,
    },
    verdict: 'partial',
    gap: true,
    findings: [`floating-version ${RELEASE}:1`],
  },
  {
    name: 'a computed version in a release',
    files: release(...setup('node@v6', 'node-version: ${{ inputs.v }}')),
    verdict: 'partial',
    gap: false,
    says: 'line 9',
  },
  {
    name: 'a computed version in CI',
    files: ci(...setup('node@v6', 'node-version: ${{ inputs.v }}')),
    verdict: 'pass',
  },
  {
    name: 'a job that neither builds nor releases nor holds rights',
    files: { ...ci(), '.github/workflows/b.yml': job(run('npx cowsay'), 'echo hello') },
    verdict: 'pass',
  },
  { name: 'nothing is built', files: { [CI]: job(run('npx cowsay'), 'echo hello') }, verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [CI]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a tool in a local action, which a job that releases takes as well, whichever comes first',
    files: {
      'package.json': '{}',
      '.github/actions/tool/action.yml':
        'name: tool\nruns:\n  using: composite\n  steps:\n    - run: curl -s https://example.com/x.sh | sh\n      shell: bash\n',
      ...Object.fromEntries(
        ['npm test', 'npm run build && npm publish', 'npm test'].map((last, index) => [
          `.github/workflows/${index}.yml`,
          job(['- uses: ./.github/actions/tool'], last),
        ]),
      ),
    },
    verdict: 'fail',
    findings: ['piped-to-shell .github/actions/tool/action.yml:5'],
    says: 'unseen (through .github/actions/tool/action.yml)',
  },
  {
    name: 'two tools of CI',
    files: ci(...run('npx cowsay@latest', 'npx fortune@latest')),
    verdict: 'partial',
    gap: true,
    says: '; 2 such places in all',
  },
];
