import { isFullSha } from '../workflow/parse-uses.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { UsesReference } from '../workflow/uses-reference.ts';

/** The ref that stands for "the newest release" in what packs want. */
export const LATEST = 'latest';

/** One action repository and everything that is to be known about it. Names keep the spelling they were found in. */
export type PinRequest = {
  readonly owner: string;
  readonly repo: string;
  /** Tags, branches and commit ids as written after `@`; `latest` for packs. */
  readonly refs: readonly string[];
  /** Versions that comments claim for full commit ids, to be looked up as tags. */
  readonly claims: readonly { readonly sha: string; readonly version: string }[];
};

export type RemoteUse = Extract<UsesReference, { readonly owner: string }>;

/** Every reference to code of another repository, in steps, jobs and composite actions. */
export function remoteUsesIn(set: WorkflowSet): readonly RemoteUse[] {
  const steps = [...set.workflows.flatMap(({ jobs }) => jobs), ...set.actions].flatMap(stepsOf);
  const called = set.workflows.flatMap(({ jobs }) => jobs.map((job) => job.uses));
  return [...steps.map((step) => step.uses), ...called].flatMap((uses) =>
    uses !== null && 'owner' in uses.value ? [uses.value] : [],
  );
}

/** One request for each repository, sorted; `wanted` are keys `owner/repo@ref` of what packs mention. */
export function pinRequests(uses: readonly RemoteUse[], wanted: readonly string[]): readonly PinRequest[] {
  const requests = new Map<string, { owner: string; repo: string; refs: Set<string>; claims: Map<string, string> }>();
  const requestFor = (owner: string, repo: string) => {
    const key = `${owner}/${repo}`.toLowerCase();
    const request = requests.get(key) ?? { owner, repo, refs: new Set(), claims: new Map() };
    requests.set(key, request);
    return request;
  };
  for (const { owner, repo, ref, comment } of uses) {
    const request = requestFor(owner, repo);
    request.refs.add(ref);
    const version = versionIn(comment);
    if (isFullSha(ref) && version !== null) request.claims.set(ref, version);
  }
  for (const key of wanted) {
    const [, owner, repo, ref] = /^([^/@]+)\/([^/@]+)(?:\/[^@]*)?@(.+)$/.exec(key) ?? [];
    if (owner !== undefined && repo !== undefined && ref !== undefined) requestFor(owner, repo).refs.add(ref);
  }
  return [...requests.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { owner, repo, refs, claims }]) => ({
      owner,
      repo,
      refs: [...refs].sort(),
      claims: [...claims].map(([sha, version]) => ({ sha, version })).sort((a, b) => (a.sha < b.sha ? -1 : 1)),
    }));
}

/** The version that a comment beside a pin names: `v4.1.1` of `# tag=v4.1.1 (2024-01-02)`. */
export const versionIn = (comment: string | null): string | null =>
  /(?:^|[\s=@])(v?\d+(?:\.\d+)*(?:-[\w.]+)?)(?=$|[\s,;)])/.exec(comment ?? '')?.[1] ?? null;
