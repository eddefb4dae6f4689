import type { Judged, Report } from './look.ts';

/** `limited` is a partial without a gap: nothing is seen to be wrong, and something was not seen. */
const kindOf = ({ verdict, gap }: Judged): string => (verdict === 'partial' && !gap ? 'limited' : verdict);

/** What the judgement of one who sees less may be, when the truth is this. A plan or host may lack what is judged. */
const MAY_BE: Readonly<Record<string, readonly string[]>> = {
  pass: ['pass', 'limited', 'unknown'],
  limited: ['limited', 'unknown'],
  partial: ['partial', 'limited', 'unknown'],
  fail: ['fail', 'partial', 'limited', 'unknown'],
  unknown: ['unknown', 'limited'],
  'not-applicable': ['not-applicable', 'limited', 'unknown'],
};

/** Sentences that say where somebody who sees less claims what is not so; none is what should be. */
export function falseClaims(truth: Report, seen: Report, lackedHere: readonly string[] = []): readonly string[] {
  return seen.controls.flatMap((control) => {
    const real = truth.controls.find(({ id }) => id === control.id);
    if (real === undefined) return [`${control.id} is not in the truth`];
    const [was, is] = [kindOf(real), kindOf(control)];
    const isAllowed =
      MAY_BE[was]?.includes(is) === true || (is === 'not-applicable' && lackedHere.includes(control.id));
    const invented = control.findings.filter(
      (finding) =>
        control.findings.filter((each) => isAbout(each, finding)).length >
        real.findings.filter((each) => isAbout(each, finding)).length,
    );
    return [
      ...(isAllowed ? [] : [`${control.id}: ${was} is said to be ${is} (${control.message})`]),
      ...invented.map(({ rule, message }) => `${control.id}: ${rule} is not so (${message})`),
      ...(is !== was && is !== 'not-applicable' && control.unknown.length === 0
        ? [`${control.id}: ${is} instead of ${was}, and names nothing unseen`]
        : []),
    ];
  });
}

type Finding = Judged['findings'][number];

/** The same rule in the same file or at the same endpoint: how much of it is seen may differ. */
const isAbout = (a: Finding, b: Finding): boolean => a.rule === b.rule && placeOf(a) === placeOf(b);
const placeOf = ({ location }: Finding): string =>
  location === null ? '' : 'path' in location ? (location.path ?? '') : (location.endpoint ?? '');

/** Controls that are judged otherwise than they are: a scenario in which nothing is hidden proves nothing. */
export const judgedOtherwise = (truth: Report, seen: Report): readonly string[] =>
  seen.controls.flatMap((control) => {
    const real = truth.controls.find(({ id }) => id === control.id);
    return real !== undefined && kindOf(real) === kindOf(control) ? [] : [control.id];
  });

/** What was not seen for this reason, by fact: the one sentence that says how it could be. */
export function unlocksOf(report: Report, reason: string): Readonly<Record<string, string>> {
  const missing = report.controls.flatMap(({ unknown }) => unknown).filter((each) => each.reason === reason);
  return Object.fromEntries(missing.map(({ fact, unlock }) => [fact, unlock]));
}
