import { buildStepsIn } from '../ecosystems/build-steps.ts';
import { actionName } from '../ecosystems/reached-steps.ts';
import { variablesIn } from '../ecosystems/script-values.ts';
import type { Shipment } from '../ecosystems/shipment.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { Operation, Route, YamlValue } from '../model/operation.ts';
import { type Pin, type PinCatalogue, pinKey } from '../model/pin.ts';
import { effectivePermissions } from '../workflow/effective-permissions.ts';
import { originOf } from '../workflow/origin.ts';
import { isFullSha } from '../workflow/parse-uses.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { at, dataOf, entriesOf } from '../workflow/yaml-view.ts';
import { type AttestGrant, attestGrants } from './attest-grants.ts';
import { type Insertion, isFinder, type NewStep } from './attest-insertion.ts';

/** Whether an identity in the job of a push would lie beside a build that has none now (catalogue 2.03). */
export function wantsOwnJob({ publish: { workflow, job }, subject }: Shipment, texts: TextFiles): boolean {
  if (subject.kind !== 'image') return false;
  const permissions = effectivePermissions(workflow, job, 'read');
  if (permissions.known && permissions.scopes['id-token'] === 'write') return false;
  return buildStepsIn(workflowsIn(texts), texts).some((build) => build.job === job && build.purpose === 'build');
}

/** A job that attests what another one pushed, and what that one has to hand over. */
export type AttestJob = {
  readonly id: string;
  readonly value: Readonly<Record<string, YamlValue>>;
  /** Outputs the pushing job gets. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Versions behind the commits of its steps, by their number. */
  readonly comments: readonly (string | null)[];
};

/** What the job is for, as its id begins, and what it may do. */
export type JobOf = { readonly verb: 'attest' | 'sign'; readonly grants: readonly AttestGrant[] };

type Pins = Fact<PinCatalogue>;

/**
 * The attestation in a job that does nothing else: it logs in as the pushing job does, and is handed the digest. A sentence when the login
 * or the name cannot be repeated elsewhere. `isOne`: the pushing job pushes nothing else that is attested so.
 */
export function attestJob(
  { shipment, steps }: Insertion,
  isOne: boolean,
  pins: Pins,
  { verb, grants }: JobOf = { verb: 'attest', grants: attestGrants(shipment) },
): AttestJob | string {
  const { publish, condition } = shipment;
  const { job, workflow } = publish;
  if (job.hasMatrix) return `job ${job.id} runs several times, and only its last digest could be handed over`;
  const isHosted = job.runsOn?.labels.every(({ value }) => /^ubuntu-/.test(value)) ?? false;
  if (!isHosted || job.runsOn?.expression != null) return `job ${job.id} runs on a machine of its own`;
  const whole = condition === null ? null : condition.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim();
  if (
    whole !== null &&
    /\b(?:steps|env|matrix|runner|secrets|job|strategy|hashFiles|always|failure|needs)\b/.test(whole)
  )
    return 'the condition of the push cannot be asked in another job';
  const logins = job.steps.slice(0, job.steps.indexOf(publish.step)).filter(isLogin);
  const copied = logins.map((step) => elsewhere(step, shipment, pins));
  if (logins.length === 0 || copied.some((value) => value === null))
    return `the login of job ${job.id} depends on what its other steps do`;
  const pushing = publish.step.id ?? 'push';
  const output = isOne ? 'digest' : `${pushing}-digest`;
  const attests = steps.filter((step) => !isFinder(step)).map((step) => handedOver(step, shipment, output));
  if (attests.some(({ value }) => dependsOnJob(value)))
    return 'the name of the image is only known in the job that pushes it';
  const usesSecrets = copied.some((value) => /secrets\.(?!GITHUB_TOKEN\b)/.test(JSON.stringify(value)));
  const ids = workflow.jobs.map((each) => each.id);
  const id = isOne ? `${verb}-${job.id}` : `${verb}-${job.id}-${pushing}`;
  const value = {
    needs: job.id,
    ...(whole === null ? {} : { if: whole }),
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 15,
    ...(usesSecrets && job.environment !== null ? { environment: job.environment.value } : {}),
    permissions: Object.fromEntries(grants.map(({ scope, level }) => [scope, level])),
    steps: [...copied.flatMap((each) => each ?? []), ...attests.map((each) => each.value)],
  };
  return {
    id: ids.includes(id) ? `${id}-image` : id,
    value,
    outputs: { [output]: digestOf(shipment, steps) },
    comments: [
      ...logins.map((step) => pinFor(step, pins)?.version ?? commentOf(step)),
      ...attests.map(({ pin }) => pin?.version ?? null),
    ],
  };
}

const isLogin = (step: Step): boolean =>
  /^(?:docker\/login-action|redhat-actions\/podman-login)$/.test(actionName(step) ?? '') ||
  (step.run !== null && /^(?:\s*(?:echo|printf)\s[^|\n]*\|)?\s*docker\s+login\s[^\n|&;]*$/.test(step.run.value.trim()));

const commentOf = ({ uses }: Step): string | null => (uses?.value.kind === 'action' ? uses.value.comment : null);

