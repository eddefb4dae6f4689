import type { FloorFinding } from '../templating/floor.ts';
import { waitsFor } from '../workflow/job-order.ts';
import { originOf } from '../workflow/origin.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { at, textOf } from '../workflow/yaml-view.ts';

/** The rules of `accept` under the name `floor`: what the program's template of the same id does and the one in its place does not. */
export const LOST_RULES = [
  'trigger-added',
  'condition-lost',
  'order-lost',
  'job-lost',
  'environment-lost',
  'permissions-lost',
  'failure-ignored',
  'run-cut-off',
  'check-lost',
  'switch-lost',
] as const;

/**
 * What a workflow no longer does that the program's own of the same template (`floor`) does, made with the same values. No control of
 * one file alone can see it: a release without the job that verifies it is a release that never had one. Lines are those of `text`.
 */
export function lostProtections(floor: string, text: string): readonly FloorFinding[] {
  const [base, over] = [workflowOf(floor), workflowOf(text)];
  if (base === null || over === null) return [];
  const finding = (rule: (typeof LOST_RULES)[number], message: string, line = 1): FloorFinding => ({
    control: 'floor',
    rule,
    message: `unlike in the program's own template, ${message}`,
    line,
  });
  // What can be cut out of a build without rights is the business of whoever cuts.
  const guarded = isPrivileged(base);
  const gone = guarded ? base.jobs.filter(({ id }) => !over.jobs.some((job) => job.id === id)) : [];
  return [
    ...(base.permissions !== null && over.permissions === null
      ? [finding('permissions-lost', 'the workflow does not say at its top which permissions every job begins with')]
      : []),
    ...(guarded ? addedTriggers(base, over) : []).map(({ event, line }) =>
      finding('trigger-added', `${event} starts it as well; it does not start with its tag alone`, line),
    ),
    ...(/^ *cancel-in-progress: false$/mu.test(floor) && !/^ *cancel-in-progress: false$/mu.test(text)
      ? [finding('run-cut-off', 'a run can be cut off half-way: nothing says cancel-in-progress: false')]
      : []),
    ...gone.map(({ id }) => finding('job-lost', `there is no job ${id}`)),
    ...lostChecks(base, over).map((check) => finding('check-lost', `"${check}" does not stand in it as often`)),
    ...base.jobs.flatMap((job) => {
      const now = over.jobs.find(({ id }) => id === job.id);
      if (now === undefined) return [];
      const { line } = now.place;
      const turned = turnedSwitches(job, now).map(({ key, value, place }) =>
        finding('switch-lost', `a step of the job ${job.id} does not say ${key}: ${value}`, place.line),
      );
      if (!guarded) return turned;
      const forgiven = forgives(now) && !forgives(job);
      const missing = job.needs.filter((id) => !gone.some((each) => each.id === id) && !waitsForId(over, now, id));
      return [
        ...(isConditionLost(job, now)
          ? [finding('condition-lost', `the job ${job.id} runs not only under "${job.condition ?? 'success()'}"`, line)]
          : []),
        ...missing.map((id) => finding('order-lost', `the job ${job.id} does not wait for ${id}`, line)),
        ...(job.environment !== null && now.environment === null
          ? [finding('environment-lost', `the job ${job.id} is in no environment`, line)]
          : []),
        ...(forgiven
          ? [finding('failure-ignored', `the job ${job.id} does not fail when a step of it does`, line)]
          : []),
        ...turned,
      ];
    }),
  ];
}

function workflowOf(text: string): Workflow | null {
  const path = '.github/workflows/it.yml';
  return workflowsIn({ [path]: { path, mode: '100644', text } }).workflows[0] ?? null;
}

/** Whether a job of it has something that a stranger's event must not reach. */
const isPrivileged = ({ jobs }: Workflow): boolean =>
  jobs.some(
    ({ permissions, environment }) =>
      environment !== null ||
      (permissions?.value.kind === 'map' && Object.values(permissions.value.scopes).includes('write')),
  );

function addedTriggers(base: Workflow, over: Workflow): readonly { readonly event: string; readonly line: number }[] {
  const filters = (of: unknown): readonly string[] => (typeof of === 'object' && of !== null ? Object.keys(of) : []);
  return over.triggers.flatMap(({ event, config, place: { line } }) => {
    const before = base.triggers.find((each) => each.event === event);
    if (before === undefined) return [{ event, line }];
    const onlyTags = filters(before.config).join() === 'tags';
    return onlyTags && filters(config).join() !== 'tags' ? [{ event: `${event} of a branch`, line }] : [];
  });
}

/** The guard against forks, and that a job runs only when what it needs went well. */
function isConditionLost({ condition: was }: Job, { condition: is }: Job): boolean {
  const anyway = /\b(?:always|failure|cancelled)\s*\(/u;
  if (is !== null && anyway.test(is) && !(was !== null && anyway.test(was))) return true;
  const guard = /github\.repository == '[^']*'/u.exec(was ?? '')?.[0];
  return guard !== undefined && (is === null || !is.includes(guard) || is.includes('||'));
}

const waitsForId = ({ jobs }: Workflow, job: Job, id: string): boolean =>
  jobs.some((other) => other.id === id && waitsFor(job, other, jobs));

const forgives = (job: Job): boolean =>
  [job, ...stepsOf(job)].some((each) => (textOf(at(originOf(each), 'continue-on-error')) ?? 'false') !== 'false');

const CHECKS = [
  ...[
    'sha256sum --check',
    'gh attestation verify',
    'gh release verify',
    'cosign verify',
    'gpg --verify',
    '--signer-workflow',
  ],
  ...['--source-ref', '--deny-self-hosted-runners', 'npm audit signatures'],
];
const FORGIVEN = /\|\| *(?:true|:)(?=\s|$)/gu;

/** What is run fewer times than it was, and a failure that is passed over more often. */
function lostChecks(base: Workflow, over: Workflow): readonly string[] {
  const [was, is] = [base, over].map((workflow) => {
    const steps = workflow.jobs.flatMap((job) => stepsOf(job));
    const code = steps.map(({ run }) => run?.value ?? '').join('\n');
    const attested = steps.filter(({ uses }) => /^actions\/attest@/u.test(uses?.value.text ?? '')).length;
    return { code, attested };
  });
  if (was === undefined || is === undefined) return [];
  const times = (text: string, check: string): number => text.split(check).length - 1;
  return [
    ...CHECKS.filter((check) => times(is.code, check) < times(was.code, check)),
    ...(is.attested < was.attested ? ['uses: actions/attest'] : []),
    ...((is.code.match(FORGIVEN) ?? []).length > (was.code.match(FORGIVEN) ?? []).length
      ? ['a command that may fail']
      : []),
  ];
}

type Turned = { readonly key: string; readonly value: string; readonly place: Step['place'] };

/** Inputs of an action that are switched on or off by name, and no longer are. */
function turnedSwitches(job: Job, now: Job): readonly Turned[] {
  const nameOf = ({ uses }: Step): string => uses?.value.text.split('@')[0] ?? '';
  return stepsOf(job).flatMap((step) =>
    Object.entries(step.with).flatMap(([key, { value }]) => {
      if (value !== 'true' && value !== 'false') return [];
      const without = (of: Job): readonly Step[] =>
        stepsOf(of).filter((each) => nameOf(each) === nameOf(step) && each.with[key]?.value !== value);
      // Another step of the same action may well do without it.
      return without(now)
        .slice(without(job).length)
        .map(({ place }) => ({ key, value, place }));
    }),
  );
}
