import type { Snapshot } from '../model/snapshot.ts';

export type Tool = { readonly name: string; readonly version: string };

/** Which repository and commit a result is about. Visibility is null while the host was not asked or did not answer. */
export function repositoryJson({ target, facts }: Snapshot) {
  const { host, owner, name, base } = target;
  const visibility = facts.repository.state === 'known' ? facts.repository.value.visibility : null;
  return { host, owner, name, visibility, base: { ref: base.ref, sha: base.sha, dirty: base.dirty } };
}
