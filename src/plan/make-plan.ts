import { factViews } from '../ecosystems/fact-views.ts';
import type { Control } from '../model/control.ts';
import { textAt } from '../model/files.ts';
import type { Pack } from '../model/pack.ts';
import type { PinCatalogue } from '../model/pin.ts';
import type { Choice, Conflict, LeftOut, Plan, PlannedFile } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { refusePath } from '../templating/output-path.ts';
import { newRefusals } from '../workflow/accepted-by-github.ts';
import type { Rendering } from './created-file.ts';
import { type Chosen, type Fold, type FoldedFile, fold, folded } from './fold.ts';
import { historyOf, hunksOf, rewrite } from './line-history.ts';
import { type NotUpgraded, type Upgrade, upgradeConflict, upgradedFiles } from './upgrades.ts';
import { compareVerdicts } from './verify-plan.ts';
import { type NewWaiver, POLICY_FILE, waiverFile } from './waiver-file.ts';

export type PlanInput = {
  readonly snapshot: Snapshot;
  readonly controls: readonly Control[];
  readonly choices: readonly Choice[];
  readonly pack: Pack;
  /** Chosen remedies of which only settings and manual steps are wanted: what remains for a person after this plan. */
  readonly advisory?: readonly Choice[];
  /** Controls nobody chose, and why; carried into the plan so that nothing is dropped silently. */
  readonly leftOut?: readonly LeftOut[];
  /** Verdicts the maintainer accepts for now: written into the policy file, as a visible change. */
  readonly waivers?: readonly NewWaiver[];
  /** Generated files that are made again. The other remedies are planned on what that leaves. */
  readonly upgrades?: readonly Upgrade[];
  /** Generated files whose edits and whose new template change the same lines. */
  readonly notUpgraded?: readonly NotUpgraded[];
  /** With `--yes`: no file outside `.github/`, the CODEOWNERS places and the documents the pack declares. */
  readonly confined?: boolean;
};

/** The ordered, conflict-free changes for the chosen remedies, proven and judged again. Pure. */
export function makePlan(input: PlanInput): Plan {
  const { snapshot, controls } = input;
  const draft = previewPlan(input);
  const { state, chosen } = draft;
  const refused = [...state.files].flatMap(([path, file]) => refusalOf(path, file));
  const kept = without(state, new Set(refused.map(({ path }) => path)));
  const advised = advise(input, kept);
  const judged = compareVerdicts(snapshot, folded(snapshot, kept), controls, chosen, kept, input.pack);
  return {
    choices: input.choices.toSorted((a, b) => (a.control < b.control ? -1 : 1)),
    files: plannedFiles(kept),
    settings: [...kept.settings, ...advised.settings],
    steps: [...kept.steps, ...advised.steps],
    conflicts: [
      ...(input.notUpgraded ?? []).map(upgradeConflict),
      ...draft.conflicts,
      ...kept.conflicts,
      ...refused,
      ...judged.conflicts,
    ],
    leftOut: [...(input.leftOut ?? []), ...kept.leftOut],
    cures: judged.cures,
    packs: input.pack.layers,
  };
}

/** A plan before it is accepted by GitHub's parser and judged again: fast enough for a live diff. */
export type Preview = Pick<Plan, 'files' | 'settings' | 'steps' | 'conflicts'> & {
  readonly state: Fold;
  readonly chosen: readonly Chosen[];
};

/** The fold alone. Called while the user is still choosing. */
export function previewPlan(input: PlanInput): Preview {
  const { chosen, conflicts } = resolve(input.controls, input.choices);
  const state = waive(
    confine(fold(input.snapshot, chosen, renderingFor(input), upgradedFiles(input.upgrades ?? [])), input),
    input,
  );
  return {
    files: plannedFiles(state),
    settings: state.settings,
    steps: state.steps,
    conflicts: [...conflicts, ...state.conflicts],
    state,
    chosen,
  };
}

/** The snapshot as the plan leaves it. */
export const planned = (input: PlanInput): Snapshot => folded(input.snapshot, previewPlan(input).state);

function advise(input: PlanInput, state: Fold): Pick<Fold, 'settings' | 'steps'> {
  const { chosen } = resolve(input.controls, input.advisory ?? []);
  const advised = fold(folded(input.snapshot, state), chosen, renderingFor(input));
  return { settings: advised.settings, steps: advised.steps };
}

