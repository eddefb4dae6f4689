import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import { actionName, type ReachedStep, reachedSteps } from '../../ecosystems/reached-steps.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { type Question, textAnswer } from '../../model/question.ts';
import { originOf } from '../../workflow/origin.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { startingEvents } from '../../workflow/starting-events.ts';
import { at, textOf } from '../../workflow/yaml-view.ts';
import { branchGuard, noRulesInPlan } from '../branch-guard.ts';
import { pinnedUse } from '../pinned-use.ts';
import { isClosed, outsideThePlan, unlessArchived } from '../repository-setting.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const ACTION = 'actions/dependency-review-action';
const FILE = '.github/workflows/dependency-review.yml';
const DOCS =
  'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-code' as const;

export default defineControl({
  id: 'dependency-review',
  number: '4.18',
  section: 'actions',
  tier: 'should',
  title: 'Pull requests are screened for vulnerable packages',
  why: 'The cheapest moment to refuse a vulnerable action or package is the pull request that brings it in, before anything was built with it.',
  trap: 'It needs the dependency graph, and a licence in private repositories. A check that is not required only informs. With `warn-only` it never fails. On `push` it has nothing to compare unless it is told both commits. Pull requests from forks cannot be commented on.',
  docs: [DOCS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'not-screened': 'No workflow reviews what a pull request changes in the dependencies.',
    'warn-only': 'The review runs, and cannot fail.',
    'vulnerabilities-ignored': 'The review looks at licences and not at vulnerabilities.',
    'not-required': 'A pull request can be merged although the review failed.',
  },
  needs: ['tree', 'texts'],
  uses: ['branchRules', 'branchProtection', 'codeScanningSetup', 'repository', 'pins'],

  detect({ tree, texts }, { branchRules, branchProtection, codeScanningSetup, repository }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const reviews = reachedSteps(set).filter(
      (step) => actionName(step.actual) === ACTION && seesPullRequests(set, step),
    );
    if (reviews.length === 0) {
      if (unread.length > 0) {
        const message = 'a review of dependencies may be in a workflow that cannot be read';
        return { verdict: 'unknown', message, limitedBy: unread };
      }
      if (set.workflows.length === 0 && ecosystemsIn(tree, texts).length === 0) {
        return { verdict: 'not-applicable', message: 'there is neither a workflow nor a dependency to screen' };
      }
      const remote = remoteReviews(set);
      if (remote.length > 0) {
        return { verdict: 'unknown', message: 'the review is in a workflow of another repository', limitedBy: remote };
      }
      const gate = outsideThePlan(codeScanningSetup, repository);
      if (gate !== null) return { verdict: 'not-applicable', message: gate };
      if (isClosed(repository) && codeScanningSetup.state === 'unknown') {
        const message = 'nothing screens pull requests, and whether a licence would allow it is not known';
        return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: [{ fact: 'codeScanningSetup' }] });
      }
      return unlessArchived(repository, { verdict: 'fail', message: absent.message, findings: [absent] });
    }
    const judged = reviews.map((review) => ({ review, findings: flawsOf(review) }));
    const sound = judged.filter(({ findings }) => findings.length === 0);
    const facts = { branchRules, branchProtection };
    const guard = branchGuard(facts);
    const computed = sound.flatMap(({ review }) => unresolved(review));
    const required =
      noRulesInPlan(facts, repository) !== null ||
      guard.workflowsRequired ||
      sound.some(({ review }) => guard.checks.some((check) => isCheckOf(review, check)));
    const open = sound.length === 0 ? judged.flatMap(({ findings }) => findings) : [];
    const [first] = sound;
    const optional =
      first !== undefined && !required && guard.unseen.length === 0 && unread.length === 0
        ? [notRequired(first.review, guard.checks)]
        : [];
    const findings = [...open, ...optional];
    const limitedBy: readonly Limit[] = [...unread, ...computed, ...(required ? [] : guard.unseen)];
    const [gap] = findings;
    if (gap === undefined) return { verdict: 'pass', message: 'pull requests are screened', limitedBy };
    return unlessArchived(repository, { verdict: 'partial', message: gap.message, findings, limitedBy });
  },

  remedies: [
    {
      id: 'review-dependencies',
      kind: 'new-file',
      risk: 'review',
      phase: 1,
      title: 'Add the review of dependencies',
      unavailable: ({ known }) => {
        if (reviewsIn(known.texts)) return 'a review runs already';
        return known.tree.some(({ path }) => path === FILE) ? `${FILE} exists` : null;
      },
      questions: () => [severityQuestion],
      plan: (_context, answers) => [
        {
          kind: 'create-file',
          path: FILE,
          template: 'dependency-review',
          inputs: { 'fail-on-severity': textAnswer(answers, severityQuestion.id, 'moderate') },
          summary: 'pull requests that bring in a known vulnerability fail',
        },
        requireTheCheck,
      ],
    },
    {
      id: 'screen-pull-requests',
      kind: 'manual',
      risk: 'review',
      phase: 1,
      title: 'Add the review, and require its check',
      plan({ known, maybe }) {
        if (reviewsIn(known.texts)) {
          const lines = [
            'remove warn-only, vulnerability-check: false and continue-on-error from the step and its job',
          ];
          const why = 'with these the review cannot fail for a vulnerability';
          return [
            { kind: 'manual', summary: 'let the review of dependencies fail', why, lines, url: DOCS },
            requireTheCheck,
          ];
        }
        const why = 'a pull request that brings in a known vulnerability then fails';
        const lines = [
          'name: dependency-review',
          'on:',
          '  pull_request:',
          '  merge_group:',
          'permissions: {}',
          'jobs:',
          '  review:',
          '    name: Dependency review',
          '    runs-on: ubuntu-24.04',
          '    timeout-minutes: 10',
          '    permissions:',
          '      contents: read',
          '    steps:',
          `      - uses: ${pinnedUse(ACTION, maybe.pins)}`,
          '        with:',
          '          fail-on-severity: moderate',
        ];
        return [{ kind: 'manual', summary: `create ${FILE}`, why, lines, url: DOCS, path: FILE }, requireTheCheck];
      },
    },
  ],
});

