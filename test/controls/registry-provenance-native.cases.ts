import type { ControlCase } from './control-case.ts';
import { BROKEN, PRIVATE, PUBLIC, REMOTE, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const MINTS = '    permissions:\n      id-token: write';
const NONE = '    permissions:\n      contents: read';
const TOKEN = '\n  env:\n    NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}';
const npm = (steps: string, job = MINTS, manifest = '{"name":"x"}') => ({
  'package.json': manifest,
  [PATH]: workflow(steps, { job }),
});
const python = (steps: string, job = MINTS) => ({
  'pyproject.toml': '[project]\nname = "x"\n',
  [PATH]: workflow(steps, { job }),
});
const PYPI = '- uses: pypa/gh-action-pypi-publish@release/v1';
const facts = { repository: PUBLIC };

export const cases: readonly ControlCase[] = [
  { name: 'a trusted publisher of npm', files: npm('- run: npm publish'), facts, verdict: 'pass' },
  {
    name: 'a trusted publisher, and whether the repository is public is not known',
    files: npm('- run: npm publish'),
    verdict: 'partial',
    gap: false,
  },
  { name: 'asked for by a flag', files: npm(`- run: npm publish --provenance${TOKEN}`), facts, verdict: 'pass' },
  {
    name: 'asked for in the manifest',
    files: npm(`- run: npm publish${TOKEN}`, MINTS, '{"name":"x","publishConfig":{"provenance":true}}'),
    facts,
    verdict: 'pass',
  },
  {
    name: 'asked for, without the right to sign',
    files: npm(`- run: npm publish --provenance${TOKEN}`, NONE),
    facts,
    verdict: 'fail',
    findings: [`no-provenance ${PATH}:11`],
    offers: ['provenance-by-hand'],
  },
  {
    name: 'by token, without provenance',
    files: npm(`- run: npm publish${TOKEN}`, NONE),
    facts,
    verdict: 'fail',
    findings: [`no-provenance ${PATH}:11`],
    offers: ['switch-on-provenance', 'provenance-by-hand'],
  },
  {
    name: 'a trusted publisher whose tool is told to do without a token',
    files: npm("- run: npm publish\n  env:\n    NPM_TOKEN: ''"),
    facts,
    verdict: 'pass',
  },
  {
    name: 'by a token of the whole job',
    files: npm('- run: npm publish', `${NONE}\n    env:\n      NODE_AUTH_TOKEN: x`),
    facts,
    verdict: 'fail',
    offers: ['switch-on-provenance', 'provenance-by-hand'],
  },
  {
    name: 'switched off in the environment',
    files: npm('- run: npm publish\n  env:\n    NPM_CONFIG_PROVENANCE: false'),
    facts,
    verdict: 'partial',
    gap: true,
    findings: [`provenance-off ${PATH}:11`],
    offers: ['switch-on-provenance', 'provenance-by-hand'],
  },
  {
    name: 'switched off in the command',
    files: npm('- run: npm publish --provenance=false'),
    facts,
    verdict: 'partial',
    gap: true,
    findings: [`provenance-off ${PATH}:11`],
  },
  {
    name: 'asked for in .npmrc',
    files: { ...npm(`- run: npm publish${TOKEN}`), '.npmrc': '# comment\nprovenance = true\n' },
    facts,
    verdict: 'pass',
  },
  {
    name: 'switched off in .npmrc',
    files: { ...npm('- run: npm publish'), '.npmrc': 'provenance=false\n' },
    facts,
    verdict: 'partial',
    gap: true,
    findings: [`provenance-off ${PATH}:11`],
  },
  {
    name: 'the manifest has the last word',
    files: {
      ...npm(`- run: npm publish${TOKEN}`, MINTS, '{"name":"x","publishConfig":{"provenance":true}}'),
      '.npmrc': 'provenance=false\n',
    },
    facts,
    verdict: 'pass',
  },
  {
    name: 'switched off in the manifest',
    files: npm('- run: npm publish', MINTS, '{"name":"x","publishConfig":{"provenance":false}}'),
    facts,
    verdict: 'partial',
    gap: true,
    findings: [`provenance-off ${PATH}:11`],
  },
  {
    name: 'a private repository',
    files: npm('- run: npm publish'),
    facts: { repository: PRIVATE },
    verdict: 'partial',
    gap: true,
    findings: [`private-source ${PATH}:11`],
    curedByHand: true,
  },
  {
    name: 'packages of GitHub',
    files: npm(
      '- uses: actions/setup-node@v6\n  with:\n    registry-url: https://npm.pkg.github.com\n- run: npm publish',
    ),
    facts,
    verdict: 'not-applicable',
  },
  { name: 'a trusted publisher of PyPI', files: python(PYPI), verdict: 'pass' },
  {
    name: 'PyPI with attestations off',
    files: python(`${PYPI}\n  with:\n    attestations: false`),
    verdict: 'partial',
    gap: true,
    findings: [`provenance-off ${PATH}:11`],
    offers: ['switch-on-provenance', 'provenance-by-hand'],
  },
  {
    name: 'PyPI by password',
    files: python(`${PYPI}\n  with:\n    password: x`),
    verdict: 'fail',
    findings: [`no-provenance ${PATH}:11`],
    offers: ['provenance-by-hand'],
  },
  { name: 'twine alone', files: python('- run: twine upload dist/*'), verdict: 'fail' },
  {
    name: 'twine with attestations',
    files: python('- run: twine upload --attestations dist/*'),
    verdict: 'pass',
  },
  {
    name: 'uv with its attest action',
    files: python('- uses: astral-sh/attest-action@v0\n- run: uv publish'),
    verdict: 'pass',
  },
  { name: 'uv alone', files: python('- run: uv publish'), verdict: 'fail' },
  {
    name: 'the gem action',
    files: { Gemfile: '', [PATH]: workflow('- uses: rubygems/release-gem@v1', { job: MINTS }) },
    verdict: 'pass',
  },
  {
    name: 'a gem by token',
    files: { Gemfile: '', [PATH]: workflow('- run: gem push x.gem', { job: MINTS }) },
    verdict: 'fail',
    findings: [`no-provenance ${PATH}:11`],
  },
  {
    name: 'one of two registries',
    files: {
      ...python(`${PYPI}\n- run: gem push x.gem`),
    },
    verdict: 'partial',
    gap: true,
    findings: [`no-provenance ${PATH}:12`],
  },
  {
    name: 'a registry that shows nothing',
    files: { 'Cargo.toml': '[package]\nname = "x"\n', [PATH]: workflow('- run: cargo publish') },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { ...npm(''), [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a release that cannot be followed, of a package',
    files: { 'package.json': '{}', 'go.mod': 'module x\n', [PATH]: REMOTE },
    facts,
    verdict: 'unknown',
  },
  {
    name: 'a release that cannot be followed, of what no such registry takes',
    files: { 'go.mod': 'module x\n', [PATH]: REMOTE },
    facts,
    verdict: 'not-applicable',
  },
  {
    name: 'a broken workflow may publish anything',
    files: { 'go.mod': 'module x\n', [PATH]: BROKEN },
    verdict: 'unknown',
  },
  {
    name: 'two registries, and whether the repository is public is not known',
    files: { ...python(`${PYPI}\n- run: npm publish`), 'package.json': '{}' },
    verdict: 'partial',
    gap: false,
    unseen: ['repository: not-asked'],
  },
  {
    name: 'two registries, and the manifest of one cannot be read',
    files: python(`${PYPI}\n- run: npm publish`),
    unread: ['package.json'],
    facts,
    verdict: 'unknown',
  },
  {
    name: 'packages of GitHub, by the command',
    files: npm('- run: npm publish --registry https://npm.pkg.github.com'),
    facts,
    verdict: 'not-applicable',
  },
  {
    name: 'the test registry of PyPI',
    files: python(`${PYPI}\n  with:\n    repository-url: https://test.pypi.org/legacy/`),
    facts: { ...facts, latestRelease: null },
    verdict: 'not-applicable',
  },
  {
    name: 'asked for in the manifest, without the right to sign',
    files: npm(`- run: npm publish${TOKEN}`, NONE, '{"name":"x","publishConfig":{"provenance":true}}'),
    facts,
    verdict: 'fail',
  },
  {
    name: 'asked for in one of two manifests',
    files: {
      ...npm(`- run: npm publish${TOKEN}`, MINTS, '{"name":"x","publishConfig":{"provenance":true}}'),
      'packages/y/package.json': '{"name":"y"}',
    },
    facts,
    verdict: 'fail',
  },
  {
    name: 'asked for by a flag, whatever the manifest says',
    files: npm('- run: npm publish --provenance', MINTS, '{"name":"x","publishConfig":{"provenance":false}}'),
    facts,
    verdict: 'pass',
  },
  {
    name: 'the gem action without the right to sign',
    files: { 'x.gemspec': '', Gemfile: '', [PATH]: workflow('- uses: rubygems/release-gem@v1', { job: NONE }) },
    facts,
    verdict: 'fail',
  },
];
