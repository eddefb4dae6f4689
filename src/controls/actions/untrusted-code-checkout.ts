import { actionName } from '../../ecosystems/reached-steps.ts';
import { stepSites } from '../../ecosystems/step-sites.ts';
import { strangersEvents } from '../../ecosystems/stranger-runs.ts';
import { type Arrival, arrivalsIn } from '../../ecosystems/untrusted-code.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import { type Finding, isPlace } from '../../model/finding.ts';
import type { PinCatalogue } from '../../model/pin.ts';
import { isAtLeast, versionOf } from '../../workflow/action-version.ts';
import { privilegeOf } from '../../workflow/effective-permissions.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import type { Step } from '../../workflow/workflow-file.ts';
import { startWithoutRights } from '../pull-request-trigger-edit.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const PRT = 'https://docs.github.com/en/actions/reference/security/securely-using-pull_request_target' as const;
const UNSAFE = 'allow-unsafe-pr-checkout';

export default defineControl({
  id: 'untrusted-code-checkout',
  number: '4.09',
  section: 'actions',
  tier: 'must',
  title: 'No privileged run executes code from a pull request',
  why: 'A run that strangers can start with your token and secrets, and that builds or tests their code, hands both to them before anybody has read that code.',
  trap: "The trigger alone is harmless: a labeler never looks at the code. `if: github.actor == 'dependabot[bot]'` can be made true by others. A label or an approval is given to the code as it was then, and a new push can come before the run. Artifacts of a pull request’s run are the stranger’s as well. The protection of newer checkouts is missing where an older one is pinned.",
  docs: [PRT, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'untrusted-code-run': 'Code of a pull request is run with the token or the secrets of the repository.',
    'untrusted-artifact-run':
      'Files that a pull request’s run made are run with the token or the secrets of the repository.',
    'unsafe-checkout-allowed': 'The protection of checkout against the code of strangers is switched off.',
    'untrusted-code-unprivileged':
      'Code of a pull request is run, in a job whose token can only read and that has no secret.',
    'untrusted-code-gated': 'Code of a pull request is run once somebody agreed, to what may have changed since.',
    'untrusted-code-refused':
      'A checkout asks for the code of a pull request, and its version refuses that: the run fails.',
    'untrusted-code-present':
      'Code of a pull request lies in a run that strangers can start, and nothing is seen to run it.',
  },
  needs: ['tree', 'texts'],
  uses: ['pins'],

  detect({ tree, texts }, { pins }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    if (set.workflows.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'no workflow could be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'there is no workflow' };
    }
    const judged = judge(set, texts, pins);
    const limitedBy: Limit[] = [...unread, ...judged.doubts];
    const grave = judged.findings.filter(({ rule }) => GRAVE.includes(rule));
    if (grave.length > 0) {
      const message = `${grave.length === 1 ? 'one place lets' : `${grave.length} places let`} strangers run their code with what the repository can do`;
      return { verdict: 'fail', message, findings: judged.findings, limitedBy };
    }
    if (judged.versions.length > 0) {
      const message = 'whether a checkout refuses the code of strangers depends on its version, which is not known';
      return { verdict: 'unknown', message, limitedBy: [...judged.versions, ...limitedBy] };
    }
    if (judged.findings.length > 0) {
      const message = 'code of pull requests comes into runs that strangers can start, and something stands in its way';
      return { verdict: 'partial', message, findings: judged.findings, limitedBy };
    }
    if (judged.doubts.length > 0) {
      const message = 'it cannot be seen what a run that strangers can start checks out or runs';
      return { verdict: 'unknown', message, limitedBy };
    }
    const started = set.workflows.filter((workflow) => strangersEvents(set, workflow).length > 0).length;
    const message =
      started === 0
        ? 'no workflow gives strangers a run with the repository’s own token'
        : `${started === 1 ? 'one workflow' : `${started} workflows`} can be started by strangers, and none takes their code`;
    return { verdict: 'pass', message, limitedBy };
  },

  remedies: [
    {
      id: 'start-without-rights',
      kind: 'edit',
      risk: 'review',
      phase: 4,
      title: 'Run for pull requests with a token that only reads, and without secrets',
      unavailable: ({ known, maybe }) => {
        const { edits, left } = withoutRights(workflowsIn(known.texts), known.texts, maybe.pins);
        return edits.length > 0
          ? null
          : (left[0] ?? 'no workflow that takes code of pull requests could do its work without rights');
      },
      plan: ({ known, maybe }) => {
        const set = workflowsIn(known.texts);
        const { edits } = withoutRights(set, known.texts, maybe.pins);
        const steps = byHand(set, known.texts, maybe.pins);
        return [...edits, ...steps.filter(({ path }) => !edits.some((edit) => edit.path === path))];
      },
    },
    {
      id: 'separate-code-from-rights',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Run their code without rights, and use rights without their code',
      plan: ({ known, maybe }) => byHand(workflowsIn(known.texts), known.texts, maybe.pins),
    },
  ],
});

