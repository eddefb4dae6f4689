import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { type Unknown, unknown } from '../../src/model/fact.ts';
import type { PinCatalogue } from '../../src/model/pin.ts';
import type { AttestationVerification, LatestRelease, ReleaseAttestations } from '../../src/model/release.ts';
import type { RepositoryFacts } from '../../src/model/repository.ts';

export const PINS: PinCatalogue = offlinePins();

export const CHECKOUT = PINS.pins['actions/checkout@latest']!;
export const PINNED_CHECKOUT = `actions/checkout@${CHECKOUT.sha} # ${CHECKOUT.version}`;

export const PUBLIC: RepositoryFacts = {
  id: '1',
  ownerId: '2',
  ownerKind: 'organization',
  visibility: 'public',
  archived: false,
  fork: false,
  template: false,
  defaultBranch: 'main',
  permissions: { admin: true, push: true },
};
export const PRIVATE: RepositoryFacts = { ...PUBLIC, visibility: 'private' };

export const FORBIDDEN: Unknown = unknown('forbidden', 'log in as an administrator', { via: 'api', at: 'test' });

export const DIGEST = `sha256:${'a'.repeat(64)}`;

export const release = (uploader: string, ...names: readonly string[]): LatestRelease => ({
  tag: 'v1.0.0',
  immutable: false,
  createdAt: null,
  assets: names.map((name) => ({ name, digest: DIGEST, uploader })),
});

export const NOTHING_ATTESTED: ReleaseAttestations = {
  provenance: [],
  sbom: [],
  verification: { provenance: {}, sbom: {} },
  asked: [DIGEST],
};

/** Both kinds are in the store for the one digest, and checking them came to this. */
export const attestedAs = (found: AttestationVerification): ReleaseAttestations => ({
  provenance: [DIGEST],
  sbom: [DIGEST],
  verification: { provenance: { [DIGEST]: found }, sbom: { [DIGEST]: found } },
  asked: [DIGEST],
});
/** Two files, of which only the first was asked for. */
export const HALF_ASKED: LatestRelease = {
  tag: 'v1.0.0',
  immutable: false,
  createdAt: null,
  assets: [
    { name: 'app.tgz', digest: DIGEST, uploader: 'github-actions[bot]' },
    { name: 'late.tgz', digest: `sha256:${'b'.repeat(64)}`, uploader: 'github-actions[bot]' },
  ],
};
/** The same two files, which were both asked for and could not be checked for two reasons. */
export const TWO_DOUBTS: ReleaseAttestations = ((): ReleaseAttestations => {
  const digests = HALF_ASKED.assets.flatMap(({ digest }) => digest ?? []);
  const found = (because: string) => ({ state: 'not-verified', reason: 'unreadable', because }) as const;
  const checked = Object.fromEntries(
    digests.map((digest, index) => [digest, found(['it is old', 'it is odd'][index] ?? '')]),
  );
  return { provenance: digests, sbom: digests, verification: { provenance: checked, sbom: checked }, asked: digests };
})();
const SIGNER = 'https://github.com/octo/app/.github/workflows/release.yml@refs/tags/v1.0.0';
export const ALL_ATTESTED = attestedAs({ state: 'verified', signer: SIGNER });

/** A workflow with one job; `steps` are written below it as they are. */
export const workflow = (steps: string, options: { on?: string; top?: string; job?: string } = {}): string =>
  [
    'name: sample',
    `on: ${options.on ?? 'push'}`,
    options.top ?? 'permissions:\n  contents: read',
    'jobs:',
    '  work:',
    '    runs-on: ubuntu-24.04',
    ...(options.job === undefined ? [] : [options.job]),
    '    steps:',
    ...steps.split('\n').map((line) => `      ${line}`),
    '',
  ].join('\n');

/** A release that a workflow of somebody else makes. */
export const REMOTE =
  "on: { push: { tags: ['v*'] } }\njobs:\n  a:\n    uses: octo/ci/.github/workflows/release.yml@v1\n";

export const BROKEN = 'on: push\njobs: [\n';
