import { assess } from '../assess/assess.ts';
import type { Assessed, Verdict } from '../model/assessment.ts';
import type { Control } from '../model/control.ts';
import { type AcceptedFinding, type Finding, findingKey, isPlace } from '../model/finding.ts';
import type { Pack } from '../model/pack.ts';
import type { Conflict } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Chosen, Fold, FoldedFile } from './fold.ts';

/** What the plan really does, by judging the overlay: what it cures, what it does not, and what it would make worse. */
export function compareVerdicts(
  before: Snapshot,
  after: Snapshot,
  controls: readonly Control[],
  chosen: readonly Chosen[],
  state: Fold,
  pack: Pack,
): { readonly cures: readonly string[]; readonly conflicts: readonly Conflict[] } {
  const then = byId(assess(before, controls).controls);
  const now = byId(assess(after, controls).controls);
  const cures: string[] = [];
  const conflicts: Conflict[] = [];
  for (const control of controls) {
    const was = then.get(control.id);
    const is = now.get(control.id);
    if (was === undefined || is === undefined) continue;
    if (was.gap && !is.gap) cures.push(control.id);
    const worse = worsening(was, is, state, pack);
    if (worse !== null) conflicts.push({ controls: [control.id], path: null, message: worse });
    else if (is.gap && isChosen(chosen, control) && !isExplained(state, control)) {
      const message = `${control.id} is not satisfied by this plan: ${is.message}`;
      conflicts.push({
        controls: [control.id],
        path: is.findings.find((f) => isPlace(f.location)) ? placeOf(is) : null,
        message,
      });
    }
  }
  return { cures, conflicts };
}

const byId = (all: readonly Assessed[]) => new Map(all.map((each) => [each.control.id, each]));

const isChosen = (chosen: readonly Chosen[], control: Control): boolean =>
  chosen.some((each) => each.control.id === control.id);

/** Something else was said about it already: a step by hand, a setting, a conflict, or the reason it was left out. */
const isExplained = (state: Fold, { id }: Control): boolean =>
  state.steps.some((step) => step.control === id) ||
  state.sharing.includes(id) ||
  state.settings.some((setting) => setting.control === id) ||
  state.conflicts.some(({ controls }) => controls.includes(id)) ||
  state.leftOut.some((left) => left.control === id);

const placeOf = (assessed: Assessed): string | null => {
  const location = assessed.findings[0]?.location ?? null;
  return isPlace(location) ? location.path : null;
};

/** Only a fail and a partial can carry findings; the rest is above them. */
const RANK: Readonly<Record<Verdict, number>> = {
  fail: 0,
  partial: 1,
  unknown: 2,
  waived: 2,
  'not-applicable': 2,
  pass: 3,
};

/** A verdict that got worse, or a new finding in a file of this plan; null when neither. */
function worsening(was: Assessed, is: Assessed, state: Fold, pack: Pack): string | null {
  const old = new Set(was.findings.map((finding) => findingKey(was.control.id, finding)));
  const fresh = is.findings.filter((finding) => !old.has(findingKey(is.control.id, finding)));
  const blamed = fresh.filter((finding) => !isAccepted(state, pack, is.control.id, finding));
  const isAllAccepted = fresh.length > 0 && blamed.length === 0;
  if (!was.gap && is.gap && was.verdict !== 'unknown' && was.verdict !== 'not-applicable' && !isAllAccepted) {
    return `${is.control.id} would get worse: ${is.message}`;
  }
  // Better on the whole: a finding that remains in a new file is what the control still says, not damage.
  if (RANK[is.verdict] > RANK[was.verdict]) return null;
  const written = blamed.find((finding) => fileOf(state, finding)?.before === null);
  if (written === undefined) return null;
  return `a file of this plan would give ${is.control.id} a new finding: ${written.message}`;
}

const fileOf = ({ files }: Fold, { location }: Finding): FoldedFile | undefined =>
  isPlace(location) ? files.get(location.path) : undefined;

/** What the template of a new file, or a remedy in the lines it wrote, leaves to the user, with the reason it gives. */
function isAccepted(state: Fold, pack: Pack, control: string, finding: Finding): boolean {
  const file = fileOf(state, finding);
  const isIt = ({ accept = [] }: { readonly accept?: readonly AcceptedFinding[] }): boolean =>
    accept.some((each) => each.control === control && each.rule === finding.rule);
  if (file === undefined) return false;
  if (file.before === null) return pack.templates.filter(({ id }) => id === file.template).some(isIt);
  const line = isPlace(finding.location) ? file.history.lines[finding.location.line - 1] : undefined;
  return file.causes.some(({ control: author, remedy }) => line?.by.includes(author) === true && isIt(remedy));
}
