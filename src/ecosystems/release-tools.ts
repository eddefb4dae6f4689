import type { Toolchain } from './toolchain.ts';

/** Tools that release whatever their own configuration names. */
export const releaseTools: Toolchain = {
  name: 'release',
  manifests: [],
  builds: [{ run: 'goreleaser', purpose: 'build', unless: ['--version', '--help'] }],
  installs: [],
  publishes: [
    {
      run: 'goreleaser release|publish|r',
      unless: ['--snapshot'],
      kind: 'binaries',
      when: ({ options }) =>
        !options.some((option) => /^--skip=(?:.*,)?publish/.test(option) || option === '--skip-publish'),
    },
    { run: 'semantic-release', unless: ['--dry-run', '-d'], kind: 'source' },
    { run: 'release-please github-release', kind: 'source' },
    { run: 'auto shipit|release', unless: ['--dry-run', '-d'], kind: 'source' },
    { run: 'knope release', unless: ['--dry-run'], kind: 'source' },
  ],
  publishActions: {
    'goreleaser/goreleaser-action': (step) => {
      const args = step.with.args?.value ?? '';
      if (/^true$/.test(step.with['install-only']?.value ?? '')) return null;
      return /\b(?:release|publish)\b/.test(args) && !/--snapshot\b|--skip[= ]\S*publish/.test(args)
        ? 'binaries'
        : null;
    },
  },
  buildActions: ['goreleaser/goreleaser-action'],
};
