import { envEntries } from '../ecosystems/env-entries.ts';
import { actionName } from '../ecosystems/reached-steps.ts';
import type { EditFile } from '../model/change.ts';
import type { Operation, Route } from '../model/operation.ts';
import { secretsIn, textsOf } from '../workflow/secret-references.ts';
import { commandsIn, shellOf } from '../workflow/shell-commands.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Job, Located, Step, Workflow } from '../workflow/workflow-file.ts';

/**
 * Secrets in the `env` of a job or workflow moved to the steps that name the variable. An entry stays where it is as long as one step
 * could read it without naming it: an action, a script, a program of the project.
 */
export function wideSecretsEdits(workflow: Workflow): readonly EditFile[] {
  const levels = [
    { env: workflow.env, jobs: workflow.jobs },
    ...workflow.jobs.filter((job) => stepsOf(job).length > 1).map((job) => ({ env: job.env, jobs: [job] })),
  ];
  const added = new Map<Step, Map<string, string>>();
  const removed: Route[] = [];
  for (const { env, jobs } of levels) {
    const moved = Object.entries(env).filter(
      ([name, { value }]) => secretsIn(value).length > 0 && isOnlyNamed(name, jobs, workflow, env),
    );
    for (const [name, { value, route }] of moved) {
      for (const step of jobs.flatMap(stepsOf)) {
        if (!names(step, name) || Object.hasOwn(step.env, name)) continue;
        // The nearer level comes later, and its value is the one that counts.
        added.set(step, new Map(added.get(step)).set(name, value));
      }
      const isAll = moved.length === Object.keys(env).length;
      removed.push(isAll ? route.slice(0, -1) : route);
    }
  }
  const operations = [
    ...[...added].flatMap(([step, entries]) => envEntries(step, entries)),
    ...[...new Map(removed.map((route) => [route.join('.'), route])).values()].map(
      (route): Operation => ({ op: 'remove', route }),
    ),
  ];
  const summary = 'secrets reach the steps that name them';
  return operations.length === 0 ? [] : [{ kind: 'edit-file', path: workflow.path, operations, summary }];
}

/** Whether every step that could read the variable says its name, in a place where its own `env` is seen. */
function isOnlyNamed(name: string, jobs: readonly Job[], workflow: Workflow, env: Job['env']): boolean {
  const mentions = ({ value }: Located<string>) => new RegExp(`\\b${name}\\b`).test(value);
  const others = Object.entries(env).some(([key, each]) => key !== name && mentions(each));
  return (
    !others &&
    jobs.every((job) => {
      const steps = stepsOf(job);
      const inSteps = new Set(steps.flatMap((step) => textsOf(step).map(({ route }) => route.join('.'))));
      const outside = textsOf(job).filter(({ route }) => !inSteps.has(route.join('.')));
      const isOutside = outside.some((text) => text.route.join('.') !== env[name]?.route.join('.') && mentions(text));
      return (
        !isOutside &&
        steps.every((step) => {
          if (new RegExp(`\\b${name}\\b`).test(step.condition ?? '')) return false;
          return names(step, name) || readsNothing(name, step, job, workflow);
        })
      );
    })
  );
}

const names = (step: Step, name: string): boolean =>
  textsOf(step).some(({ value }) => new RegExp(`\\b${name}\\b`).test(value));

/** Steps that read no variable but those they name: actions of GitHub that take inputs only, and scripts of plain commands. */
function readsNothing(name: string, step: Step, job: Job, workflow: Workflow): boolean {
  if (READ_BY_PROGRAMS.test(name)) return false;
  if (step.uses !== null) return TAKE_INPUTS_ONLY.test(actionName(step) ?? '');
  if (step.run === null) return step.parallel.length > 0;
  const shell = shellOf(workflow, job, step);
  const reading = shell === null ? null : commandsIn(step.run.value, shell);
  return reading?.known === true && reading.commands.every((command) => PLAIN.has(command.name));
}

/** Variables that plain programs look for themselves. */
const READ_BY_PROGRAMS = /^(?:GIT|SSH|CURL|WGET|HTTPS?|FTP|ALL|NO)_|^(?:NETRC|TAR_OPTIONS)$/i;

const TAKE_INPUTS_ONLY =
  /^actions\/(?:checkout|upload-artifact|download-artifact|cache|setup-(?:node|python|go|java|dotnet)|labeler|stale)$/;

const PLAIN: ReadonlySet<string> = new Set(
  'echo printf cd mkdir cp mv rm ls cat test [ [[ set true false exit sleep grep sed tr cut head tail wc sort uniq date tee chmod touch basename dirname sha256sum tar zip unzip gzip curl wget jq git Write-Host Write-Output'.split(
    ' ',
  ),
);
