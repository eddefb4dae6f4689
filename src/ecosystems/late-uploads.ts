import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import { excludeEachOther } from '../workflow/exclusive-conditions.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { calledWorkflows } from './called-workflows.ts';
import { hasOption, type Invocation } from './invocation.ts';
import { actionName, type ReachedStep, reachedSteps } from './reached-steps.ts';
import { tracedCommands } from './traced-command.ts';

/** A file that reaches a GitHub release after the release became public, which an immutable release refuses. */
export type LateUpload = {
  readonly workflow: Workflow;
  readonly job: Job;
  /** `published-first`: something has published it already. `several-jobs`: the first of several jobs publishes it. */
  readonly kind: 'published-first' | 'several-jobs';
  readonly how: string;
  readonly because: string;
  readonly place: Place;
};

export type ReleaseFiles = {
  /** Whether any workflow adds files to a GitHub release. */
  readonly uploads: boolean;
  readonly late: readonly LateUpload[];
};

/** One step that acts on a GitHub release. `draft` is null when a computed value decides. */
type Act = {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The conditions of its job and step, which all have to hold. */
  readonly when: readonly (string | null)[];
  readonly does: 'create' | 'upload' | 'create-and-upload';
  readonly draft: boolean | null;
  /** Creates a draft of its own, uploads, then publishes. */
  readonly isWhole: boolean;
  readonly how: string;
  readonly place: Place;
};

const remembered = new WeakMap<WorkflowSet, ReleaseFiles>();

/** In which order releases are filled and published (docs, "Immutable releases"); each file with the local ones it calls. */
export function releaseFilesIn(set: WorkflowSet, texts: TextFiles): ReleaseFiles {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const acts = [...fromCommands(set, texts), ...fromActions(set)];
  const late = set.workflows.flatMap((workflow) => {
    const files = calledWorkflows(set, workflow);
    return lateIn(
      workflow,
      acts.filter((act) => files.includes(act.workflow)),
    );
  });
  const onceEach = new Map(late.map((each) => [`${each.place.path}:${each.place.line}:${each.place.column}`, each]));
  const found = { uploads: acts.some(({ does }) => does !== 'create'), late: [...onceEach.values()] };
  remembered.set(set, found);
  return found;
}

function lateIn(starts: Workflow, acts: readonly Act[]): readonly LateUpload[] {
  const uploads = acts.filter(({ does }) => does !== 'create');
  const late = (act: Act, kind: LateUpload['kind'], because: string): LateUpload => ({
    workflow: act.workflow,
    job: act.job,
    kind,
    how: act.how,
    because,
    place: act.place,
  });
  const published = starts.triggers.find(({ event, config }) => event === 'release' && startsWhenPublic(config));
  // A workflow with other triggers may tell them apart by conditions, which is not decided here.
  if (published !== undefined && starts.triggers.length === 1) {
    return uploads.map((act) => late(act, 'published-first', 'the workflow only starts once the release is public'));
  }
  return uploads.flatMap((act) => {
    const others = acts.filter((each) => each !== act && !excludeEachOther(act.when, each.when));
    const rivals = others.filter(({ does, job }) => does !== 'create' && job !== act.job);
    if (act.isWhole && !act.job.hasMatrix && rivals.length === 0) return [];
    if (act.does === 'create-and-upload' && !act.isWhole && act.draft === false) {
      return [late(act, 'published-first', 'the release is public before its files are there')];
    }
    const creator = others.find((each) => each.does === 'create' && each.draft === false);
    if (act.does === 'upload' && creator !== undefined) {
      return [late(act, 'published-first', `${creator.how} has published the release by then`)];
    }
    if (act.does !== 'create-and-upload' || act.draft !== false) return [];
    if (act.job.hasMatrix)
      return [late(act, 'several-jobs', 'every job of the matrix uploads, and the first one publishes')];
    const [other] = rivals;
    return other === undefined
      ? []
      : [late(act, 'several-jobs', `the job ${other.job.id} uploads to the same release`)];
  });
}

