import { firstPaths, referencedPaths } from '../ecosystems/paths-to-read.ts';
import { type Facts, known, unknown } from '../model/fact.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { PinCatalogue } from '../model/pin.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Target } from '../model/target.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { askingOf } from './asking.ts';
import { collectSettings, type Reach } from './collect-settings.ts';
import { collectTexts } from './collect-texts.ts';
import { gathering, type Progress } from './gather.ts';
import { notAsked } from './not-asked.ts';
import { collectPins } from './pins.ts';
import type { ReadsApi } from './reads-api.ts';
import type { ReadsRepositoryFiles } from './reads-files.ts';
import { collectRepository, rightsIn } from './repository.ts';

export type { Progress } from './gather.ts';

export type Readers = {
  readonly repository: ReadsRepositoryFiles;
  /** Null when nothing may be asked online. */
  readonly api: ReadsApi | null;
  readonly catalogue: PinCatalogue;
};

export type CollectOptions = {
  /** ISO time; the only time anything pure will see. */
  readonly now: string;
  /** Keys `owner/repo@latest` that planning may need. */
  readonly pinsWanted: readonly string[];
  onProgress?(event: Progress): void;
};

/**
 * Gathers every fact in three waves: what the repository is; its settings and the files in fixed places; what those files
 * refer to. A fact that cannot be had is unknown; what is thrown is a refusal of the reader or a bug.
 */
export async function collectSnapshot(target: Target, readers: Readers, options: CollectOptions): Promise<Snapshot> {
  const gather = gathering((event) => options.onProgress?.(event));
  const api = target.mode === 'local' ? null : readers.api;
  const commit = { via: 'git', at: target.base.sha } as const;
  const [tree, repository] = await Promise.all([
    gather('tree', async () => known(await readers.repository.listTree(), commit)),
    gather('repository', () => askRepository(target, api)),
  ]);
  const reach = reachOf(target, api, repository);
  const [texts, settings] = await Promise.all([
    gather('texts', async () => known(await allTexts(readers.repository, tree.value), commit)),
    collectSettings(gather, reach, repository, tree.value),
  ]);
  const answers = repository.state === 'known' || repository.reason !== 'unreachable';
  const pins = await gather('pins', () =>
    collectPins(answers ? api : null, workflowsIn(texts.value), options.pinsWanted, readers.catalogue),
  );
  const unasked = unknown('not-asked', 'look at the pages of the actions', { via: 'api', at: 'nothing was asked' });
  const actions = { actionRepositories: unasked, actionAdvisories: unasked };
  return { observedAt: options.now, target, facts: { tree, texts, repository, pins, ...settings, ...actions } };
}

async function askRepository(target: Target, api: ReadsApi | null): Promise<Facts['repository']> {
  const asking = api === null ? null : askingOf(target, 'unseen', api.token());
  return api === null || asking === null ? notAsked(target) : collectRepository(api, asking);
}

/**
 * When the repository itself could not be seen, no setting of it can: the first answer stands for all the others, and a host
 * that does not answer is not waited for again.
 */
function reachOf(target: Target, api: ReadsApi | null, repository: Facts['repository']): Reach {
  if (repository.state === 'unknown') return repository;
  const asking = api === null ? null : askingOf(target, rightsIn(repository), api.token());
  return api === null || asking === null ? notAsked(target) : { state: 'known', api, asking };
}

/** The second wave reads fixed places, the third what is found referenced there. */
async function allTexts(reader: ReadsRepositoryFiles, tree: readonly TreeEntry[]): Promise<TextFiles> {
  const first = await collectTexts(reader, firstPaths(tree));
  return collectTexts(reader, referencedPaths(tree, first), first);
}
