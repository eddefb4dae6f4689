import type { AttestStep } from '../ecosystems/attest-steps.ts';
import { actionName, reachedSteps } from '../ecosystems/reached-steps.ts';
import { releaseGraph } from '../ecosystems/release-graph.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { Operation, Route, YamlValue } from '../model/operation.ts';
import type { Pin, PinCatalogue } from '../model/pin.ts';
import { commentsAbove } from '../workflow/comments-above.ts';
import { originOf } from '../workflow/origin.ts';
import { type WorkflowSet, workflowsIn } from '../workflow/read-workflows.ts';
import { textsOf } from '../workflow/secret-references.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { at, dataOf, isSequence, itemsOf } from '../workflow/yaml-view.ts';
import { actionNeeds } from './action-permissions.ts';
import { pinOf } from './attest-edit.ts';
import { tokenNeeds } from './token-needs.ts';

export type Attesting = { readonly workflow: Workflow; readonly job: Job; readonly steps: readonly AttestStep[] };

/** `because`: why a person has to do it; the operations are then what to write, as far as it can be told. */
export type Split = { readonly operations: readonly Operation[]; readonly because: string | null };

const UPLOAD = 'actions/upload-artifact';
const DOWNLOAD = 'actions/download-artifact';
const IDENTITY = ['id-token', 'attestations', 'artifact-metadata'];

type Around = { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles; readonly pins: Fact<PinCatalogue> };

/**
 * The attestation of a job's files in a job of its own, which takes them over by the number of the artifact and refuses other bytes. Whatever
 * waited for the building job and publishes, waits for the attestation as well. Null when not even the files can be told.
 */
export function attestSplit({ workflow, job, steps }: Attesting, { tree, texts, pins }: Around): Split | null {
  const [attest, second] = steps;
  const step = attest?.step ?? null;
  const upload = pinOf(pins, UPLOAD);
  const download = pinOf(pins, DOWNLOAD);
  if (step === null || step !== attest?.actual || second !== undefined || upload === null || download === null)
    return null;
  const written = step.with['subject-path']?.value;
  const folder = written === undefined || Object.keys(step.with).length > 1 ? null : folderOf(written);
  if (written === undefined || folder === null) return null;
  const set = workflowsIn(texts);
  const publishers = releaseGraph(tree, texts, set).workflows.flatMap(({ publishes }) =>
    publishes.map((each) => each.job),
  );
  const id = freeName(
    `attest-${job.id}`,
    workflow.jobs.map((each) => each.id),
  );
  const added = attestingJob({ id, job, step, folder, download });
  const from = step.route.at(-1);
  const index = typeof from === 'number' ? from : 0;
  const condition = step.condition === null ? {} : { if: step.condition };
  const handOver = {
    name: 'Hand over what is attested',
    id: HAND_OVER,
    ...condition,
    uses: `${UPLOAD}@${upload.sha}`,
    with: { name: `attested-${job.id}`, path: written, 'if-no-files-found': 'error', 'retention-days': 1 },
  };
  const route: Route = [...job.route, 'steps'];
  return {
    because: whyByHand({ workflow, job, steps }, step, set, texts, publishers),
    operations: [
      { op: 'remove', route: step.route },
      { op: 'insert-item', route, index, value: handOver, ...commentOn(step) },
      ...versioned([...route, index, 'uses'], handOver.uses, upload.version),
      ...outputs(job),
      ...withoutIdentity(job),
      { op: 'add-key', route: ['jobs'], key: id, value: added, after: job.id },
      ...versioned(['jobs', id, 'steps', 0, 'uses'], `${DOWNLOAD}@${download.sha}`, download.version),
      ...versioned(['jobs', id, 'steps', 1, 'uses'], attest.how, commentOf(step)),
      ...workflow.jobs
        .filter((each) => each.needs.includes(job.id) && publishers.includes(each))
        .map((each) => waiting(each, job, id)),
    ],
  };
}

const HAND_OVER = 'attested';

/** What somebody wrote above the step stays where it is. */
function commentOn(step: Step): { readonly comment?: string } {
  const view = originOf(step);
  const lines = commentsAbove(view.source, view.node?.range?.[0] ?? 0);
  return lines.length === 0 ? {} : { comment: lines.join('\n') };
}

const commentOf = ({ uses }: Step): string | null => (uses?.value.kind === 'action' ? uses.value.comment : null);

const versioned = (route: Route, text: string, comment: string | null): readonly Operation[] =>
  comment === null ? [] : [{ op: 'set-scalar', route, was: text, now: text, comment }];

