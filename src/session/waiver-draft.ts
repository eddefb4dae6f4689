/** The shortest reason that a policy takes. */
const SHORTEST_REASON = 10;

const DAY = 24 * 60 * 60 * 1000;

/** Why a reason cannot be taken, or null when it can. */
export function refuseReason(reason: string): string | null {
  const { length } = reason.trim();
  if (length >= SHORTEST_REASON) return null;
  return `a reason has at least ${SHORTEST_REASON} characters, so that a colleague can judge it; this has ${length}`;
}

/** Why a day cannot be taken, or null when it can. `observedAt` is when the repository was looked at. */
export function refuseExpiry(day: string, observedAt: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isDay(day)) return `"${day}" is not a day written as YYYY-MM-DD`;
  if (day < observedAt.slice(0, 10)) return `${day} is over: a waiver is valid through its day`;
  return null;
}

/** Ninety days from now: long enough to plan the work, short enough to be asked again. */
export const suggestedExpiry = (observedAt: string): string =>
  new Date(Date.parse(observedAt) + 90 * DAY).toISOString().slice(0, 10);

const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};
