import type { DeliveryKind } from '../model/delivery.ts';
import type { Way } from '../session/session.ts';
import { branchName } from './branch-name.ts';
import type { InitInvocation } from './invocation.ts';
import type { Place } from './wire-target.ts';

/** Where a patch goes in a run that has a screen: standard output is taken. */
export const PATCH_FILE = 'harden-builds.patch';

type Asked = Pick<InitInvocation, 'deliver' | 'branch' | 'only' | 'output' | 'local' | 'dryRun'>;

/** The ways a plan can be delivered, the asked one first. */
export function deliveryWays(asked: Asked, place: Pick<Place, 'checkout' | 'owner' | 'name'>): readonly Way[] {
  const branch = branchName(asked.branch, asked.only);
  const slug = place.owner === null || place.name === null ? null : `${place.owner}/${place.name}`;
  const noCheckout = place.checkout === null ? 'only the host is looked at, and no checkout' : null;
  const noHost = asked.local
    ? 'nothing online is wanted (--local)'
    : slug === null
      ? 'no remote names a repository on GitHub'
      : null;
  const ways: readonly Way[] = [
    {
      kind: 'pr',
      label: `open a pull request${slug === null ? '' : ` in ${slug}`} from ${branch}`,
      unavailable: noHost,
    },
    { kind: 'branch', label: `create the branch ${branch} here; nothing is checked out`, unavailable: noCheckout },
    { kind: 'patch', label: `write a patch to ${asked.output ?? PATCH_FILE}`, unavailable: null },
    { kind: 'worktree', label: 'change the files of the working tree', unavailable: noCheckout },
  ];
  const first = (kind: DeliveryKind) => (kind === asked.deliver ? 0 : 1);
  const ordered = ways.toSorted((a, b) => first(a.kind) - first(b.kind));
  if (asked.dryRun === null) return ordered;
  return [{ kind: asked.deliver, label: 'print the plan and change nothing (--dry-run)', unavailable: null }];
}
