import type { Step } from '../workflow/workflow-file.ts';
import type { Invocation } from './invocation.ts';
import type { PublishKind } from './publish-kind.ts';
import { areRehearsed } from './rehearsal.ts';
import type { Toolchain } from './toolchain.ts';

/** Container images. */
export const docker: Toolchain = {
  name: 'docker',
  manifests: [
    {
      id: 'docker',
      manifests: ['Dockerfile', 'Containerfile', 'Dockerfile.*', '*.Dockerfile'],
      lockfiles: [],
      nested: 'own',
    },
  ],
  builds: [
    { run: 'docker|podman build|image|buildx|compose|bake build|bake', purpose: 'build' },
    { run: 'docker|podman|buildah|img build|bud', purpose: 'build' },
    { run: 'docker-compose build', purpose: 'build' },
    { run: 'pack build', purpose: 'build' },
  ],
  installs: [],
  publishes: [
    { run: 'docker|podman|buildah|img push', kind: 'container' },
    { run: 'docker|podman image|manifest|compose push', kind: 'container' },
    { run: 'docker-compose push', kind: 'container' },
    { run: 'docker buildx build|bake|b', kind: 'container', when: buildxPushes },
    { run: 'docker build', kind: 'container', when: buildxPushes },
    { run: 'depot build|bake', kind: 'container', when: buildxPushes },
    { run: 'docker buildx imagetools create', unless: ['--dry-run'], kind: 'container' },
    {
      run: 'ko build|publish|apply|resolve',
      unless: ['--local', '-L', '--push=false'],
      kind: 'container',
      when: ({ options }) => !options.includes('--push=false'),
    },
    { run: 'crane|oras|regctl push|copy|cp|append', kind: 'container' },
    { run: 'skopeo copy|sync', kind: 'container', when: ({ words }) => words.at(-1)?.startsWith('docker://') ?? false },
    { run: 'pack build', only: ['--publish'], kind: 'container' },
    { run: 'kaniko|/kaniko/executor', unless: ['--no-push'], kind: 'container' },
  ],
  publishActions: {
    'docker/build-push-action': pushes,
    'docker/bake-action': bakePushes,
    'depot/build-push-action': pushes,
    'depot/bake-action': bakePushes,
    'redhat-actions/push-to-registry': () => 'container',
    'elgohr/publish-docker-github-action': (step) =>
      /^true$/.test(step.with.no_push?.value ?? '') ? null : 'container',
    'mr-smithers-excellent/docker-build-push': () => 'container',
    'macbre/push-to-ghcr': () => 'container',
    'akhilerm/tag-push-action': () => 'container',
  },
  buildActions: [
    'docker/build-push-action',
    'docker/bake-action',
    'redhat-actions/buildah-build',
    'elgohr/publish-docker-github-action',
    'depot/build-push-action',
    'depot/bake-action',
  ],
};

function bakePushes(step: Step): PublishKind | null {
  const set = step.with.set?.value ?? '';
  return pushes(step) ?? (/\.output=.*(?:type=registry|push=true)/.test(set) ? 'container' : null);
}

/**
 * `push` is false by default and `load` keeps the image on the machine; an expression may be true on some run. `outputs` can push as
 * well (docs.docker.com/build/exporters).
 */
function pushes(step: Step): PublishKind | null {
  const push = step.with.push?.value.trim() ?? '';
  const outputs = step.with.outputs?.value ?? '';
  if (areRehearsed(step.with.tags?.value ?? '')) return null;
  const may = /^true$/i.test(push) || (push.includes('${{') && !/^\$\{\{\s*false\s*\}\}$/.test(push));
  return may || /type=registry|push=true/.test(outputs) ? 'container' : null;
}

function buildxPushes({ options }: Invocation): boolean {
  return options.some(
    (option) =>
      option === '--push' ||
      option === '--push=true' ||
      /^(?:-o|--output)=?.*(?:type=registry|push=true)/.test(option) ||
      /^--set=?.*output=.*(?:type=registry|push=true)/.test(option),
  );
}
