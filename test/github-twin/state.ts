import { createHash } from 'node:crypto';
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type ObjectStore, objectStore } from './git-objects.ts';
import { SETTINGS_AT_FIRST, type TwinSettings } from './twin-settings.ts';

type Rest = RestEndpointMethodTypes;
export type Role = 'admin' | 'write' | 'read';

/** A token as GitHub has them: classic ones say their scopes, the others are refused with the permission they lack. */
export type TwinToken =
  | { readonly kind: 'classic'; readonly login: string; readonly scopes: readonly string[] }
  | { readonly kind: 'fine-grained' | 'installation'; readonly login: string; readonly permissions: readonly string[] };

export type TwinRelease = {
  readonly tag: string;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  readonly immutable?: boolean;
  readonly assets?: readonly { readonly name: string; readonly digest: string | null }[];
};

export type TwinAttestation = {
  readonly digest: string;
  readonly predicate: 'provenance' | 'sbom';
  readonly repositoryId?: number;
  readonly bundle?: object;
  readonly bundleUrl?: string;
};

export type TwinPull = {
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  base: string;
  head: { owner: string; name: string; branch: string };
  reviewers: string[];
};

export type TwinRepository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly ownerKind: 'User' | 'Organization';
  readonly visibility: 'public' | 'private';
  readonly defaultBranch: string;
  readonly fork: boolean;
  archived: boolean;
  allowsForks: boolean;
  allowsDrafts: boolean;
  readonly roles: Record<string, Role>;
  readonly refs: Map<string, string>;
  readonly pulls: TwinPull[];
  permissions: Rest['actions']['getGithubActionsPermissionsRepository']['response']['data'];
  workflow: Rest['actions']['getGithubActionsDefaultWorkflowPermissionsRepository']['response']['data'];
  runners: readonly { name: string; ephemeral?: boolean; labels: readonly string[]; version?: string }[];
  codeownersErrors: Rest['repos']['codeownersErrors']['response']['data']['errors'];
  releases: readonly TwinRelease[];
  attestations: readonly TwinAttestation[];
  readonly settings: TwinSettings;
};

export type RepositorySeed = Partial<
  Omit<TwinRepository, 'id' | 'owner' | 'name' | 'refs' | 'pulls' | 'fork' | 'settings'>
> & {
  readonly settings?: Partial<TwinSettings>;
  /** Text by path; a path that ends in `*` is executable. */
  readonly files?: Readonly<Record<string, string>>;
  /** Tags of further commits, oldest first: each is a commit of its own; `annotated` ones are tag objects. */
  readonly tags?: readonly (readonly string[] | { readonly annotated: string })[];
};

export type TwinAdvisory = {
  readonly ghsa_id: string;
  readonly summary: string;
  readonly html_url: string;
  readonly withdrawn_at: string | null;
  readonly vulnerabilities: readonly {
    readonly package: { readonly ecosystem: 'actions'; readonly name: string };
    readonly vulnerable_version_range: string;
    readonly first_patched_version: string | null;
  }[];
};

export type TwinSeed = {
  readonly advisories?: readonly TwinAdvisory[];
  readonly repositories: Readonly<Record<string, RepositorySeed>>;
  readonly tokens?: Readonly<Record<string, TwinToken>>;
};

export type TwinState = {
  readonly store: ObjectStore;
  readonly repositories: Map<string, TwinRepository>;
  readonly tokens: Readonly<Record<string, TwinToken>>;
  readonly advisories: readonly TwinAdvisory[];
};

export function stateOf(seed: TwinSeed): TwinState {
  const store = objectStore();
  const repositories = new Map<string, TwinRepository>();
  for (const [slug, of] of Object.entries(seed.repositories)) {
    repositories.set(slug.toLowerCase(), repositoryOf(slug, of, store, repositories.size + 1));
  }
  return { store, repositories, tokens: seed.tokens ?? {}, advisories: seed.advisories ?? [] };
}

function repositoryOf(slug: string, seed: RepositorySeed, store: ObjectStore, number: number): TwinRepository {
  const [owner = '', name = ''] = slug.split('/');
  const { files = {}, tags = [], ...given } = seed;
  const blobs = Object.entries(files).map(
    ([path, text]) =>
      [path.replace(/\*$/, ''), { mode: path.endsWith('*') ? '100755' : '100644', oid: store.blob(text) }] as const,
  );
  let head = store.commit({ tree: store.treeWith(null, new Map(blobs)), parents: [], message: `first of ${slug}\n` });
  const defaultBranch = seed.defaultBranch ?? 'main';
  const refs = new Map<string, string>();
  for (const group of tags) {
    const names = 'annotated' in group ? [group.annotated] : group;
    head = store.commit({ tree: store.treeWith(head, new Map()), parents: [head], message: `${names.join()}\n` });
    for (const tag of names) refs.set(`refs/tags/${tag}`, 'annotated' in group ? store.tag(tag, head) : head);
  }
  refs.set(`refs/heads/${defaultBranch}`, head);
  return {
    id: 1000 + number,
    owner,
    name,
    ownerKind: 'Organization',
    visibility: 'public',
    defaultBranch,
    fork: false,
    archived: false,
    allowsForks: true,
    allowsDrafts: true,
    roles: {},
    permissions: { enabled: true, allowed_actions: 'all', sha_pinning_required: false },
    workflow: { default_workflow_permissions: 'write', can_approve_pull_request_reviews: true },
    runners: [],
    codeownersErrors: [],
    releases: [],
    attestations: [],
    ...given,
    settings: { ...SETTINGS_AT_FIRST, ...given.settings },
    refs,
    pulls: [],
  };
}

export const headOf = (repository: TwinRepository, branch = repository.defaultBranch): string =>
  repository.refs.get(`refs/heads/${branch}`) ?? '';

/** Branch, tag (peeled), full ref or commit id. */
export function resolve({ store }: TwinState, repository: TwinRepository, expression: string): string | null {
  const { refs } = repository;
  const oid =
    refs.get(expression) ?? refs.get(`refs/tags/${expression}`) ?? refs.get(`refs/heads/${expression}`) ?? expression;
  return store.get(oid) === undefined ? null : oid;
}

export const peeled = ({ store }: TwinState, oid: string): string => {
  const found = store.get(oid);
  return found?.type === 'tag' ? found.target : oid;
};

export const etagOf = (body: string): string => `W/"${createHash('sha1').update(body).digest('hex')}"`;
