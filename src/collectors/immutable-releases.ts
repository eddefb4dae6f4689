import { type Fact, known, unknown } from '../model/fact.ts';
import type { ImmutableReleases } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, isCloud, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';
import { meansOff } from './means-off.ts';

/** Whether releases can be changed after they were published. The endpoint says 404 when they can. */
export async function collectImmutableReleases(api: AsksPaths, asking: Asking): Promise<Fact<ImmutableReleases>> {
  const path = `${repositoryPath(asking)}/immutable-releases`;
  if (!isCloud(asking.host)) {
    return unknown('unserved', 'GitHub Enterprise Server has no immutable releases', { via: 'api', at: `GET ${path}` });
  }
  return ask<ImmutableReleases>(
    api,
    asking,
    { path, needs: { role: 'admin', permission: 'Administration: read' } },
    (data) => {
      const enabled = shapeOf(data).flag('enabled');
      return enabled === undefined
        ? null
        : { enabled, enforcedByOwner: shapeOf(data).flag('enforced_by_owner') ?? false };
    },
    (failure, source) => (meansOff(failure, asking) ? known({ enabled: false, enforcedByOwner: false }, source) : null),
  );
}
