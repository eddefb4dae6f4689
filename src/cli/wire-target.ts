import { resolve } from 'node:path';
import { hasCommit, headBase, namedBase, remoteDefaultBase } from '../adapters/git-base.ts';
import { gitFiles } from '../adapters/git-objects.ts';
import type { RemoteRepository } from '../adapters/git-remote-url.ts';
import { chooseRemote, type Remote } from '../adapters/git-remotes.ts';
import { uncommittedChanges } from '../adapters/git-uncommitted.ts';
import { worktreeFiles } from '../adapters/git-worktree-files.ts';
import type { GitHubClient } from '../adapters/github-client.ts';
import { type LocalRepository, locateRepository } from '../adapters/locate-repository.ts';
import type { Surroundings } from '../adapters/process-environment.ts';
import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import { counted } from '../model/counted.ts';
import { Refusal } from '../model/refusal.ts';
import type { Base, Target } from '../model/target.ts';
import type { Looking } from './invocation.ts';

/** A target and everything that reads it. */
export type Located = {
  readonly target: Target;
  /** Null when only the host was asked. */
  readonly checkout: LocalRepository | null;
  readonly client: GitHubClient | null;
  /** Public registries are asked about images. */
  readonly asksRegistries: boolean;
  readonly files: ReadsRepositoryFiles;
  /** What the person should know first. */
  readonly notes: readonly string[];
};

export type Wanted = Looking & {
  /** `head`: what is checked out; `default`: the head of the remote default branch. */
  readonly at: 'head' | 'default';
  readonly worktree: boolean;
  /** Without the host there is nothing to do. */
  readonly needsHost: boolean;
};

/** Where the repository is, found without asking the host. */
export type Place = {
  readonly wanted: Wanted;
  readonly checkout: LocalRepository | null;
  readonly remote: Remote | null;
  readonly host: string;
  readonly owner: string | null;
  readonly name: string | null;
};

/**
 * Settles the commit and the way to read it.
 * @throws Refusal when there is no such commit, or no answer from a host that is needed.
 */
export async function wireTarget(place: Place, around: Surroundings, onLog: (line: string) => void): Promise<Located> {
  const { wanted, checkout, host, owner, name } = place;
  if (wanted.local || owner === null || name === null) return offline(place);
  const { wireClient } = await import('./wire-client.ts');
  const { client, credential, isGitHub } = await wireClient(host, around.environment, onLog);
  const { base, notes } = await baseOf(place, { host, owner, name }, client);
  const target: Target = { mode: 'api', host, owner, name, base: { ...base, dirty: wanted.worktree } };
  return {
    target,
    checkout,
    client,
    asksRegistries: isGitHub,
    files: await filesOf(place, target, client),
    notes: [
      ...remoteNote(place),
      ...(credential === null ? [noLogin(host)] : []),
      ...notes,
      ...(await uncommittedNote(place)),
    ],
  };
}

/**
 * Finds the checkout, the remote and the name of the repository, asking nobody.
 * @throws Refusal when there is no repository.
 */
export async function locatePlace(wanted: Wanted, { environment, workingDirectory }: Surroundings): Promise<Place> {
  const { path, repo } = wanted;
  const checkout =
    path === null && repo !== null
      ? null
      : await locateRepository(path === null ? workingDirectory : resolve(workingDirectory, path));
  const ghHost = environment.GH_HOST?.toLowerCase() || null;
  const remote = checkout === null ? null : chooseRemote(checkout.remotes, repo?.host ?? ghHost);
  const name = repo ?? remote?.repository ?? null;
  const host = repo?.host ?? (repo === null ? remote?.repository?.host : null) ?? ghHost ?? 'github.com';
  const place: Place = { wanted, checkout, remote, host, owner: name?.owner ?? null, name: name?.name ?? null };
  if (name === null && wanted.needsHost) throw noRemote(checkout);
  return place;
}

