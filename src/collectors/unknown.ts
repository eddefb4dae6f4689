import type { ApiFailure } from '../model/api-failure.ts';
import { type Source, type Unknown, type UnknownReason, unknown } from '../model/fact.ts';
import { type Asking, isCloud, type Rights } from './asking.ts';

/** Which right an answer takes: of the user in the repository, and of a fine-grained token (`Administration: read`). */
export type RightNeeded = {
  readonly role: Exclude<Rights, 'unseen'>;
  readonly permission: string;
  /** What a 404 means when the right is there, as something to do. */
  readonly whenAbsent?: string;
};

/**
 * The one place that turns a refused request into an unknown, and says how the answer could be had. A 404 is never *off* here:
 * it hides what the token may not see, and hosts that do not know an endpoint send it too (DESIGN section 2).
 */
export function unknownBecause(failure: ApiFailure, needed: RightNeeded, asking: Asking, source: Source): Unknown {
  const say = (reason: UnknownReason, unlock: string): Unknown => unknown(reason, unlock, source);
  switch (failure.kind) {
    case 'unauthorized':
      return say('forbidden', `log in (gh auth login --hostname ${asking.host}) and run again`);
    case 'forbidden':
      return say(...forbidden(failure, needed, asking));
    case 'not-found':
      return say(...notFound(failure, needed, asking));
    case 'gone':
      return say('unserved', `${asking.host} has withdrawn this: ${failure.message}`);
    case 'invalid':
    case 'conflict':
      return say('unsupported', `${asking.host} says: ${failure.message}`);
    case 'rate-limited':
      return say('unreachable', rateLimited(failure, asking));
    case 'server':
      return say('unreachable', `${asking.host} failed (status ${failure.status}); run again later`);
    case 'unreachable':
      return say('unreachable', `check the connection to ${asking.host} (${failure.message}) and run again`);
  }
}

/** What somebody without a login is not told, so that it need not be asked. */
export const hiddenWithoutLogin = (needed: RightNeeded, asking: Asking, source: Source): Unknown | null =>
  asking.token.signedIn || needed.role === 'read'
    ? null
    : unknown('forbidden', rightsWanted(null, needed, asking), source);

type Told = readonly [UnknownReason, string];

function forbidden(failure: ApiFailure, needed: RightNeeded, asking: Asking): Told {
  if (failure.ssoUrl !== null) return ['forbidden', `authorise the token for single sign-on: ${failure.ssoUrl}`];
  if (/upgrade to github|billing plan|not available (?:on|for) (?:this|your) plan/i.test(failure.message)) {
    return ['unsupported', `the plan of ${asking.owner} does not include this: ${failure.message}`];
  }
  if (/by integration/i.test(failure.message)) {
    const permission = failure.acceptedPermissions ?? needed.permission;
    return [
      'forbidden',
      `use the token of an administrator with ${permission}: a workflow’s own token cannot see this`,
    ];
  }
  return ['forbidden', rightsWanted(failure.acceptedPermissions, needed, asking)];
}

function notFound(failure: ApiFailure, needed: RightNeeded, asking: Asking): Told {
  if (failure.requestId === null) return ['unserved', `${asking.host} does not answer this question`];
  if (!suffices(asking.rights, needed.role)) return ['forbidden', rightsWanted(null, needed, asking)];
  if (needed.whenAbsent !== undefined) return ['unserved', needed.whenAbsent];
  if (!isCloud(asking.host)) {
    return ['unserved', `${asking.host} may be too old for this, or the token lacks ${needed.permission}`];
  }
  // An administrator's classic token with this scope lacks nothing that a repository's settings take.
  if (needed.role === 'admin' && asking.token.scopes?.includes('repo') === true) {
    const repository = `${asking.owner}/${asking.name}`;
    return ['unserved', `look in the settings of ${repository}: the plan of ${asking.owner} may not include this`];
  }
  return ['forbidden', `give the token the right it lacks: ${needed.permission}, or the classic scope repo`];
}

function rightsWanted(accepted: string | null, needed: RightNeeded, asking: Asking): string {
  if (!asking.token.signedIn) return `log in (gh auth login --hostname ${asking.host}) and run again`;
  const repository = `${asking.owner}/${asking.name}`;
  if (!suffices(asking.rights, needed.role) && asking.rights !== 'unseen') {
    return needed.role === 'admin'
      ? `ask an administrator of ${repository} to run this, or look in the repository’s settings`
      : `ask somebody with ${needed.role} access to ${repository} to run this`;
  }
  return `give the token the right it lacks: ${accepted ?? needed.permission}`;
}

function rateLimited(failure: ApiFailure, asking: Asking): string {
  const until = failure.resetAt === null ? 'a while' : `${new Date(failure.resetAt * 1000).toISOString()}`;
  return asking.token.signedIn
    ? `the rate limit of ${asking.host} is used up: run again after ${until}`
    : `the rate limit without a login is used up: log in (gh auth login --hostname ${asking.host}) or run again after ${until}`;
}

const RANK: Readonly<Record<Rights, number>> = { unseen: 0, read: 1, push: 2, admin: 3 };

/** Whether a user with these rights may be told what takes that role. */
const suffices = (rights: Rights, role: RightNeeded['role']): boolean => RANK[rights] >= RANK[role];
