import type { Control } from '../model/control.ts';
import { counted } from '../model/counted.ts';
import type { Outcome } from '../model/delivery.ts';
import type { Plan } from '../model/plan.ts';
import { slugOf, type Target } from '../model/target.ts';
import { foreignPacks } from './foreign-packs.ts';
import { ghApiCall } from './gh-api-call.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { untold } from './untold.ts';
import { VERDICT_MARKS } from './verdict-marks.ts';
import { verifyLines } from './verify-lines.ts';

export type ReceiptInput = {
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly controls: readonly Control[];
  readonly target: Target;
  /** Where a branch would be pushed; null when there is no remote. */
  readonly remote: string | null;
  /** Controls that still have a gap, of all that were judged. */
  readonly left: { readonly gaps: number; readonly judged: number };
};

export type ReceiptLook = { readonly paint: Paint; readonly unicode: boolean };

/** What stays in the normal screen after a delivery: what was done, the link on a line of its own, what remains, how to undo it. */
export function receiptText(
  { plan, outcome, controls, target, remote, left }: ReceiptInput,
  { paint, unicode }: ReceiptLook,
): string {
  if (outcome.state === 'stopped') return stoppedText(outcome, target, { paint, unicode });
  const mark = paint('good', unicode ? VERDICT_MARKS.pass.unicode : VERDICT_MARKS.pass.ascii);
  const inverses = outcome.steps.flatMap(({ inverse }) => (inverse === null ? [] : [inverse]));
  const touched = controls.filter(({ id }) => plan.files.some((file) => file.controls.includes(id)));
  const lines = [
    `${mark} ${headline(plan, outcome, target)}`,
    ...(outcome.url === null ? [] : [`  ${printable(outcome.url)}`]),
    ...whatNext(outcome, remote),
    ...outcome.notes.map((note) => `  note: ${printable(note)}`),
    ...foreignPacks(plan.packs).map((pack) => `  template pack: ${printable(pack)}`),
    ...plan.conflicts.map(({ message }) => `  could not be done: ${printable(message)}`),
    ...plan.settings.flatMap(({ summary, request }) => [
      `  setting: ${printable(summary)}`,
      ...ghApiCall(request, target.host).map((line) => `    ${printable(line)}`),
    ]),
    ...plan.steps.map(({ summary }) => `  by hand: ${printable(summary)}`),
    ...(plan.steps.length === 0
      ? []
      : [
          `  how to do these: ${outcome.url === null ? 'harden-builds init --dry-run --yes' : 'the pull request has the lines'}`,
        ]),
    ...untold(plan).map(({ control, reason }) => `  left out: ${nameOf(control, controls)}: ${printable(reason)}`),
    ...(outcome.state === 'nothing-to-do'
      ? []
      : verifyLines(touched, slugOf(target)).map((line) => `  verify the next release: ${line}`)),
    ...inverses.map((inverse) => `  undo: ${printable(inverse)}`),
    `  left: ${left.gaps} of ${counted(left.judged, 'control')}    next: harden-builds check`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A delivery that the user stopped: what it had done by then, and that a second run goes on from there. */
function stoppedText({ notes, steps }: Outcome, target: Target, { paint, unicode }: ReceiptLook): string {
  const mark = paint('caution', unicode ? VERDICT_MARKS.partial.unicode : VERDICT_MARKS.partial.ascii);
  const lines = [
    `${mark} stopped before it was delivered to ${printable(slugOf(target) ?? 'this repository')}`,
    ...notes.map((note) => `  note: ${printable(note)}`),
    ...steps.flatMap(({ inverse }) => (inverse === null ? [] : [`  undo: ${printable(inverse)}`])),
    '  next: harden-builds init goes on from there',
  ];
  return `${lines.join('\n')}\n`;
}

function headline(plan: Plan, { kind, state, branch }: Outcome, target: Target): string {
  const where = slugOf(target) ?? 'this repository';
  const files = counted(plan.files.length, 'file');
  if (state === 'nothing-to-do')
    return branch === null
      ? `nothing to change in ${printable(where)}`
      : `nothing to do: ${printable(branch)} already holds these changes`;
  switch (kind) {
    case 'pr':
      return `${files} proposed for ${printable(where)}${state === 'updated' ? ', in the pull request that was open' : ''}`;
    case 'branch':
      return `${files} changed on the branch ${printable(branch ?? '')}`;
    case 'patch':
      return `${files} in the patch`;
    case 'worktree':
      return `${files} changed in the working tree`;
  }
}

const nameOf = (id: string, controls: readonly Control[]): string => {
  const control = controls.find((each) => each.id === id);
  return control === undefined ? printable(id) : `${control.number} ${control.title}`;
};

function whatNext({ kind, state, branch, commit }: Outcome, remote: string | null): readonly string[] {
  if (kind !== 'branch' || state === 'nothing-to-do' || branch === null) return [];
  const look = `  look at it:  git show ${commit?.slice(0, 12) ?? branch}`;
  return remote === null ? [look] : [look, `  publish it:  git push -u ${remote} ${branch}`];
}
