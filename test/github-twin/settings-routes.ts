import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Answer, notFound, ok } from './answer.ts';
import { roleOf, turnedAway } from './rights.ts';
import type { Route } from './route.ts';
import { peeled, resolve, type TwinAdvisory, type TwinRepository } from './state.ts';

type Rest = RestEndpointMethodTypes;
type Repository = Rest['repos']['get']['response']['data'];
type Release = Rest['repos']['listReleases']['response']['data'][number];

/** Reads of the repository and of its settings. */
export const SETTINGS_ROUTES: readonly Route[] = [
  {
    route: 'GET /repos/:owner/:repo',
    answer: ({ caller, repository: of }) => {
      const refused = turnedAway(caller, of, 'read', 'metadata=read');
      if (refused !== null) return refused;
      const role = roleOf(caller, of);
      const body: Pick<
        Repository,
        | 'id'
        | 'name'
        | 'full_name'
        | 'private'
        | 'visibility'
        | 'archived'
        | 'fork'
        | 'is_template'
        | 'default_branch'
        | 'allow_forking'
      > & {
        owner: Pick<Repository['owner'], 'id' | 'login' | 'type'>;
        permissions?: Repository['permissions'];
        security_and_analysis?: Repository['security_and_analysis'];
      } = {
        id: of.id,
        name: of.name,
        full_name: `${of.owner}/${of.name}`,
        owner: { id: 77, login: of.owner, type: of.ownerKind },
        private: of.visibility === 'private',
        visibility: of.visibility,
        archived: of.archived,
        fork: of.fork,
        is_template: false,
        default_branch: of.defaultBranch,
        allow_forking: of.allowsForks,
        ...(turnedAway(caller, of, 'admin', 'administration=read') === null
          ? { security_and_analysis: of.settings.securityAnalysis }
          : {}),
        ...(caller === null ? {} : { permissions: { admin: role === 'admin', push: role !== 'read', pull: true } }),
      };
      return ok(body);
    },
  },
  {
    route: 'GET /repos/:owner/:repo/actions/permissions',
    answer: ({ caller, repository }) =>
      turnedAway(caller, repository, 'admin', 'administration=read') ?? ok(repository.permissions),
  },
  {
    route: 'GET /repos/:owner/:repo/actions/permissions/workflow',
    answer: ({ caller, repository }) =>
      turnedAway(caller, repository, 'admin', 'administration=read') ?? ok(repository.workflow),
  },
  {
    route: 'GET /repos/:owner/:repo/actions/runners',
    answer: ({ caller, repository }) => {
      const runners = repository.runners.map(({ name, ephemeral, labels, version }) => ({
        name,
        ...(version === undefined ? {} : { version }),
        ...(ephemeral === undefined ? {} : { ephemeral }),
        labels: labels.map((label) => ({ name: label })),
      }));
      const body = { total_count: runners.length, runners };
      return turnedAway(caller, repository, 'admin', 'administration=read') ?? ok(body);
    },
  },
  {
    route: 'GET /repos/:owner/:repo/actions/workflows',
    answer: ({ caller, repository, state, query }) => {
      const paths = [
        ...state.store.filesOf(repository.refs.get(`refs/heads/${repository.defaultBranch}`) ?? '').keys(),
      ];
      const workflows = paths
        .filter((path) => path.startsWith('.github/workflows/'))
        .map((path) => ({ path, state: 'active' }));
      const { items, more } = paged(workflows, query);
      return (
        turnedAway(caller, repository, 'read', 'actions=read') ??
        linked(ok({ total_count: workflows.length, workflows: items }), more)
      );
    },
  },
  {
    route: 'GET /repos/:owner/:repo/codeowners/errors',
    answer: ({ caller, repository, state, query }) => {
      const refused = turnedAway(caller, repository, 'read', 'contents=read');
      if (refused !== null) return refused;
      const commit = resolve(state, repository, query.get('ref') ?? repository.defaultBranch);
      const files = commit === null ? null : state.store.filesOf(peeled(state, commit));
      const has = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'].some((path) => files?.has(path));
      const body: Rest['repos']['codeownersErrors']['response']['data'] = { errors: repository.codeownersErrors };
      return has ? ok(body) : notFound;
    },
  },
  {
    route: 'GET /repos/:owner/:repo/collaborators',
    answer: ({ caller, repository }) => {
      const people: Readonly<Record<string, string>> = {
        ...repository.roles,
        ...(repository.ownerKind === 'User' ? { [repository.owner]: 'admin' } : {}),
      };
      const body: Pick<Rest['repos']['listCollaborators']['response']['data'][number], 'login' | 'permissions'>[] =
        Object.entries(people).map(([login, role]) => ({
          login,
          permissions: { pull: true, push: role !== 'read', admin: role === 'admin' },
        }));
      return turnedAway(caller, repository, 'write', 'metadata=read') ?? ok(body);
    },
  },
  {
    route: 'GET /repos/:owner/:repo/releases',
    answer: ({ caller, repository, query }) => {
      const all = repository.releases.map((release) => ({
        tag_name: release.tag,
        draft: release.draft ?? false,
        prerelease: release.prerelease ?? false,
        ...(release.immutable === undefined ? {} : { immutable: release.immutable }),
        assets: (release.assets ?? []).map(({ name, digest }) => ({ name, digest, uploader: { login: 'octo' } })),
      })) satisfies readonly (Pick<Release, 'tag_name' | 'draft' | 'prerelease' | 'immutable'> & {
        assets: readonly (Pick<Release['assets'][number], 'name' | 'digest'> & { uploader: { login: string } })[];
      })[];
      const { items, more } = paged(all, query);
      return turnedAway(caller, repository, 'read', 'contents=read') ?? linked(ok(items), more);
    },
  },
];

