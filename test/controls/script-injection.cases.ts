import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const ACTION = '.github/actions/x/action.yml';
const run = (script: string, on = 'issues', extra: { job?: string; top?: string } = {}) => ({
  [PATH]: workflow(`- run: ${script}`, { on, ...extra }),
});
const steps = (text: string, on = 'issues', extra: { job?: string; top?: string } = {}) => ({
  [PATH]: workflow(text, { on, ...extra }),
});
const DISPATCH = (type: string) =>
  `\n  workflow_dispatch:\n    inputs:\n      name:\n        description: x\n${type === '' ? '' : `        type: ${type}\n`}`;
const CALLED = (type = 'string') => `\n  workflow_call:\n    inputs:\n      name:\n        type: ${type}`;
const composite = (script: string, head = 'inputs:\n  title:\n    description: x') =>
  `name: x\n${head}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: ${script}\n`;

const fails = (name: string, files: Readonly<Record<string, string>>, ...findings: string[]): ControlCase => ({
  name,
  files,
  verdict: 'fail',
  findings,
});
const passes = (name: string, files: Readonly<Record<string, string>>): ControlCase => ({
  name,
  files,
  verdict: 'pass',
});
const gap = (name: string, files: Readonly<Record<string, string>>, ...findings: string[]): ControlCase => ({
  name,
  files,
  verdict: 'partial',
  gap: true,
  findings,
});

