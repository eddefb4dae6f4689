import { type Fact, type Facts, known, type Unknown, unknown } from '../model/fact.ts';
import type { FactName } from '../model/facts.ts';
import type { PinCatalogue } from '../model/pin.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Target } from '../model/target.ts';
import { collectTexts } from './collect-texts.ts';
import { firstPaths } from './first-paths.ts';
import type { ReadsApi } from './reads-api.ts';
import type { ReadsRepositoryFiles } from './reads-files.ts';

export type Readers = {
  readonly repository: ReadsRepositoryFiles;
  /** Null when nothing may be asked online. */
  readonly api: ReadsApi | null;
  readonly catalogue: PinCatalogue;
};

export type Progress = {
  readonly fact: FactName;
  readonly state: 'started' | 'known' | 'unknown';
  readonly detail: string;
};

export type CollectOptions = {
  /** ISO time; the only time anything pure will see. */
  readonly now: string;
  /** Keys `owner/repo@latest` that planning may need. */
  readonly pinsWanted: readonly string[];
  onProgress?(event: Progress): void;
};

/** Gathers every fact in three waves. A fact that cannot be had is unknown; what throws is a refusal or a bug. */
export async function collectSnapshot(target: Target, readers: Readers, options: CollectOptions): Promise<Snapshot> {
  const tell = <T>(fact: FactName, value: Fact<T>): Fact<T> => {
    options.onProgress?.({ fact, state: value.state, detail: value.source.at });
    return value;
  };
  const at = { via: 'git', at: target.base.sha } as const;
  options.onProgress?.({ fact: 'tree', state: 'started', detail: target.base.sha });
  const tree = await readers.repository.listTree();
  const texts = await collectTexts(readers.repository, firstPaths(tree));
  const facts: Facts = {
    tree: tell('tree', known(tree, at)),
    texts: tell('texts', known(texts, at)),
    pins: tell('pins', known(readers.catalogue, { via: 'catalogue', at: 'offline pin catalogue' })),
    repository: tell('repository', notAsked()),
    actionsPolicy: tell('actionsPolicy', notAsked()),
    tokenDefaults: tell('tokenDefaults', notAsked()),
    workflowStates: tell('workflowStates', notAsked()),
    selfHostedRunners: tell('selfHostedRunners', notAsked()),
    codeownersErrors: tell('codeownersErrors', notAsked()),
    ownerAccess: tell('ownerAccess', notAsked()),
    latestRelease: tell('latestRelease', notAsked()),
    releaseAttestations: tell('releaseAttestations', notAsked()),
    openPullRequest: tell('openPullRequest', notAsked()),
  };
  return { observedAt: options.now, target, facts };
}

const notAsked = (): Unknown =>
  unknown('not-asked', 'run without --local to ask GitHub', { via: 'api', at: 'nothing was asked' });
