import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { knownBuilder } from './known-builders.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import { tracedCommands } from './traced-command.ts';

/** A step that makes a signed statement about an artifact. */
export type AttestStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The step of the job; null when the job calls a known builder. */
  readonly step: Step | null;
  /** The step that attests, when it stands in a local action; otherwise the same. */
  readonly actual: Step | null;
  /** `provenance` says how it was built, `sbom` what is inside, `custom` anything else. */
  readonly mode: 'provenance' | 'sbom' | 'custom';
  /** The action, workflow or command that attests. */
  readonly how: string;
  readonly via: string | null;
  readonly place: Place;
};

/** Every step that attests. */
export function attestStepsIn(set: WorkflowSet, texts: TextFiles): readonly AttestStep[] {
  return [...fromActions(set), ...fromBuilders(set), ...fromCommands(set, texts)];
}

const given = (step: Step, ...inputs: readonly string[]): boolean =>
  inputs.some((input) => (step.with[input]?.value.trim() ?? '') !== '');

/** What these actions attest with these inputs (their READMEs). */
const ACTIONS: Readonly<Record<string, (step: Step) => AttestStep['mode'] | null>> = {
  'actions/attest': (step) =>
    given(step, 'sbom-path')
      ? 'sbom'
      : given(step, 'predicate', 'predicate-path', 'predicate-type')
        ? 'custom'
        : 'provenance',
  'actions/attest-build-provenance': () => 'provenance',
  'actions/attest-sbom': () => 'sbom',
};

const fromActions = (set: WorkflowSet): readonly AttestStep[] =>
  reachedSteps(set).flatMap(({ workflow, job, step, actual, via }) => {
    const name = actionName(actual);
    const mode = name === null || !Object.hasOwn(ACTIONS, name) ? null : (ACTIONS[name]?.(actual) ?? null);
    if (mode === null || actual.uses === null) return [];
    return [{ workflow, job, step, actual, mode, how: actual.uses.value.text, via, place: actual.uses.place }];
  });

const fromBuilders = (set: WorkflowSet): readonly AttestStep[] =>
  set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) => {
      const builder = knownBuilder(job);
      if (builder === null || job.uses === null) return [];
      const statement = {
        workflow,
        job,
        step: null,
        actual: null,
        how: job.uses.value.text,
        via: null,
        place: job.uses.place,
      };
      const modes = [
        builder.attests ? ['provenance' as const] : [],
        builder.attests && builder.sbom ? ['sbom' as const] : [],
      ].flat();
      return modes.map((mode) => ({ ...statement, mode }));
    }),
  );

const PREDICATES: readonly (readonly [RegExp, AttestStep['mode']])[] = [
  [/slsaprovenance|slsa\.dev/, 'provenance'],
  [/spdx|cyclonedx/, 'sbom'],
];

/** `cosign attest --type spdxjson`. */
const fromCommands = (set: WorkflowSet, texts: TextFiles): readonly AttestStep[] =>
  tracedCommands(set, texts).flatMap(({ at, command, invocations, via, place }) => {
    const attests = invocations.some(
      ({ program, words }) => program === 'cosign' && /^attest(?:-blob)?$/.test(words[0] ?? ''),
    );
    if (!attests) return [];
    const { workflow, job, step, actual } = at;
    const mode = PREDICATES.find(([pattern]) => pattern.test(command.text))?.[1] ?? 'custom';
    return [{ workflow, job, step, actual, mode, how: command.text, via, place }];
  });