const severityQuestion: Question = {
  id: 'vulnerability-severity',
  kind: 'choice',
  label: 'From which severity on should the review fail?',
  help: 'Of a known vulnerability that the pull request would bring in.',
  choices: ['low', 'moderate', 'high', 'critical'].map((value) => ({ value, label: value })),
  required: true,
  default: { value: 'moderate', from: 'what most projects can keep to' },
};

const requireTheCheck: ManualStep = {
  kind: 'manual',
  summary: 'require the check “Dependency review” once it has run',
  why: 'a check that is not required informs, and stops nothing',
  lines: ['Settings → Rules → Rulesets → the ruleset of the default branch → Require status checks to pass'],
  url: DOCS,
};

function reviewsIn(texts: TextFiles): boolean {
  const set = workflowsIn(texts);
  return reachedSteps(set).some((step) => actionName(step.actual) === ACTION && seesPullRequests(set, step));
}

const seesPullRequests = (set: WorkflowSet, { workflow }: ReachedStep): boolean =>
  startingEvents(set, workflow)?.some((event) => event === 'pull_request' || event === 'pull_request_target') ?? true;

/** Called workflows of others whose name says that they review dependencies. */
const remoteReviews = (set: WorkflowSet): readonly Limit[] =>
  set.workflows.flatMap(({ path, jobs }) =>
    jobs.flatMap(({ uses }): readonly Limit[] =>
      uses?.value.kind === 'reusable-workflow' && /depend(?:ency|encies)-review/i.test(uses.value.path)
        ? [{ fact: 'texts', reason: 'unresolvable', unlock: `look what ${uses.value.text} does`, at: path }]
        : [],
    ),
  );

function flawsOf({ actual, job }: ReachedStep): readonly Finding[] {
  const flaw = (rule: string, key: string, message: string): Finding => ({
    rule,
    message,
    observed: `${key}: ${actual.with[key]?.value ?? 'true'}`,
    expected: `no ${key}`,
    location: actual.with[key]?.place ?? actual.uses?.place ?? actual.place,
    route: [...actual.route, key].join('.'),
  });
  const goesOn = [actual, job].some((each) => textOf(at(originOf(each), 'continue-on-error')) === 'true');
  const warns = 'the review of dependencies only warns';
  return [
    ...(actual.with['warn-only']?.value === 'true' ? [flaw('warn-only', 'warn-only', warns)] : []),
    ...(goesOn ? [flaw('warn-only', 'continue-on-error', warns)] : []),
    ...(actual.with['vulnerability-check']?.value === 'false'
      ? [flaw('vulnerabilities-ignored', 'vulnerability-check', 'the review does not look at vulnerabilities')]
      : []),
  ];
}

/** What a value or a configuration file could still switch off. */
function unresolved({ actual, workflow }: ReachedStep): readonly Limit[] {
  const limit = (what: string): Limit => ({
    fact: 'texts',
    reason: 'unresolvable',
    unlock: `look what ${what} says about warn-only`,
    at: workflow.path,
  });
  const config = actual.with['config-file']?.value;
  const isComputed = actual.with['warn-only']?.value.includes('${{') ?? false;
  return [...(config === undefined ? [] : [limit(config)]), ...(isComputed ? [limit('the expression')] : [])];
}

/** A check is named after the job's name or id; that of a called workflow has the caller's in front. */
function isCheckOf({ job }: ReachedStep, check: string): boolean {
  const name = job.name ?? job.id;
  return check === name || check.endsWith(` / ${name}`);
}

const notRequired = ({ job, actual }: ReachedStep, checks: readonly string[]): Finding => ({
  rule: 'not-required',
  message: `the check "${job.name ?? job.id}" is not required`,
  observed: checks.length === 0 ? 'no required check' : `required: ${checks.join(', ')}`,
  expected: `${job.name ?? job.id} among the required checks`,
  location: actual.uses?.place ?? actual.place,
  route: actual.route.join('.'),
});

const absent: Finding = {
  rule: 'not-screened',
  message: 'nothing screens pull requests for vulnerable actions and packages',
  observed: `no workflow uses ${ACTION} for pull requests`,
  expected: FILE,
  location: null,
};
