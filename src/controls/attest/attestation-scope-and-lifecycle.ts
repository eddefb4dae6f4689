import { type AttestStep, attestStepsIn } from '../../ecosystems/attest-steps.ts';
import { carriesFiles } from '../../ecosystems/publish-kind.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { listensToReleases } from '../../ecosystems/release-triggers.ts';
import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { YamlValue } from '../../model/operation.ts';
import { slugOf } from '../../model/target.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { startingEvents } from '../../workflow/starting-events.ts';
import type { Job, Step, Workflow } from '../../workflow/workflow-file.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const DOCS = 'https://docs.github.com/en/actions';

export default defineControl({
  id: 'attestation-scope-and-lifecycle',
  number: '2.11',
  section: 'attest',
  tier: 'could',
  title: 'Releases are attested, and not every build',
  why: 'Attestations of pull requests and everyday builds bury those that matter, stay public for ever, and vouch for files nobody meant to release.',
  trap: 'Deleting the attestation of something that can still be downloaded breaks everybody who verifies it. A saved trusted_root.jsonl does not learn of what was revoked later.',
  docs: [
    `${DOCS}/concepts/security/artifact-attestations`,
    `${DOCS}/how-tos/secure-your-work/use-artifact-attestations/manage-attestations`,
    `${DOCS}/how-tos/secure-your-work/use-artifact-attestations/verify-attestations-offline`,
  ],
  rules: {
    'attests-pull-requests': 'Builds of pull requests are attested.',
    'attests-every-push': 'Every push is attested, and not every push is released.',
    'not-an-artifact': 'Something is attested that nobody downloads to run.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const attests = stepsIn(set, texts);
    if (attests.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'an attestation may be in a file that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'nothing is attested' };
    }
    const findings = attests.flatMap((each) => flawsOf(each, set, tree, texts));
    const limitedBy = [...unread, ...attests.flatMap((each) => unseenEvents(each, set))];
    const [first] = findings;
    if (first === undefined) return { verdict: 'pass', message: 'only releases are attested', limitedBy };
    const isFail = findings.some(({ rule }) => rule === 'attests-pull-requests');
    return { verdict: isFail ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'attest-releases-only',
      kind: 'edit',
      risk: 'review',
      phase: 4,
      title: 'Attest only where a release is made',
      unavailable: ({ known: { tree, texts } }) =>
        changes(tree, texts).some(({ kind }) => kind === 'edit-file')
          ? null
          : 'no attesting step is free of conditions',
      plan: ({ known: { tree, texts } }) => changes(tree, texts),
    },
    {
      id: 'narrow-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Decide what is attested, and tidy up',
      plan({ known: { tree, texts }, target }) {
        const set = workflowsIn(texts);
        const flawed = stepsIn(set, texts).filter((each) => flawsOf(each, set, tree, texts).length > 0);
        return [...flawed.map((each) => narrow(each)), tidy(slugOf(target)?.split('/')[0] ?? 'OWNER')];
      },
    },
  ],
});

type Attesting = AttestStep & { readonly step: Step; readonly actual: Step };

const stepsIn = (set: WorkflowSet, texts: TextFiles): readonly Attesting[] =>
  attestStepsIn(set, texts).flatMap((each) =>
    each.step === null ? [] : [{ ...each, step: each.step, actual: each.actual ?? each.step }],
  );

const conditionsOf = ({ job, step, actual }: Attesting): readonly string[] =>
  [job.condition, step.condition, actual.condition].map((each) => each ?? '');

const OF_PULL_REQUESTS = /^(?:pull_request|pull_request_target|merge_group)$/;

