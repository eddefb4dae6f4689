import type { ActionAdvisory, ActionRepository } from '../../src/model/settings.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, CHECKOUT, PINNED_CHECKOUT, PINS, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const SHA = 'a'.repeat(40);
const BAD = 'b'.repeat(40);
const FINE: ActionRepository = { archived: false, exists: true, renamedTo: null, status: 'active', replacedBy: null };
const REPOSITORIES: Readonly<Record<string, ActionRepository>> = {
  'actions/checkout': FINE,
  'octo/shared': FINE,
  'other/thing': FINE,
  'actionz/checkout': FINE,
  'docker/login-action': FINE,
};
const advisory = (more: Partial<ActionAdvisory>): ActionAdvisory => ({
  id: 'GHSA-test',
  action: 'other/thing',
  kind: 'vulnerability',
  summary: 'it runs what a title says',
  affectedRefs: [],
  affectedCommits: [],
  affectedRange: null,
  fixedIn: null,
  url: 'https://github.com/advisories/GHSA-test',
  ...more,
});
const knowing = (
  advisories: readonly ActionAdvisory[] = [],
  repositories: Readonly<Record<string, ActionRepository>> = REPOSITORIES,
): NonNullable<ControlCase['facts']> => ({
  pins: PINS,
  actionAdvisories: { advisories, asOf: '2026-10-09' },
  actionRepositories: repositories,
});
const using = (reference: string, options: Parameters<typeof workflow>[1] = {}) => ({
  [PATH]: workflow(`- uses: ${reference}`, options),
});

const situation = (
  verdict: ControlCase['verdict'],
  name: string,
  reference: string,
  facts: ControlCase['facts'] = knowing(),
  findings?: readonly string[],
  more: Partial<ControlCase> = {},
): ControlCase => ({
  name,
  files: using(reference),
  facts,
  verdict,
  gap: verdict === 'fail' || verdict === 'partial',
  ...(findings === undefined ? {} : { findings }),
  ...more,
});
const fails = (
  rule: string,
  name: string,
  reference: string,
  facts: ControlCase['facts'],
  more: Partial<ControlCase> = {},
) => situation('fail', name, reference, facts, [`${rule} ${PATH}:9`], more);
const decide = (
  rule: string,
  name: string,
  reference: string,
  facts?: ControlCase['facts'],
  more: Partial<ControlCase> = {},
) => situation('partial', name, reference, facts, [`${rule} ${PATH}:9`], more);
const without = (name: string) =>
  knowing([], { ...REPOSITORIES, [name]: { ...FINE, archived: null, exists: null, status: null } });
const looks = (more: Partial<ActionRepository>) => knowing([], { 'other/thing': { ...FINE, ...more } });
const WEAK = advisory({ affectedRange: '>= 2.0.0, < 2.3.0', fixedIn: '2.3.0' });
const MOVED = advisory({ kind: 'compromise', affectedCommits: [BAD], affectedRange: '<= 45.0.7', fixedIn: '46.0.1' });

const COMMITS = advisory({ affectedCommits: [BAD] });
const TAG_MOVED = advisory({ kind: 'compromise', affectedRefs: ['v5'] });
const CHECKOUT_BEFORE = (version: string) =>
  knowing([advisory({ action: 'actions/checkout', affectedRange: `< ${version}` })]);
const NO_CATALOGUE = (advisories: readonly ActionAdvisory[]): NonNullable<ControlCase['facts']> => ({
  actionAdvisories: { advisories, asOf: null },
  actionRepositories: REPOSITORIES,
});
const IN_ORDER = [
  'undecided .github/actions/x/action.yml:4',
  'undecided .github/workflows/a.yml:9',
  `undecided ${PATH}:10`,
  `undecided ${PATH}:12`,
];

