import { assess, remedyContext } from '../assess/assess.ts';
import type { Change, CreateFile, EditFile } from '../model/change.ts';
import type { Control, Remedy } from '../model/control.ts';
import { isReadable, type TextFile } from '../model/files.ts';
import type { Choice, Conflict, LeftOut, PlannedSetting, PlannedStep } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { applyOperations } from '../workflow/apply-operations.ts';
import { damageOf } from '../workflow/prove-no-damage.ts';
import { createdText, type Rendering, uniteInputs } from './created-file.ts';
import { historyOf, type LineHistory, rewrite } from './line-history.ts';
import { overlay } from './overlay.ts';
import { settingFromPack } from './setting-from-pack.ts';

/** One file as the fold has left it so far. */
export type FoldedFile = {
  readonly file: TextFile;
  readonly before: string | null;
  readonly history: LineHistory;
  readonly causes: readonly { readonly control: string; readonly remedy: Remedy; readonly summary: string }[];
  /** Controls that this file waives, when it is the policy file. */
  readonly waives?: readonly string[];
  /** The template was rendered again before any remedy was planned. */
  readonly upgrade?: { readonly from: string; readonly to: string };
  /** How it was created, while nothing has edited it yet: only then can another remedy unite its inputs with these. */
  readonly created: CreateFile | null;
  /** The template it was made from, however it was edited since. */
  readonly template?: string | null;
};

export type Fold = {
  readonly files: ReadonlyMap<string, FoldedFile>;
  readonly settings: readonly PlannedSetting[];
  readonly steps: readonly PlannedStep[];
  readonly conflicts: readonly Conflict[];
  readonly leftOut: readonly LeftOut[];
  /** Controls whose step by hand another one had asked for already: it is listed once. */
  readonly sharing: readonly string[];
};

/** A choice whose names were found. */
export type Chosen = { readonly control: Control; readonly remedy: Remedy; readonly choice: Choice };

const EMPTY: Fold = { files: new Map(), settings: [], steps: [], conflicts: [], leftOut: [], sharing: [] };

/**
 * Plans each chosen remedy against the snapshot overlaid with what the earlier ones produced. Sorted by round, phase and
 * catalogue number, so that the order of choosing never changes the bytes.
 */
export function fold(
  snapshot: Snapshot,
  chosen: readonly Chosen[],
  rendering: Rendering,
  upgraded: Fold['files'] = EMPTY.files,
): Fold {
  return chosen
    .toSorted(byOrderOfWork)
    .reduce((state, each) => next(snapshot, state, each, rendering), startOf(snapshot, rendering, upgraded));
}

const starts = new WeakMap<Snapshot, { readonly pack: Rendering['pack']; readonly start: Fold }>();

function startOf(snapshot: Snapshot, { pack }: Rendering, files: Fold['files']): Fold {
  const before = starts.get(snapshot);
  if (before?.pack === pack && before.start.files === files) return before.start;
  const start = { ...EMPTY, files };
  starts.set(snapshot, { pack, start });
  return start;
}

const continued = new WeakMap<Fold, { readonly chosen: Chosen; readonly after: Fold }>();

/** The next step, or what it gave last time: planning some choices more, or the same again, begins where it differs. */
function next(snapshot: Snapshot, state: Fold, chosen: Chosen, rendering: Rendering): Fold {
  const before = continued.get(state);
  if (before !== undefined && isSame(before.chosen, chosen)) return before.after;
  // A copy: a step that changes nothing must not go on from itself.
  const after = { ...step(snapshot, state, chosen, rendering) };
  continued.set(state, { chosen, after });
  return after;
}

const isSame = (a: Chosen, b: Chosen): boolean =>
  a.control === b.control &&
  a.remedy === b.remedy &&
  (a.choice === b.choice || JSON.stringify(a.choice.answers) === JSON.stringify(b.choice.answers));

const overlays = new WeakMap<Fold['files'], { readonly snapshot: Snapshot; readonly after: Snapshot }>();

/** The snapshot with these files; one object for the same files, so that what was read and judged in it is not read again. */
export function folded(snapshot: Snapshot, { files }: Fold): Snapshot {
  const before = overlays.get(files);
  if (before?.snapshot === snapshot) return before.after;
  const after = overlay(snapshot, new Map([...files].map(([path, { file }]) => [path, file])));
  overlays.set(files, { snapshot, after });
  return after;
}

function step(snapshot: Snapshot, state: Fold, chosen: Chosen, rendering: Rendering): Fold {
  const { control, remedy, choice } = chosen;
  const now = folded(snapshot, state);
  const context = remedyContext(now, control);
  const leave = (reason: string): Fold => ({
    ...state,
    leftOut: [...state.leftOut, { control: control.id, reason }],
  });
  if (context === null) return leave('a fact it needs is not known');
  if (state.files.size > 0 && assess(now, [control]).controls[0]?.gap === false) return state;
  const refused = remedy.unavailable?.(context) ?? null;
  if (refused !== null) return leave(refused);
  return remedy
    .plan(context, choice.answers)
    .reduce((before, change) => take(now, before, chosen, change, rendering), state);
}

