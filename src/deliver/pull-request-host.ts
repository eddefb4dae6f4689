import type { ApiAnswer } from '../model/api-failure.ts';
import type { DeliveredFile } from '../model/delivery.ts';

/** A repository on the host: the one the pull request is for, or a fork of it. */
export type Place = { readonly owner: string; readonly name: string };

export type Home = Place & {
  readonly canPush: boolean;
  readonly allowsForks: boolean;
  readonly archived: boolean;
};

/** What a commit has at the path of a planned file: the planned text, the text it was planned for, or something else. */
export type FileState = 'after' | 'before' | 'other';

/** What lies between the commit where a branch left the base and its head. */
export type Ahead = {
  readonly commits: readonly { readonly sha: string; readonly message: string }[];
  /** `baseOid` and `mode` are null for a path that is new on the branch. */
  readonly paths: readonly { readonly path: string; readonly baseOid: string | null; readonly mode: string | null }[];
  /** False when the host cut the list off. */
  readonly complete: boolean;
};

/** One commit to be: files to write, paths to remove, paths to put back to a blob of the base. */
export type CommitContent = {
  readonly files: readonly DeliveredFile[];
  readonly remove: readonly string[];
  readonly restore: readonly { readonly path: string; readonly oid: string; readonly mode: string }[];
};

export type PullRequest = {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
};

export type NewPullRequest = {
  readonly title: string;
  readonly body: string;
  readonly base: string;
  readonly from: Place;
  readonly branch: string;
  readonly draft: boolean;
};

/** What delivering a pull request needs of the host. Failures are answers; `data: null` is a certain "there is none". */
export interface WritesPullRequests {
  readonly host: string;
  home(): Promise<ApiAnswer<Home>>;
  /** Scopes of a classic token, null for kinds that do not tell. Known after the first answer. */
  scopes(): readonly string[] | null;
  /** Creates the signed-in user's fork, or finds it, and waits until it can be used. */
  fork(): Promise<ApiAnswer<Place>>;
  branchHead(place: Place, branch: string): Promise<ApiAnswer<string | null>>;
  ahead(place: Place, base: string, head: string): Promise<ApiAnswer<Ahead>>;
  /** One state for each file, in order. */
  statesAt(place: Place, commit: string, files: readonly DeliveredFile[]): Promise<ApiAnswer<readonly FileState[]>>;
  createBranch(place: Place, branch: string, commit: string): Promise<ApiAnswer<unknown>>;
  /** Never forces: the new commit must follow from the old head. */
  moveBranch(place: Place, branch: string, commit: string): Promise<ApiAnswer<unknown>>;
  deleteBranch(place: Place, branch: string): Promise<ApiAnswer<unknown>>;
  /** One commit through GraphQL, which signs it. It cannot set modes nor put blobs back. */
  commitOnBranch(
    place: Place,
    branch: string,
    head: string,
    message: string,
    content: CommitContent,
  ): Promise<ApiAnswer<string>>;
  /** One commit that no ref names yet. */
  writeCommit(place: Place, parent: string, message: string, content: CommitContent): Promise<ApiAnswer<string>>;
  pullRequests(from: Place, branch: string, state: 'open' | 'closed'): Promise<ApiAnswer<readonly PullRequest[]>>;
  createPullRequest(wanted: NewPullRequest): Promise<ApiAnswer<PullRequest>>;
  updatePullRequest(number: number, change: { readonly body: string }): Promise<ApiAnswer<unknown>>;
  requestReviewers(number: number, reviewers: readonly string[]): Promise<ApiAnswer<unknown>>;
}
