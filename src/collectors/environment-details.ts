import type { Fact } from '../model/fact.ts';
import type { Environment } from '../model/settings.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import { secretIn, secretsIn } from './stored-secrets.ts';

const ENVIRONMENTS_AT_MOST = 10;

/**
 * Adds which refs may deploy and which secrets are there, to the environments that workflows name first. Each takes a question
 * or two; where they are used up, or the answer is refused, patterns and secrets stay null.
 */
export async function withDetails(
  api: AsksPaths,
  asking: Asking,
  environments: readonly Environment[],
  named: readonly string[],
  questions: number,
): Promise<readonly Environment[]> {
  let left = questions;
  const isNamed = ({ name }: Environment): boolean => named.includes(name.toLowerCase());
  const chosen = [...environments.filter(isNamed), ...environments.filter((each) => !isNamed(each))]
    .slice(0, ENVIRONMENTS_AT_MOST)
    .filter((environment) => {
      left -= costOf(environment);
      return left >= 0;
    });
  const read = await Promise.all(chosen.map((environment) => detailed(api, asking, environment)));
  const byName = new Map(read.map((environment) => [environment.name, environment]));
  return environments.map((environment) => byName.get(environment.name) ?? environment);
}

const hasPatterns = ({ refs }: Environment): boolean => typeof refs === 'object';

const costOf = (environment: Environment): number => (hasPatterns(environment) ? 2 : 1);

async function detailed(api: AsksPaths, asking: Asking, environment: Environment): Promise<Environment> {
  const path = `${repositoryPath(asking)}/environments/${encodeURIComponent(environment.name)}`;
  const [patterns, secrets] = await Promise.all([
    hasPatterns(environment)
      ? askAll(
          api,
          asking,
          { path: `${path}/deployment-branch-policies`, needs: { role: 'read', permission: 'Actions: read' } },
          (data) => shapeOf(data).list('branch_policies'),
          patternIn,
        )
      : null,
    askAll(
      api,
      asking,
      { path: `${path}/secrets`, needs: { role: 'push', permission: 'Environments: read' } },
      secretsIn,
      secretIn,
    ),
  ]);
  return {
    ...environment,
    refs: patterns === null ? environment.refs : { patterns: knownOf(patterns) },
    secrets: knownOf(secrets),
  };
}

const knownOf = <T>(fact: Fact<T>): T | null => (fact.state === 'known' ? fact.value : null);

function patternIn(policy: JsonShape): { readonly name: string; readonly kind: 'branch' | 'tag' } | null {
  const name = policy.text('name');
  // Hosts from before patterns for tags do not tell the type.
  return name === undefined ? null : { name, kind: policy.text('type') === 'tag' ? 'tag' : 'branch' };
}

/** The names of environments that jobs give, in lower case; expressions are none. */
export const environmentsNamedIn = (set: WorkflowSet): readonly string[] =>
  set.workflows.flatMap(({ jobs }) => jobs.flatMap((job) => job.environment?.value.toLowerCase() ?? []));
