import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const LOCKED = { 'package.json': '{}', 'package-lock.json': '{}' };
const RELEASES = '- run: gh release upload v1 dist/app';

export const cases: readonly ControlCase[] = [
  { name: 'npm ci', files: { ...LOCKED, [PATH]: workflow('- run: npm ci') }, verdict: 'pass' },
  {
    name: 'npm install beside a lock file',
    files: { ...LOCKED, [PATH]: workflow('- run: |\n    echo first\n    npm install\n') },
    verdict: 'partial',
    gap: true,
    findings: [`loose-install ${PATH}:11`],
    offers: ['install-strictly'],
  },
  {
    name: 'a tool is not a dependency',
    files: { ...LOCKED, [PATH]: workflow('- run: npm install -g npm-check\n- run: npm ci') },
    verdict: 'pass',
  },
  {
    name: 'no lock file, and a library',
    files: { 'package.json': '{}', [PATH]: workflow('- run: npm install') },
    verdict: 'partial',
    gap: true,
    findings: [`no-lockfile ${PATH}:9`],
    offers: ['commit-lockfile'],
    curedByHand: true,
  },
  {
    name: 'what is released was resolved during the build',
    files: { 'package.json': '{}', [PATH]: workflow(`- run: npm install\n${RELEASES}`) },
    verdict: 'fail',
    findings: [`no-lockfile ${PATH}:9`],
  },
  {
    name: 'what is released was locked, though a stale lock file would not be refused',
    files: { ...LOCKED, [PATH]: workflow(`- run: npm install\n${RELEASES}`) },
    verdict: 'partial',
    gap: true,
    findings: [`loose-install ${PATH}:9`],
  },
  {
    name: 'a lock file counts behind a make target as well',
    files: {
      'Cargo.toml': '',
      'Cargo.lock': '',
      Makefile: 'dist:\n\tcargo build --release\n',
      [PATH]: workflow(`- run: make dist\n${RELEASES}`),
    },
    verdict: 'partial',
    gap: true,
    findings: [`loose-install ${PATH}:9`],
  },
  {
    name: 'strict where it releases, loose in another workflow',
    files: {
      ...LOCKED,
      [PATH]: workflow('- run: npm install'),
      '.github/workflows/release.yml': workflow(`- run: npm ci\n${RELEASES}`),
    },
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'the lock file is ignored by git',
    files: { ...LOCKED, '.gitignore': 'dist\npackage-lock.json\n', [PATH]: workflow('- run: npm ci') },
    verdict: 'partial',
    gap: true,
    findings: ['lockfile-ignored .gitignore:2'],
  },
  { name: 'nothing is installed', files: { [PATH]: workflow('- run: make') }, verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { ...LOCKED, [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a broken sibling keeps from passing',
    files: { ...LOCKED, [PATH]: workflow('- run: npm ci'), '.github/workflows/bad.yml': BROKEN },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'an install of a release without a lock file',
    files: { 'package.json': '{}', [PATH]: workflow(`- run: npm install\n- run: npm test\n${RELEASES}`) },
    verdict: 'fail',
    says: 'what is released',
  },
  {
    name: 'what an image carries was resolved during the build',
    files: {
      'package.json': '{}',
      Dockerfile: 'FROM scratch\n',
      [PATH]: workflow('- run: npm install\n- run: docker push octo/app'),
    },
    verdict: 'fail',
  },
  {
    name: 'files and a package are published, and resolved during the build',
    files: { 'package.json': '{}', [PATH]: workflow(`- run: npm install\n${RELEASES}\n- run: npm publish`) },
    verdict: 'fail',
  },
  {
    name: 'an unread document does not keep from judging',
    files: { ...LOCKED, [PATH]: workflow('- run: npm install') },
    unread: ['README.md'],
    verdict: 'partial',
    gap: true,
    says: 'one install does',
  },
  {
    name: 'an unread manifest does',
    files: { ...LOCKED, [PATH]: workflow('- run: npm install') },
    unread: ['app/Cargo.toml'],
    verdict: 'unknown',
  },
  {
    name: 'the way through a script is named',
    files: { ...LOCKED, 'setup.sh': 'npm install\n', [PATH]: workflow('- run: ./setup.sh') },
    verdict: 'partial',
    gap: true,
    findings: [`loose-install ${PATH}:9`],
    evidence: '"npm install" (through setup.sh) does not',
    offers: ['commit-lockfile'],
    curedByHand: true,
  },
];
