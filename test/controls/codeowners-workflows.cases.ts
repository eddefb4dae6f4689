import type { ControlCase } from './control-case.ts';
import { PUBLIC, workflow } from './sample-facts.ts';

const FILES = { '.github/workflows/ci.yml': workflow('- run: make') };
const TEAM = {
  ownerAccess: { writers: ['a', 'b'], complete: true },
  codeownersErrors: [],
  repository: PUBLIC,
} as const;
const owned = (text: string, path = '.github/CODEOWNERS') => ({ ...FILES, [path]: text });

const OWNERS = '.github/CODEOWNERS';
const MINE =
  '/.github/workflows/ @octo-org/build\n/.github/*.yml @octo-org/build\n/.github/CODEOWNERS @octo-org/build\n';
const BUILDING = [
  '.github/actions/x/action.yml',
  '.github/actions/deep/y/action.yaml',
  'Dockerfile',
  'docker/app.Dockerfile',
  'Dockerfile.ci',
  'scripts/release.sh',
  'tools/ci/publish-all.py',
  'keys/cosign.pub',
];
const NOT_BUILDING = [
  OWNERS,
  '.github/actions/x/index.js',
  'docs/docker.md',
  'src/release.ts',
  'scripts/test.sh',
  'cosign.key',
];

export const cases: readonly ControlCase[] = [
  { name: 'one line for everything', files: owned('* @octo-org/build\n'), facts: TEAM, verdict: 'pass' },
  {
    name: 'what GitHub thinks of the owners is not known',
    files: owned('* @octo-org/build\n'),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'no file',
    files: FILES,
    facts: TEAM,
    verdict: 'fail',
    findings: ['no-codeowners'],
    offers: ['create-codeowners'],
  },
  {
    name: 'workflows without an owner',
    files: owned('/src/ @octo-org/app\n', 'CODEOWNERS'),
    facts: TEAM,
    verdict: 'fail',
    offers: ['append-owners'],
  },
  {
    name: 'a later line takes the owners away',
    files: owned('* @octo-org/build\n/.github/workflows/ci.yml\n'),
    facts: TEAM,
    verdict: 'fail',
    findings: ['workflow-unowned .github/CODEOWNERS:2'],
  },
  {
    name: 'each workflow by name leaves the next one without an owner',
    files: owned('/.github/workflows/ci.yml @a\n/.github/CODEOWNERS @a\n/.github/dependabot.yml @a\n'),
    facts: TEAM,
    verdict: 'fail',
    findings: ['workflow-unowned .github/CODEOWNERS:1'],
  },
  {
    name: 'only the workflows',
    files: { ...owned('/.github/ @octo-org/build\n'), 'go.mod': 'module x\n', Dockerfile: 'FROM x\n' },
    facts: TEAM,
    verdict: 'partial',
    gap: true,
    findings: ['build-file-unowned .github/CODEOWNERS:1', 'build-file-unowned .github/CODEOWNERS:1'],
  },
  {
    name: 'GitHub does not know the owner',
    files: owned('* @octo-org/gone\n'),
    facts: {
      ...TEAM,
      codeownersErrors: [{ path: '.github/CODEOWNERS', line: 1, kind: 'Unknown owner', message: 'no such team' }],
    },
    verdict: 'fail',
    findings: [
      'owner-invalid .github/CODEOWNERS:1',
      'owner-invalid .github/CODEOWNERS:1',
      'owner-invalid .github/CODEOWNERS:1',
      'owner-invalid .github/CODEOWNERS:1',
    ],
  },
  {
    name: 'a sole maintainer has nobody to ask',
    files: owned('* @me\n'),
    facts: { ...TEAM, ownerAccess: { writers: ['me'], complete: true } },
    verdict: 'partial',
    gap: false,
    says: 'only one account',
  },
  {
    name: 'a sole maintainer, and what GitHub thinks of the owner is not known',
    files: owned('* @me\n'),
    facts: { ownerAccess: { writers: ['me'], complete: true } },
    verdict: 'partial',
    gap: false,
    says: 'not-asked: run without --local',
  },
  {
    name: 'only one of those who can write was seen',
    files: owned('* @me\n'),
    facts: { ...TEAM, ownerAccess: { writers: ['me'], complete: false } },
    verdict: 'partial',
    gap: false,
    says: 'forbidden: list everybody',
  },
  {
    name: 'two of those who can write were seen',
    files: owned('* @octo-org/build\n'),
    facts: { ...TEAM, ownerAccess: { writers: ['a', 'b'], complete: false } },
    verdict: 'pass',
  },
  {
    name: 'workflows without an owner, and what GitHub thinks of the owners is not known',
    files: owned('/src/ @octo-org/app\n'),
    verdict: 'fail',
    says: 'not-asked: run without --local',
  },
  {
    name: 'errors of another line and of another file',
    files: owned('# who looks\n* @octo-org/build\n'),
    facts: {
      ...TEAM,
      codeownersErrors: [
        { path: '.github/CODEOWNERS', line: 1, kind: 'Unknown owner', message: 'no such team' },
        { path: 'docs/CODEOWNERS', line: 2, kind: 'Unknown owner', message: 'no such team' },
      ],
    },
    verdict: 'pass',
  },
  {
    name: 'actions, Dockerfiles, release scripts and keys without an owner, and what does not build',
    files: Object.fromEntries([...BUILDING, ...NOT_BUILDING].map((path) => [path, path === OWNERS ? MINE : ''])),
    facts: TEAM,
    verdict: 'partial',
    gap: true,
    says: 'leaves 8 paths',
  },
  {
    name: 'links are no files of the build',
    files: owned('/.github/ @octo-org/build\n'),
    facts: {
      ...TEAM,
      tree: ['Dockerfile', OWNERS].map((path) => ({ path, mode: path === OWNERS ? '100644' : '120000', oid: '' })),
    },
    verdict: 'pass',
  },
  {
    name: 'a folder where the file should be',
    files: { ...FILES, '.github/CODEOWNERS/x': 'x', CODEOWNERS: '* @octo-org/build\n' },
    facts: TEAM,
    verdict: 'unknown',
  },
];
