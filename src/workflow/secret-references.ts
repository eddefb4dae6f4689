import { contextPathsIn, expressionsIn } from './expressions.ts';
import { originOf } from './origin.ts';
import type { Job, Located, Step, Workflow } from './workflow-file.ts';
import { at, scalarsBelow } from './yaml-view.ts';

const texts = new WeakMap<Workflow | Job | Step, readonly Located<string>[]>();

/** Every text of a workflow, job or step with its place: what expressions may stand in. Remembered by the thing. */
export function textsOf(of: Workflow | Job | Step): readonly Located<string>[] {
  const found = texts.get(of) ?? scalarsBelow(originOf(of));
  texts.set(of, found);
  return found;
}

/** Names of the secrets a text reads, without the job's own token. `*` when they are computed or taken all at once. */
export function secretsIn(text: string): readonly string[] {
  if (!/secrets/i.test(text)) return [];
  const names = expressionsIn(text).flatMap((expression) => {
    const contexts = contextPathsIn(expression.text);
    if (!contexts.known) return /\bsecrets\b/i.test(expression.text) ? ['*'] : [];
    return contexts.paths.flatMap((path) => secretName(path) ?? []);
  });
  return [...new Set(names)];
}

const secrets = new WeakMap<Job, readonly string[]>();

/** Names of the secrets that reach a job: its own, and those in the workflow's `env`. Remembered by the job. */
export function secretsOf(workflow: Workflow, job: Job): readonly string[] {
  const found = secrets.get(job) ?? secretsReaching(workflow, job);
  secrets.set(job, found);
  return found;
}

function secretsReaching(workflow: Workflow, job: Job): readonly string[] {
  const env = at(originOf(workflow), 'env');
  const texts = [...textsOf(job), ...(env === null ? [] : scalarsBelow(env))];
  return [...new Set(texts.flatMap(({ value }) => secretsIn(value)))].sort();
}

function secretName(path: string): string | null {
  const [context, name = '*'] = path.split('.');
  return context !== 'secrets' || name.toUpperCase() === 'GITHUB_TOKEN' ? null : name;
}
