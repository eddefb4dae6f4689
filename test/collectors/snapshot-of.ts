import { apiFiles } from '../../src/adapters/api-files.ts';
import type { GitHubClient } from '../../src/adapters/github-client.ts';
import type { OfflineActions } from '../../src/collectors/collect-actions.ts';
import { collectSnapshot, type Progress } from '../../src/collectors/collect-snapshot.ts';
import type { VerifiesAttestations } from '../../src/collectors/verifies-attestations.ts';
import type { PinCatalogue } from '../../src/model/pin.ts';
import type { Target } from '../../src/model/target.ts';
import { headOf } from '../github-twin/state.ts';
import type { Twin } from '../github-twin/twin.ts';

export const CATALOGUE: PinCatalogue = { pins: {}, tagObjects: {}, versions: {}, offlineSince: '2026-01-31' };

/** Nothing but pins is known without asking. */
export const OFFLINE: OfflineActions = {
  catalogue: CATALOGUE,
  actionRepositories: {},
  advisories: { advisories: [], asOf: '2026-01-31' },
};

export const targetOf = (twin: Twin, slug: string, host = 'github.com'): Target => {
  const { owner, name } = twin.repository(slug);
  return { mode: 'api', host, owner, name, base: { ref: 'main', sha: headOf(twin.repository(slug)), dirty: false } };
};

/** The whole way: files and facts of one repository of the twin, through our own client. */
export function snapshotOf(
  twin: Twin,
  client: GitHubClient,
  options: {
    target?: Target;
    offline?: Partial<OfflineActions>;
    pinsWanted?: readonly string[];
    verifier?: VerifiesAttestations;
    onProgress?: (event: Progress) => void;
  } = {},
) {
  const target = options.target ?? targetOf(twin, 'octo/app');
  const place = { host: target.host, owner: target.owner ?? '', name: target.name ?? '' };
  return collectSnapshot(
    target,
    {
      ...OFFLINE,
      ...options.offline,
      repository: apiFiles(client, place, target.base.sha),
      api: client,
      ...(options.verifier === undefined ? {} : { verifier: options.verifier }),
    },
    {
      now: '2026-02-03T04:05:06.000Z',
      pinsWanted: options.pinsWanted ?? [],
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
  );
}
