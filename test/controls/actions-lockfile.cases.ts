import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const LOCK = '.github/workflows/actions.lock';
const SHA = 'a'.repeat(40);
const ACTION = '.github/actions/x/action.yml';
const ci = (...references: readonly string[]) => ({
  [PATH]: workflow(references.map((reference) => `- uses: ${reference}`).join('\n')),
});
const entry = (key: string, more = '', commit = `sha1-${SHA}`) =>
  `  '${key}':\n    ref: x\n    commit: '${commit}'\n    owner_id: 1\n    repo_id: 2\n${more}`;
const lock = (listed: readonly string[], locked: readonly string[], path = PATH) => ({
  [LOCK]: `version: 'v0.0.2'\nworkflows:\n  '${path}':${listed.map((key) => `\n    - '${key}'`).join('')}${listed.length === 0 ? ' []' : ''}\ndependencies:\n${locked.join('')}`,
});
const situation = (
  verdict: ControlCase['verdict'],
  name: string,
  files: Readonly<Record<string, string>>,
  findings?: readonly string[],
  more: Partial<ControlCase> = {},
): ControlCase => ({
  name,
  files,
  verdict,
  gap: verdict === 'fail' || verdict === 'partial',
  ...(findings === undefined ? {} : { findings }),
  ...more,
});
const malformed = (name: string, text: string, line: number) =>
  situation('fail', name, { ...ci('a/b@v1'), [LOCK]: text }, [`malformed ${LOCK}:${line}`], {
    offers: ['lock-dependencies'],
  });

