import type { Fact } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { SelfHostedRunner } from '../model/repository.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { type RunnerRequest, runnerRequest } from '../workflow/runner-request.ts';
import type { Job } from '../workflow/workflow-file.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import { type SignStep, signStepsIn } from './signing-steps.ts';
import { tracedCommands } from './traced-command.ts';

/** A job that signs with a key of its owner, and the machine it asks for. */
export type SigningJob = Pick<SignStep, 'workflow' | 'job'> & {
  readonly signs: readonly SignStep[];
  readonly request: RunnerRequest;
};

/** Jobs that use a key which is neither in a cloud nor handed over as a secret. */
export function signingJobs(texts: TextFiles): readonly SigningJob[] {
  const set = workflowsIn(texts);
  const signs = signStepsIn(set, texts).filter((sign) => sign.method !== 'sigstore' && !usesCloudKey(sign));
  return [...new Set(signs.map(({ job }) => job))]
    .filter((job) => !importsKey(job, texts))
    .flatMap((job) => {
      const own = signs.filter((sign) => sign.job === job);
      const [first] = own;
      return first === undefined ? [] : [{ workflow: first.workflow, job, signs: own, request: runnerRequest(job) }];
    });
}

/** Keys that a cloud or its signing service holds. A vault may stand on the private network. */
const usesCloudKey = ({ how }: SignStep): boolean =>
  /\b(?:awskms|gcpkms|azurekms|k8s|gitlab|env):\/\/|^(?:azure|sslcom|signpath)\/|azuresigntool|--azure-key-vault|--storetype\s+(?:AWS|AZUREKEYVAULT|GOOGLECLOUD|DIGICERTONE|ESIGNER)/i.test(
    how,
  );

/** A key that comes as a secret is in GitHub, not on the network. */
function importsKey(job: Job, texts: TextFiles): boolean {
  const set = workflowsIn(texts);
  return (
    reachedSteps(set).some((each) => each.job === job && /import-(?:gpg|code)/.test(actionName(each.actual) ?? '')) ||
    tracedCommands(set, texts).some(
      ({ at, command }) =>
        at.job === job && /^gpg2?\b.*--import\b|\bsecurity\s+import\b|\bImport-PfxCertificate\b/.test(command.text),
    )
  );
}

type Runners = Fact<readonly SelfHostedRunner[]>;

const HARDWARE = /\bpkcs-?11\b|\.so\b|--hsm\b|\byubi|\bpiv\b|hashivault:\/\//i;

/** Whether the job runs on a machine of the owner; null when its label may also be a larger hosted runner. */
export function standsBesideKey({ request, signs }: SigningJob, runners: Runners): boolean | null {
  if (request.kind === 'hosted') return false;
  if (request.kind === 'self-hosted' || signs.some(({ how }) => HARDWARE.test(how))) return true;
  return (serving(request, runners)?.length ?? 0) > 0 ? true : null;
}

/** Runners of this repository that would take the job; null when they are not known. */
export function serving(request: RunnerRequest, runners: Runners): readonly SelfHostedRunner[] | null {
  if (runners.state === 'unknown' || request.kind === 'hosted' || request.kind === 'computed') return null;
  if (request.kind === 'own' && request.group !== null) return [];
  const wanted = request.labels.map((label) => label.toLowerCase());
  return runners.value.filter(({ labels }) => {
    const has = labels.map((label) => label.toLowerCase());
    return wanted.every((label) => has.includes(label));
  });
}

/** Whether a label says more than which system and processor the machine has. */
export const isOwnLabel = (label: string): boolean => !/^(?:linux|windows|macos|x64|arm64|arm)$/i.test(label);

/** Whether another job asks for the same machine: the same group, or labels that the same runner has. */
export function asksAlike(job: Job, request: RunnerRequest): boolean {
  const other = runnerRequest(job);
  if (other.kind === 'hosted' || other.kind === 'computed') return false;
  if (request.kind === 'hosted' || request.kind === 'computed') return false;
  const groups = [other, request].map((each) => (each.kind === 'own' ? each.group : null));
  if (groups[0] !== groups[1]) return false;
  const [asked, has] = [other.labels, request.labels].map((labels) => labels.map((label) => label.toLowerCase()));
  return asked?.every((label) => has?.includes(label)) === true;
}
