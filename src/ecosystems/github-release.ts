import type { Step } from '../workflow/workflow-file.ts';
import type { Invocation } from './invocation.ts';
import type { PublishKind } from './publish-kind.ts';
import type { Toolchain } from './toolchain.ts';

/** GitHub releases, and the metadata of actions. */
export const githubRelease: Toolchain = {
  name: 'github',
  manifests: [{ id: 'github-action', manifests: ['action.yml', 'action.yaml'], lockfiles: [], nested: 'own' }],
  builds: [],
  installs: [],
  publishes: [
    { run: 'gh release upload', kind: 'binaries' },
    { run: 'gh release create', kind: 'binaries', when: attachesFiles },
    { run: 'gh release create|edit', kind: 'source' },
    { run: 'ghr|github-release|hub release', kind: 'binaries' },
    { run: 'ghr|gothub', kind: 'binaries' },
    { run: 'github-release upload', kind: 'binaries' },
  ],
  publishActions: {
    'softprops/action-gh-release': (step) => filesOr(step, 'files'),
    'ncipollo/release-action': (step) => filesOr(step, 'artifacts', 'artifact'),
    'svenstaro/upload-release-action': () => 'binaries',
    'actions/upload-release-asset': () => 'binaries',
    'shogo82148/actions-upload-release-asset': () => 'binaries',
    'alexellis/upload-assets': () => 'binaries',
    'xresloader/upload-to-github-release': () => 'binaries',
    'marvinpinto/action-automatic-releases': (step) => filesOr(step, 'files'),
    'johnwbyrd/update-release': (step) => filesOr(step, 'files'),
    'actions/create-release': () => 'source',
    'comnoco/create-release-action': () => 'source',
    'elgohr/github-release-action': () => 'source',
    'release-drafter/release-drafter': (step) => (/^true$/.test(step.with.publish?.value ?? '') ? 'source' : null),
    'googleapis/release-please-action': (step) =>
      /^true$/.test(step.with['skip-github-release']?.value ?? '') ? null : 'source',
    'google-github-actions/release-please-action': () => 'source',
    'cycjimmy/semantic-release-action': (step) => (/^true$/.test(step.with.dry_run?.value ?? '') ? null : 'source'),
    'actions/publish-immutable-action': () => 'github-action',
  },
  buildActions: [],
};

const filesOr = (step: Step, ...inputs: readonly string[]): PublishKind =>
  inputs.some((input) => (step.with[input]?.value.trim() ?? '') !== '') ? 'binaries' : 'source';

/**
 * `gh release create TAG FILES…`; a computed word behind the tag may be files as well, unless its name says that it holds options.
 * With `--` at the end the files come from xargs.
 */
function attachesFiles({ words, args }: Invocation): boolean {
  return words.filter((word) => !HOLDS_OPTIONS.test(word)).length > 3 || args.at(-1) === '--';
}

const HOLDS_OPTIONS = /^\$\{?\w*(?:flag|opt|prerelease|draft|latest|notes)\w*(?:\[[@*]\])?\}?$/i;
