import type { ControlCase } from './control-case.ts';
import { BROKEN, CHECKOUT, PINNED_CHECKOUT, PINS, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const OLD = PINS.pins['actions/checkout@v5.1.0']!.sha;
const dropped = `- uses: ${PINNED_CHECKOUT}\n  with:\n    persist-credentials: false`;
const kept = `- uses: ${PINNED_CHECKOUT}`;
const steps = (text: string) => ({ [PATH]: workflow(text) });
const upload = (path: string, more = '', ref = 'v4.6.2') =>
  `- uses: actions/upload-artifact@${ref}\n  with:\n    path: ${path}${more}`;
const HIDDEN = '\n    include-hidden-files: true';

const situation = (
  verdict: ControlCase['verdict'],
  name: string,
  text: string,
  more: Partial<ControlCase> = {},
): ControlCase => ({ name, files: steps(text), facts: { pins: PINS }, verdict, gap: verdict !== 'pass', ...more });

const keeps = (name: string, text: string, line = 9, more: Partial<ControlCase> = {}) =>
  situation('partial', name, text, { findings: [`credentials-kept ${PATH}:${line}`], ...more });
const leaks = (name: string, text: string) =>
  situation('fail', name, text, { findings: [`credentials-uploaded ${PATH}:9`] });

export const cases: readonly ControlCase[] = [
  situation('pass', 'the token is dropped', dropped),
  situation('pass', 'the token is dropped, in quotes', dropped.replace('false', "'False'")),
  keeps('the default of the newest version', kept, 9, { offers: ['drop-credentials'] }),
  keeps('an explicit yes', dropped.replace('false', 'true'), 11),
  keeps('other inputs do not count', `${kept}\n  with:\n    fetch-depth: 0`),
  keeps('an old version, and nothing is uploaded', '- uses: actions/checkout@v4'),
  situation('pass', 'a later step pushes', `${kept}\n- run: git push`),
  situation('pass', 'a later script pushes', `${kept}\n- run: ./release.sh`, {
    files: { ...steps(`${kept}\n- run: ./release.sh`), 'release.sh': 'git tag v1\ngit push --tags\n' },
  }),
  situation('pass', 'a release tool pushes', `${kept}\n- run: npx semantic-release`),
  keeps('a rehearsal pushes nothing', `${kept}\n- run: git push --dry-run`),
  keeps('`gh` has a token of its own', `${kept}\n- run: gh release create v1`),
  situation('pass', 'an action pushes', `${kept}\n- uses: EndBug/add-and-commit@v9`),
  keeps('an action pushes with a token of its own', `${kept}\n- uses: peter-evans/create-pull-request@v8`, 9, {
    offers: ['drop-credentials'],
  }),
  keeps('an action that pushes and publishes: a person looks', `${kept}\n- uses: changesets/action@v1`, 9, {
    offers: ['look-at-each-checkout'],
  }),
  keeps(
    'the address that is pushed to holds the token',
    `${kept}\n- run: git push "https://x-access-token:\${TOKEN}@github.com/a/b"`,
    9,
    { offers: ['look-at-each-checkout'] },
  ),
  keeps(
    'the address is given the token first',
    `${kept}\n- run: |\n    git remote set-url origin "https://x:$TOKEN@github.com/a/b"\n    git push`,
    9,
    { offers: ['look-at-each-checkout'] },
  ),
  keeps('a later step fetches: only a person knows whether it needs the token', `${kept}\n- run: git fetch --tags`, 9, {
    offers: ['look-at-each-checkout'],
  }),
  keeps('a program of the repository that cannot be read', `${kept}\n- uses: ./.github/actions/x`, 9, {
    offers: ['look-at-each-checkout'],
  }),
  {
    name: 'one job is clear and the other is not',
    files: {
      [PATH]: workflow(kept),
      '.github/workflows/two.yml': workflow(`${kept}\n- run: git fetch`),
    },
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    offers: ['drop-credentials', 'look-at-each-checkout'],
    curedByHand: true,
  },
  {
    name: 'a composite action is called by a job that pushes',
    files: {
      [PATH]: workflow('- uses: ./.github/actions/x\n- run: git push'),
      '.github/actions/x/action.yml': `runs:\n  using: composite\n  steps:\n    - uses: ${PINNED_CHECKOUT}\n`,
    },
    facts: { pins: PINS },
    verdict: 'pass',
  },
  {
    name: 'a published action checks out',
    files: { 'action.yml': `runs:\n  using: composite\n  steps:\n    - uses: ${PINNED_CHECKOUT}\n` },
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: ['credentials-kept action.yml:4'],
    offers: ['look-at-each-checkout'],
  },
  leaks('v4 writes the token into what is uploaded', `- uses: actions/checkout@v4\n${upload('.', HIDDEN)}`),
  leaks('an old upload takes hidden folders along', `- uses: actions/checkout@v4\n${upload('.', '', 'v4.3.0')}`),
  leaks('v3.1 as well', `- uses: actions/checkout@v4\n${upload('.', '', 'v3.1.2')}`),
  leaks(
    'a commit whose version the catalogue knows',
    `- uses: actions/checkout@${OLD} # v7.0.0\n${upload('.', HIDDEN)}`,
  ),
  leaks('the workspace by its name', `- uses: actions/checkout@v5\n${upload('${{ github.workspace }}/', HIDDEN)}`),
  leaks(
    'the folder of the checkout',
    `- uses: actions/checkout@v4\n  with:\n    path: src\n${upload('src/**', HIDDEN)}`,
  ),
  leaks(
    'the folder as it is named',
    `- uses: actions/checkout@v4\n  with:\n    path: ./src\n${upload('src/', HIDDEN)}`,
  ),
  leaks('everything above it', `- uses: actions/checkout@v4\n  with:\n    path: src\n${upload("'**'", HIDDEN)}`),
  leaks('.git itself', `- uses: actions/checkout@v4\n${upload('|\n      dist\n      .git/config', HIDDEN)}`),
  {
    ...leaks(
      'a leak, although a later step needs the token',
      `- uses: actions/checkout@v4\n- run: git push\n${upload('.', HIDDEN)}`,
    ),
    offers: ['look-at-each-checkout'],
  },
  keeps('the upload comes before the checkout', `${upload('.', HIDDEN)}\n- uses: actions/checkout@v4`, 13),
  keeps('from v6 on the token is not in the workspace', `- uses: actions/checkout@v6\n${upload('.', HIDDEN)}`),
  keeps('hidden folders are left out', `- uses: actions/checkout@v4\n${upload('.')}`),
  keeps('v3.2 leaves them out as well', `- uses: actions/checkout@v4\n${upload('.', '', 'v3.2.1')}`),
  keeps('the newest release of v4 does', `- uses: actions/checkout@v4\n${upload('.', '', 'v4')}`),
  keeps('.git is left out', `- uses: actions/checkout@v4\n${upload('|\n      .\n      !.git', HIDDEN)}`),
  keeps(
    'a folder is uploaded, in a text of several lines',
    `- uses: actions/checkout@v4\n${upload('|\n      dist\n', HIDDEN)}`,
  ),
  keeps('another folder is uploaded', `- uses: actions/checkout@v4\n${upload('dist', HIDDEN)}`),
  keeps(
    'another folder than that of the checkout',
    `- uses: actions/checkout@v4\n  with:\n    path: src\n${upload('src/dist', HIDDEN)}`,
  ),
  situation('pass', 'nothing is in the upload', `${dropped}\n${upload('.', HIDDEN)}`),
  situation(
    'unknown',
    'a commit of which nobody knows the version, and an upload',
    `- uses: actions/checkout@${'a'.repeat(40)}\n${upload('.', HIDDEN)}`,
    {
      gap: false,
      says: 'name the version',
    },
  ),
  {
    name: 'a comment that cannot be checked, and an upload',
    files: steps(`- uses: actions/checkout@${CHECKOUT.sha} # v7\n${upload('.', HIDDEN)}`),
    verdict: 'unknown',
  },
  { name: 'the versions do not matter without an upload', files: steps(kept), verdict: 'partial', gap: true },
  situation('partial', 'an expression decides', dropped.replace('false', '${{ inputs.keep }}'), { gap: false }),
  {
    name: 'one file is broken',
    files: { ...steps(dropped), '.github/workflows/b.yml': BROKEN },
    verdict: 'partial',
    gap: false,
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  { name: 'no checkout', files: steps('- run: echo'), verdict: 'not-applicable' },
];