/** What its tag means now: a step that is new should not be pinned by the next plan. */
function pinFor({ uses }: Step, pins: Pins): Pin | null {
  if (uses?.value.kind !== 'action' || isFullSha(uses.value.ref) || pins.state !== 'known') return null;
  const { owner, repo, ref } = uses.value;
  const key = pinKey(`${owner}/${repo}`, ref);
  return Object.hasOwn(pins.value.pins, key) ? (pins.value.pins[key] ?? null) : null;
}

/** The step without its `id` and `if`, and pinned; null when it needs something that only its own job has. */
function elsewhere(
  step: Step,
  { publish: { job, workflow } }: Shipment,
  pins: Pins,
): Readonly<Record<string, YamlValue>> | null {
  const value = dataOf(originOf(step));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const pin = pinFor(step, pins);
  const uses = pin === null ? {} : { uses: `${step.uses?.value.text.replace(/@.*$/, '')}@${pin.sha}` };
  const kept = {
    ...Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'id' && key !== 'if')),
    ...uses,
  };
  const seen = withJobEnv(kept, job.env);
  const known = { ...workflow.env, ...step.env };
  const isOpen = variablesIn(step.run?.value ?? '').some((name) => known[name] === undefined && !/^GITHUB_/.test(name));
  return isOpen || dependsOnJob(seen) ? null : seen;
}

type Env = Shipment['publish']['job']['env'];

/** What only the environment of the job says is written out. */
function withJobEnv<T extends Readonly<Record<string, YamlValue>>>(value: T, env: Env): T {
  const text = JSON.stringify(value).replace(/\$\{\{\s*env\.([\w-]+)\s*\}\}/g, (whole, name: string) =>
    env[name] === undefined ? whole : JSON.stringify(env[name].value).slice(1, -1),
  );
  // The same shape, with other texts in it.
  return JSON.parse(text) as T;
}

const dependsOnJob = (value: YamlValue): boolean =>
  /\$\{\{[^}]*\b(?:steps|matrix|strategy|job)\./.test(JSON.stringify(value));

/** The digest comes from the pushing job, and the condition stands at the job. */
function handedOver({ value, pin }: NewStep, { publish: { job } }: Shipment, output: string): NewStep {
  const { if: _condition, with: inputs, env, ...rest } = value;
  const handed = (given: YamlValue): Readonly<Record<string, YamlValue>> => {
    const named = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
    const texts = Object.entries(named).map(([name, text]) => [
      name,
      typeof text === 'string'
        ? text.replace(/\$\{\{ steps\.[\w-]+\.outputs\.digest \}\}/g, `\${{ needs.${job.id}.outputs.${output} }}`)
        : text,
    ]);
    return withJobEnv(Object.fromEntries(texts), job.env);
  };
  const told = {
    ...(inputs === undefined ? {} : { with: handed(inputs) }),
    ...(env === undefined ? {} : { env: handed(env) }),
  };
  const { run, ...named } = rest;
  return { value: { ...named, ...told, ...(run === undefined ? {} : { run }) }, pin };
}

function digestOf(shipment: Shipment, steps: readonly NewStep[]): string {
  const finder = steps.find(isFinder)?.value.id;
  const id = typeof finder === 'string' ? finder : (shipment.publish.step.id ?? 'push');
  return `\${{ steps.${id}.outputs.digest }}`;
}

/**
 * The operations of the new job and of the outputs that it needs; null when an output of that name says something else. `isFirst`: nothing
 * else gave the pushing job outputs.
 */
export function jobOperations(
  { publish: { job } }: Shipment,
  added: AttestJob,
  isFirst: boolean,
): readonly Operation[] | null {
  const outputs = at(originOf(job), 'outputs');
  const route: Route = ['jobs'];
  const steps = added.value.steps;
  const uses = Array.isArray(steps) ? steps.map((step: YamlValue) => usesOf(step)) : [];
  // What another new job is handed already, this one takes as well.
  const given = outputs === null ? [] : entriesOf(outputs).map(([name, node]) => [name, dataOf(node)] as const);
  const hands = Object.entries(added.outputs).filter(
    ([key, value]) => !given.some(([name, text]) => name === key && text === value),
  );
  const taken = given.map(([name]) => name);
  if (hands.some(([name]) => taken.includes(name))) return null;
  return [
    ...(outputs === null && isFirst
      ? [{ op: 'add-key', route: job.route, key: 'outputs', value: added.outputs, before: 'steps' } as const]
      : hands.map(([key, value]) => ({ op: 'add-key', route: [...job.route, 'outputs'], key, value }) as const)),
    { op: 'add-key', route, key: added.id, value: added.value, after: job.id },
    ...added.comments.flatMap((comment, index): readonly Operation[] => {
      const text = uses[index];
      if (comment === null || typeof text !== 'string') return [];
      return [{ op: 'set-scalar', route: [...route, added.id, 'steps', index, 'uses'], was: text, now: text, comment }];
    }),
  ];
}

const usesOf = (step: YamlValue): YamlValue =>
  typeof step === 'object' && step !== null && 'uses' in step ? (step.uses ?? null) : null;
