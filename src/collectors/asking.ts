import type { Target } from '../model/target.ts';
import type { TokenKind } from './reads-api.ts';

/** What the signed-in user may do in the repository; `unseen` when the host did not say. */
export type Rights = 'admin' | 'push' | 'read' | 'unseen';

/** What decides how an answer is to be understood: which repository, and who asks. */
export type Asking = {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  /** The commit that is judged. */
  readonly sha: string;
  readonly rights: Rights;
  readonly token: TokenKind;
};

/** Null when the target has no repository on a host. */
export function askingOf(target: Target, rights: Rights, token: TokenKind): Asking | null {
  if (target.owner === null || target.name === null) return null;
  return { host: target.host, owner: target.owner, name: target.name, sha: target.base.sha, rights, token };
}

export const repositoryPath = (asking: Asking): string =>
  `/repos/${encodeURIComponent(asking.owner)}/${encodeURIComponent(asking.name)}`;

/** github.com and GitHub Enterprise Cloud with data residency: always the newest API. */
export const isCloud = (host: string): boolean => host === 'github.com' || host.endsWith('.ghe.com');
