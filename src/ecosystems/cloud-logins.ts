import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Located, Step, Workflow } from '../workflow/workflow-file.ts';
import { actionName, reachedSteps } from './reached-steps.ts';

/** A step that logs in to a cloud or a vault. */
export type CloudLogin = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  readonly cloud: 'Azure' | 'AWS' | 'Google Cloud' | 'Vault';
  /** `identity`: of the workflow. `copied`: credentials that are stored. `unseen`: the file does not say. */
  readonly by: 'identity' | 'copied' | 'unseen';
  /** The inputs that hand copied credentials over, or the action when there are none. */
  readonly evidence: readonly Located<string>[];
};

type Row = {
  readonly cloud: CloudLogin['cloud'];
  readonly copied: readonly string[];
  readonly identity: readonly string[];
};

/** Inputs by which each action is told how to log in (their READMEs). */
const ACTIONS: Readonly<Record<string, Row>> = {
  'azure/login': { cloud: 'Azure', copied: ['creds', 'client-secret'], identity: ['client-id'] },
  'azure/artifact-signing-action': { cloud: 'Azure', copied: ['azure-client-secret'], identity: ['azure-client-id'] },
  'azure/trusted-signing-action': { cloud: 'Azure', copied: ['azure-client-secret'], identity: ['azure-client-id'] },
  'aws-actions/configure-aws-credentials': {
    cloud: 'AWS',
    copied: ['aws-access-key-id', 'aws-secret-access-key'],
    identity: ['role-to-assume'],
  },
  'google-github-actions/auth': {
    cloud: 'Google Cloud',
    copied: ['credentials_json'],
    identity: ['workload_identity_provider'],
  },
  'google-github-actions/setup-gcloud': { cloud: 'Google Cloud', copied: ['service_account_key'], identity: [] },
  'hashicorp/vault-action': { cloud: 'Vault', copied: ['token', 'secretId', 'githubToken', 'password'], identity: [] },
};

/** Variables from which the clouds' own tools take stored credentials. */
const VARIABLES: readonly (readonly [RegExp, CloudLogin['cloud']])[] = [
  [/^AWS_SECRET_ACCESS_KEY$/, 'AWS'],
  [/^(?:AZURE_CLIENT_SECRET|AZURE_CREDENTIALS|ARM_CLIENT_SECRET)$/, 'Azure'],
  [/^(?:GOOGLE_CREDENTIALS|GCP_SA_KEY|GOOGLE_APPLICATION_CREDENTIALS_JSON)$/, 'Google Cloud'],
  [/^(?:VAULT_TOKEN|VAULT_SECRET_ID)$/, 'Vault'],
];

/** The cloud that a name of a stored secret belongs to; null when it says nothing. */
export const cloudOfSecret = (name: string): CloudLogin['cloud'] | null =>
  VARIABLES.find(([pattern]) => pattern.test(name))?.[1] ?? null;

type Variables = Workflow['env'];
type Stored = readonly [CloudLogin['cloud'], Variables[string]];

const storedIn = new WeakMap<Variables, readonly Stored[]>();

/** The stored credentials of clouds among some variables. A workflow hands the same to each of its steps, so they are looked for once. */
function storedAmong(variables: Variables): readonly Stored[] {
  const before = storedIn.get(variables);
  if (before !== undefined) return before;
  const stored = Object.entries(variables).flatMap(([name, text]): readonly Stored[] => {
    const cloud = /\bsecrets\b/.test(text.value) ? cloudOfSecret(name) : null;
    return cloud === null ? [] : [[cloud, text]];
  });
  storedIn.set(variables, stored);
  return stored;
}

/** Every step that logs in to a cloud, or is handed stored credentials of one by its environment. */
export const cloudLoginsIn = (set: WorkflowSet): readonly CloudLogin[] =>
  reachedSteps(set).flatMap(({ workflow, job, step, actual, action }): readonly CloudLogin[] => {
    const layers = action === null ? [workflow.env, job.env, actual.env] : [actual.env];
    const fromEnvironment = layers
      .flatMap(storedAmong)
      .map(([cloud, text]): CloudLogin => ({ workflow, job, step, cloud, by: 'copied', evidence: [text] }));
    const name = actionName(actual);
    const row = name !== null && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (row === undefined || actual.uses === null) return fromEnvironment;
    const written = (inputs: readonly string[]) =>
      inputs.flatMap((input) => {
        const text = actual.with[input];
        return text === undefined || text.value.trim() === '' ? [] : [text];
      });
    const copied = written(row.copied);
    const isVaultIdentity = row.cloud === 'Vault' && /^jwt$/i.test(actual.with.method?.value ?? '');
    const by =
      copied.length > 0 && !isVaultIdentity
        ? 'copied'
        : isVaultIdentity || written(row.identity).length > 0
          ? 'identity'
          : 'unseen';
    const whole: Located<string> = { ...actual.uses, value: actual.uses.value.text };
    const login: CloudLogin = {
      workflow,
      job,
      step,
      cloud: row.cloud,
      by,
      evidence: by === 'copied' ? copied : [whole],
    };
    return [login, ...fromEnvironment];
  });
