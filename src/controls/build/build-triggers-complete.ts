import { type BuildStep, buildStepsIn } from '../../ecosystems/build-steps.ts';
import { calledWorkflows } from '../../ecosystems/called-workflows.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import type { Change } from '../../model/change.ts';
import { defineControl, type Limit, type RemedyContext } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Operation, YamlValue } from '../../model/operation.ts';
import { type Answers, textAnswer } from '../../model/question.ts';
import { slugOf } from '../../model/target.ts';
import { originOf } from '../../workflow/origin.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import type { Trigger, Workflow } from '../../workflow/workflow-file.ts';
import { at, isMapping } from '../../workflow/yaml-view.ts';
import { defaultFrom, weeklyDayQuestion } from '../questions.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const DOCS = 'https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/trigger-a-workflow';

export default defineControl({
  id: 'build-triggers-complete',
  number: '1.11',
  section: 'build',
  tier: 'could',
  title: 'Builds run on git events, on demand and periodically',
  why: 'A build that runs for every change and every week shows early what has broken or drifted, and one that can be started by hand lets you repeat it when you need to know.',
  trap: 'A schedule runs only from the default branch, and GitHub switches it off after 60 days without activity in a public repository. `pull_request_target` is no way to get secrets into a build. A release workflow with `workflow_dispatch` can be started from any branch, so an environment has to guard it.',
  docs: [DOCS],
  rules: {
    'no-automatic-build': 'Nothing but a person starts the build.',
    'no-pull-request': 'No build runs for pull requests.',
    'no-push': 'No build runs for pushes to a branch.',
    'no-merge-group': 'There is a merge queue, and no build runs for it.',
    'no-manual-start': 'No build can be started by hand.',
    'no-schedule': 'No build runs periodically.',
  },
  needs: ['tree', 'texts'],
  uses: ['branchRules'],

  detect({ tree, texts }, { branchRules }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const builds = buildStepsIn(set, texts);
    if (builds.length === 0) {
      const hidden = [...unread, ...remoteCalls(set)];
      return hidden.length > 0
        ? { verdict: 'unknown', message: 'the build may be in a workflow that cannot be read here', limitedBy: hidden }
        : { verdict: 'not-applicable', message: 'no workflow builds anything' };
    }
    const queue = branchRules.state === 'known' && branchRules.value.some(({ type }) => type === 'merge_queue');
    const { missing, events, main } = look(tree, texts, queue);
    if (missing.length === 0) {
      // Only the rules of the branch tell whether there is a merge queue.
      const unseen: readonly Limit[] = events.includes('merge_group') ? [] : [{ fact: 'branchRules' }];
      const message = 'builds run for changes, on demand and periodically';
      return { verdict: 'pass', message, limitedBy: [...unread, ...unseen] };
    }
    if (unread.length > 0) {
      const message = 'the other ways to start a build may be in a workflow that cannot be read';
      return { verdict: 'unknown', message, limitedBy: unread };
    }
    const findings = missing.map((rule) => finding(rule, main, events));
    const fails = missing.includes('no-automatic-build');
    const message = findings.map((each) => each.message).join('; ');
    return { verdict: fails ? 'fail' : 'partial', message, findings };
  },

  remedies: [
    {
      id: 'add-triggers',
      kind: 'edit',
      risk: 'review',
      phase: 4,
      title: 'Add the missing triggers to the workflow that builds',
      unavailable({ known, maybe }) {
        const seen = look(known.tree, known.texts, hasQueue(maybe));
        if (seen.releases)
          return 'no workflow builds the project and nothing more: whoever can start one that releases can release';
        return operations(seen, '', '1', 'main') === null
          ? 'a "push" or "pull_request" that is there has filters of its own'
          : null;
      },
      questions: () => [weeklyDayQuestion],
      plan(context, answers) {
        const { known, maybe, target } = context;
        const seen = look(known.tree, known.texts, hasQueue(maybe));
        const branch = defaultFrom(context, 'default-branch', 'the repository').default?.value;
        return planned(
          seen,
          slugOf(target) ?? target.name ?? '',
          typeof branch === 'string' ? branch : 'main',
          answers,
        );
      },
    },
    {
      id: 'add-triggers-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Add the triggers yourself',
      plan({ known, maybe }) {
        const { missing, main } = look(known.tree, known.texts, hasQueue(maybe));
        return [
          {
            kind: 'manual',
            summary: 'let a build run for every change, on demand and every week',
            why: 'where a workflow also releases, only you can say who may start it',
            lines: ['on:', ...missing.flatMap((rule) => LINES[rule])],
            url: DOCS,
            path: main.path,
          },
        ];
      },
    },
  ],
});

