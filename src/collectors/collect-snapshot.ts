import { firstPaths, referencedPaths } from '../ecosystems/paths-to-read.ts';
import { type Facts, known } from '../model/fact.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Target } from '../model/target.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { askingOf } from './asking.ts';
import { collectActions, type OfflineActions } from './collect-actions.ts';
import { collectSettings, type Reach } from './collect-settings.ts';
import { collectTexts } from './collect-texts.ts';
import { gathering, type Progress } from './gather.ts';
import { type Metered, metered } from './metered.ts';
import { notAsked } from './not-asked.ts';
import type { ReadsApi } from './reads-api.ts';
import type { ReadsRepositoryFiles } from './reads-files.ts';
import type { ReadsImageDigests } from './reads-image-digests.ts';
import { collectRepository, type RepositoryPage, rightsIn } from './repository.ts';
import type { VerifiesAttestations } from './verifies-attestations.ts';

export type { Progress } from './gather.ts';

export type Readers = {
  readonly repository: ReadsRepositoryFiles;
  /** Null when nothing may be asked online. */
  readonly api: ReadsApi | null;
  /** Without it the bundles of the attestation store are not checked. */
  readonly verifier?: VerifiesAttestations;
  /** Without it no registry is asked about images. */
  readonly registry?: ReadsImageDigests | null;
} & OfflineActions;

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
  const meter = target.mode === 'local' || readers.api === null ? null : metered(readers.api);
  const commit = { via: 'git', at: target.base.sha } as const;
  const page = askRepository(target, meter);
  const [tree, repository, securityAnalysis] = await Promise.all([
    gather('tree', async () => known(await readers.repository.listTree(), commit)),
    gather('repository', async () => (await page).repository),
    gather('securityAnalysis', async () => (await page).securityAnalysis),
  ]);
  const reading = gather('texts', async () => known(await allTexts(readers.repository, tree.value), commit));
  const reach = reachOf(target, meter, repository, readers.verifier ?? null);
  const [texts, settings] = await Promise.all([reading, collectSettings(gather, reach, tree.value, reading)]);
  const answers = repository.state === 'known' || repository.reason !== 'unreachable';
  const actions = await collectActions(gather, answers ? (meter?.api ?? null) : null, {
    target,
    set: workflowsIn(texts.value),
    texts: texts.value,
    wanted: options.pinsWanted,
    offline: readers,
    registry: target.mode === 'local' ? null : (readers.registry ?? null),
    isPublic: repository.state === 'known' && repository.value.visibility === 'public',
  });
  const facts = { tree, texts, repository, securityAnalysis, ...settings, ...actions };
  return { observedAt: options.now, target, facts };
}

async function askRepository(target: Target, meter: Metered | null): Promise<RepositoryPage> {
  const asking = meter === null ? null : askingOf(target, 'unseen', meter.api.token());
  if (meter !== null && asking !== null) return collectRepository(meter.api, asking);
  const unasked = notAsked(target);
  return { repository: unasked, securityAnalysis: unasked };
}

/**
 * When the repository itself could not be seen, no setting of it can: the first answer stands for all the others, and a host
 * that does not answer is not waited for again.
 */
function reachOf(
  target: Target,
  meter: Metered | null,
  repository: Facts['repository'],
  verifier: VerifiesAttestations | null,
): Reach {
  if (repository.state === 'unknown') return repository;
  const asking = meter === null ? null : askingOf(target, rightsIn(repository), meter.api.token());
  if (meter === null || asking === null) return notAsked(target);
  const counted = verifier === null ? null : { ...verifier, download: meter.counting(verifier.download) };
  return { state: 'known', ...meter, asking, repository: repository.value, verifier: counted };
}

/** The second wave reads fixed places, the third what is found referenced there. */
async function allTexts(reader: ReadsRepositoryFiles, tree: readonly TreeEntry[]): Promise<TextFiles> {
  const first = await collectTexts(reader, firstPaths(tree));
  return collectTexts(reader, referencedPaths(tree, first), first);
}
