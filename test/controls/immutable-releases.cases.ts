import type { ControlCase } from './control-case.ts';
import { BROKEN, FORBIDDEN, PUBLIC, release, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const OFF = { enabled: false, enforcedByOwner: false };
const ON = { enabled: true, enforcedByOwner: false };
const latest = (immutable: boolean | null) => ({ ...release('octocat', 'app.tgz'), immutable });
const UPLOAD = '- run: gh release upload "$TAG" app.tgz';

export const cases: readonly ControlCase[] = [
  {
    name: 'on, and the newest is locked',
    facts: { immutableReleases: ON, latestRelease: latest(true) },
    verdict: 'pass',
  },
  {
    name: 'on, and the newest is older',
    facts: { immutableReleases: ON, latestRelease: latest(false) },
    verdict: 'partial',
    gap: true,
    findings: ['latest-mutable'],
    offers: ['release-again'],
  },
  {
    name: 'on, and the host does not tell',
    facts: { immutableReleases: ON, latestRelease: latest(null) },
    verdict: 'partial',
    gap: false,
  },
  { name: 'on, and nobody looked at the releases', facts: { immutableReleases: ON }, verdict: 'partial', gap: false },
  {
    name: 'on before the first release',
    files: { [PATH]: workflow(UPLOAD) },
    facts: { immutableReleases: ON, latestRelease: null },
    verdict: 'pass',
  },
  {
    name: 'off',
    facts: { immutableReleases: OFF, latestRelease: latest(false) },
    verdict: 'fail',
    findings: ['releases-mutable'],
    offers: ['enable-immutable-releases', 'release-again'],
  },
  {
    name: 'off, and the workflow would fail',
    files: { [PATH]: workflow(UPLOAD, { on: 'release' }) },
    facts: { immutableReleases: OFF },
    verdict: 'fail',
    offers: ['release-again'],
  },
  {
    name: 'off, in an archived repository',
    facts: { immutableReleases: OFF, latestRelease: latest(false), repository: { ...PUBLIC, archived: true } },
    verdict: 'fail',
    offers: ['release-again'],
  },
  { name: 'off, and nobody looked at the releases', facts: { immutableReleases: OFF }, verdict: 'unknown' },
  {
    name: 'off, and the workflow cannot be read',
    files: { [PATH]: BROKEN },
    facts: { immutableReleases: OFF, latestRelease: null },
    verdict: 'unknown',
  },
  { name: 'nothing is released', facts: { immutableReleases: OFF, latestRelease: null }, verdict: 'not-applicable' },
  {
    name: 'the setting is hidden',
    facts: { immutableReleases: FORBIDDEN, latestRelease: latest(true) },
    verdict: 'unknown',
    says: 'administrator',
  },
  {
    name: 'on before the first release, which has no files',
    files: { [PATH]: workflow('- run: gh release create v1') },
    facts: { immutableReleases: ON, latestRelease: null },
    verdict: 'pass',
  },
];
