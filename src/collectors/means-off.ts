import type { ApiFailure } from '../model/api-failure.ts';
import { type Asking, isCloud } from './asking.ts';

/**
 * Whether a 404 can only mean "switched off" (DESIGN section 2): GitHub itself answered, on a host that certainly has the
 * endpoint, and the token has the right. A classic token without `repo` is told 404 for everything; tokens with permissions of
 * their own are told 403 when they lack one.
 */
export const meansOff = (failure: ApiFailure, asking: Asking): boolean =>
  failure.kind === 'not-found' &&
  failure.requestId !== null &&
  isCloud(asking.host) &&
  asking.rights === 'admin' &&
  (asking.token.scopes === null || asking.token.scopes.includes('repo'));
