import type { ApiFailure } from '../model/api-failure.ts';

/** A 403 that is about the licence of a private repository, not about the token. */
export const scanningIsOff = (failure: ApiFailure): boolean =>
  failure.kind === 'forbidden' &&
  /(?:advanced security|code security|code scanning) (?:must be|is not) enabled/i.test(failure.message);
