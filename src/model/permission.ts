export type PermissionLevel = 'none' | 'read' | 'write';

/** Scopes of the job token that GitHub documents (workflow syntax, 2026). An unknown scope is a note, never an error. */
export const PERMISSION_SCOPES = [
  'actions',
  'artifact-metadata',
  'attestations',
  'checks',
  'code-quality',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
] as const;

export type PermissionMap = Readonly<Record<string, PermissionLevel>>;

const RANK: Readonly<Record<PermissionLevel, number>> = { none: 0, read: 1, write: 2 };

export const atLeast = (have: PermissionLevel | undefined, want: PermissionLevel): boolean =>
  RANK[have ?? 'none'] >= RANK[want];