const GRAVE = ['untrusted-code-run', 'untrusted-artifact-run', 'unsafe-checkout-allowed'];

type Judged = {
  readonly findings: readonly Finding[];
  readonly doubts: readonly Limit[];
  /** Doubts that only a catalogue could settle. */
  readonly versions: readonly Limit[];
};

function judge(set: WorkflowSet, texts: TextFiles, pins: Fact<PinCatalogue>): Judged {
  const findings: Finding[] = [...unsafeInputs(set)];
  const doubts: Limit[] = [];
  const versions: Limit[] = [];
  for (const arrival of arrivalsIn(set, texts)) {
    if (arrival.kind === 'artifact' && arrival.runBy === null) continue;
    const refused = arrival.kind === 'checkout' ? refuses(arrival, pins) : false;
    if (arrival.isOpaque) {
      if (arrival.runBy !== null || arrival.perhapsBy !== null)
        doubts.push(doubt(arrival, `where ${arrival.observed} comes from`));
      continue;
    }
    const rule = ruleFor(arrival, refused);
    if (rule === 'version') versions.push(versionLimit(arrival, pins));
    else if (rule === 'doubt') doubts.push(doubt(arrival, `what ${arrival.perhapsBy} does with the code`));
    else findings.push(finding(rule, arrival));
  }
  // A step of a local action can be reached from several jobs.
  const byPlace = new Map(findings.map((each) => [JSON.stringify([each.rule, each.location]), each]));
  return { findings: [...byPlace.values()], doubts, versions };
}

function ruleFor(arrival: Arrival, refused: boolean | null): string {
  const { runBy, perhapsBy, guard, kind, workflow, job } = arrival;
  if (refused === true) return 'untrusted-code-refused';
  if (runBy === null) return perhapsBy === null ? 'untrusted-code-present' : 'doubt';
  if (guard === 'gated') return 'untrusted-code-gated';
  const privilege = privilegeOf(workflow, job, null);
  if (privilege.known && privilege.reasons.length === 0) return 'untrusted-code-unprivileged';
  // Only now does the version decide between a failing and a dangerous run.
  if (refused === null) return 'version';
  return kind === 'artifact' ? 'untrusted-artifact-run' : 'untrusted-code-run';
}

/** Releases that refuse the code of strangers (checkout’s changelog, June and July 2026). */
const REFUSING: readonly (readonly [number, number])[] = [
  [2, 8],
  [3, 7],
  [4, 4],
  [5, 1],
  [6, 1],
];

/** They look at pull_request_target and workflow_run only: under other events nothing is refused. Null when the version is not known. */
function refuses({ step, events }: Arrival, pins: Fact<PinCatalogue>): boolean | null {
  if (!events.every((event) => event === 'pull_request_target' || event === 'workflow_run')) return false;
  if (isUnsafe(step) || step.uses?.value.kind !== 'action') return false;
  if (/^(?:main|master|releases\/.*)$/.test(step.uses.value.ref)) return true;
  const version = versionOf(step.uses.value, pins.state === 'known' ? pins.value : null);
  if (version === null) return null;
  if (isAtLeast(version, [7]) === true) return true;
  const row = REFUSING.find(([major]) => major === version.numbers[0]);
  return row === undefined ? false : isAtLeast(version, row);
}

const isUnsafe = (step: Step): boolean => /^true$/i.test(step.with[UNSAFE]?.value ?? '');

function unsafeInputs(set: WorkflowSet): readonly Finding[] {
  return [...stepSites(set)].flatMap(([step, sites]) => {
    const input = step.with[UNSAFE];
    const isReached = sites.some(({ workflow }) => workflow !== null && strangersEvents(set, workflow).length > 0);
    if (!isUnsafe(step) || input === undefined || !isReached || actionName(step) !== 'actions/checkout') return [];
    return [
      {
        rule: 'unsafe-checkout-allowed',
        message: `${UNSAFE} lets this checkout take the code of strangers into a run with the repository’s rights`,
        observed: `${UNSAFE}: ${input.value}`,
        expected: `no ${UNSAFE}`,
        location: input.place,
        route: input.route.join('.'),
      },
    ];
  });
}