/** What surely keeps a run of a pull request out: another event is asked for, or a ref that no pull request has. */
const KEEPS_REQUESTS_OUT =
  /event_name\s*!=\s*'pull_request|event_name\s*==\s*'(?!pull_request|merge_group)|!\s*startsWith\(\s*github\.event_name\s*,\s*'pull|github\.ref(?:_type|_name)?\s*==\s*'(?!refs\/pull)|startsWith\(\s*github\.ref\s*,\s*'refs\/(?:tags|heads)|ref_protected|github\.event\.release/;

/** What surely keeps an ordinary push out. */
const KEEPS_PUSHES_OUT =
  /startsWith\(\s*github\.ref\s*,\s*'refs\/tags|ref_type\s*==\s*'tag'|event_name\s*==\s*'(?:release|workflow_dispatch|schedule)'|event_name\s*!=\s*'push'|github\.event\.release/;

/** A condition that asks for something else (an output, an input) may keep a run out, and nobody can see whether. */
const DEPENDS = /\b(?:needs|steps|inputs|vars|env|matrix|github)\./;

type Guard = 'keeps-out' | 'unsure' | 'open';

function guardOf(conditions: readonly string[], keepsOut: RegExp): Guard {
  if (conditions.some((each) => keepsOut.test(each) && !each.includes('||'))) return 'keeps-out';
  return conditions.some((each) => DEPENDS.test(each)) ? 'unsure' : 'open';
}

const requestsOf = (set: WorkflowSet, workflow: Workflow): readonly string[] =>
  (startingEvents(set, workflow) ?? []).filter((event) => OF_PULL_REQUESTS.test(event));

function flawsOf(each: Attesting, set: WorkflowSet, tree: readonly TreeEntry[], texts: TextFiles): readonly Finding[] {
  const { workflow, job, actual, place } = each;
  const flaw = (rule: string, message: string, observed: string, expected: string): Finding => ({
    rule,
    message,
    observed,
    expected,
    location: place,
    route: `${job.route.join('.')}:${actual.route.join('.')}`,
  });
  const conditions = conditionsOf(each);
  const [request] = guardOf(conditions, KEEPS_REQUESTS_OUT) === 'open' ? requestsOf(set, workflow) : [];
  const isOrdinary = pushesOf(workflow) && guardOf(conditions, KEEPS_PUSHES_OUT) === 'open';
  const subjects = (actual.with['subject-path']?.value ?? '').split(/[\n,]/).map((line) => line.trim());
  return [
    ...(request === undefined
      ? []
      : [
          flaw(
            'attests-pull-requests',
            `job ${job.id} attests on ${request}, and stops for pull requests of forks`,
            request,
            'a condition that keeps pull requests out',
          ),
        ]),
    ...(isOrdinary && !releasesEveryPush(each, tree, texts, set)
      ? [
          flaw(
            'attests-every-push',
            `job ${job.id} attests on every push, and not every push is released`,
            'push',
            'a condition or a trigger for tags or releases',
          ),
        ]
      : []),
    ...subjects
      .filter((subject) => BESIDE.test(subject))
      .map((subject) => ({
        ...flaw(
          'not-an-artifact',
          `${subject} is attested, and is nothing that is released`,
          subject,
          'only what users download',
        ),
        location: actual.with['subject-path']?.place ?? place,
      })),
  ];
}

const BESIDE = /(?:^|\/)(?:coverage|test-results|docs)\/|\.(?:md|rst)$|junit[^/]*\.xml$/i;

/** Whether a push to a branch starts it: a push with tags alone does not. */
const pushesOf = ({ triggers }: Workflow): boolean =>
  triggers.some(({ event, config }) => event === 'push' && (!hasKey(config, 'tags') || hasKey(config, 'branches')));

const hasKey = (config: YamlValue, key: string): boolean =>
  typeof config === 'object' && config !== null && !Array.isArray(config) && Object.hasOwn(config, key);

/** Where every push is published as well, its attestation belongs to a release. */
function releasesEveryPush(
  { workflow }: Attesting,
  tree: readonly TreeEntry[],
  texts: TextFiles,
  set: WorkflowSet,
): boolean {
  const release = releaseGraph(tree, texts, set).workflows.find(({ files }) => files.includes(workflow));
  return (release?.publishes ?? []).some(
    ({ kind, job, step }) => carriesFiles(kind) && guardOf(bothOf(job, step), KEEPS_PUSHES_OUT) !== 'keeps-out',
  );
}

const bothOf = (job: Job, step: Step | null): readonly string[] => [job.condition ?? '', step?.condition ?? ''];

function unseenEvents(each: Attesting, set: WorkflowSet): readonly Limit[] {
  const { workflow, job } = each;
  const limit = (unlock: string): readonly Limit[] => [
    { fact: 'texts', reason: 'unresolvable', unlock, at: workflow.path },
  ];
  if (startingEvents(set, workflow) === null) return limit(`say what calls ${workflow.path}, which attests`);
  const isUnsure = guardOf(conditionsOf(each), KEEPS_REQUESTS_OUT) === 'unsure' && requestsOf(set, workflow).length > 0;
  return isUnsure ? limit(`see whether the condition of job ${job.id} keeps pull requests out`) : [];
}

/** A condition on a step that has none, in the workflow itself. */
function changes(tree: readonly TreeEntry[], texts: TextFiles): readonly Change[] {
  const set = workflowsIn(texts);
  return stepsIn(set, texts).flatMap((each): readonly Change[] => {
    const rules = flawsOf(each, set, tree, texts).map(({ rule }) => rule);
    if (rules.length === 0) return [];
    const value = conditionFor(each, rules);
    if (value === null || each.actual !== each.step || each.step.condition !== null) return [narrow(each)];
    const edit: Change = {
      kind: 'edit-file',
      path: each.workflow.path,
      operations: [{ op: 'add-key', route: each.step.route, key: 'if', value, before: 'uses' }],
      summary: 'only what is released is attested',
    };
    return rules.includes('not-an-artifact') ? [edit, narrow(each)] : [edit];
  });
}

/** Null when nothing says which pushes are releases. */
function conditionFor({ workflow }: Attesting, rules: readonly string[]): string | null {
  if (rules.includes('attests-every-push')) {
    return listensToReleases(workflow) ? "startsWith(github.ref, 'refs/tags/')" : null;
  }
  return rules.includes('attests-pull-requests')
    ? "!startsWith(github.event_name, 'pull_request') && github.event_name != 'merge_group'"
    : null;
}

const narrow = ({ workflow, job, place }: Attesting): ManualStep => ({
  kind: 'manual',
  summary: `attest only releases in job ${job.id} of ${workflow.path} (line ${place.line})`,
  why: 'which runs are releases, and which files they consist of, only you can say',
  lines: ["if: startsWith(github.ref, 'refs/tags/')"],
  url: `${DOCS}/concepts/security/artifact-attestations`,
  path: workflow.path,
});

const tidy = (owner: string): ManualStep => ({
  kind: 'manual',
  summary: 'delete attestations of what was withdrawn, and of nothing else',
  why: 'an attestation of a withdrawn release still verifies; one of a file that is still there must stay',
  lines: [
    `gh api --method DELETE /orgs/${owner}/attestations/digest/sha256:DIGEST`,
    `# a person’s: gh api --method DELETE /users/${owner}/attestations/digest/sha256:DIGEST`,
  ],
  url: `${DOCS}/how-tos/secure-your-work/use-artifact-attestations/manage-attestations`,
});