/** `created` also runs for a release that was made public at once. A draft starts nothing. */
function startsWhenPublic(config: unknown): boolean {
  if (typeof config !== 'object' || config === null || !('types' in config)) return true;
  const types = [config.types].flat();
  return types.some((type) => /^(?:published|created|released|prereleased)$/.test(String(type)));
}

const fromCommands = (set: WorkflowSet, texts: TextFiles): readonly Act[] =>
  tracedCommands(set, texts).flatMap(({ at, invocations, command, place }) =>
    invocations.slice(-1).flatMap((invocation): readonly Act[] => {
      const { program, words } = invocation;
      if (program !== 'gh' || words[0] !== 'release') return [];
      const base = { workflow: at.workflow, job: at.job, when: whenOf(at), how: command.text, place };
      if (words[1] === 'upload') return [{ ...base, does: 'upload', draft: null, isWhole: false }];
      if (words[1] !== 'create') return [];
      const draft = draftOf(invocation);
      return words.length > 3
        ? [{ ...base, does: 'create-and-upload', draft, isWhole: true }]
        : [{ ...base, does: 'create', draft, isWhole: false }];
    }),
  );

/** `--draft=$X` may be either. */
function draftOf(invocation: Invocation): boolean | null {
  if (invocation.args.some((arg) => /\$/.test(arg) && /draft|^\$\{?[A-Z_]*(?:ARGS|FLAGS|OPTS)/i.test(arg))) return null;
  return hasOption(invocation, '--draft', '-d');
}

const fromActions = (set: WorkflowSet): readonly Act[] =>
  reachedSteps(set).flatMap((reached): readonly Act[] => {
    const { workflow, job, actual } = reached;
    const name = actionName(actual);
    const row = name !== null && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    const act = row?.(actual) ?? null;
    if (act === null || actual.uses === null) return [];
    return [{ ...act, workflow, job, when: whenOf(reached), how: actual.uses.value.text, place: actual.uses.place }];
  });

const whenOf = ({ job, step }: ReachedStep): Act['when'] => [job.condition, step.condition];

const flag = (step: Step, input: string): boolean | null => {
  const text = step.with[input]?.value.trim() ?? '';
  return text.includes('${{') ? null : /^true$/i.test(text);
};
const given = (step: Step, ...inputs: readonly string[]): boolean =>
  inputs.some((input) => (step.with[input]?.value.trim() ?? '') !== '');

/** softprops drafts internally from v2.5 on; a commit without a version in its comment is taken for a current one. */
function softpropsIsWhole({ uses }: Step): boolean {
  const reference = uses?.value;
  if (reference?.kind !== 'action') return false;
  const version = /^v?(\d+)(?:\.(\d+))?/.exec(
    /^v?\d+(?:\.|$)/.test(reference.ref) ? reference.ref : (reference.comment ?? ''),
  );
  const [major, minor] = [Number(version?.[1] ?? 3), Number(version?.[2] ?? 99)];
  return major > 2 || (major === 2 && minor >= 5);
}

/** What each action does with a release (their READMEs). */
const ACTIONS: Readonly<Record<string, (step: Step) => Pick<Act, 'does' | 'draft' | 'isWhole'> | null>> = {
  'softprops/action-gh-release': (step) =>
    given(step, 'files')
      ? {
          does: 'create-and-upload',
          draft: flag(step, 'draft'),
          isWhole: softpropsIsWhole(step) && flag(step, 'prerelease') !== true,
        }
      : { does: 'create', draft: flag(step, 'draft'), isWhole: false },
  'ncipollo/release-action': (step) =>
    given(step, 'artifacts', 'artifact')
      ? { does: 'create-and-upload', draft: flag(step, 'draft'), isWhole: flag(step, 'immutableCreate') === true }
      : { does: 'create', draft: flag(step, 'draft'), isWhole: false },
  'svenstaro/upload-release-action': (step) => ({
    does: 'create-and-upload',
    draft: flag(step, 'draft'),
    isWhole: false,
  }),
  'actions/create-release': (step) => ({ does: 'create', draft: flag(step, 'draft'), isWhole: false }),
  'actions/upload-release-asset': () => ({ does: 'upload', draft: null, isWhole: false }),
  'shogo82148/actions-upload-release-asset': () => ({ does: 'upload', draft: null, isWhole: false }),
};
