import type { Fact } from '../model/fact.ts';
import type { Environment, StoredSecret } from '../model/settings.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import { secretIn, secretsIn } from './stored-secrets.ts';

const ENVIRONMENTS_AT_MOST = 10;

/**
 * Adds which refs may deploy and which secrets are there, a question each, to the environments that workflows name first. Where
 * the questions are used up, or the answer is refused, patterns and secrets stay null.
 */
export async function withDetails(
  api: AsksPaths,
  asking: Asking,
  environments: readonly Environment[],
  named: readonly string[],
  questions: number,
): Promise<readonly Environment[]> {
  const isNamed = ({ name }: Environment): boolean => named.includes(name.toLowerCase());
  const open = [...environments.filter(isNamed), ...environments.filter((each) => !isNamed(each))]
    .slice(0, ENVIRONMENTS_AT_MOST)
    .flatMap(({ name, refs }) => [
      ...(typeof refs === 'object' ? [{ name, page: 'deployment-branch-policies' } as const] : []),
      { name, page: 'secrets' } as const,
    ])
    .slice(0, questions);
  return Promise.all(
    environments.map(async (environment) => {
      const path = `${repositoryPath(asking)}/environments/${encodeURIComponent(environment.name)}`;
      const pages = open.filter(({ name }) => name === environment.name).map(({ page }) => page);
      const [patterns, secrets] = await Promise.all([
        pages.includes('deployment-branch-policies') ? patternsAt(api, asking, path) : null,
        pages.includes('secrets') ? secretsAt(api, asking, path) : null,
      ]);
      return { ...environment, ...(patterns === null ? {} : { refs: { patterns } }), secrets };
    }),
  );
}

async function patternsAt(api: AsksPaths, asking: Asking, path: string): Promise<readonly Pattern[] | null> {
  const needs = { role: 'read', permission: 'Actions: read' } as const;
  const list = (data: unknown) => shapeOf(data).list('branch_policies');
  return knownOf(await askAll(api, asking, { path: `${path}/deployment-branch-policies`, needs }, list, patternIn));
}

async function secretsAt(api: AsksPaths, asking: Asking, path: string): Promise<readonly StoredSecret[] | null> {
  const needs = { role: 'push', permission: 'Environments: read' } as const;
  return knownOf(await askAll(api, asking, { path: `${path}/secrets`, needs }, secretsIn, secretIn));
}

type Pattern = { readonly name: string; readonly kind: 'branch' | 'tag' };

const knownOf = <T>(fact: Fact<T>): T | null => (fact.state === 'known' ? fact.value : null);

function patternIn(policy: JsonShape): Pattern | null {
  const name = policy.text('name');
  // Hosts from before patterns for tags do not tell the type.
  return name === undefined ? null : { name, kind: policy.text('type') === 'tag' ? 'tag' : 'branch' };
}

/** The names of environments that jobs give, in lower case; expressions are none. */
export const environmentsNamedIn = (set: WorkflowSet): readonly string[] =>
  set.workflows.flatMap(({ jobs }) => jobs.flatMap((job) => job.environment?.value.toLowerCase() ?? []));
