/** An image that is taken by a tag, as its registry knows it. */
export type ImageName = {
  /** `docker.io` when none is written. */
  readonly registry: string;
  readonly repository: string;
  /** `latest` when none is written. */
  readonly tag: string;
};

const DEFAULT_REGISTRY = 'docker.io';
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const REGISTRY = /^[a-z0-9](?:[a-z0-9-]*(?:\.[a-z0-9-]+)*)?(?::\d{1,5})?$/;

/**
 * Reads `[registry/]name[:tag]`, with or without `docker://`, as container tools do (distribution/reference): a first part with
 * a dot or a port is a registry, and a name of one part is one of Docker’s own. Null for a digest, for what is computed, and for
 * what is no name.
 */
export function imageName(text: string): ImageName | null {
  const written = text.trim().replace(/^docker:\/\//, '');
  if (written.includes('@')) return null;
  const slash = written.indexOf('/');
  const first = slash === -1 ? '' : written.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const path = hasRegistry ? written.slice(slash + 1) : written;
  const [bare = '', tag = 'latest', more] = path.split(':');
  const registry = hasRegistry ? first.toLowerCase() : DEFAULT_REGISTRY;
  const repository = registry === DEFAULT_REGISTRY && !bare.includes('/') ? `library/${bare}` : bare;
  const isName = more === undefined && REGISTRY.test(registry) && REPOSITORY.test(repository) && TAG.test(tag);
  return isName ? { registry, repository, tag } : null;
}

/** One spelling for each image and tag: `docker.io/library/node:22`. */
export const imageKey = ({ registry, repository, tag }: ImageName): string => `${registry}/${repository}:${tag}`;

/** The same reference by its content. The tag stays for people, and a tag that was only meant is written out. */
export function withDigest(text: string, digest: string): string {
  const written = text.trim();
  const isTagged = /:[^/:]+$/.test(written.replace(/^docker:\/\//, ''));
  return `${written}${isTagged ? '' : ':latest'}@${digest}`;
}
