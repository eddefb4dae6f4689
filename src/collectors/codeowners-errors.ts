import { type Fact, known } from '../model/fact.ts';
import type { TreeEntry } from '../model/files.ts';
import type { CodeownersError } from '../model/repository.ts';
import { CODEOWNERS_PLACES } from '../workflow/codeowners.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import type { Overview } from './overview.ts';

/**
 * What GitHub finds wrong in CODEOWNERS at the base commit. Without such a file nothing is asked: there can be no error, and
 * the host's 404 would not tell "no file" from "not allowed".
 */
export async function collectCodeownersErrors(
  api: AsksPaths,
  asking: Asking,
  tree: readonly TreeEntry[],
  overview: Overview | null = null,
): Promise<Fact<readonly CodeownersError[]>> {
  const places: readonly string[] = CODEOWNERS_PLACES;
  if (!tree.some((entry) => places.includes(entry.path))) return known([], { via: 'git', at: asking.sha });
  const told = overview === null ? null : errorsInOverview(overview, asking);
  if (told !== null) return told;
  const path = `${repositoryPath(asking)}/codeowners/errors`;
  const needs = {
    role: 'read',
    permission: 'Contents: read',
    whenAbsent: `push commit ${asking.sha.slice(0, 7)}, which ${asking.host} does not know, or give the token Contents: read`,
  } as const;
  return ask(api, asking, { path, query: { ref: asking.sha }, needs }, (data) => {
    const errors = shapeOf(data).list('errors')?.map(errorIn);
    return errors === undefined || errors.includes(null) ? null : errors.filter((error) => error !== null);
  });
}

function errorIn(error: JsonShape): CodeownersError | null {
  const [path, line, kind] = [error.text('path'), error.number('line'), error.text('kind')];
  if (path === undefined || line === undefined || kind === undefined) return null;
  return { path, line, kind, message: error.text('message') ?? kind };
}

/** GraphQL looks at the head of the default branch: an answer only when that is the commit in question. */
function errorsInOverview({ repository, source }: Overview, asking: Asking): Fact<readonly CodeownersError[]> | null {
  const head = repository.inside('defaultBranchRef').inside('target').text('oid');
  const errors = repository.inside('codeowners').list('errors')?.map(errorIn);
  if (head !== asking.sha || errors === undefined || errors.includes(null)) return null;
  return known(
    errors.filter((error) => error !== null),
    source,
  );
}