function resolve(
  controls: readonly Control[],
  choices: readonly Choice[],
): { chosen: Chosen[]; conflicts: Conflict[] } {
  const chosen: Chosen[] = [];
  const conflicts: Conflict[] = [];
  for (const choice of choices) {
    const control = controls.find((each) => each.id === choice.control);
    const remedy = control?.remedies.find((each) => each.id === choice.remedy);
    if (control !== undefined && remedy !== undefined) chosen.push({ control, remedy, choice });
    else {
      const message = `${choice.control} has no remedy "${choice.remedy}"`;
      conflicts.push({ controls: [choice.control], path: null, message });
    }
  }
  return { chosen, conflicts };
}

const NO_PINS: PinCatalogue = { pins: {}, tagObjects: {}, versions: {}, offlineSince: null };

function renderingFor({ snapshot, pack }: PlanInput): Rendering {
  const { pins } = snapshot.facts;
  const { owner, name } = snapshot.target;
  return {
    pack,
    pins: pins.state === 'known' ? pins.value : NO_PINS,
    views: factViews(snapshot),
    seed: `${owner ?? 'local'}/${name ?? 'repository'}`,
  };
}

const plannedFiles = ({ files }: Fold): readonly PlannedFile[] =>
  [...files.values()].map(plannedFile).toSorted((a, b) => (a.path < b.path ? -1 : 1));

function plannedFile({ file, before, history, causes, waives = [], upgrade }: FoldedFile): PlannedFile {
  return {
    path: file.path,
    mode: file.mode,
    before,
    after: file.text,
    hunks: hunksOf(history),
    controls: [...new Set([...causes.map((cause) => cause.control), ...waives])],
    risk: upgrade !== undefined || causes.some((cause) => cause.remedy.risk === 'review') ? 'review' : 'safe',
    ...(upgrade === undefined ? {} : { upgrade }),
    causes: causes.map(({ control, summary }) => ({ control, summary })),
    summaries: [
      ...(upgrade === undefined ? [] : [`made again: ${upgrade.from} is ${upgrade.to} now`]),
      ...new Set(causes.map((cause) => cause.summary)),
      ...waives.map((control) => `${control} is waived, with a reason and a date`),
    ],
  };
}

/** GitHub would refuse the file: a defect of ours, named and never delivered. */
function refusalOf(path: string, { file, before, causes }: FoldedFile): readonly (Conflict & { path: string })[] {
  const refusals = newRefusals(before, file);
  if (refusals.length === 0) return [];
  const controls = [...new Set(causes.map((cause) => cause.control))];
  return [{ controls, path, message: `${path} is left as it is: GitHub would refuse it (${refusals.join('; ')})` }];
}

const without = (state: Fold, paths: ReadonlySet<string>): Fold =>
  paths.size === 0 ? state : { ...state, files: new Map([...state.files].filter(([path]) => !paths.has(path))) };

function waive(state: Fold, { snapshot, waivers = [] }: PlanInput): Fold {
  if (waivers.length === 0) return state;
  const { texts } = snapshot.facts;
  const existing = texts.state === 'known' ? textAt(texts.value, POLICY_FILE) : null;
  const written = waiverFile(existing, waivers);
  const controls = waivers.map(({ control }) => control);
  if (!written.ok) {
    const message = `${written.path} cannot take the waiver: ${written.reason}`;
    return { ...state, conflicts: [...state.conflicts, { controls, path: written.path, message }] };
  }
  const { file, before } = written;
  const history = controls.reduce((past, control) => rewrite(past, file.text, control), historyOf(before ?? ''));
  const waived = { file, before, history, waives: controls, causes: [], created: null };
  return { ...state, files: new Map(state.files).set(file.path, waived) };
}

function confine(state: Fold, { confined, pack }: PlanInput): Fold {
  if (confined !== true) return state;
  const outside = [...state.files].filter(([path]) => refusePath(path, pack.documents) !== null);
  const left = outside.flatMap(([path, { causes }]) =>
    causes.map(({ control }) => ({
      control,
      reason: `it edits ${path}, which is only changed when you choose it yourself`,
    })),
  );
  return { ...without(state, new Set(outside.map(([path]) => path))), leftOut: [...state.leftOut, ...left] };
}
