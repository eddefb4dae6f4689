/** 1-based, columns in UTF-16 code units; the end is exclusive. A whole file is 1,1–1,1. */
export type Place = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
};

/** A place in a file, or the request whose answer showed it. */
export type Location = Place | { readonly endpoint: string };

/**
 * Evidence of one thing at one place. `rule` is stable and kebab-case within its control. A finding about an absent file has
 * no location and names the path in `expected`. `route` (`jobs.build.steps[2].uses`) identifies it when lines move.
 */
export type Finding = {
  readonly rule: string;
  readonly message: string;
  readonly observed: string;
  readonly expected: string;
  readonly location: Location | null;
  readonly route?: string;
};

export const isPlace = (location: Location | null): location is Place => location !== null && 'path' in location;

export const wholeFile = (path: string): Place => ({ path, line: 1, column: 1, endLine: 1, endColumn: 1 });

/** The order in which people read: by path, then by line and column; what is at no place comes last. */
export function inReadingOrder(a: Location | null, b: Location | null): number {
  if (!isPlace(a) || !isPlace(b)) return Number(!isPlace(a)) - Number(!isPlace(b));
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** What a finding is known by from run to run: never a line number. */
export const findingKey = (control: string, finding: Finding): string => {
  const where = isPlace(finding.location) ? finding.location.path : (finding.location?.endpoint ?? '');
  return [control, finding.rule, where, finding.route ?? '', finding.observed].join('/');
};

/** A finding that what we write leaves to the user, and why. */
export type AcceptedFinding = { readonly control: string; readonly rule: string; readonly reason: string };
