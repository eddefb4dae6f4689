import type { TextFiles } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job } from '../workflow/workflow-file.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import { tracedCommands } from './traced-command.ts';

const LOGINS: readonly string[] = [
  'docker/login-action',
  'azure/docker-login',
  'redhat-actions/podman-login',
  'aws-actions/amazon-ecr-login',
];

/** Whether a job logs in to a container registry: by an action, or by a command. */
export function logsInToRegistry(job: Job, set: WorkflowSet, texts: TextFiles): boolean {
  const byAction = reachedSteps(set).some(
    ({ job: each, actual }) => each === job && LOGINS.includes(actionName(actual) ?? ''),
  );
  const byCommand = (): boolean =>
    tracedCommands(set, texts).some(
      ({ at, command }) =>
        at.job === job && /\b(?:login|configure-docker|print-access-token|get-login-password)\b/.test(command.text),
    );
  return byAction || byCommand();
}

/** Whether every login of the job names a registry that is not Docker Hub, so that what it pushes has to name it too. */
export function logsInElsewhere(job: Job, set: WorkflowSet, texts: TextFiles): boolean {
  const logins = reachedSteps(set).filter(
    ({ job: each, actual }) => each === job && LOGINS.includes(actionName(actual) ?? ''),
  );
  const byCommand = tracedCommands(set, texts).some(
    ({ at, command }) => at.job === job && /\blogin\b|configure-docker/.test(command.text),
  );
  const isNamed = logins.every(({ actual }) => {
    const registry = actual.with.registry?.value ?? actual.with['login-server']?.value ?? '';
    return (
      actionName(actual) === 'aws-actions/amazon-ecr-login' || /^(?!.*docker\.io)[\w-]+(?:\.[\w-]+)+/.test(registry)
    );
  });
  return logins.length > 0 && isNamed && !byCommand;
}