/** The one folder that all patterns lie in: an artifact begins there. Null when it is computed, or there are several. */
function folderOf(written: string): string | null {
  const lines = written
    .split(/[\n,]/)
    .map((line) => line.trim().replace(/^\.\//, ''))
    .filter((line) => line !== '');
  const folders = lines.map((line) => /^([\w.-]+(?:\/[\w.-]+)*)\/[\w.*-]+$/.exec(line)?.[1] ?? null);
  const [only = null] = folders;
  return only !== null && !only.split('/').includes('..') && folders.every((each) => each === only) ? only : null;
}

const freeName = (wanted: string, taken: readonly string[]): string =>
  taken.includes(wanted) ? `${wanted}-files` : wanted;

const bareCondition = (step: Step): string | null =>
  step.condition === null ? null : step.condition.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim();

function attestingJob(given: {
  readonly id: string;
  readonly job: Job;
  readonly step: Step;
  readonly folder: string;
  readonly download: Pin;
}): Readonly<Record<string, YamlValue>> {
  const { job, step, folder, download } = given;
  const condition = bareCondition(step);
  const own = dataOf(originOf(step));
  const copied = own !== null && typeof own === 'object' && !Array.isArray(own) ? Object.entries(own) : [];
  return {
    needs: job.id,
    ...(condition === null ? {} : { if: condition }),
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 15,
    permissions: { 'id-token': 'write', attestations: 'write' },
    steps: [
      {
        name: 'Take over what was built',
        uses: `${DOWNLOAD}@${download.sha}`,
        with: {
          'artifact-ids': `\${{ needs.${job.id}.outputs.${HAND_OVER}-id }}`,
          path: folder,
          'digest-mismatch': 'error',
        },
      },
      Object.fromEntries(copied.filter(([key]) => key !== 'if')),
    ],
  };
}

function outputs(job: Job): readonly Operation[] {
  const value = `\${{ steps.${HAND_OVER}.outputs.artifact-id }}`;
  const key = `${HAND_OVER}-id`;
  return at(originOf(job), 'outputs') === null
    ? [{ op: 'add-key', route: job.route, key: 'outputs', value: { [key]: value }, before: 'steps' }]
    : [{ op: 'add-key', route: [...job.route, 'outputs'], key, value }];
}

function withoutIdentity({ permissions, route }: Job): readonly Operation[] {
  if (permissions?.value.kind !== 'map') return [];
  const { entries } = permissions.value;
  const gone = entries.filter(({ value: [scope] }) => IDENTITY.includes(scope));
  if (gone.length < entries.length) return gone.map((each) => ({ op: 'remove', route: each.route }));
  return [{ op: 'replace-value', route: [...route, 'permissions'], value: {} }];
}

function waiting(each: Job, before: Job, id: string): Operation {
  const needs = at(originOf(each), 'needs');
  const route = [...each.route, 'needs'];
  return needs !== null && isSequence(needs)
    ? { op: 'insert-item', route, index: itemsOf(needs).length, value: id }
    : { op: 'replace-value', route, value: [before.id, id] };
}

/** What keeps the edit from being surely right; null when nothing does. */
function whyByHand(
  { workflow, job, steps }: Attesting,
  step: Step,
  set: WorkflowSet,
  texts: TextFiles,
  publishers: readonly Job[],
): string | null {
  if (publishers.includes(job))
    return `job ${job.id} publishes as well, which has to wait for the attestation in a job of its own`;
  if (job.hasMatrix) return `job ${job.id} runs several times, and only its last artifact could be handed over`;
  if (workflow.triggers.some(({ event }) => event === 'workflow_call'))
    return `${workflow.path} is called, and a new job may do only what its callers grant`;
  if (job.permissions?.value.kind !== 'map') return `job ${job.id} does not list what it may do`;
  const condition = bareCondition(step);
  if (
    condition !== null &&
    /\b(?:steps|env|matrix|runner|secrets|job|strategy|hashFiles|always|failure|needs)\b/.test(condition)
  )
    return 'the condition of the attestation cannot be asked in another job';
  const skipped = workflow.jobs.find(
    (each) =>
      each.needs.includes(job.id) && publishers.includes(each) && (each.condition ?? '') !== (step.condition ?? ''),
  );
  if (condition !== null && skipped !== undefined)
    return `job ${skipped.id} would be skipped whenever the attestation is: give it the same condition first`;
  const told = textsOf(job).map(({ value }) => value);
  if (step.id !== null && told.some((text) => text.includes(`steps.${step.id}.`)))
    return 'later steps use what the attestation gives out';
  if (job.steps.some(({ id }) => id === HAND_OVER)) return `a step of job ${job.id} is called ${HAND_OVER} already`;
  if (told.some((text) => /\b(?:cosign|sigstore|ACTIONS_ID_TOKEN\w*)\b/i.test(text)))
    return `job ${job.id} may use the identity for more than the attestation`;
  const others = reachedSteps(set).filter((each) => each.job === job && each.step !== step);
  const asking = others.find(({ actual }) => {
    const name = actionName(actual);
    return name !== null && (actionNeeds(name, actual) ?? []).some(({ scope }) => scope === 'id-token');
  });
  if (asking !== undefined) return `${asking.actual.uses?.value.text ?? 'another step'} uses the identity as well`;
  const { understood, because } = tokenNeeds(workflow, job, set, texts);
  if (!understood) return `what job ${job.id} does with its token is not known: ${because}`;
  return steps.length === 1 ? null : `job ${job.id} attests several times`;
}