export const cases: readonly ControlCase[] = [
  situation('pass', 'everything is locked', { ...ci('a/b@v1'), ...lock(['a/b@v1'], [entry('a/b@v1')]) }, []),
  situation('pass', 'cases of owners do not matter, and paths are of the same repository', {
    ...ci('A/B/sub@v1', 'a/b/.github/workflows/x.yml@v1'),
    ...lock(['a/B@v1'], [entry('A/b@v1')]),
  }),
  situation('pass', 'a commit as reference', { ...ci(`a/b@${SHA}`), ...lock([`a/b@${SHA}`], [entry(`a/b@${SHA}`)]) }),
  situation('pass', 'the first form of the file', {
    ...ci('a/b@v1'),
    ...lock([`a/b@v1:sha1-${SHA}`], [entry(`a/b@v1:sha1-${SHA}`)]),
  }),
  situation('pass', 'a nested one is locked as well', {
    ...ci('a/b@v1'),
    ...lock(['a/b@v1', 'c/d@v2'], [entry('a/b@v1', "    uses:\n      - 'C/d@v2'\n"), entry('c/d@v2')]),
  }),
  situation('pass', 'a called workflow', {
    [PATH]: 'on: push\njobs:\n  a:\n    uses: a/b/.github/workflows/x.yml@v1\n',
    ...lock(['a/b@v1'], [entry('a/b@v1')]),
  }),
  situation('pass', 'a workflow without code of others need not be listed', {
    ...ci('a/b@v1'),
    '.github/workflows/own.yml': workflow('- run: echo\n- uses: $/x\n- uses: docker://alpine:3'),
    ...lock(['a/b@v1'], [entry('a/b@v1')]),
  }),
  situation('pass', 'a workflow with ./ actions cannot be listed', {
    ...ci('a/b@v1'),
    '.github/workflows/own.yml': workflow('- uses: ./x\n- uses: c/d@v1'),
    ...lock(['a/b@v1'], [entry('a/b@v1')]),
  }),
  situation('pass', 'what an action of the repository uses', {
    ...ci('$/.github/actions/x'),
    [ACTION]: 'runs:\n  using: composite\n  steps:\n    - uses: a/b@v1\n',
    ...lock(['a/b@v1'], [entry('a/b@v1')]),
  }),
  situation(
    'partial',
    'a workflow is not listed',
    {
      ...ci('a/b@v1'),
      '.github/workflows/two.yml': workflow('- uses: c/d@v1'),
      ...lock(['a/b@v1'], [entry('a/b@v1')]),
    },
    ['not-listed .github/workflows/two.yml:1'],
  ),
  situation(
    'partial',
    'a reference is not listed',
    { ...ci('a/b@v1', 'c/d@v1'), ...lock(['a/b@v1'], [entry('a/b@v1'), entry('c/d@v1')]) },
    [`entry-missing ${PATH}:10`],
  ),
  situation('partial', 'another version is listed', { ...ci('a/b@v2'), ...lock(['a/b@v1'], [entry('a/b@v1')]) }, [
    `entry-missing ${PATH}:9`,
    `stale ${LOCK}:4`,
  ]),
  situation(
    'partial',
    'a reference is listed and has no entry',
    { ...ci('a/b@v1'), ...lock(['a/b@v1'], [entry('c/d@v1')]) },
    [`entry-missing ${PATH}:9`],
  ),
  situation(
    'partial',
    'what an action of the repository uses is missing',
    {
      ...ci('$/.github/actions/x'),
      [ACTION]: 'runs:\n  using: composite\n  steps:\n    - uses: a/b@v1\n',
      ...lock([], [entry('a/b@v1')]),
    },
    [`entry-missing ${ACTION}:4`],
  ),
  situation(
    'partial',
    'a reference that is no longer used',
    { ...ci('a/b@v1'), ...lock(['a/b@v1', 'c/d@v1'], [entry('a/b@v1'), entry('c/d@v1')]) },
    [`stale ${LOCK}:5`],
  ),
  situation(
    'partial',
    'a workflow that is no longer there',
    { '.github/workflows/other.yml': workflow('- run: echo'), ...lock(['a/b@v1'], [entry('a/b@v1')]) },
    [`stale ${LOCK}:3`],
  ),
  malformed('not YAML', 'version: [', 1),
  malformed('no version', `dependencies:\n${entry('a/b@v1')}`, 1),
  malformed('not a version', `version: latest\ndependencies:\n${entry('a/b@v1')}`, 1),
  malformed('no dependencies', 'version: v0.0.2\n', 1),
  malformed('a list of workflows', `version: v0.0.2\nworkflows:\n  - ${PATH}\ndependencies:\n${entry('a/b@v1')}`, 2),
  malformed(
    'a workflow without a list',
    `version: v0.0.2\nworkflows:\n  ${PATH}: a/b@v1\ndependencies:\n${entry('a/b@v1')}`,
    3,
  ),
  malformed('a key that is no reference', `version: v0.0.2\ndependencies:\n${entry('a/b')}`, 3),
  malformed('no commit', `version: v0.0.2\ndependencies:\n${entry('a/b@v1', '', 'v1')}`, 3),
  malformed('a commit that is too short', `version: v0.0.2\ndependencies:\n${entry('a/b@v1', '', 'sha1-abc')}`, 3),
  malformed('another commit than the key', `version: v0.0.2\ndependencies:\n${entry(`a/b@${'b'.repeat(40)}`)}`, 3),
  situation('unknown', 'no lockfile', ci('a/b@v1'), undefined, { says: 'gh actions-lock' }),
  situation('unknown', 'some workflows could be locked', {
    ...ci('a/b@v1'),
    '.github/workflows/own.yml': workflow('- uses: ./x\n- uses: a/b@v1'),
  }),
  situation('not-applicable', 'every workflow uses ./ actions', ci('./x', 'a/b@v1')),
  situation('not-applicable', 'every workflow uses ./ actions in one of its jobs', {
    [PATH]: `${ci('./x', 'a/b@v1')[PATH]}  lint:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make lint\n`,
  }),
  situation('not-applicable', 'GitHub Enterprise Server', ci('a/b@v1'), undefined, {
    target: { host: 'github.example' },
  }),
  situation('unknown', 'a tenant of ghe.com is no server', ci('a/b@v1'), undefined, {
    target: { host: 'octo.ghe.com' },
  }),
  situation('not-applicable', 'no code of others', { [PATH]: workflow('- run: echo') }),
  situation('not-applicable', 'no workflow', { 'README.md': '#' }),
  situation('unknown', 'the only workflow is broken', { [PATH]: BROKEN }),
  situation(
    'partial',
    'one file is broken, and nothing is said of what it uses',
    { ...ci('a/b@v1'), '.github/workflows/b.yml': BROKEN, [LOCK]: `${lock(['a/b@v1'], [entry('a/b@v1')])[LOCK]}` },
    [],
    { gap: false },
  ),
];
