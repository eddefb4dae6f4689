import { originOf } from '../workflow/origin.ts';
import type { Job } from '../workflow/workflow-file.ts';
import { follow, textOf } from '../workflow/yaml-view.ts';
import type { PublishKind } from './publish-kind.ts';

/** What a reusable workflow of somebody else is known to do, given what the calling job hands it. */
export type KnownBuilder = {
  readonly publishes: readonly PublishKind[];
  readonly attests: boolean;
  readonly sbom: boolean;
  readonly signs: boolean;
};

const SLSA = 'slsa-framework/slsa-github-generator/.github/workflows/';
const DOCKER = 'docker/github-builder/.github/workflows/';

/** The builder that a job calls; null when it calls none of those whose work is known. */
export function knownBuilder(job: Job): KnownBuilder | null {
  const uses = job.uses?.value;
  if (uses?.kind !== 'reusable-workflow') return null;
  const name = `${uses.owner}/${uses.repo}/${uses.path}`.toLowerCase();
  const input = (key: string): string => textOf(follow(originOf(job), ['with', key]))?.trim() ?? '';
  if (name.startsWith(SLSA)) return slsaBuilder(name.slice(SLSA.length), input);
  if (name.startsWith(DOCKER)) return dockerBuilder(input);
  return null;
}

/** The generators only attest; the Go and container builders also build, and upload on tags (their READMEs). */
function slsaBuilder(file: string, input: (key: string) => string): KnownBuilder {
  const attesting: KnownBuilder = { publishes: [], attests: true, sbom: false, signs: true };
  if (!file.startsWith('builder_')) return attesting;
  const uploads = file.startsWith('builder_go') && !/^false$/i.test(input('upload-assets'));
  return uploads ? { ...attesting, publishes: ['binaries'] } : attesting;
}

/** Pushes when asked to, then signs what it pushed (docker/github-builder, inputs `output`, `push`, `sbom`, `sign`). */
function dockerBuilder(input: (key: string) => string): KnownBuilder {
  const pushes = input('output') !== 'local' && !/^(?:false)?$/i.test(input('push'));
  const signs = pushes && !/^false$/i.test(input('sign'));
  return { publishes: pushes ? ['container'] : [], attests: signs, sbom: /^true$/i.test(input('sbom')), signs };
}