async function offline(place: Place): Promise<Located> {
  const { wanted, checkout, host, owner, name } = place;
  // Only a run with --repo and without --local has no checkout, and that one has a name.
  if (checkout === null) throw new Error('nothing to read: no checkout and nothing online');
  const base = wanted.base === null ? headBase(checkout) : await namedBase(checkout.root, wanted.base);
  const target: Target = { mode: 'local', host, owner, name, base: { ...base, dirty: wanted.worktree } };
  const files = wanted.worktree ? worktreeFiles(checkout) : gitFiles(checkout, base.sha);
  const noHost = wanted.local
    ? []
    : ['no remote names a repository on GitHub, so settings are unknown; --repo OWNER/NAME names one'];
  return {
    target,
    checkout,
    client: null,
    asksRegistries: false,
    files,
    notes: [...noHost, ...(await uncommittedNote(place))],
  };
}

type Found = { readonly base: Base; readonly notes: readonly string[] };

async function baseOf(
  { wanted, checkout, remote }: Place,
  slug: RemoteRepository,
  client: GitHubClient,
): Promise<Found> {
  if (checkout !== null && wanted.at === 'head') {
    return { base: wanted.base === null ? headBase(checkout) : await namedBase(checkout.root, wanted.base), notes: [] };
  }
  try {
    const { remoteBase } = await import('../adapters/api-repository.ts');
    return { base: { ...(await remoteBase(client, slug, wanted.base)), dirty: false }, notes: [] };
  } catch (error) {
    const seen = checkout === null || wanted.needsHost ? null : await asLastSeen(checkout, remote, wanted.base);
    if (seen === null || !(error instanceof Refusal) || error.exitCode === 2) throw error;
    const note = `${error.message}; the plan is made for ${seen.ref} as this clone last saw it`;
    return { base: seen, notes: [note] };
  }
}

async function asLastSeen(checkout: LocalRepository, remote: Remote | null, ref: string | null): Promise<Base | null> {
  if (ref !== null) return namedBase(checkout.root, ref);
  return remote === null ? null : remoteDefaultBase(checkout.root, remote.name);
}

async function filesOf(
  { wanted, checkout }: Place,
  target: Target,
  client: GitHubClient,
): Promise<ReadsRepositoryFiles> {
  if (checkout !== null && wanted.worktree) return worktreeFiles(checkout);
  if (checkout !== null && (await hasCommit(checkout.root, target.base.sha)))
    return gitFiles(checkout, target.base.sha);
  const { apiFiles } = await import('../adapters/api-files.ts');
  const { host, owner, name, base } = target;
  if (owner === null || name === null) throw new Error('a target at a host has a name');
  return apiFiles(client, { host, owner, name }, base.sha);
}

function remoteNote({ wanted, checkout, remote }: Place): readonly string[] {
  if (checkout === null || remote === null || wanted.repo !== null || checkout.remotes.length < 2) return [];
  return [`of ${counted(checkout.remotes.length, 'remote')}, "${remote.name}" names the repository: ${remote.address}`];
}

async function uncommittedNote({ wanted, checkout }: Place): Promise<readonly string[]> {
  if (checkout === null || wanted.worktree) return [];
  const changes = await uncommittedChanges(checkout);
  if (changes.length === 0) return [];
  const [first] = changes;
  const more = changes.length === 1 ? '' : ` and ${changes.length - 1} more`;
  return [`not committed, so not looked at: ${first?.path}${more}`];
}

const noLogin = (host: string): string =>
  `not logged in to ${host}: what only a token may read stays unknown; gh auth login --hostname ${host} or GH_TOKEN would show it`;

const noRemote = (checkout: LocalRepository | null): Refusal =>
  new Refusal('no remote names a repository on GitHub', {
    why:
      checkout === null || checkout.remotes.length === 0
        ? 'A pull request needs the repository at its host, and this one has no remote.'
        : `A pull request needs the repository at its host; the remotes are ${checkout.remotes.map(({ name, address }) => `${name} (${address})`).join(', ')}.`,
    next: ['name it: --repo OWNER/NAME', 'or stay on this machine: harden-builds init --local'],
    exitCode: 2,
  });