type Rule = 'no-automatic-build' | 'no-pull-request' | 'no-push' | 'no-merge-group' | 'no-manual-start' | 'no-schedule';
type Look = {
  readonly missing: readonly Rule[];
  /** Every event that starts a build, directly or through a caller. */
  readonly events: readonly string[];
  /** The workflow that would get the triggers. */
  readonly main: Workflow;
  readonly releases: boolean;
};

const LINES: Readonly<Record<Rule, readonly string[]>> = {
  'no-automatic-build': [],
  'no-pull-request': ['  pull_request:'],
  'no-push': ['  push:', '    branches: [main]'],
  'no-merge-group': ['  merge_group:'],
  'no-manual-start': ['  workflow_dispatch:'],
  'no-schedule': ['  schedule:', "    - cron: '23 4 * * 1'"],
};

const BY_HAND = ['workflow_dispatch', 'workflow_call', 'repository_dispatch'];

function look(tree: readonly TreeEntry[], texts: TextFiles, queue: boolean): Look {
  const set = workflowsIn(texts);
  const builds = buildStepsIn(set, texts);
  const building = new Set(builds.map(({ workflow }) => workflow));
  const starters = set.workflows.filter((each) => calledWorkflows(set, each).some((file) => building.has(file)));
  const triggers = starters.flatMap((each) => each.triggers);
  const events = [...new Set(triggers.map(({ event }) => event))];
  const has = (event: string) => events.includes(event);
  const missing: readonly (Rule | null)[] = [
    events.some((event) => !BY_HAND.includes(event)) ? null : 'no-automatic-build',
    has('pull_request') ? null : 'no-pull-request',
    triggers.some(isBranchPush) ? null : 'no-push',
    queue && !has('merge_group') ? 'no-merge-group' : null,
    has('workflow_dispatch') ? null : 'no-manual-start',
    has('schedule') ? null : 'no-schedule',
  ];
  const releasing = new Set(releaseGraph(tree, texts, set).workflows.flatMap(({ files }) => files));
  const candidates = starters.filter((each) => !releasing.has(each) && !isSideline(each));
  const [main] = [...(candidates.length > 0 ? candidates : starters)].sort(byWorth(builds));
  if (main === undefined) throw new Error('a workflow that builds starts somewhere');
  return { missing: missing.filter((rule) => rule !== null), events, main, releases: candidates.length === 0 };
}

/** Builds something, and is not where anybody looks whether the project still builds. */
const isSideline = ({ path }: Workflow): boolean =>
  /(?:^|[-_/])(?:docs?|documentation|website|site|netlify|pages|preview|deploy|lint\w*|ruff|format\w*|style|typos|bench\w*|codeql|fuzz\w*|cifuzz)(?=[-_.])/i.test(
    path.slice(path.lastIndexOf('/') + 1),
  );

/** The workflow that is no sideline, then the one that git events start already, then the one that builds most, then the first. */
function byWorth(builds: readonly BuildStep[]): (a: Workflow, b: Workflow) => number {
  const counts = new Map<Workflow, number>();
  for (const { workflow } of builds) counts.set(workflow, (counts.get(workflow) ?? 0) + 1);
  return (a, b) => {
    const git = ({ triggers }: Workflow) =>
      triggers.filter((trigger) => trigger.event === 'pull_request' || isBranchPush(trigger)).length;
    const steps = (of: Workflow) => counts.get(of) ?? 0;
    return Number(isSideline(a)) - Number(isSideline(b)) || git(b) - git(a) || steps(b) - steps(a);
  };
}

