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
      if (/^true$/.test(step.with['install-only']?.value ?? '')) return null;
      const releases = textsOfExpression(step.with.args?.value ?? '').some(
        (args) => /\b(?:release|publish)\b/.test(args) && !/--snapshot\b|--skip[= ]\S*publish/.test(args),
      );
      return releases ? 'binaries' : null;
    },
    'jbolda/covector/packages/action': (step) => (/publish/.test(step.with.command?.value ?? '') ? 'other' : null),
  },
  buildActions: ['goreleaser/goreleaser-action'],
};

/** What an input can become: the text outside of expressions alone, and with each text that stands in one. */
function textsOfExpression(value: string): readonly string[] {
  const plain = value.replace(/\$\{\{[\s\S]*?\}\}/g, ' ');
  const inside = [...value.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].flatMap(([, expression = '']) =>
    [...expression.matchAll(/'((?:''|[^'])*)'/g)].map(([, text = '']) => text),
  );
  return [plain, ...inside.map((text) => `${plain} ${text}`)];
}
