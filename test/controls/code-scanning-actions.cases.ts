import { unknown } from '../../src/model/fact.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, FORBIDDEN, PRIVATE, PUBLIC, workflow } from './sample-facts.ts';

const OFF = { configured: false, languages: ['javascript-typescript'], suite: null };
const ON = { configured: true, languages: ['python'], suite: 'default' };
const ANALYSED = [{ category: '/language:actions', tool: 'CodeQL', createdAt: '2026-11-20T00:00:00Z' }];
const CI = { '.github/workflows/ci.yml': workflow('- run: make') };
const codeql = (languages: string, job?: string) => ({
  '.github/workflows/codeql.yml': workflow(
    `- uses: github/codeql-action/init@v4\n  with:\n    languages: ${languages}`,
    job === undefined ? {} : { job },
  ),
});
const base = { repository: PUBLIC, codeScanningSetup: OFF, codeScanningAnalyses: [] } as const;
const LICENCE = unknown('unsupported', 'Code Security must be enabled', { via: 'api', at: 'test' });

export const cases: readonly ControlCase[] = [
  {
    name: 'the default setup has actions',
    facts: { ...base, codeScanningSetup: { ...ON, languages: ['actions'] } },
    verdict: 'pass',
  },
  {
    name: 'a workflow analyses actions',
    files: codeql('python, actions'),
    facts: { ...base, codeScanningAnalyses: ANALYSED },
    verdict: 'pass',
  },
  {
    name: 'the matrix names actions',
    files: codeql('${{ matrix.language }}', '    strategy:\n      matrix:\n        language: [python, actions]'),
    facts: { ...base, codeScanningAnalyses: ANALYSED },
    verdict: 'pass',
  },
  {
    name: 'the workflow has not run yet',
    files: codeql('actions'),
    facts: base,
    verdict: 'partial',
    gap: false,
    says: 'once the workflow has run',
  },
  {
    name: 'the last analysis is 31 days old',
    files: codeql('actions'),
    facts: { ...base, codeScanningAnalyses: [{ ...ANALYSED[0]!, createdAt: '2026-10-22T12:00:00Z' }] },
    verdict: 'partial',
    gap: true,
    findings: ['analysis-stale .github/workflows/codeql.yml:9'],
    says: '31 days ago',
    offers: ['analyse-by-the-clock'],
  },
  {
    name: 'the last analysis is old, and the default setup cannot be seen',
    files: codeql('actions'),
    facts: {
      codeScanningSetup: FORBIDDEN,
      codeScanningAnalyses: [{ ...ANALYSED[0]!, createdAt: '2026-10-22T12:00:00Z' }],
    },
    verdict: 'partial',
    gap: true,
    findings: ['analysis-stale .github/workflows/codeql.yml:9'],
    says: 'forbidden: log in',
  },
  {
    name: 'only another language was analysed yet',
    files: codeql('actions'),
    facts: {
      ...base,
      codeScanningAnalyses: [{ category: '/language:python', tool: 'CodeQL', createdAt: '2026-01-01T00:00:00Z' }],
    },
    verdict: 'partial',
    gap: false,
    says: 'once the workflow has run',
  },
  {
    name: 'computed languages that were analysed, and the default setup cannot be seen',
    files: codeql('${{ inputs.l }}'),
    facts: { codeScanningSetup: FORBIDDEN, codeScanningAnalyses: ANALYSED },
    verdict: 'partial',
    gap: false,
    says: 'forbidden: log in',
  },
  {
    name: 'the workflow leaves actions out, beside one that cannot be read',
    files: { ...codeql('python'), '.github/workflows/x.yml': BROKEN },
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['actions-left-out .github/workflows/codeql.yml:11'],
    says: 'unreadable: mend .github/workflows/x.yml',
  },
  {
    name: 'another analyser, on changes and by hand',
    files: { '.github/workflows/lint.yml': workflow('- run: zizmor .', { on: '[push, workflow_dispatch]' }) },
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['other-analyser .github/workflows/lint.yml:9'],
  },
  {
    name: 'the last analysis is 30 days old, an older one is listed as well',
    files: codeql('actions'),
    facts: {
      ...base,
      codeScanningAnalyses: [
        { ...ANALYSED[0]!, createdAt: '2026-10-23T12:00:00Z' },
        { ...ANALYSED[0]!, tool: 'old', createdAt: '2026-01-01T00:00:00Z' },
      ],
    },
    verdict: 'pass',
  },
  {
    name: 'computed languages that were analysed long ago',
    files: codeql('${{ inputs.l }}'),
    facts: { ...base, codeScanningAnalyses: [{ ...ANALYSED[0]!, createdAt: '2026-06-01T00:00:00Z' }] },
    verdict: 'unknown',
  },
  { name: 'files alone', files: codeql('actions'), verdict: 'partial', gap: false },
  {
    name: 'the default setup leaves actions out',
    files: CI,
    facts: { ...base, codeScanningSetup: ON },
    verdict: 'partial',
    gap: true,
    findings: ['actions-left-out'],
    offers: ['switch-on-default-setup', 'lint-workflows'],
  },
  {
    name: 'the workflow leaves actions out',
    files: codeql('python'),
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['actions-left-out .github/workflows/codeql.yml:11'],
    offers: ['analyse-beside-codeql', 'add-actions-language'],
  },
  {
    name: 'both setups at once',
    files: codeql('actions'),
    facts: { ...base, codeScanningSetup: ON },
    verdict: 'partial',
    gap: true,
    findings: ['uploads-refused .github/workflows/codeql.yml:9'],
  },
  {
    name: 'another analyser',
    files: { '.github/workflows/lint.yml': workflow('- run: pipx run zizmor .github') },
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['other-analyser .github/workflows/lint.yml:9'],
  },
  {
    name: 'another analyser, and the default setup cannot be seen',
    files: { '.github/workflows/lint.yml': workflow('- run: zizmor .') },
    facts: { codeScanningSetup: FORBIDDEN },
    verdict: 'unknown',
  },
  {
    name: 'another analyser, by hand only',
    files: { '.github/workflows/lint.yml': workflow('- run: zizmor .', { on: 'workflow_dispatch' }) },
    facts: base,
    verdict: 'fail',
  },
  {
    name: 'computed languages that were analysed',
    files: codeql('${{ inputs.l }}'),
    facts: { ...base, codeScanningAnalyses: ANALYSED },
    verdict: 'pass',
  },
  { name: 'computed languages', files: codeql('${{ inputs.l }}'), facts: base, verdict: 'unknown' },
  {
    name: 'nothing',
    files: CI,
    facts: base,
    verdict: 'fail',
    findings: ['workflows-not-analysed'],
    offers: ['switch-on-default-setup', 'lint-workflows'],
  },
  {
    name: 'a workflow that cannot be read',
    files: { ...CI, '.github/workflows/x.yml': BROKEN },
    facts: base,
    verdict: 'unknown',
  },
  { name: 'no workflow', files: {}, facts: base, verdict: 'not-applicable' },
  { name: 'the token may not look', files: CI, facts: { codeScanningSetup: FORBIDDEN }, verdict: 'unknown' },
  {
    name: 'a private repository without a licence',
    files: CI,
    facts: { repository: PRIVATE, codeScanningSetup: LICENCE },
    verdict: 'not-applicable',
  },
  {
    name: 'archived',
    files: CI,
    facts: { ...base, repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
];
