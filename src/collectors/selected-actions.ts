import { type Fact, type Facts, known } from '../model/fact.ts';
import type { SelectedActions } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** The list of allowed actions. It exists only where the policy is `selected`; elsewhere GitHub answers 409, so it is not asked. */
export async function collectSelectedActions(
  api: AsksPaths,
  asking: Asking,
  policy: Facts['actionsPolicy'],
): Promise<Fact<SelectedActions | null>> {
  if (policy.state === 'unknown') return policy;
  if (policy.value.allowedActions !== 'selected') return known(null, policy.source);
  const path = `${repositoryPath(asking)}/actions/permissions/selected-actions`;
  return ask(api, asking, { path, needs: { role: 'admin', permission: 'Administration: read' } }, (data) => {
    const list = shapeOf(data);
    const [githubOwnedAllowed, verifiedAllowed] = [list.flag('github_owned_allowed'), list.flag('verified_allowed')];
    // Left out by the host when there is no pattern.
    const patternsAllowed = list.names().includes('patterns_allowed') ? list.texts('patterns_allowed') : [];
    if (githubOwnedAllowed === undefined || verifiedAllowed === undefined || patternsAllowed === undefined) return null;
    return { githubOwnedAllowed, verifiedAllowed, patternsAllowed };
  });
}
