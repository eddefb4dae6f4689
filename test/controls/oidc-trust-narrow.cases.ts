import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const LOGIN = { [PATH]: workflow('- uses: azure/login@v2\n  with:\n    client-id: x') };
const trust = (subject: string) => ({
  ...LOGIN,
  'trust.tf': `# token.actions.githubusercontent.com\nsub = "${subject}"\n`,
});

export const cases: readonly ControlCase[] = [
  { name: 'one environment', files: trust('repo:o/r:environment:release'), verdict: 'pass' },
  { name: 'one environment, with numbers', files: trust('repo:o@1/r@2:environment:release'), verdict: 'pass' },
  {
    name: 'a branch',
    files: trust('repo:o/r:ref:refs/heads/main'),
    verdict: 'partial',
    gap: true,
    findings: ['subject-without-environment trust.tf:2'],
  },
  {
    name: 'any repository',
    files: trust('repo:o/*'),
    verdict: 'fail',
    findings: ['subject-wildcard trust.tf:2'],
    offers: ['narrow-the-subject'],
  },
  { name: 'any environment', files: trust('repo:o/r:environment:*'), verdict: 'fail' },
  { name: 'pull requests', files: trust('repo:o/r:pull_request'), verdict: 'fail' },
  { name: 'a file about something else', files: { ...LOGIN, 'x.tf': 'sub = "repo:o/*"\n' }, verdict: 'unknown' },
  {
    name: 'a token with a subject of its own making does not tell what the cloud trusts',
    files: trust('repo:o/r:environment:release'),
    facts: {
      oidcSubject: { useDefault: false, claimKeys: ['repo', 'context'], immutable: true, prefix: 'repo:o@1/r@2' },
    },
    verdict: 'pass',
  },
  { name: 'the cloud side cannot be read', files: LOGIN, verdict: 'unknown' },
  { name: 'no cloud', files: { [PATH]: workflow('- run: make') }, verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
];
