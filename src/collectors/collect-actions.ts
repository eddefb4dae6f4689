import type { Facts } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { PinCatalogue } from '../model/pin.ts';
import type { ActionAdvisories } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { collectActionAdvisories } from './action-advisories.ts';
import { askAboutActions } from './action-answers.ts';
import { type ActionRepositories, actionRepositoriesKnown } from './action-repositories.ts';
import type { Gather } from './gather.ts';
import { imagePinsKnown } from './image-pins.ts';
import { pinRequests, remoteUsesIn } from './pin-requests.ts';
import { pinsKnown } from './pins.ts';
import type { ReadsApi } from './reads-api.ts';
import type { ReadsImageDigests } from './reads-image-digests.ts';

/** What is known of actions without asking anybody. */
export type OfflineActions = {
  readonly catalogue: PinCatalogue;
  readonly actionRepositories: ActionRepositories;
  readonly advisories: ActionAdvisories;
};

/** Whose actions are looked at, and what else planning may need. */
export type ActionsWanted = {
  readonly target: Target;
  readonly set: WorkflowSet;
  readonly texts: TextFiles;
  /** Keys `owner/repo@latest` of what packs mention. */
  readonly wanted: readonly string[];
  readonly offline: OfflineActions;
  readonly isPublic: boolean;
  /** Null asks no registry. */
  readonly registry: ReadsImageDigests | null;
};

/** The last wave: what the actions and images mean, where they live, and what is known against them. Null asks nobody. */
export async function collectActions(
  gather: Gather,
  api: ReadsApi | null,
  { target, set, texts, wanted, offline, isPublic, registry }: ActionsWanted,
): Promise<Pick<Facts, 'pins' | 'imagePins' | 'actionRepositories' | 'actionAdvisories'>> {
  const uses = remoteUsesIn(set);
  const requests = pinRequests(uses, wanted);
  // GraphQL answers nobody without a login.
  const asked = api?.token().signedIn ? askAboutActions(api, requests) : Promise.resolve([]);
  const [pins, imagePins, actionRepositories, actionAdvisories] = await Promise.all([
    gather('pins', async () => pinsKnown(await asked, uses, requests, offline.catalogue)),
    gather('imagePins', () => imagePinsKnown(set, texts, registry)),
    gather('actionRepositories', async () =>
      actionRepositoriesKnown(await asked, uses, offline.actionRepositories, { target, isPublic }),
    ),
    gather('actionAdvisories', () => collectActionAdvisories(api, uses, offline.advisories)),
  ]);
  return { pins, imagePins, actionRepositories, actionAdvisories };
}
