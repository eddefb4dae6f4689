import type { ControlCase } from './control-case.ts';
import { PUBLIC, workflow } from './sample-facts.ts';

const FILES = { '.github/workflows/ci.yml': workflow('- run: make') };
const TEAM = {
  ownerAccess: { writers: ['a', 'b'], complete: true },
  codeownersErrors: [],
  repository: PUBLIC,
} as const;
const owned = (text: string, path = '.github/CODEOWNERS') => ({ ...FILES, [path]: text });

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
    name: 'a folder where the file should be',
    files: { ...FILES, '.github/CODEOWNERS/x': 'x', CODEOWNERS: '* @octo-org/build\n' },
    facts: TEAM,
    verdict: 'unknown',
  },
];
