const DAY = 24 * 60 * 60 * 1000;

/** Whole days from one time (ISO) to the time of the look; negative when it lies ahead, null when it is no time. */
export function daysSince(then: string, observedAt: string): number | null {
  const days = Math.floor((Date.parse(observedAt) - Date.parse(then)) / DAY);
  return Number.isFinite(days) ? days : null;
}

/** Whether it is longer ago than so many days. What is no time is not said to be old. */
export const isOlderThan = (days: number, then: string, observedAt: string): boolean => {
  const age = daysSince(then, observedAt);
  return age !== null && age > days;
};

/** After a year a secret is due to be changed (catalogue 3.04), and a key that nobody used is not needed. */
export const DAYS_UNTIL_OLD = 365;