export const cases: readonly ControlCase[] = [
  situation('pass', 'GitHub’s own', PINNED_CHECKOUT, knowing(), []),
  situation('pass', 'the own owner’s, whatever the case', 'Octo/shared@v1', knowing(), []),
  situation('pass', 'local code', './.github/actions/x', knowing(), []),
  { name: 'local code needs no fact', files: using('./.github/actions/x'), verdict: 'pass' },
  decide('undecided', 'somebody else’s, in a job that can only read', 'other/thing@v1', undefined, {
    offers: ['review-each-action'],
  }),
  situation(
    'partial',
    'somebody else’s, in a job that can write',
    'other/thing@v1',
    knowing(),
    [`undecided-privileged ${PATH}:11`],
    {
      files: using('other/thing@v1', { job: '    permissions:\n      contents: write' }),
    },
  ),
  situation(
    'partial',
    'somebody else’s workflow, with every secret',
    '',
    knowing(),
    [`undecided-privileged ${PATH}:4`],
    {
      files: {
        [PATH]: 'on: push\njobs:\n  a:\n    uses: other/thing/.github/workflows/x.yml@v1\n    secrets: inherit\n',
      },
    },
  ),
  situation(
    'partial',
    'in a composite action of a job that can write',
    '',
    knowing(),
    ['undecided-privileged .github/actions/x/action.yml:4'],
    {
      files: {
        [PATH]: workflow('- uses: ./.github/actions/x', { job: '    permissions:\n      contents: write' }),
        '.github/actions/x/action.yml': 'runs:\n  using: composite\n  steps:\n    - uses: other/thing@v1\n',
      },
    },
  ),

  fails('vulnerable', 'a version that an advisory names', 'Other/Thing@v2.2.9', knowing([WEAK]), {
    offers: ['review-each-action'],
  }),
  fails('vulnerable', 'a version that the comment names', `other/thing@${SHA} # v2.1.0`, knowing([WEAK])),
  fails(
    'vulnerable',
    'an advisory without a mended release',
    'other/thing@main',
    knowing([advisory({ affectedRange: '>= 0.0.0' })]),
  ),
  fails(
    'vulnerable',
    'GitHub’s own as well, with a mended release at hand',
    'actions/checkout@v4.0.0',
    knowing([advisory({ action: 'actions/checkout', affectedRange: '< 5.0.0', fixedIn: '5.0.0' })]),
    { offers: ['take-fixed-release', 'review-each-action'] },
  ),
  fails(
    'vulnerable',
    'somebody else’s, with a mended release: a person still has to decide',
    'docker/login-action@v2.0.0',
    knowing([advisory({ action: 'docker/login-action', affectedRange: '< 3.0.0', fixedIn: '3.0.0' })]),
    { offers: ['take-fixed-release', 'review-each-action'], curedByHand: true },
  ),
  fails(
    'vulnerable',
    'no release is without the weakness',
    'actions/checkout@v4.0.0',
    knowing([advisory({ action: 'actions/checkout', affectedRange: '>= 1.0.0' })]),
    { offers: ['review-each-action'] },
  ),
  fails(
    'vulnerable',
    'only a path inside the repository',
    'other/thing/sub@v2.0.0',
    knowing([{ ...WEAK, action: 'other/thing/sub' }]),
  ),
  decide(
    'undecided',
    'another path inside the repository',
    'other/thing@v2.0.0',
    knowing([{ ...WEAK, action: 'other/thing/sub' }]),
  ),
  decide('undecided', 'a version before the weak ones', 'other/thing@v1.9.9', knowing([WEAK])),
  decide('undecided', 'the mended version', 'other/thing@2.3.0', knowing([WEAK])),
  decide('undecided', 'a major whose newest release is mended', 'other/thing@v2', knowing([WEAK])),
  decide('undecided', 'a branch has what was mended', 'other/thing@main', knowing([WEAK])),
  decide('undecided', 'a commit of which nobody knows the version', `other/thing@${SHA}`, knowing([WEAK]), {
    says: 'say which version',
  }),
  fails('compromised', 'a commit of the attacker', `other/thing@${BAD} # v45.0.7`, knowing([MOVED])),
  fails('compromised', 'a tag that was moved', 'other/thing@v45.0.7', knowing([MOVED])),
  fails(
    'compromised',
    'every tag was moved',
    'other/thing@v1',
    knowing([advisory({ kind: 'compromise', affectedRefs: ['*'] })]),
  ),
  fails(
    'compromised',
    'this very tag',
    'other/thing@v5',
    knowing([advisory({ kind: 'compromise', affectedRefs: ['v5'] })]),
  ),
  fails(
    'compromised',
    'a tag that names a commit of the attacker now',
    'actions/checkout@v7.0.1',
    knowing([advisory({ kind: 'compromise', action: 'actions/checkout', affectedCommits: [CHECKOUT.sha] })]),
  ),
  fails(
    'compromised',
    'worse than a weakness',
    'other/thing@v2.2.9',
    knowing([WEAK, advisory({ kind: 'compromise', affectedRefs: ['v2.2.9'] })]),
  ),
  decide('undecided', 'a commit from before the attack', `other/thing@${SHA} # v45.0.7`, knowing([MOVED])),
  decide(
    'undecided',
    'a commit while the tags were moved',
    `other/thing@${SHA}`,
    knowing([advisory({ kind: 'compromise', affectedRefs: ['*'] })]),
  ),
  decide(
    'undecided',
    'another tag',
    'other/thing@v6',
    knowing([advisory({ kind: 'compromise', affectedRefs: ['v5'] })]),
  ),

  fails('look-alike', 'one letter away from a well-known owner', 'actionz/checkout@v4', knowing()),
  fails('look-alike', 'two letters changed places', 'dokcer/login-action@v3', knowing()),
  situation('pass', 'the own owner is allowed to look alike', 'actionz/checkout@v4', knowing(), [], {
    target: { owner: 'actionz' },
  }),
  fails('archived', 'archived', 'other/thing@v1', looks({ archived: true })),
  fails('archived', 'archived, as the catalogue says', 'other/thing@v1', looks({ archived: null, status: 'archived' })),
  decide('undecided', 'archived once, and no more', 'other/thing@v1', looks({ archived: false, status: 'archived' })),
  fails('missing', 'not there', 'other/thing@v1', looks({ archived: null, exists: false })),
  decide('renamed', 'renamed', 'other/thing@v1', looks({ renamedTo: 'other/new' })),
  decide('unmaintained', 'deprecated', 'other/thing@v1', looks({ status: 'deprecated', replacedBy: 'other/new' })),
  situation(
    'partial',
    'GitHub’s own, and nothing is known of its repository',
    'actions/checkout@v4',
    without('actions/checkout'),
    [],
    {
      gap: false,
      says: 'still maintained',
    },
  ),

  decide('unmaintained', 'another action took its place', 'other/thing@v1', looks({ status: 'superseded' })),
  decide('unmaintained', 'nobody maintains it', 'other/thing@v1', looks({ status: 'unmaintained' })),
  situation(
    'partial',
    'what is used in several files and jobs, in the order in which people read',
    '',
    knowing(),
    IN_ORDER,
    {
      files: {
        [PATH]: `${workflow('- uses: ./.github/actions/x\n- uses: other/thing@v1')}  called:\n    uses: other/thing/.github/workflows/x.yml@v1\n`,
        '.github/workflows/a.yml': workflow('- uses: other/thing@v1'),
        '.github/actions/x/action.yml': 'runs:\n  using: composite\n  steps:\n    - uses: other/thing@v1\n',
      },
    },
  ),
  situation('partial', 'commits of which nobody knows the version', '', knowing([WEAK]), undefined, {
    files: {
      [PATH]: workflow(['a', 'b', 'c', 'd'].map((each) => `- uses: other/thing@${each.repeat(40)}`).join('\n')),
    },
    says: 'and 1 more',
  }),
  situation('partial', 'three commits of which nobody knows the version', '', knowing([WEAK]), undefined, {
    files: { [PATH]: workflow(['a', 'b', 'c'].map((each) => `- uses: other/thing@${each.repeat(40)}`).join('\n')) },
    says: `say which version other/thing@${'c'.repeat(40)} is`,
  }),
  {
    name: 'advisories cannot be asked',
    files: using('other/thing@v1'),
    facts: { pins: PINS, actionRepositories: REPOSITORIES },
    verdict: 'unknown',
  },
  {
    name: 'repositories cannot be asked',
    files: using('actions/checkout@v4'),
    facts: { pins: PINS, actionAdvisories: { advisories: [], asOf: null } },
    verdict: 'unknown',
  },
  situation('unknown', 'one of two cannot be told without a catalogue', '', NO_CATALOGUE([WEAK]), undefined, {
    files: { [PATH]: workflow(`- uses: other/thing@${SHA}\n- uses: octo/shared@v1`) },
  }),
  decide('undecided', 'only the tag v5 was moved, and no catalogue', 'other/thing@v6', NO_CATALOGUE([TAG_MOVED])),
  decide('undecided', 'a commit beside the bad ones, and no catalogue', `other/thing@${SHA}`, NO_CATALOGUE([COMMITS])),
  situation('unknown', 'a tag may name a bad commit, and no catalogue', 'other/thing@v6', NO_CATALOGUE([COMMITS])),
  decide('undecided', 'a tag that nobody looked up may name a bad commit', 'other/thing@v6', knowing([COMMITS]), {
    says: 'unresolvable: say which version',
  }),
  decide('undecided', 'a commit beside the bad ones', `other/thing@${SHA}`, knowing([COMMITS]), {
    says: 'no advisory',
  }),
  situation(
    'pass',
    'a major whose newest release is known to be mended',
    'actions/checkout@v7',
    CHECKOUT_BEFORE('7.0.1'),
  ),
  situation(
    'fail',
    'a major whose newest release is known to be weak',
    'actions/checkout@v7',
    CHECKOUT_BEFORE('99.0.0'),
  ),
  decide(
    'undecided',
    'a tag of whose commit only the major is known',
    'other/thing@v2',
    {
      ...knowing([WEAK]),
      pins: { ...PINS, pins: { 'other/thing@v2': { sha: SHA, version: 'v2', source: 'api' } } },
    },
    { says: 'say which version' },
  ),
  {
    name: 'a commit, an advisory and no catalogue',
    files: using(`other/thing@${SHA} # v2.1.0`),
    facts: { actionAdvisories: { advisories: [WEAK], asOf: null }, actionRepositories: REPOSITORIES },
    verdict: 'unknown',
  },
  {
    name: 'a version says enough without a catalogue',
    files: using('other/thing@v2.1.0'),
    facts: { actionAdvisories: { advisories: [WEAK], asOf: null }, actionRepositories: REPOSITORIES },
    verdict: 'fail',
  },
  {
    name: 'a major, and no catalogue to tell its newest release',
    files: using('other/thing@v2'),
    facts: { actionAdvisories: { advisories: [WEAK], asOf: null }, actionRepositories: REPOSITORIES },
    verdict: 'unknown',
  },
  situation('partial', 'one file is broken', '', knowing(), [], {
    files: { ...using(PINNED_CHECKOUT), '.github/workflows/b.yml': BROKEN },
    gap: false,
  }),
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  { name: 'no workflow', files: { 'README.md': '#' }, verdict: 'not-applicable' },
];