type Bulk = Rest['orgs']['listAttestationsBulk']['response']['data'];

export const OWNER_ROUTES: readonly { readonly route: string; answer(state: OwnerCall): Answer }[] = [
  'orgs',
  'users',
].map((kind) => ({
  route: `POST /${kind}/:owner/attestations/bulk-list`,
  answer({ repositories, body, owner }) {
    const asked = body as { subject_digests: string[]; predicate_type: string };
    const held = repositories.filter((each) => each.owner.toLowerCase() === owner.toLowerCase());
    const right = kind === 'orgs' ? 'Organization' : 'User';
    if (held.some((each) => each.ownerKind !== right)) return notFound;
    const found = held.flatMap((each) =>
      each.attestations
        .filter(({ digest, predicate }) => asked.subject_digests.includes(digest) && predicate === asked.predicate_type)
        .map(({ digest, repositoryId, bundle, bundleUrl }) => ({
          digest,
          shown: {
            repository_id: repositoryId ?? each.id,
            ...(bundle === undefined ? {} : { bundle }),
            ...(bundleUrl === undefined ? {} : { bundle_url: bundleUrl }),
          },
        })),
    );
    const answered: Bulk = {
      attestations_subject_digests: Object.fromEntries(
        found.map(({ digest }) => [digest, found.filter((each) => each.digest === digest).map(({ shown }) => shown)]),
      ),
      page_info: { has_next: false },
    };
    return ok(answered);
  },
}));

/** What belongs to no repository: the organisation, and the advisories that everybody can read. */
export const HOST_ROUTES: typeof OWNER_ROUTES = [
  {
    route: 'GET /orgs/:owner',
    answer: ({ repositories, owner }) => {
      const held = repositories.find((each) => each.owner === owner && each.ownerKind === 'Organization');
      return held === undefined
        ? notFound
        : ok({
            login: owner,
            ...(held.settings.twoFactor === null ? {} : { two_factor_requirement_enabled: held.settings.twoFactor }),
          });
    },
  },
  {
    route: 'GET /advisories',
    answer: ({ advisories, query }) => {
      const asked = query.get('affects')?.split(',') ?? [];
      return ok(
        advisories.filter(({ vulnerabilities }) => vulnerabilities.some((each) => asked.includes(each.package.name))),
      );
    },
  },
];

type OwnerCall = {
  readonly advisories: readonly TwinAdvisory[];
  readonly query: URLSearchParams;
  readonly repositories: readonly TwinRepository[];
  readonly body: unknown;
  readonly owner: string;
};

export function paged<T>(all: readonly T[], query: URLSearchParams): { items: readonly T[]; more: boolean } {
  const size = Number(query.get('per_page') ?? 30);
  const page = Number(query.get('page') ?? 1);
  return { items: all.slice((page - 1) * size, page * size), more: all.length > page * size };
}

const linked = (answer: Answer, more: boolean): Answer =>
  more ? { ...answer, headers: { ...answer.headers, link: '<https://next.invalid>; rel="next"' } } : answer;
