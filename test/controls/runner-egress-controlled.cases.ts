import type { ControlCase } from './control-case.ts';
import { BROKEN, PUBLIC, workflow } from './sample-facts.ts';

const agent = (policy: string) => `- uses: step-security/harden-runner@v2\n  with:\n    egress-policy: ${policy}`;
const BUILD = '- run: npm run build';
const file = (steps: string, job?: string) => ({
  'package.json': '{"scripts":{"build":"tsc"}}',
  '.github/workflows/ci.yml': workflow(steps, job === undefined ? {} : { job }),
});
const RELEASE = {
  '.github/workflows/release.yml': workflow(`${agent('block')}\n- run: npm publish`, { on: 'release' }),
};

export const cases: readonly ControlCase[] = [
  { name: 'other hosts are blocked', files: file(`${agent('block')}\n${BUILD}`), verdict: 'pass' },
  { name: 'the release counts, not the tests', files: { ...file(BUILD), ...RELEASE }, verdict: 'pass' },
  {
    name: 'connections are recorded',
    files: file(`${agent('audit')}\n${BUILD}`),
    verdict: 'partial',
    gap: true,
    findings: ['audit-only .github/workflows/ci.yml:11'],
    offers: ['watch-connections'],
  },
  {
    name: 'no policy is given',
    files: file(`- uses: step-security/harden-runner@v2\n${BUILD}`),
    verdict: 'partial',
    gap: true,
    findings: ['policy-not-said .github/workflows/ci.yml:9'],
  },
  {
    name: 'after the build',
    files: file(`${BUILD}\n${agent('block')}`),
    verdict: 'partial',
    gap: true,
    findings: ['not-first .github/workflows/ci.yml:10'],
  },
  {
    name: 'it cannot block on Windows',
    files: {
      'package.json': '{}',
      '.github/workflows/ci.yml': workflow(`${agent('block')}\n${BUILD}`).replace('ubuntu-24.04', 'windows-2025'),
    },
    verdict: 'partial',
    gap: true,
    findings: ['audit-only .github/workflows/ci.yml:11'],
  },
  {
    name: 'a container without a network',
    files: file(BUILD, '    container:\n      image: node:22\n      options: --network none'),
    verdict: 'pass',
  },
  {
    name: 'a container beside the agent',
    files: file(`${agent('block')}\n${BUILD}`, '    container: node:22'),
    verdict: 'partial',
    gap: false,
    says: 'licence',
  },
  { name: 'nothing watches', files: file(BUILD), verdict: 'fail', findings: ['unwatched .github/workflows/ci.yml:6'] },
  {
    name: 'a release that nothing watches, beside what cannot be read',
    files: {
      '.github/workflows/release.yml': workflow('- run: npm publish', { on: 'release' }),
      '.github/workflows/x.yml': BROKEN,
    },
    verdict: 'fail',
    findings: ['unwatched .github/workflows/release.yml:6'],
    says: 'unreadable: mend .github/workflows/x.yml',
  },
  {
    name: 'a called release is judged where it runs',
    files: {
      '.github/workflows/release.yml': workflow(`${agent('block')}\n- run: npm publish`, { on: 'workflow_call' }),
      '.github/workflows/tag.yml': 'on: release\njobs:\n  call:\n    uses: ./.github/workflows/release.yml\n',
    },
    verdict: 'pass',
  },
  { name: 'no job builds', files: file('- run: echo hello'), verdict: 'not-applicable' },
  { name: 'a workflow that cannot be read', files: { '.github/workflows/x.yml': BROKEN }, verdict: 'unknown' },
  {
    name: 'archived',
    files: file(BUILD),
    facts: { repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
];