/** A push of tags alone is a release, not a change. */
function isBranchPush({ event, config }: Trigger): boolean {
  if (event !== 'push') return false;
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return true;
  const keys = Object.keys(config);
  return keys.some((key) => key.startsWith('branches')) || !keys.some((key) => key.startsWith('tags'));
}

const remoteCalls = ({ workflows }: WorkflowSet): readonly Limit[] =>
  workflows.flatMap(({ path, jobs }) =>
    jobs.flatMap(({ uses }): readonly Limit[] =>
      uses?.value.kind === 'reusable-workflow'
        ? [
            {
              fact: 'texts',
              reason: 'unresolvable',
              unlock: `look at ${uses.value.text}, which ${path} calls`,
              at: path,
            },
          ]
        : [],
    ),
  );

const SAYS: Readonly<Record<Rule, readonly [string, string]>> = {
  'no-automatic-build': ['nothing but a person starts a build', 'push, pull_request or schedule'],
  'no-pull-request': ['no build runs for pull requests', 'pull_request'],
  'no-push': ['no build runs for pushes to a branch', 'push'],
  'no-merge-group': ['the merge queue gets no build', 'merge_group'],
  'no-manual-start': ['no build can be started by hand', 'workflow_dispatch'],
  'no-schedule': ['no build runs periodically', 'schedule'],
};

const finding = (rule: Rule, main: Workflow, events: readonly string[]): Finding => ({
  rule,
  message: SAYS[rule][0],
  observed: events.join(', '),
  expected: SAYS[rule][1],
  location: main.triggers[0]?.place ?? null,
  route: 'on',
});

type Maybe = RemedyContext<'tree' | 'texts', 'branchRules'>['maybe'];
const hasQueue = ({ branchRules }: Maybe): boolean =>
  branchRules.state === 'known' && branchRules.value.some(({ type }) => type === 'merge_queue');

/** What to write under `on:`; null when an event is there already and only its filters keep builds out. */
function operations({ missing, main }: Look, seed: string, day: string, branch: string): readonly Operation[] | null {
  const wanted: Readonly<Record<Rule, readonly [string, YamlValue] | null>> = {
    'no-automatic-build': null,
    'no-pull-request': ['pull_request', null],
    'no-push': ['push', { branches: [branch] }],
    'no-merge-group': ['merge_group', null],
    'no-manual-start': ['workflow_dispatch', null],
    'no-schedule': ['schedule', [{ cron: weekly(seed, day) }]],
  };
  const added = missing.flatMap((rule) => {
    const entry = wanted[rule];
    return entry === null ? [] : [entry];
  });
  if (added.some(([event]) => main.triggers.some((trigger) => trigger.event === event))) return null;
  const on = at(originOf(main), 'on');
  if (isMapping(on)) return added.map(([key, value]) => ({ op: 'add-key', route: ['on'], key, value }));
  const there = main.triggers.map(({ event, config }) => [event, config] as const);
  return [{ op: 'replace-value', route: ['on'], value: Object.fromEntries([...there, ...added]) }];
}

function planned(seen: Look, seed: string, branch: string, answers: Answers): readonly Change[] {
  const found = operations(seen, seed, textAnswer(answers, 'weekly-build-day', '1'), branch);
  if (found === null || found.length === 0) return [];
  const added = seen.missing.filter((rule) => rule !== 'no-automatic-build').map((rule) => SAYS[rule][1]);
  return [
    { kind: 'edit-file', path: seen.main.path, operations: found, summary: `builds also run on ${added.join(', ')}` },
  ];
}

/** The same minute for one repository, another for the next; never the full hour, when runs are delayed or dropped. */
function weekly(seed: string, day: string): string {
  let sum = 0;
  for (const letter of seed) sum = (sum * 31 + letter.charCodeAt(0)) % 100_003;
  return `${1 + (sum % 59)} ${1 + (Math.floor(sum / 59) % 5)} * * ${day}`;
}
