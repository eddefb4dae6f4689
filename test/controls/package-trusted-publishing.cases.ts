import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const ID = '    environment: npm\n    permissions:\n      id-token: write';
const files = (steps: string, job?: string) => ({
  'package.json': '{}',
  [PATH]: workflow(steps, job === undefined ? {} : { job }),
});
const stored = (...names: readonly string[]) => ({
  storedSecrets: { repository: names.map((name) => ({ name, updatedAt: '2026-01-01T00:00:00Z' })), organization: [] },
});
const NONE = stored();
const TOKEN = '- run: npm publish\n  env:\n    NODE_AUTH_TOKEN: ${{ secrets.PUBLISH }}';

export const cases: readonly ControlCase[] = [
  { name: 'npm by identity', files: files('- run: npm publish', ID), facts: NONE, verdict: 'pass' },
  { name: 'nobody looked at the secrets', files: files('- run: npm publish', ID), verdict: 'partial', gap: false },
  {
    name: 'a token is still stored',
    files: files('- run: npm publish', ID),
    facts: stored('NPM_TOKEN', 'CARGO_REGISTRY_TOKEN'),
    verdict: 'partial',
    gap: true,
    findings: ['token-still-stored'],
    says: 'NPM_TOKEN',
  },
  {
    name: 'a token of the organisation is stored',
    files: files('- run: npm publish', ID),
    facts: { storedSecrets: { repository: [], organization: [{ name: 'NPM_TOKEN', updatedAt: '' }] } },
    verdict: 'partial',
    gap: true,
    findings: ['token-still-stored'],
  },
  {
    name: 'no environment',
    files: files('- run: npm publish', '    permissions:\n      id-token: write'),
    facts: NONE,
    verdict: 'partial',
    gap: true,
    findings: [`trust-without-environment ${PATH}:6`],
  },
  {
    name: 'a token',
    files: files(TOKEN),
    facts: NONE,
    verdict: 'fail',
    findings: [`published-with-token ${PATH}:11`],
    offers: ['trust-the-workflow'],
  },
  { name: 'a token beside the identity, for provenance', files: files(TOKEN, ID), verdict: 'fail' },
  {
    name: 'a token for the whole job',
    files: files('- run: npm publish', '    env:\n      NPM_TOKEN: ${{ secrets.X }}'),
    verdict: 'fail',
  },
  {
    name: 'a token written by an earlier step',
    files: files('- run: npm config set _authToken ${{ secrets.NPM_TOKEN }}\n- run: npm publish'),
    verdict: 'fail',
    findings: [`published-with-token ${PATH}:9`],
  },
  {
    name: 'no identity, and a token that does not stand in the file',
    files: files('- run: npm publish'),
    facts: NONE,
    verdict: 'partial',
    gap: true,
    findings: [`published-without-identity ${PATH}:9`],
  },
  {
    name: 'two steps with a token each',
    files: files(`${TOKEN}\n${TOKEN}`),
    facts: NONE,
    verdict: 'fail',
    findings: [`published-with-token ${PATH}:11`, `published-with-token ${PATH}:14`],
  },
  {
    name: 'RubyGems with a stored token in the action that can do without',
    files: files(
      '- uses: rubygems/configure-rubygems-credentials@v1\n  with:\n    api-token: ${{ secrets.X }}\n- run: gem push a.gem',
      ID,
    ),
    facts: NONE,
    verdict: 'fail',
    findings: [`published-with-token ${PATH}:14`],
  },
  {
    name: 'GitHub Packages has no such thing',
    files: files(
      '- uses: actions/setup-node@v6\n  with:\n    registry-url: https://npm.pkg.github.com\n- run: npm publish',
    ),
    verdict: 'not-applicable',
  },
  {
    name: 'PyPI with a password',
    files: files('- uses: pypa/gh-action-pypi-publish@release/v1\n  with:\n    password: ${{ secrets.TOKEN }}'),
    verdict: 'fail',
    findings: [`published-with-token ${PATH}:11`],
  },
  {
    name: 'PyPI by identity',
    files: files('- uses: pypa/gh-action-pypi-publish@release/v1', ID),
    facts: NONE,
    verdict: 'pass',
  },
  {
    name: 'another index than PyPI',
    files: files(
      '- uses: pypa/gh-action-pypi-publish@release/v1\n  with:\n    repository-url: https://pypi.corp.example/\n    password: ${{ secrets.TOKEN }}',
    ),
    verdict: 'not-applicable',
  },
  {
    name: 'the crate registry by identity',
    files: files(
      '- uses: rust-lang/crates-io-auth-action@v1\n  id: auth\n- run: cargo publish\n  env:\n    CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}',
      ID,
    ),
    facts: NONE,
    verdict: 'pass',
  },
  {
    name: 'the crate registry without the exchange',
    files: files('- run: cargo publish', ID),
    facts: stored('CARGO_REGISTRY_TOKEN'),
    verdict: 'unknown',
    unseen: ['texts: unresolvable'],
  },
  {
    name: 'the crate registry without the exchange, beside npm by identity',
    files: files('- run: npm publish\n- run: cargo publish', ID),
    facts: NONE,
    verdict: 'partial',
    gap: false,
    unseen: ['texts: unresolvable'],
  },
  {
    name: 'the crate registry with a token',
    files: files('- run: cargo publish --token ${{ secrets.MINE }}', ID),
    verdict: 'fail',
  },
  {
    name: 'another registry than the crate registry',
    files: files('- run: cargo publish --registry corp --token ${{ secrets.MINE }}'),
    verdict: 'not-applicable',
  },
  {
    name: 'RubyGems that refuses identity',
    files: files('- uses: rubygems/release-gem@v1\n  with:\n    setup-trusted-publisher: false', ID),
    verdict: 'fail',
    findings: [`published-with-token ${PATH}:12`],
  },
  { name: 'RubyGems by identity', files: files('- uses: rubygems/release-gem@v1', ID), facts: NONE, verdict: 'pass' },
  {
    name: 'NuGet with a key',
    files: files('- run: dotnet nuget push *.nupkg --api-key ${{ secrets.KEY }}'),
    verdict: 'fail',
  },
  {
    name: 'NuGet of somebody else',
    files: files(
      '- run: dotnet nuget push *.nupkg --api-key ${{ secrets.KEY }} --source https://nuget.pkg.github.com/octo/index.json',
    ),
    verdict: 'not-applicable',
  },
  {
    name: 'Maven Central has no such thing',
    files: files('- run: mvn deploy\n  env:\n    NPM_TOKEN: ${{ secrets.X }}'),
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a package by identity beside one whose right is not in the workflow',
    files: {
      ...files('- run: npm publish', ID),
      'Cargo.toml': '[package]\nname = "app"\n',
      '.github/workflows/second.yml': workflow('- run: ./publish-elsewhere.sh'),
    },
    facts: NONE,
    verdict: 'pass',
  },
];
