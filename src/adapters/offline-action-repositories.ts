import type { ActionRepository, ActionStatus } from '../model/settings.ts';
import archive from './archived-actions.json' with { type: 'json' };
import catalogue from './pin-catalogue.json' with { type: 'json' };

type Entry = { readonly latest: string | null; readonly status?: string; readonly replacedBy?: string };

const STATUSES = [
  'active-after-compromise',
  'archived',
  'deprecated',
  'renamed',
  'superseded',
  'unmaintained',
  'wrapper',
] as const satisfies readonly ActionStatus[];

/**
 * What the dated catalogue knows of the repositories of actions, by `owner/repo` in lower case. Only what is not active says so.
 * Of repositories that were archived before anybody pinned them here, a list of names is all there is.
 */
export function offlineActionRepositories(): Readonly<Record<string, ActionRepository>> {
  const actions: Readonly<Record<string, Entry>> = catalogue.actions;
  const archived = archive.repositories.map((name): [string, ActionRepository] => [name, ARCHIVED]);
  const known = Object.entries(actions).map(([action, entry]): [string, ActionRepository] => [
    action.toLowerCase(),
    knownOf(entry),
  ]);
  return Object.fromEntries([...archived, ...known]);
}

const ARCHIVED: ActionRepository = {
  archived: true,
  exists: true,
  renamedTo: null,
  status: 'archived',
  replacedBy: null,
};

function knownOf({ status: said, replacedBy }: Entry): ActionRepository {
  const status = said === undefined ? 'active' : (STATUSES.find((each) => each === said) ?? null);
  const successor = replacedBy ?? null;
  return {
    archived: status === null ? null : status === 'archived',
    exists: true,
    renamedTo: status === 'renamed' ? successor : null,
    status,
    replacedBy: successor,
  };
}
