import type { PinCatalogue } from '../model/pin.ts';

/** After so many days an offline catalogue is no longer recommended (DESIGN section 2, pins are facts). */
const DAYS_UNTIL_STALE = 90;

/** The sentence that says that the catalogue is too old to be recommended, or null. */
export function staleness({ offlineSince }: PinCatalogue, observedAt: string): string | null {
  const isStale =
    offlineSince !== null && Date.parse(observedAt) - Date.parse(offlineSince) > DAYS_UNTIL_STALE * 24 * 60 * 60 * 1000;
  return isStale
    ? `the versions come from the offline catalogue of ${offlineSince}, more than ${DAYS_UNTIL_STALE} days ago: run with a token`
    : null;
}