function finding(rule: string, { workflow, job, kind, events, runBy, place, route, observed }: Arrival): Finding {
  const privilege = privilegeOf(workflow, job, null);
  const stake = privilege.known ? (privilege.reasons[0] ?? 'a token that can only read') : 'a token of unknown rights';
  const what = kind === 'artifact' ? 'what a pull request’s run made comes' : 'code of a pull request comes';
  const event = events.join(' or ');
  const gate = rule === 'untrusted-code-gated' ? ' once somebody agreed' : '';
  const then = runBy === null ? 'nothing is seen to run it' : `"${runBy}" runs it${gate}`;
  return {
    rule,
    message:
      rule === 'untrusted-code-refused'
        ? `on ${event} this checkout asks for the code of a pull request, which its version refuses: the run fails`
        : `on ${event}, ${what} into the job ${job.id} with ${stake}, and ${then}`,
    observed,
    expected:
      kind === 'artifact'
        ? 'the artifact read as data, in a folder of its own'
        : 'the code run under pull_request, without secrets and with a token that can only read',
    location: place,
    route: route.join('.'),
  };
}

const doubt = ({ place }: Arrival, what: string): Limit => ({
  fact: 'texts',
  reason: 'unresolvable',
  unlock: `look at line ${place.line} of ${place.path} yourself: it is not seen ${what}`,
  at: place.path,
});

const versionLimit = ({ step, place }: Arrival, pins: Fact<PinCatalogue>): Limit =>
  pins.state === 'unknown'
    ? { fact: 'pins' }
    : {
        fact: 'pins',
        reason: 'unresolvable',
        unlock: `say which version ${step.uses?.value.text} on line ${step.place.line} of ${place.path} is`,
        at: place.path,
      };

/** Workflows with a finding that need none of the rights which make it one; of the others why they do. */
function withoutRights(
  set: WorkflowSet,
  texts: TextFiles,
  pins: Fact<PinCatalogue>,
): { readonly edits: readonly EditFile[]; readonly left: readonly string[] } {
  const { findings } = judge(set, texts, pins);
  const flawed = set.workflows.filter(({ path }) =>
    findings.some(({ location }) => isPlace(location) && location.path === path),
  );
  const found = flawed.map((workflow) => ({ workflow, told: startWithoutRights(workflow, set, texts, UNSAFE) }));
  return {
    edits: found.flatMap(({ workflow: { path }, told: operations }): readonly EditFile[] => {
      if (typeof operations === 'string') return [];
      const summary = 'pull requests start it with a token that only reads and without secrets, from their own code on';
      return [{ kind: 'edit-file', path, operations, summary }];
    }),
    left: found.flatMap(({ workflow: { path }, told }) => (typeof told === 'string' ? [`${path}: ${told}`] : [])),
  };
}

function byHand(set: WorkflowSet, texts: TextFiles, pins: Fact<PinCatalogue>): readonly ManualStep[] {
  const { findings } = judge(set, texts, pins);
  const paths = [
    ...new Set(findings.flatMap(({ location }) => (location !== null && 'path' in location ? [location.path] : []))),
  ];
  const told = (path: string): readonly string[] =>
    set.workflows
      .filter((workflow) => workflow.path === path)
      .map((workflow) => startWithoutRights(workflow, set, texts, UNSAFE))
      .filter((because) => typeof because === 'string');
  return paths.map((path) => ({
    kind: 'manual',
    summary: `keep the code of pull requests away from the rights of ${path}`,
    why: 'only you know what in this workflow needs the secret or the write permission',
    lines: [
      ...findings.flatMap(({ location, message }) =>
        location !== null && 'line' in location && location.path === path
          ? [`# line ${location.line}: ${message}`]
          : [],
      ),
      ...told(path).map((because) => `# It cannot simply run on pull_request: ${because}.`),
      '# 1. If nothing needs a secret or a write permission:',
      'on: pull_request',
      '# 2. Else run the code under pull_request, upload what it makes, and use the rights in a second workflow that only reads it:',
      'on:',
      '  workflow_run:',
      '    workflows: [<name of the first>]',
      '    types: [completed]',
      '# 3. Nothing of the pull request is checked out there, and the artifact goes to a folder of its own and is checked before use.',
    ],
    url: PRT,
    path,
  }));
}
