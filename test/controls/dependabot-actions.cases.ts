import type { ControlCase } from './control-case.ts';
import { PINNED_CHECKOUT, workflow } from './sample-facts.ts';

const FILES = { '.github/workflows/ci.yml': workflow(`- uses: ${PINNED_CHECKOUT}`) };
const PATH = '.github/dependabot.yml';
const update = (name: string, rest = '    directory: /\n') =>
  `  - package-ecosystem: ${name}\n${rest}    schedule:\n      interval: weekly\n`;
const configured = (...updates: readonly string[]) => ({
  ...FILES,
  [PATH]: `version: 2\nupdates:\n${updates.join('')}`,
});
const NESTED = {
  '.github/actions/x/action.yml': `runs:\n  using: composite\n  steps:\n    - uses: ${PINNED_CHECKOUT}\n    - run: make\n      shell: bash\n`,
};

export const cases: readonly ControlCase[] = [
  { name: 'actions at the root', files: configured(update('github-actions')), verdict: 'pass', says: 'three days' },
  {
    name: 'a folder of actions by a glob',
    files: {
      ...configured(
        update(
          'github-actions',
          '    directories: ["/", "/.github/actions/*"]\n    cooldown:\n      default-days: 7\n',
        ),
      ),
      ...NESTED,
    },
    verdict: 'pass',
  },
  {
    name: 'nothing at all',
    files: FILES,
    verdict: 'fail',
    findings: ['no-update-robot'],
    offers: ['create-dependabot'],
  },
  {
    name: 'other dependencies only',
    files: configured(update('npm')),
    verdict: 'fail',
    findings: [`actions-not-updated ${PATH}:1`],
    says: 'has no update for github-actions',
    offers: ['extend-dependabot'],
  },
  {
    name: 'actions switched off by a limit of 0',
    files: configured(update('github-actions', '    directories: [/, /x]\n    open-pull-requests-limit: 0\n')),
    verdict: 'fail',
    findings: [`actions-not-updated ${PATH}:1`],
    says: 'switches the updates of actions off',
  },
  {
    name: 'the updates of another folder and of other dependencies are switched off',
    files: configured(
      update('github-actions', '    directory: /x\n    open-pull-requests-limit: 0\n'),
      update('pip', '    directory: /\n    open-pull-requests-limit: 0\n'),
      update('npm'),
    ),
    verdict: 'fail',
    findings: [`actions-not-updated ${PATH}:1`],
    says: 'has no update for github-actions',
  },
  {
    name: 'the actions and the modules are left out',
    files: { ...configured(update('npm')), 'go.mod': 'module x\n\ngo 1.24\n' },
    verdict: 'fail',
    findings: [`actions-not-updated ${PATH}:1`, `ecosystem-uncovered ${PATH}:1`],
    says: 'has 2 gaps',
  },
  {
    name: 'every kind of dependency, and three days',
    files: {
      ...configured(
        update('github-actions', '    directory: /\n    cooldown:\n      default-days: 3\n'),
        update('npm'),
      ),
      'package.json': '{}',
    },
    verdict: 'pass',
  },
  {
    name: 'one of two waits its usual time',
    files: configured(update('github-actions'), update('npm')),
    verdict: 'pass',
    says: 'three days',
  },
  {
    name: 'bun takes the place of npm, and of nothing else',
    files: {
      ...configured(update('github-actions'), update('bun')),
      'package.json': '{}',
      'go.mod': 'module x\n\ngo 1.24\n',
    },
    verdict: 'partial',
    gap: true,
    findings: [`ecosystem-uncovered ${PATH}:1`],
    says: 'does not cover gomod',
  },
  {
    name: 'an action at the root, and one that uses nothing of others',
    files: {
      ...configured(update('github-actions')),
      'action.yml': NESTED['.github/actions/x/action.yml'],
      '.github/actions/y/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: make\n      shell: bash\n',
    },
    verdict: 'pass',
  },
  {
    name: 'an action in its own folder',
    files: { ...configured(update('github-actions')), ...NESTED },
    verdict: 'partial',
    gap: true,
    findings: [`directory-uncovered ${PATH}:1`],
  },
  {
    name: 'a kind of dependency is left out',
    files: { ...configured(update('github-actions')), 'go.mod': 'module x\n\ngo 1.24\n', 'web/package.json': '{}' },
    verdict: 'partial',
    gap: true,
    findings: [`ecosystem-uncovered ${PATH}:1`, `ecosystem-uncovered ${PATH}:1`],
  },
  {
    name: 'no time to notice a hijacked release',
    files: configured(update('github-actions', '    directory: /\n    cooldown:\n      default-days: 1\n')),
    verdict: 'partial',
    gap: true,
    findings: [`cooldown-off ${PATH}:6`],
  },
  {
    name: 'no time to notice a hijacked package',
    files: configured(
      update('github-actions'),
      update('npm', '    directory: /\n    cooldown:\n      default-days: 2\n'),
      update('pip', '    directory: /\n    open-pull-requests-limit: 0\n    cooldown:\n      default-days: 1\n'),
    ),
    verdict: 'partial',
    gap: true,
    findings: [`cooldown-off ${PATH}:10`],
    offers: ['extend-dependabot'],
  },
  {
    name: 'Renovate with the preset of best practices',
    files: { ...FILES, 'renovate.json': '{ "extends": ["config:best-practices"], "minimumReleaseAge": "7 days" }' },
    verdict: 'pass',
  },
  {
    name: 'Renovate without pins and cooldown',
    files: { ...FILES, 'renovate.json5': "// ours\n{ extends: ['config:recommended'] }" },
    verdict: 'partial',
    gap: true,
    findings: ['renovate-unpinned renovate.json5:1', 'cooldown-off renovate.json5:1'],
    offers: ['complete-renovate'],
    curedByHand: true,
  },
  {
    name: 'Renovate for other managers',
    files: { ...FILES, 'renovate.json': '{ "extends": ["config:best-practices"], "enabledManagers": ["npm"] }' },
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'a preset that lives elsewhere decides',
    files: { ...FILES, 'renovate.json': '{ "extends": ["github>octo/presets"] }' },
    verdict: 'unknown',
  },
  {
    name: 'a configuration that cannot be read',
    files: { ...FILES, [PATH]: 'version: 2\nupdates: [\n' },
    verdict: 'unknown',
  },
  {
    name: 'what Dependabot leaves out is not missing where Renovate updates everything',
    files: {
      ...configured(update('github-actions')),
      'package.json': '{}',
      'package-lock.json': '{}',
      'renovate.json': '{ "extends": ["config:recommended"] }',
    },
    verdict: 'pass',
  },
  {
    name: 'what Dependabot leaves out is missing where Renovate updates only some kinds',
    files: {
      ...configured(update('github-actions')),
      'package.json': '{}',
      'package-lock.json': '{}',
      'renovate.json': '{ "enabledManagers": ["dockerfile"] }',
    },
    verdict: 'partial',
    gap: true,
    findings: [`ecosystem-uncovered ${PATH}:1`],
  },
];
