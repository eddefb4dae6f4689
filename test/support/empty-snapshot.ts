import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { FactValues } from '../../src/model/facts.ts';
import type { TextFiles, UnreadableFile } from '../../src/model/files.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';

const FACTS: Readonly<Record<keyof FactValues, true>> = {
  tree: true,
  texts: true,
  repository: true,
  actionsPolicy: true,
  tokenDefaults: true,
  workflowStates: true,
  selfHostedRunners: true,
  codeownersErrors: true,
  ownerAccess: true,
  latestRelease: true,
  releaseAttestations: true,
  openPullRequest: true,
  pins: true,
  selectedActions: true,
  forkApproval: true,
  privateForkRuns: true,
  executionPolicies: true,
  branchRules: true,
  branchProtection: true,
  rulesets: true,
  environments: true,
  storedSecrets: true,
  oidcSubject: true,
  immutableReleases: true,
  codeScanningSetup: true,
  codeScanningAnalyses: true,
  dependabotAlerts: true,
  securityAnalysis: true,
  privateReporting: true,
  artifactRetention: true,
  ownerAccount: true,
  deployKeys: true,
  imagePins: true,
  actionRepositories: true,
  actionAdvisories: true,
};

/** A snapshot of these files in which nothing was asked of the API. */
export function emptySnapshot(
  files: Readonly<Record<string, string | UnreadableFile>> = {},
  facts: Partial<Facts> = {},
): Snapshot {
  const source = { via: 'git', at: 'test' } as const;
  const unasked = unknown('not-asked', 'run without --local', { via: 'api', at: 'test' });
  const all = Object.fromEntries(Object.keys(FACTS).map((name) => [name, unasked]));
  const texts: TextFiles = Object.fromEntries(
    Object.entries(files).map(([path, text]): [string, TextFiles[string]] => [
      path,
      typeof text === 'string' ? { path, mode: '100644', text } : text,
    ]),
  );
  const tree = Object.keys(files).map((path) => ({ path, mode: '100644' as const, oid: '' }));
  return {
    observedAt: '2026-11-22T12:00:00.000Z',
    target: {
      mode: 'local',
      host: 'github.com',
      owner: 'octo',
      name: 'app',
      base: { ref: 'main', sha: '0'.repeat(40), dirty: false },
    },
    // Every fact name is in FACTS, which the compiler checks.
    facts: { ...all, tree: known(tree, source), texts: known(texts, source), ...facts } as Facts,
  };
}
