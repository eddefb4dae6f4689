import { type Fact, known } from '../model/fact.ts';
import type { DeployKey } from '../model/settings.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import { connectionIn, type Overview } from './overview.ts';

/** Keys of machines that may read or write the repository. Only REST tells when one was used. */
export async function collectDeployKeys(
  api: AsksPaths,
  asking: Asking,
  overview: Overview | null = null,
): Promise<Fact<readonly DeployKey[]>> {
  const told = overview === null ? undefined : connectionIn(overview.repository, 'deployKeys');
  const keys = told?.nodes.map((key) => keyIn(key, 'readOnly'));
  if (overview !== null && told?.more === false && keys?.includes(null) === false) {
    return known(
      keys.filter((key) => key !== null),
      overview.source,
    );
  }
  const question = {
    path: `${repositoryPath(asking)}/keys`,
    needs: { role: 'admin', permission: 'Administration: read' },
  } as const;
  return askAll(api, asking, question, shapesOf, (key) => keyIn(key, 'read_only'));
}

function keyIn(key: JsonShape, member: 'readOnly' | 'read_only'): DeployKey | null {
  const readOnly = key.flag(member);
  return readOnly === undefined
    ? null
    : { title: key.text('title') ?? '', readOnly, lastUsed: key.text('last_used') ?? null };
}
