import type { ControlCase } from './control-case.ts';
import { BROKEN, PINS, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/pr.yml';
const HEAD = '${{ github.event.pull_request.head.sha }}';
const OLD = 'actions/checkout@v4.2.2';
const checkout = (ref = HEAD, uses = OLD, more = '') => `- uses: ${uses}\n  with:\n    ref: ${ref}${more}`;
const BUILD = '\n- run: npm ci';
const WRITES = 'permissions:\n  contents: write';
const on = (text: string, options: Parameters<typeof workflow>[1] = {}) => ({
  [PATH]: workflow(text, { on: 'pull_request_target', top: WRITES, ...options }),
});
const RUN = '\n  workflow_run:\n    workflows: [CI]\n    types: [completed]';
const CI = (event: string) => ({
  '.github/workflows/ci.yml': `name: CI\non: ${event}\njobs:\n  a:\n    runs-on: x\n    steps: []\n`,
});
const DOWNLOAD = (more = '') =>
  `- uses: actions/download-artifact@v5\n  with:\n    run-id: \${{ github.event.workflow_run.id }}${more}`;

const UNSAFE = (value: string) => `- uses: actions/checkout@v7.0.1\n  with:\n    allow-unsafe-pr-checkout: ${value}`;
const UNSAFE_ACTION = {
  '.github/actions/x/action.yml': `runs:\n  using: composite\n  steps:\n    ${UNSAFE('true').replaceAll('\n', '\n    ')}\n`,
};

const situation = (
  verdict: ControlCase['verdict'],
  name: string,
  files: Readonly<Record<string, string>>,
  findings?: readonly string[],
  more: Partial<ControlCase> = {},
): ControlCase => ({
  name,
  files,
  facts: { pins: PINS },
  verdict,
  gap: verdict === 'fail' || verdict === 'partial',
  ...(findings === undefined ? {} : { findings }),
  ...more,
});
const fails = (name: string, files: Readonly<Record<string, string>>, line: number, rule = 'untrusted-code-run') =>
  situation('fail', name, files, [`${rule} ${PATH}:${line}`]);
const gap = (name: string, files: Readonly<Record<string, string>>, rule: string, line: number) =>
  situation('partial', name, files, [`${rule} ${PATH}:${line}`]);
const passes = (name: string, files: Readonly<Record<string, string>>) => situation('pass', name, files, []);

export const cases: readonly ControlCase[] = [
  // Code arrives and is run.
  situation('fail', 'the head of a pull request is built', on(checkout() + BUILD), [`untrusted-code-run ${PATH}:11`], {
    offers: ['start-without-rights', 'separate-code-from-rights'],
  }),
  ...[
    '${{ github.head_ref }}',
    '${{ github.event.pull_request.merge_commit_sha }}',
    'refs/pull/${{ github.event.number }}/merge',
    "${{ format('refs/pull/{0}/head', github.event.number) }}",
  ].map((ref) => fails(`named as ${ref}`, on(checkout(ref) + BUILD), 11)),
  fails(
    'the repository of the fork',
    on(`- uses: ${OLD}\n  with:\n    repository: \${{ github.event.pull_request.head.repo.full_name }}${BUILD}`),
    11,
  ),
  fails('through a variable', on(checkout('${{ env.REF }}') + BUILD, { job: `    env:\n      REF: ${HEAD}` }), 13),
  fails('no permissions are declared', on(checkout() + BUILD, { top: 'env: {}' }), 10),
  fails(
    'its token can only read, but there is a secret',
    on(`${checkout()}${BUILD}\n  env:\n    T: \${{ secrets.T }}`, { top: 'permissions: {}' }),
    10,
  ),
  fails(
    'an old commit with a true comment',
    on(checkout(HEAD, `actions/checkout@${'a'.repeat(40)} # v4.2.2`) + BUILD),
    11,
  ),
  fails(
    'a comment is answered',
    on(checkout('refs/pull/${{ github.event.issue.number }}/head') + BUILD, { on: 'issue_comment' }),
    11,
  ),
  fails(
    'newer checkouts do not protect under a comment',
    on(checkout('refs/pull/${{ github.event.issue.number }}/head', 'actions/checkout@v7.0.1') + BUILD, {
      on: 'issue_comment',
    }),
    11,
  ),
  fails(
    'a workflow that a pull request’s run starts',
    { ...on(checkout('${{ github.event.workflow_run.head_sha }}') + BUILD, { on: RUN }), ...CI('pull_request') },
    14,
  ),
  fails(
    'the workflow it waits for is not here',
    on(checkout('${{ github.event.workflow_run.head_sha }}') + BUILD, { on: RUN }),
    14,
  ),
  passes('only pushes start the workflow it waits for', {
    ...on(checkout('${{ github.event.workflow_run.head_sha }}') + BUILD, { on: RUN }),
    ...CI('push'),
  }),
  fails('gh takes the code', on('- run: |\n    gh pr checkout 1\n    make test'), 10),
  fails(
    'git takes the code',
    on(
      '- run: |\n    git fetch origin pull/${{ github.event.number }}/head\n    git checkout FETCH_HEAD\n    ./build.sh',
    ),
    10,
  ),
  fails(
    'git takes the commit by a variable',
    on(`- run: git switch --detach "$SHA"\n  env:\n    SHA: ${HEAD}\n- run: ./build.sh`),
    9,
  ),
  fails('a script is run', on(`${checkout()}\n- run: bash scripts/test.sh`), 11),
  fails('a local action is the stranger’s as well', on(`${checkout()}\n- uses: ./.github/actions/x`), 11),
  fails('an action runs it', on(`${checkout()}\n- uses: pre-commit/action@v3`), 11),
  fails(
    'a folder of its own, and run there',
    on(`${checkout(HEAD, OLD, '\n    path: theirs')}\n- run: make\n  working-directory: theirs`),
    11,
  ),
  fails(
    'an account that is made to act for others is no guard',
    on(checkout() + BUILD, { job: "    if: github.actor == 'dependabot[bot]'" }),
    12,
  ),
  fails(
    'one of two ways is enough',
    on(checkout() + BUILD, {
      job: "    if: github.event.pull_request.head.repo.fork == false || github.event.action == 'opened'",
    }),
    12,
  ),
  fails(
    'contributors are strangers',
    on(checkout('refs/pull/1/head') + BUILD, {
      on: 'issue_comment',
      job: "    if: github.event.comment.author_association == 'CONTRIBUTOR'",
    }),
    12,
  ),
  situation(
    'fail',
    'the protection is switched off',
    on(checkout(HEAD, 'actions/checkout@v7.0.1', '\n    allow-unsafe-pr-checkout: true')),
    [`untrusted-code-present ${PATH}:11`, `unsafe-checkout-allowed ${PATH}:12`].toReversed(),
  ),
  fails(
    'artifacts of another run are run',
    { ...on(`${DOWNLOAD()}\n- run: ./app`, { on: RUN }), ...CI('pull_request') },
    12,
    'untrusted-artifact-run',
  ),
  fails(
    'a script asks for the artifacts of another run, and they are run',
    {
      ...on(
        "- uses: actions/github-script@v8\n  with:\n    script: |\n      const a = await github.rest.actions.downloadArtifact({});\n      fs.writeFileSync('a.zip', Buffer.from(a.data))\n- run: unzip a.zip && ./app",
        { on: RUN },
      ),
      ...CI('pull_request'),
    },
    12,
    'untrusted-artifact-run',
  ),
  {
    ...fails('a called workflow', on(checkout() + BUILD, { on: 'workflow_call' }), 11),
    files: {
      ...on(checkout() + BUILD, { on: 'workflow_call' }),
      '.github/workflows/caller.yml': `on: pull_request_target\njobs:\n  a:\n    uses: ./${PATH}\n`,
    },
  },

  fails(
    'a folder of its own, named by the command',
    on(`${checkout(HEAD, OLD, '\n    path: theirs')}\n- run: make -C theirs\n  working-directory: ours`),
    11,
  ),
  fails(
    'contributors are among those who may ask',
    on(checkout('refs/pull/1/head') + BUILD, {
      on: 'issue_comment',
      job: `    if: contains(fromJSON('["OWNER","CONTRIBUTOR"]'), github.event.comment.author_association)`,
    }),
    12,
  ),

  // Something stands in its way.
  ...['v7', 'v7.0.1', 'v6', 'v6.1.0', 'v5.1.0', 'v4', 'v4.4.0', 'v3.7.0', 'v2.8.0', 'main'].map((version) =>
    gap(
      `refused by ${version}`,
      on(checkout(HEAD, `actions/checkout@${version}`) + BUILD),
      'untrusted-code-refused',
      11,
    ),
  ),
  ...['v6.0.2', 'v5.0.1', 'v4.3.1', 'v3.6.0', 'v2.7.0', 'v1'].map((version) =>
    fails(`not refused by ${version}`, on(checkout(HEAD, `actions/checkout@${version}`) + BUILD), 11),
  ),
  gap(
    'refused by a commit that the catalogue knows',
    on(checkout(HEAD, `actions/checkout@${PINS.pins['actions/checkout@v7.0.1']?.sha} # v4.0.0`) + BUILD),
    'untrusted-code-refused',
    11,
  ),
  gap(
    'an environment stands before it',
    on(checkout() + BUILD, { job: '    environment: pr' }),
    'untrusted-code-gated',
    12,
  ),
  gap(
    'a label is asked for',
    on(checkout() + BUILD, { job: "    if: contains(github.event.pull_request.labels.*.name, 'ok')" }),
    'untrusted-code-gated',
    12,
  ),
  gap(
    'only a label starts it',
    on(checkout() + BUILD, { on: '\n  pull_request_target:\n    types: [labeled]' }),
    'untrusted-code-gated',
    13,
  ),
  situation(
    'unknown',
    'a commit that another job names is fetched and built',
    {
      [PATH]: `on: issue_comment\n${WRITES}\njobs:\n  find:\n    runs-on: x\n    outputs:\n      sha: \${{ steps.f.outputs.sha }}\n    steps:\n      - id: f\n        run: echo "sha=$(gh pr view 1 --json headRefOid)" >> "$GITHUB_OUTPUT"\n  a:\n    needs: find\n    runs-on: x\n    env:\n      SHA: \${{ needs.find.outputs.sha }}\n    steps:\n      - run: git fetch fork "$SHA"\n      - run: git checkout --detach "$SHA"\n      - run: npm ci\n`,
    },
    undefined,
    { says: 'it cannot be seen' },
  ),
  passes(
    'a branch that is only made has the code that lies there',
    on('- run: git switch -c "next-$NAME"\n  env:\n    NAME: ${{ steps.x.outputs.name }}\n- run: npm ci'),
  ),
  passes('a branch of the repository, by a variable of the script', on('- run: git checkout "$BASE"\n- run: npm ci')),
  fails(
    'a condition with a line break behind it is always true',
    on(checkout() + BUILD, {
      job: "    if: |\n      ${{ contains(github.event.pull_request.labels.*.name, 'ok') }}",
    }),
    13,
  ),
  fails(
    'a list of accounts in one text takes parts of them',
    on(checkout() + BUILD, { job: "    if: contains('octocat,hubot', github.actor)" }),
    12,
  ),
  fails(
    'a bot that others can make act',
    on(checkout() + BUILD, { job: "    if: github.actor == 'dependabot[bot]'" }),
    12,
  ),
  gap(
    'a member asks for it',
    on(checkout('refs/pull/1/head') + BUILD, {
      on: 'issue_comment',
      job: '    if: contains(fromJSON(\'["OWNER","MEMBER"]\'), github.event.comment.author_association)',
    }),
    'untrusted-code-gated',
    12,
  ),
  gap(
    'a job before it waits for approval',
    {
      [PATH]: `on: pull_request_target\njobs:\n  ask:\n    runs-on: x\n    environment: pr\n    steps: []\n  a:\n    needs: ask\n    runs-on: x\n    steps:\n      - uses: ${OLD}\n        with:\n          ref: ${HEAD}\n      - run: make\n`,
    },
    'untrusted-code-gated',
    13,
  ),
  fails(
    'a job that runs whatever the one before said',
    {
      [PATH]: `on: pull_request_target\njobs:\n  ask:\n    runs-on: x\n    environment: pr\n    steps: []\n  a:\n    needs: ask\n    if: always()\n    runs-on: x\n    steps:\n      - uses: ${OLD}\n        with:\n          ref: ${HEAD}\n      - run: make\n`,
    },
    14,
  ),
  gap(
    'its token can only read, and it has no secret',
    on(checkout() + BUILD, { top: 'permissions:\n  contents: read' }),
    'untrusted-code-unprivileged',
    11,
  ),
  gap(
    'the code lies there, and only files are compared',
    on(`${checkout()}\n- run: git diff --stat\n- uses: actions/labeler@v6`),
    'untrusted-code-present',
    11,
  ),
  gap(
    'a folder of its own, and something else is run',
    on(`${checkout(HEAD, OLD, '\n    path: theirs')}\n- run: npm ci\n  working-directory: ours`),
    'untrusted-code-present',
    11,
  ),
  gap(
    'the own code is checked out over it',
    on(`${checkout()}\n- uses: actions/checkout@v7${BUILD}`),
    'untrusted-code-present',
    11,
  ),

  situation(
    'fail',
    'the protection is switched off in an action that strangers reach, and others',
    {
      ...on('- uses: ./.github/actions/x'),
      '.github/workflows/push.yml': workflow('- uses: ./.github/actions/x'),
      ...UNSAFE_ACTION,
    },
    ['unsafe-checkout-allowed .github/actions/x/action.yml:6'],
  ),
  fails(
    'one of the events is none under which a checkout refuses',
    on(checkout('refs/pull/${{ github.event.number }}/head', 'actions/checkout@v7.0.1') + BUILD, {
      on: '[pull_request_target, issue_comment]',
    }),
    11,
  ),

  // Near misses.
  passes('the protection is switched off where strangers start nothing', on(UNSAFE('true'), { on: 'push' })),
  passes('the protection is left on', on(UNSAFE('false'))),
  passes('the protection is switched off in an action that nobody calls', { ...on('- run: echo'), ...UNSAFE_ACTION }),
  passes('the trigger alone', on('- uses: actions/labeler@v6\n- uses: actions/checkout@v4\n- run: npm ci')),
  passes(
    'another action has an input of that name',
    on('- uses: somebody/else@v1\n  with:\n    allow-unsafe-pr-checkout: true'),
  ),
  passes('the base is built', on(checkout('${{ github.event.pull_request.base.sha }}') + BUILD)),
  passes('pull_request gives strangers no rights', on(checkout() + BUILD, { on: 'pull_request' })),
  passes(
    'only pull requests of the own repository',
    on(checkout() + BUILD, { job: '    if: github.event.pull_request.head.repo.full_name == github.repository' }),
  ),
  passes('no forks', on(checkout() + BUILD, { job: '    if: ${{ !github.event.pull_request.head.repo.fork }}' })),
  passes('merged ones', on(checkout() + BUILD, { job: '    if: github.event.pull_request.merged == true' })),
  passes(
    'another event',
    on(checkout() + BUILD, {
      on: '[push, pull_request_target]',
      job: "    if: github.event_name != 'pull_request_target'",
    }),
  ),
  passes('runs of pushes', {
    ...on(checkout('${{ github.event.workflow_run.head_sha }}') + BUILD, {
      on: RUN,
      job: "    if: github.event.workflow_run.event == 'push'",
    }),
    ...CI('[push, pull_request]'),
  }),
  passes('the step is guarded', on(`${checkout()}\n  if: github.event.pull_request.head.repo.fork == false${BUILD}`)),
  passes(
    'the code is fetched and only compared',
    on('- run: |\n    git fetch origin pull/1/head\n    git diff FETCH_HEAD\n    ./own.sh'),
  ),
  passes('an artifact is read as data', {
    ...on(`${DOWNLOAD()}\n- run: cat number.txt`, { on: RUN }),
    ...CI('pull_request'),
  }),
  passes('a script asks for artifacts, and the own code is checked out over them', {
    ...on(
      '- uses: actions/github-script@v8\n  with:\n    script: await github.rest.actions.downloadArtifact({})\n- uses: actions/checkout@v7\n- run: ./own.sh',
      { on: RUN },
    ),
    ...CI('pull_request'),
  }),
  passes('an artifact in a folder, and the own code is run', {
    ...on(`${DOWNLOAD('\n    path: theirs')}\n- run: npm ci\n  working-directory: ours`, { on: RUN }),
    ...CI('pull_request'),
  }),

  // What cannot be seen.
  situation(
    'unknown',
    'an output that cannot be followed',
    on(checkout('${{ steps.pr.outputs.ref }}') + BUILD),
    undefined,
    { gap: false, says: 'line 11' },
  ),
  passes(
    'an output that cannot be followed, and nothing is run',
    on(`${checkout('${{ steps.pr.outputs.ref }}')}\n- run: ls`),
  ),
  situation('unknown', 'an action that nobody knows', on(`${checkout()}\n- uses: somebody/something@v1`), undefined, {
    gap: false,
    says: 'somebody/something@v1',
  }),
  situation(
    'unknown',
    'a commit of checkout that nobody knows',
    on(checkout(HEAD, `actions/checkout@${'a'.repeat(40)}`) + BUILD),
    undefined,
    { gap: false, says: 'which version' },
  ),
  {
    name: 'a commit, and no catalogue',
    files: on(checkout(HEAD, `actions/checkout@${'a'.repeat(40)} # v7`) + BUILD),
    verdict: 'unknown',
  },
  { name: 'a tag needs no catalogue', files: on(checkout() + BUILD), verdict: 'fail' },
  situation('partial', 'one file is broken', { ...on('- run: echo'), '.github/workflows/b.yml': BROKEN }, undefined, {
    gap: false,
  }),
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  { name: 'no workflow', files: { 'README.md': '#' }, verdict: 'not-applicable' },
];