export const cases: readonly ControlCase[] = [
  fails('the title of an issue in a script', run('echo ${{ github.event.issue.title }}'), `stranger-text ${PATH}:9`),
  fails(
    'quotes do not help, and each occurrence is found',
    steps('- run: |\n    echo "a"\n    echo "${{ github.event.issue.title }}" \'${{ github.event.issue.body }}\''),
    `stranger-text ${PATH}:11`,
    `stranger-text ${PATH}:11`,
  ),
  fails('cases do not matter', run('echo ${{ GitHub.Event.Issue.Title }}'), `stranger-text ${PATH}:9`),
  fails('an index is a way to say it', run("echo ${{ github.event['issue'].title }}"), `stranger-text ${PATH}:9`),
  fails(
    'the branch of a pull request',
    run('git switch ${{ github.head_ref || github.ref_name }}', 'pull_request'),
    `stranger-text ${PATH}:9`,
  ),
  fails(
    'a formatted text, and an event written out whole',
    steps(
      "- run: echo ${{ format('{0}', github.event.comment.body) }}\n- run: echo ${{ toJSON(github.event) }}",
      'issue_comment',
    ),
    `stranger-text ${PATH}:9`,
    `stranger-text ${PATH}:10`,
  ),
  fails(
    'a commit message, which comes from merged pull requests',
    run('echo ${{ github.event.commits[0].message }}', 'push'),
    `stranger-text ${PATH}:9`,
  ),
  fails(
    'a branch name in a run that a workflow started',
    run('echo ${{ github.event.workflow_run.head_branch }}', '\n  workflow_run:\n    workflows: [x]'),
    `stranger-text ${PATH}:11`,
  ),
  {
    name: 'a job with something to lose is named',
    files: run('echo ${{ github.event.issue.title }}', 'issues', { job: '    permissions:\n      issues: write' }),
    verdict: 'fail',
    offers: ['move-to-environment', 'look-at-each-script'],
  },
  {
    name: 'which shell runs it is not known, so nothing is rewritten',
    files: {
      [PATH]:
        'on: issues\njobs:\n  a:\n    runs-on: [self-hosted, big]\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n',
    },
    verdict: 'fail',
    offers: ['look-at-each-script'],
  },
  fails(
    'code of github-script',
    steps('- uses: actions/github-script@v8\n  with:\n    script: console.log("${{ github.event.issue.title }}")'),
    `stranger-text ${PATH}:11`,
  ),
  fails(
    'the shell itself',
    steps("- run: echo\n  shell: bash -c '${{ github.event.issue.title }}'"),
    `stranger-text ${PATH}:10`,
  ),
  passes(
    'the variable of a step is data',
    steps('- run: echo "$TITLE"\n  env:\n    TITLE: ${{ github.event.issue.title }}'),
  ),
  passes(
    'no shell stands around conditions, names and most inputs',
    steps(
      "- if: contains(github.event.issue.title, 'x')\n  name: ${{ github.event.issue.title }}\n  uses: actions/labeler@v6\n  with:\n    note: ${{ github.event.issue.title }}",
    ),
  ),
  passes('a comparison is yes or no', run("echo ${{ github.event.issue.title == 'x' }}")),
  passes('what only decides is not text', run("echo ${{ github.event.issue.title && 'set' || 'unset' }}")),
  passes(
    'numbers, ids and logins are harmless',
    run('echo ${{ github.event.issue.number }} ${{ github.actor }} ${{ github.sha }}'),
  ),
  gap(
    'no event fills the title of an issue on a push',
    run('echo ${{ github.event.issue.title }}', 'push'),
    `idle-text ${PATH}:9`,
  ),
  passes('a number of an event that does not start it', run('echo ${{ github.event.issue.number }}', 'push')),
  fails(
    'a title that goes through two variables of the script that writes it',
    steps(
      '- id: a\n  run: |\n    one="$TITLE"\n    two="x/$one"\n    echo "out=$two" >> $GITHUB_OUTPUT\n  env:\n    TITLE: ${{ github.event.issue.title }}\n- run: echo ${{ steps.a.outputs.out }}',
    ),
    `stranger-text ${PATH}:16`,
  ),
  fails(
    'an input that an action runs as a template',
    steps('- uses: tibdex/backport@v2\n  with:\n    title_template: ${{ github.event.issue.title }}'),
    `stranger-text ${PATH}:11`,
  ),
  gap(
    'a step sets the variable of the job anew',
    steps('- run: echo N="$(nproc --all)" >> $GITHUB_ENV\n- run: make -j ${{ env.N }}', 'push', {
      job: '    env:\n      N: 2',
    }),
    `unseen-text ${PATH}:12`,
  ),
  passes(
    'nobody else writes a matrix',
    steps('- run: echo ${{ matrix.os }}', 'push', { job: '    strategy:\n      matrix:\n        os: [a, b]' }),
  ),
  fails(
    'an expression in a script through env is the same mistake',
    steps('- run: echo ${{ env.TITLE }}', 'issues', { job: '    env:\n      TITLE: ${{ github.event.issue.title }}' }),
    `stranger-text ${PATH}:11`,
  ),
  passes(
    'the nearest env counts',
    steps('- run: echo ${{ env.TITLE }}\n  env:\n    TITLE: fixed', 'issues', {
      job: '    env:\n      TITLE: ${{ github.event.issue.title }}',
    }),
  ),
  fails(
    'an env of the workflow',
    run('echo ${{ env.TITLE }}', 'issues', { top: 'permissions: {}\nenv:\n  TITLE: ${{ github.event.issue.title }}' }),
    `stranger-text ${PATH}:10`,
  ),
  fails(
    'a variable that an earlier step wrote',
    steps('- run: echo "BRANCH=$GITHUB_HEAD_REF" >> "$GITHUB_ENV"\n- run: echo ${{ env.BRANCH }}', 'pull_request'),
    `stranger-text ${PATH}:10`,
  ),
  fails(
    'an output of an earlier step',
    steps(
      '- id: a\n  run: |\n    B="$HEAD"\n    echo "b=$B" >> "$GITHUB_OUTPUT"\n  env:\n    HEAD: ${{ github.head_ref }}\n- run: echo ${{ steps.a.outputs.b }}',
      'pull_request',
    ),
    `stranger-text ${PATH}:15`,
  ),
  gap(
    'an output that a command computes, from what is not seen',
    steps(
      '- id: a\n  run: echo "b=$(git log -1 --format=%s)" >> "$GITHUB_OUTPUT"\n- run: echo ${{ steps.a.outputs.b }}',
      'pull_request',
    ),
    `unseen-text ${PATH}:11`,
  ),
  gap(
    'an output whose parts are not all seen',
    steps(
      '- id: a\n  run: |\n    V="$(cat VERSION)"\n    echo "b=v1" >> "$GITHUB_OUTPUT"\n    echo "b=$V" >> "$GITHUB_OUTPUT"\n- run: echo ${{ steps.a.outputs.b }}',
    ),
    `unseen-text ${PATH}:14`,
  ),
  gap(
    'an output of somebody else’s action',
    steps('- id: a\n  uses: o/a@v1\n- run: echo ${{ steps.a.outputs.b }}'),
    `unseen-text ${PATH}:11`,
  ),
  gap('a variable that no file sets', steps('- uses: o/a@v1\n- run: echo ${{ env.TOKEN }}'), `unseen-text ${PATH}:10`),
  gap(
    'a matrix that another job computes',
    {
      [PATH]:
        'on: push\njobs:\n  a:\n    runs-on: x\n    outputs:\n      m: ${{ steps.m.outputs.m }}\n    steps:\n      - id: m\n        run: echo "m=$(node list.js)" >> "$GITHUB_OUTPUT"\n  c:\n    runs-on: x\n    needs: a\n    strategy:\n      matrix: ${{ fromJson(needs.a.outputs.m) }}\n    steps:\n      - run: echo ${{ matrix.version }}\n',
    },
    `unseen-text ${PATH}:16`,
  ),
  passes(
    'an output of fixed words',
    steps(
      '- id: a\n  run: |\n    if [ -f x ]; then R=yes; else R="no"; fi\n    echo "b=1.2" >> "$GITHUB_OUTPUT"\n    echo b=two >> $GITHUB_OUTPUT\n- run: echo ${{ steps.a.outputs.b }}',
    ),
  ),
  passes(
    'how a step and a job ended is one of GitHub’s words',
    steps('- id: a\n  run: echo\n- run: echo ${{ steps.a.outcome }} ${{ steps.a.conclusion }} ${{ needs.a.result }}'),
  ),
  gap('a variable of the settings', run('echo ${{ vars.REGION }}'), `writer-text ${PATH}:9`),
  fails(
    'an output of an action that repeats the branch',
    steps(
      '- id: pr\n  uses: xt0rted/pull-request-comment-branch@v3\n- run: git switch ${{ steps.pr.outputs.head_ref }}',
      'issue_comment',
    ),
    `stranger-text ${PATH}:11`,
  ),
  fails(
    'an output of another job',
    {
      [PATH]:
        'on: pull_request\njobs:\n  a:\n    runs-on: x\n    outputs:\n      b: ${{ github.head_ref }}\n    steps: []\n  c:\n    runs-on: x\n    needs: a\n    steps:\n      - run: echo ${{ needs.a.outputs.b }}\n',
    },
    `stranger-text ${PATH}:12`,
  ),
  fails(
    'a matrix that is computed from it',
    steps('- run: echo ${{ matrix.b }}', 'pull_request', {
      job: '    strategy:\n      matrix:\n        include:\n          - b: ${{ github.head_ref }}',
    }),
    `stranger-text ${PATH}:13`,
  ),
  fails(
    'a composite action that is handed the title',
    {
      [PATH]: workflow('- uses: ./.github/actions/x\n  with:\n    title: ${{ github.event.issue.title }}', {
        on: 'issues',
      }),
      [ACTION]: composite('echo ${{ inputs.title }}'),
    },
    `stranger-text ${ACTION}:9`,
  ),
  gap(
    'a composite action that is handed a fixed text, today',
    {
      [PATH]: workflow('- uses: ./.github/actions/x\n  with:\n    title: fixed'),
      [ACTION]: composite('echo ${{ inputs.title }}'),
    },
    `caller-text ${ACTION}:9`,
  ),
  gap('a published action', { 'action.yml': composite('echo ${{ inputs.title }}') }, 'caller-text action.yml:9'),
  fails(
    'an output of a composite action',
    {
      [PATH]: workflow('- id: x\n  uses: ./.github/actions/x\n- run: echo ${{ steps.x.outputs.t }}', { on: 'issues' }),
      [ACTION]: 'outputs:\n  t:\n    value: ${{ github.event.issue.title }}\nruns:\n  using: composite\n  steps: []\n',
    },
    `stranger-text ${PATH}:11`,
  ),
  gap('an input of a called workflow', run('echo ${{ inputs.name }}', CALLED()), `caller-text ${PATH}:13`),
  passes('an input that must be a number', run('echo ${{ inputs.name }}', CALLED('number'))),
  fails(
    'a called workflow that is handed the branch',
    {
      [PATH]: workflow('- run: echo ${{ inputs.name }}', { on: CALLED() }),
      '.github/workflows/caller.yml': `on: pull_request\njobs:\n  a:\n    uses: ./${PATH}\n    with:\n      name: \${{ github.head_ref }}\n`,
    },
    `stranger-text ${PATH}:13`,
  ),
  fails(
    'an output of a called workflow',
    {
      [PATH]:
        'on: pull_request\njobs:\n  a:\n    uses: ./.github/workflows/callee.yml\n  b:\n    needs: a\n    runs-on: x\n    steps:\n      - run: echo ${{ needs.a.outputs.o }}\n',
      '.github/workflows/callee.yml':
        'on:\n  workflow_call:\n    outputs:\n      o:\n        value: ${{ jobs.j.outputs.p }}\njobs:\n  j:\n    runs-on: x\n    outputs:\n      p: ${{ github.head_ref }}\n    steps: []\n',
    },
    `stranger-text ${PATH}:9`,
  ),
  fails(
    'a called workflow runs under the events of its caller',
    {
      [PATH]: workflow('- run: echo ${{ github.event.issue.title }}', { on: 'workflow_call' }),
      '.github/workflows/caller.yml': `on: issues\njobs:\n  a:\n    uses: ./${PATH}\n`,
    },
    `stranger-text ${PATH}:9`,
  ),
  gap(
    'only a push calls it',
    {
      [PATH]: workflow('- run: echo ${{ github.event.issue.title }}', { on: 'workflow_call' }),
      '.github/workflows/caller.yml': `on: push\njobs:\n  a:\n    uses: ./${PATH}\n`,
    },
    `idle-text ${PATH}:9`,
  ),
  fails(
    'nobody here calls it, so any event could be behind it',
    run('echo ${{ github.event.issue.title }}', 'workflow_call'),
    `stranger-text ${PATH}:9`,
  ),
  gap(
    'a text that whoever starts the run by hand types',
    run('echo ${{ inputs.name }} ${{ github.event.inputs.name }}', DISPATCH('')),
    `writer-text ${PATH}:14`,
    `writer-text ${PATH}:14`,
  ),
  passes('a choice is not free text', run('echo ${{ inputs.name }}', DISPATCH('choice'))),
  gap('a branch or tag that a writer names', run('echo ${{ github.ref_name }}', 'push'), `writer-text ${PATH}:9`),
  gap('the name of a release', run('echo ${{ github.event.release.name }}', 'release'), `writer-text ${PATH}:9`),
  fails(
    'a body appended to the variables of later steps',
    steps('- run: echo "B=$BODY" >> $GITHUB_ENV\n  env:\n    BODY: ${{ github.event.issue.body }}'),
    `stranger-environment ${PATH}:9`,
  ),
  fails(
    'a group of commands appended to the variables of later steps',
    steps(
      '- run: |\n    {\n      echo "B<<EOF"\n      echo "$BODY"\n      echo EOF\n    } >> "$GITHUB_ENV"\n  env:\n    BODY: ${{ github.event.issue.body }}',
    ),
    `stranger-environment ${PATH}:12`,
  ),
  fails(
    'a title that a command only cut',
    steps(
      '- run: |\n    M=$(echo "$TITLE" | sed s/x//)\n    echo "m=$M" >> $GITHUB_ENV\n  env:\n    TITLE: ${{ github.event.issue.title }}',
    ),
    `stranger-environment ${PATH}:11`,
  ),
  passes(
    'a title without its line breaks',
    steps(
      '- run: |\n    M=$(echo "$TITLE" | tr -dc a-z)\n    echo "m=$M" >> $GITHUB_ENV\n    echo "n=$(echo "$TITLE" | base64 -w0)" >> $GITHUB_ENV\n  env:\n    TITLE: ${{ github.event.issue.title }}',
    ),
  ),
  fails(
    'a branch appended to the search path',
    steps('- run: echo "$GITHUB_HEAD_REF" >> $GITHUB_PATH', 'pull_request'),
    `stranger-environment ${PATH}:9`,
  ),
  passes(
    'a branch has no line break, so it sets only its own variable',
    steps('- run: echo "B=$GITHUB_HEAD_REF" >> $GITHUB_ENV', 'pull_request'),
  ),
  fails(
    'jq prints a text as it is when that is asked for',
    steps(
      '- run: echo "T=$(jq -r .title <<<"$BODY")" >> $GITHUB_ENV\n  env:\n    BODY: ${{ github.event.issue.body }}',
    ),
    `stranger-environment ${PATH}:9`,
  ),
  gap(
    'what a command makes of the data of another run',
    steps('- run: echo "PR=$(cat pr.txt)" >> "$GITHUB_ENV"', 'workflow_run'),
    `unseen-environment ${PATH}:9`,
  ),
  gap(
    'the same by way of a variable, and for a pull request',
    steps(
      '- run: |\n    N=$(gh pr view --json title --jq .title)\n    echo "N=$N" >> $GITHUB_ENV',
      'pull_request_target',
    ),
    `unseen-environment ${PATH}:11`,
  ),
  passes(
    'what the machine and git say',
    steps(
      '- run: |\n    echo "D=$(date +%s)" >> $GITHUB_ENV\n    echo "$(pwd)/bin" >> $GITHUB_PATH\n    echo "V=$(git rev-parse HEAD)" >> $GITHUB_ENV',
      'workflow_run',
    ),
  ),
  passes('a number of characters', steps('- run: echo "N=$(wc -c < pr.txt)" >> $GITHUB_ENV', 'workflow_run')),
  passes('a command in a run of our own', steps('- run: echo "PR=$(cat pr.txt)" >> $GITHUB_ENV', 'push')),
  {
    name: 'an input of an action appended to the variables of its caller',
    files: {
      'action.yml':
        'inputs:\n  a: {}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo "A=$A" >> $GITHUB_ENV\n      env:\n        A: ${{ inputs.a }}\n',
    },
    verdict: 'partial',
    gap: true,
    findings: ['unseen-environment action.yml:7'],
  },
  gap(
    'a body appended to the outputs',
    steps('- run: echo "b=$BODY" >> $GITHUB_OUTPUT\n  env:\n    BODY: ${{ github.event.issue.body }}'),
    `stranger-output ${PATH}:9`,
  ),
  passes(
    'a body that is only printed',
    steps('- run: echo "$BODY"; echo x >> $GITHUB_OUTPUT\n  env:\n    OTHER: ${{ github.event.issue.body }}'),
  ),
  fails(
    'old commands in what a step prints are obeyed',
    steps('- run: echo', 'push', { job: '    env:\n      ACTIONS_ALLOW_UNSECURE_COMMANDS: true' }),
    `unsecure-commands ${PATH}:9`,
  ),
  passes(
    'old commands are not obeyed',
    steps('- run: echo', 'push', { job: '    env:\n      ACTIONS_ALLOW_UNSECURE_COMMANDS: false' }),
  ),
  passes(
    'the runner does not read "yes" as a yes to old commands',
    steps('- run: echo', 'push', { job: '    env:\n      ACTIONS_ALLOW_UNSECURE_COMMANDS: yes' }),
  ),
  fails(
    'whether old commands are obeyed is computed',
    steps('- run: echo', 'push', { job: '    env:\n      ACTIONS_ALLOW_UNSECURE_COMMANDS: ${{ inputs.old }}' }),
    `unsecure-commands ${PATH}:9`,
  ),
  {
    name: 'an expression that is not understood',
    files: run('echo ${{ github.event.issue.title +  }}'),
    verdict: 'partial',
    gap: false,
    says: 'is not understood',
  },
  {
    name: 'one file is broken: the others are judged',
    files: { ...run('echo'), '.github/workflows/bad.yml': BROKEN },
    verdict: 'partial',
    gap: false,
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  { name: 'no workflow', files: { 'README.md': '#' }, verdict: 'not-applicable' },
];