function take(now: Snapshot, state: Fold, chosen: Chosen, change: Change, rendering: Rendering): Fold {
  const control = chosen.control.id;
  switch (change.kind) {
    case 'setting': {
      const said = settingFromPack(change, rendering);
      return said.ok
        ? { ...state, settings: [...state.settings, { ...said.change, control }] }
        : { ...state, conflicts: [...state.conflicts, { controls: [control], path: null, message: said.reason }] };
    }
    case 'manual':
      return isListed(state.steps, change)
        ? { ...state, sharing: [...state.sharing, control] }
        : { ...state, steps: [...state.steps, { ...change, control }] };
    case 'create-file':
      return create(now, state, chosen, change, rendering);
    case 'edit-file':
      return edit(now, state, chosen, change);
  }
}

const isListed = (steps: readonly PlannedStep[], step: { summary: string; lines: readonly string[] }): boolean =>
  steps.some((each) => each.summary === step.summary && each.lines.join('\n') === step.lines.join('\n'));

function create(now: Snapshot, state: Fold, chosen: Chosen, change: CreateFile, rendering: Rendering): Fold {
  const control = chosen.control.id;
  const conflict = (message: string, others: readonly string[] = []): Fold => ({
    ...state,
    conflicts: [...state.conflicts, { controls: [...others, control], path: change.path, message }],
  });
  const earlier = state.files.get(change.path);
  if (earlier === undefined && pathIsTaken(now, change.path)) {
    return conflict(`${change.path} exists already and is not overwritten`);
  }
  const causes = earlier?.causes ?? [];
  const others = causes.map((cause) => cause.control);
  if (earlier !== undefined && earlier.created?.template !== change.template) {
    return conflict(`${change.path} is already created from another template`, others);
  }
  const united = earlier?.created ? uniteInputs(earlier.created.inputs, change.inputs) : { inputs: change.inputs };
  if ('differs' in united) return conflict(`${united.differs} is answered in two ways for ${change.path}`, others);
  const created = { ...change, inputs: united.inputs };
  const text = createdText(created, rendering);
  if (!text.ok) return conflict(text.reason, others);
  return put(state, change.path, {
    file: { path: change.path, mode: '100644', text: text.text },
    before: null,
    history: rewrite(earlier?.history ?? historyOf(''), text.text, control),
    causes: [...causes, { control, remedy: chosen.remedy, summary: change.summary }],
    created,
    template: change.template,
  });
}

function edit(now: Snapshot, state: Fold, chosen: Chosen, change: EditFile): Fold {
  const control = chosen.control.id;
  const texts = now.facts.texts.state === 'known' ? now.facts.texts.value : {};
  const earlier = state.files.get(change.path);
  const file = earlier?.file ?? texts[change.path];
  if (!isReadable(file)) {
    const message = `${change.path} cannot be read, so it is not edited`;
    return { ...state, conflicts: [...state.conflicts, { controls: [control], path: change.path, message }] };
  }
  const applied = applyOperations(file, change.operations);
  if (!applied.ok) return byHand(state, chosen, change, applied.reason, applied.lines);
  if (applied.text === file.text) return state;
  const edited: TextFile = { path: file.path, mode: file.mode, text: applied.text };
  const damage = damageOf(file, edited, change.operations);
  if (damage !== null)
    return byHand(state, chosen, change, `the edit would have changed more than it says: ${damage}`, []);
  return put(state, change.path, {
    file: edited,
    before: earlier === undefined ? file.text : earlier.before,
    history: rewrite(earlier?.history ?? historyOf(file.text), applied.text, control),
    causes: [...(earlier?.causes ?? []), { control, remedy: chosen.remedy, summary: change.summary }],
    created: null,
    template: earlier?.template ?? null,
    ...(earlier?.upgrade === undefined ? {} : { upgrade: earlier.upgrade }),
  });
}

/** An edit that is not safe becomes a manual step with the exact lines, and a conflict that names it. */
function byHand(state: Fold, { control }: Chosen, change: EditFile, reason: string, lines: readonly string[]): Fold {
  const conflict = { controls: [control.id], path: change.path, message: `${change.path} is not edited: ${reason}` };
  if (lines.length === 0) return { ...state, conflicts: [...state.conflicts, conflict] };
  const manual = {
    kind: 'manual' as const,
    control: control.id,
    summary: `${change.summary}, by hand in ${change.path}`,
    why: reason,
    lines,
    url: control.docs[0],
    path: change.path,
  };
  return { ...state, conflicts: [...state.conflicts, conflict], steps: [...state.steps, manual] };
}

const put = (state: Fold, path: string, file: FoldedFile): Fold => ({
  ...state,
  files: new Map(state.files).set(path, file),
});

const pathIsTaken = (now: Snapshot, path: string): boolean =>
  now.facts.tree.state === 'known' &&
  now.facts.tree.value.some(
    (entry) => entry.path === path || (path.startsWith(`${entry.path}/`) && entry.mode !== '040000'),
  );

function byOrderOfWork(a: Chosen, b: Chosen): number {
  const rounds = (a.choice.round ?? 0) - (b.choice.round ?? 0);
  return rounds || a.remedy.phase - b.remedy.phase || compareNumbers(a.control.number, b.control.number);
}

/** `1.02` before `1.10` before `N.1`. */
export const compareNumbers = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
