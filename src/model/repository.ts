export type Visibility = 'public' | 'private' | 'internal';

/** What `GET /repos/{owner}/{repo}` says, as far as controls use it. */
export type RepositoryFacts = {
  readonly id: string;
  readonly ownerId: string;
  readonly ownerKind: 'user' | 'organization';
  readonly visibility: Visibility;
  readonly archived: boolean;
  readonly fork: boolean;
  readonly template: boolean;
  readonly defaultBranch: string;
  readonly permissions: { readonly admin: boolean; readonly push: boolean };
};

/** `GET …/actions/permissions`. `shaPinningRequired` is null where the host does not know it. */
export type ActionsPolicy = {
  readonly enabled: boolean;
  readonly allowedActions: 'all' | 'local_only' | 'selected' | null;
  readonly shaPinningRequired: boolean | null;
};

/** `GET …/actions/permissions/workflow`. */
export type TokenDefaults = {
  readonly defaultWorkflowPermissions: 'read' | 'write';
  readonly canApprovePullRequestReviews: boolean;
};

/** `GET …/actions/workflows`: paths of workflows and whether they are switched on. */
export type WorkflowState = { readonly path: string; readonly state: string };

/** `GET …/actions/runners`: runners registered at the repository; those of the organisation do not show here. */
export type SelfHostedRunner = {
  readonly name: string;
  readonly ephemeral: boolean | null;
  readonly labels: readonly string[];
  /** Version of the runner program; null when the host does not tell. */
  readonly version: string | null;
  readonly groupId: string | null;
};

/** `GET …/codeowners/errors`. */
export type CodeownersError = {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly message: string;
};

/** Who can write: decides whether a sole maintainer could ever have a change reviewed by someone else. */
export type OwnerAccess = { readonly writers: readonly string[]; readonly complete: boolean };

/** Our own open pull request, found by its head branch and its marker. */
export type OpenPullRequest = { readonly number: number; readonly url: string; readonly branch: string };
