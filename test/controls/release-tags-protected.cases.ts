import type { Ruleset } from '../../src/model/settings.ts';
import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PUBLIC, release, workflow } from './sample-facts.ts';

const TAGS: Ruleset = {
  id: '1',
  name: 'tags',
  target: 'tag',
  enforcement: 'active',
  sourceKind: 'repository',
  include: ['refs/tags/v*'],
  exclude: [],
  rules: ['creation', 'update', 'deletion', 'non_fast_forward'],
  bypassActors: [{ kind: 'Integration', mode: 'always' }],
};
const latestRelease = release('octocat', 'app.tgz');
const facts = (changed: Partial<Ruleset>) => ({ rulesets: [{ ...TAGS, ...changed }], latestRelease });
const PATH = '.github/workflows/release.yml';
const UPLOAD = '- run: gh release upload "$TAG" app.tgz';

export const cases: readonly ControlCase[] = [
  { name: 'protected', facts: facts({}), verdict: 'pass' },
  {
    name: 'all tags of the organisation',
    facts: facts({ include: ['~ALL'], sourceKind: 'organization' }),
    verdict: 'pass',
  },
  {
    name: 'no ruleset',
    facts: { rulesets: [], latestRelease },
    verdict: 'fail',
    findings: ['tags-unprotected'],
    says: 'v1.0.0',
    offers: ['add-tag-ruleset', 'protect-tags-by-hand'],
  },
  { name: 'only evaluated', facts: facts({ enforcement: 'evaluate' }), verdict: 'fail', says: '"evaluate"' },
  {
    name: 'a ruleset for branches',
    facts: facts({ target: 'branch', include: ['~ALL'] }),
    verdict: 'fail',
    evidence: 'no ruleset for tags in force',
  },
  { name: 'other tags', facts: facts({ include: ['refs/tags/release-*'] }), verdict: 'fail' },
  { name: 'the version is excluded', facts: facts({ exclude: ['refs/tags/v1*'] }), verdict: 'fail' },
  {
    name: 'anyone may create',
    facts: facts({ rules: ['update', 'deletion'] }),
    verdict: 'partial',
    gap: true,
    findings: ['tags-creatable'],
  },
  {
    name: 'only deletion is stopped',
    facts: facts({ rules: ['deletion'] }),
    verdict: 'partial',
    gap: true,
    findings: ['tags-movable', 'tags-creatable'],
  },
  {
    name: 'deletable',
    facts: facts({ rules: ['update', 'creation'] }),
    verdict: 'partial',
    gap: true,
    findings: ['tags-deletable'],
  },
  {
    name: 'deploy keys bypass',
    facts: facts({ bypassActors: [{ kind: 'DeployKey', mode: 'always' }] }),
    verdict: 'partial',
    gap: true,
    findings: ['bypass-wide'],
  },
  { name: 'who bypasses is hidden', facts: facts({ bypassActors: null }), verdict: 'partial', gap: false },
  {
    name: 'some role bypasses',
    facts: facts({ bypassActors: [{ kind: 'RepositoryRole', mode: 'always' }] }),
    verdict: 'partial',
    gap: false,
    says: 'which role',
  },
  {
    name: 'the workflow says which tags are released',
    files: { '.github/workflows/r.yml': workflow(UPLOAD, { on: '\n  push:\n    tags: ["app/v[0-9]+.*"]' }) },
    facts: { rulesets: [TAGS], latestRelease: null },
    verdict: 'fail',
    says: 'refs/tags/app/v1.1',
  },
  {
    name: 'a workflow releases by hand',
    files: { '.github/workflows/r.yml': workflow(UPLOAD, { on: 'workflow_dispatch' }) },
    facts: { rulesets: [TAGS] },
    verdict: 'pass',
  },
  { name: 'nothing is released', facts: { rulesets: [], latestRelease: null }, verdict: 'not-applicable' },
  {
    name: 'a module may be tagged',
    files: { 'go.mod': 'module x\n' },
    facts: { rulesets: [], latestRelease: null },
    verdict: 'unknown',
    says: 'go.mod',
  },
  { name: 'nobody looked at the releases', facts: { rulesets: [] }, verdict: 'unknown' },
  { name: 'rulesets cannot be read', facts: { rulesets: FORBIDDEN, latestRelease }, verdict: 'unknown' },
  {
    name: 'an archived repository takes no setting',
    facts: { rulesets: [], latestRelease, repository: { ...PUBLIC, archived: true } },
    verdict: 'fail',
    offers: ['protect-tags-by-hand'],
  },
  {
    name: 'two patterns, and a ruleset that names both',
    facts: facts({ include: ['refs/tags/release-*', 'refs/tags/v*'] }),
    verdict: 'pass',
  },
  {
    name: 'one of two kinds of tags that start a release is protected',
    files: {
      'package.json': '{}',
      '.github/workflows/release.yml': workflow(UPLOAD, { on: '{ push: { tags: ["v*", "release-*"] } }' }),
    },
    facts: { rulesets: [TAGS], latestRelease: FORBIDDEN },
    verdict: 'fail',
    findings: ['tags-unprotected'],
  },
  {
    name: 'a pattern that takes tags away is no tag',
    files: {
      'package.json': '{}',
      '.github/workflows/release.yml': workflow(UPLOAD, { on: '{ push: { tags: ["v*", "!v0*"] } }' }),
    },
    facts: { rulesets: [TAGS], latestRelease: FORBIDDEN },
    verdict: 'pass',
  },
  {
    name: 'users of an action take the tag itself',
    files: { 'action.yml': 'name: x\nruns:\n  using: node24\n  main: index.js\n' },
    facts: { rulesets: [], latestRelease: null },
    verdict: 'unknown',
    says: 'action.yml',
  },
  {
    name: 'users of a package of Composer take the tag itself',
    files: { 'composer.json': '{"name":"octo/app"}' },
    facts: { rulesets: [], latestRelease: null },
    verdict: 'unknown',
    says: 'composer.json',
  },
  {
    name: 'an idle ruleset for other tags is not the one to switch on',
    facts: facts({ enforcement: 'evaluate', include: ['refs/tags/release-*'] }),
    verdict: 'fail',
  },
  {
    name: 'deletion is stopped, and who bypasses is hidden',
    files: {},
    facts: facts({ rules: ['deletion'], bypassActors: null }),
    verdict: 'partial',
    gap: true,
    says: 'gets past the ruleset',
  },
  {
    name: 'some role bypasses beside an application',
    facts: facts({
      bypassActors: [
        { kind: 'RepositoryRole', mode: 'always' },
        { kind: 'Integration', mode: 'always' },
      ],
    }),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a release without files',
    files: { [PATH]: workflow('- run: gh release create v1') },
    facts: { rulesets: [TAGS], latestRelease: null },
    verdict: 'pass',
  },
  {
    name: 'packages from a branch need no tag',
    files: { 'package.json': '{}', [PATH]: workflow('- run: npm publish') },
    facts: { rulesets: [], latestRelease: null },
    verdict: 'not-applicable',
  },
  {
    name: 'only evaluated, for one of two kinds of tags',
    files: { [PATH]: workflow(UPLOAD, { on: '{ push: { tags: [v*, app-*] } }' }) },
    facts: { rulesets: [{ ...TAGS, enforcement: 'evaluate' }], latestRelease: null },
    verdict: 'fail',
    says: '"evaluate"',
  },
];
