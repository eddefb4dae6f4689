import type { Assessed, OfferedRemedy } from '../model/assessment.ts';
import { type Finding, isPlace } from '../model/finding.ts';
import type { Pack } from '../model/pack.ts';
import type { PlannedFile } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { linesOf } from '../plan/line-history.ts';
import { makePlan } from '../plan/make-plan.ts';
import { defaultAnswers } from '../plan/recommended-choices.ts';
import { printable } from './printable.ts';
import { artifactLocation } from './sarif-place.ts';

type Region = {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
};

type Replacement = { readonly deletedRegion: Region; readonly insertedContent: { readonly text: string } };

/** One way to mend a result; several in a result are alternatives. */
export type SarifFix = {
  readonly description: { readonly text: string };
  readonly artifactChanges: readonly {
    readonly artifactLocation: ReturnType<typeof artifactLocation>;
    readonly replacements: readonly Replacement[];
  }[];
};

/**
 * The fixes of a control's findings, planned alone and confined as with `--yes`: for every remedy that changes files and asks
 * nothing that facts do not answer. Where a remedy replaces lines one by one and each is a finding of its own, a finding gets
 * its line; else the first finding carries the whole change, if that cures the control.
 */
export function fixesByFinding(
  assessed: Assessed,
  snapshot: Snapshot,
  pack: Pack,
): ReadonlyMap<Finding, readonly SarifFix[]> {
  const fixes = new Map<Finding, SarifFix[]>();
  const add = (finding: Finding, fix: SarifFix) => fixes.set(finding, [...(fixes.get(finding) ?? []), fix]);
  const [first] = assessed.findings;
  if (!assessed.gap || first === undefined) return fixes;
  for (const remedy of assessed.remedies.filter(({ kind }) => kind === 'edit' || kind === 'new-file')) {
    const filled = defaultAnswers(remedy, {});
    if ('open' in filled) continue;
    const { control } = assessed;
    const choices = [{ control: control.id, remedy: remedy.id, answers: filled.answers }];
    const plan = makePlan({ snapshot, controls: [control], choices, pack, confined: true });
    if (plan.files.length === 0) continue;
    const lines = lineByLine(plan.files, assessed.findings);
    if (lines !== null)
      for (const [finding, { file, replacement }] of lines) add(finding, fixOf(remedy, [[file, [replacement]]]));
    else if (plan.conflicts.length === 0 && plan.cures.includes(control.id))
      add(
        first,
        fixOf(
          remedy,
          plan.files.map((file) => [file, replacementsOf(file)]),
        ),
      );
  }
  return fixes;
}

const fixOf = (
  { title }: OfferedRemedy,
  changes: readonly (readonly [PlannedFile, readonly Replacement[]])[],
): SarifFix => ({
  description: { text: printable(title) },
  artifactChanges: changes.map(([{ path }, replacements]) => ({
    artifactLocation: artifactLocation(path),
    replacements,
  })),
});

type LineFix = { readonly file: PlannedFile; readonly replacement: Replacement };

/** Null unless every changed line replaces one line, on which a finding begins. */
function lineByLine(files: readonly PlannedFile[], findings: readonly Finding[]): ReadonlyMap<Finding, LineFix> | null {
  const fixes = new Map<Finding, LineFix>();
  for (const file of files) {
    const after = linesOf(file.after);
    for (const hunk of file.hunks) {
      if (hunk.before.count !== hunk.after.count) return null;
      for (let offset = 0; offset < hunk.before.count; offset += 1) {
        const line = hunk.before.line + offset;
        const finding = findings.find(
          ({ location }) => isPlace(location) && location.path === file.path && location.line === line,
        );
        if (finding === undefined) return null;
        const text = after[hunk.after.line - 1 + offset] ?? '';
        fixes.set(finding, { file, replacement: replacementOf(file, line, 1, text) });
      }
    }
  }
  return fixes;
}

const replacementsOf = (file: PlannedFile): readonly Replacement[] => {
  const after = linesOf(file.after);
  return file.hunks.map(({ before, after: to }) =>
    replacementOf(file, before.line, before.count, after.slice(to.line - 1, to.line - 1 + to.count).join('')),
  );
};

/** Whole lines with their line ends; behind a last line that has none, its own end. */
function replacementOf({ before }: PlannedFile, line: number, count: number, text: string): Replacement {
  const lines = linesOf(before ?? '');
  const last = lines.at(-1) ?? '';
  const isOpen = count > 0 && line - 1 + count === lines.length && !last.endsWith('\n');
  const end = isOpen ? { endLine: lines.length, endColumn: last.length + 1 } : { endLine: line + count, endColumn: 1 };
  return { deletedRegion: { startLine: line, startColumn: 1, ...end }, insertedContent: { text } };
}
