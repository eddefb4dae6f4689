import { actionName } from '../../ecosystems/reached-steps.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Finding, Place } from '../../model/finding.ts';
import { type Question, textAnswer } from '../../model/question.ts';
import { effectivePermissions } from '../../workflow/effective-permissions.ts';
import { originOf } from '../../workflow/origin.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { Job, Step, Workflow } from '../../workflow/workflow-file.ts';
import { at, located } from '../../workflow/yaml-view.ts';
import { unlessArchived } from '../repository-setting.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const ACTION = 'ossf/scorecard-action';
const FILE = '.github/workflows/scorecard.yml';

/** Without a default: an action of somebody else, and a result that everybody can read, come in only by a decision. */
const scoreQuestion: Question = {
  id: 'scorecard-results',
  kind: 'choice',
  label: 'Scorecard is an action of the OpenSSF. What may become of its result?',
  help: 'A published result can be looked up by everybody and shown as a badge.',
  choices: [
    { value: 'published', label: 'publish it' },
    { value: 'private', label: 'keep it in this repository' },
  ],
  required: true,
};

export default defineControl({
  id: 'scorecard',
  number: '4.20',
  section: 'actions',
  tier: 'should',
  title: 'OpenSSF Scorecard watches the practices',
  why: 'An independent look that repeats every week notices when a practice slips, and its published result lets users judge for themselves.',
  trap: 'Publishing is refused when the job runs anything but a few approved actions, when the workflow has `env`, `defaults` or a write permission at its top, or when another job may mint an identity. Only the default branch counts, and forks are not supported.',
  docs: [
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://github.com/ossf/scorecard-action#workflow-restrictions',
  ],
  rules: {
    'not-watched': 'No workflow runs Scorecard.',
    unpublished: 'Scorecard runs, and its result is not published.',
    'restriction-violated': 'Scorecard refuses to publish the result of this workflow.',
  },
  needs: ['tree', 'texts'],
  uses: ['repository'],

  detect({ tree, texts }, { repository }) {
    if (repository.state === 'known' && repository.value.visibility !== 'public') {
      return { verdict: 'not-applicable', message: 'results of a private repository cannot be published' };
    }
    if (repository.state === 'known' && repository.value.fork) {
      return { verdict: 'not-applicable', message: 'Scorecard does not support forks' };
    }
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const runs = runsIn(set);
    if (runs.length === 0) {
      if (unread.length > 0) {
        return {
          verdict: 'unknown',
          message: 'Scorecard may run in a workflow that cannot be read',
          limitedBy: unread,
        };
      }
      return unlessArchived(repository, { verdict: 'fail', message: absent.message, findings: [absent] });
    }
    const judged = runs.map((run) => ({ run, findings: flawsOf(run) }));
    const sound = judged.find(({ findings }) => findings.length === 0);
    if (sound === undefined) {
      const findings = judged.flatMap((each) => each.findings);
      const message = findings[0]?.message ?? '';
      return unlessArchived(repository, { verdict: 'partial', message, findings, limitedBy: unread });
    }
    const limitedBy: readonly Limit[] = [{ fact: 'repository' }, ...unread, ...computed(sound.run)];
    return {
      verdict: 'pass',
      message: `${sound.run.workflow.path} runs Scorecard and publishes its result`,
      limitedBy,
    };
  },

  remedies: [
    {
      id: 'add-scorecard',
      kind: 'new-file',
      risk: 'review',
      phase: 1,
      title: 'Run Scorecard every week',
      unavailable({ known }) {
        const [run] = runsIn(workflowsIn(known.texts));
        if (run !== undefined) return `${run.workflow.path} runs Scorecard already`;
        return known.tree.some(({ path }) => path === FILE) ? `${FILE} exists` : null;
      },
      questions: () => [scoreQuestion],
      plan: (_context, answers) => [
        {
          kind: 'create-file',
          path: FILE,
          template: 'scorecard',
          inputs: { results: textAnswer(answers, scoreQuestion.id, 'published') },
          summary: 'Scorecard looks at the practices every week',
        },
      ],
    },
    {
      id: 'run-scorecard',
      kind: 'manual',
      risk: 'review',
      phase: 1,
      title: 'Let Scorecard publish its result',
      unavailable: ({ known }) =>
        runsIn(workflowsIn(known.texts)).length > 0 ? null : 'no workflow runs Scorecard yet',
      plan({ known }) {
        const runs = runsIn(workflowsIn(known.texts));
        const url = 'https://github.com/ossf/scorecard-action#workflow-restrictions';
        return runs.map((run) => ({
          kind: 'manual',
          summary: `let ${run.workflow.path} publish its result`,
          why: 'Scorecard accepts results only from a workflow that nothing else could have changed',
          lines: flawsOf(run).map(({ observed, expected }) => `${observed} → ${expected}`),
          url,
          path: run.workflow.path,
        }));
      },
    },
  ],
});

type Run = { readonly workflow: Workflow; readonly job: Job; readonly step: Step };

const runsIn = (set: WorkflowSet): readonly Run[] =>
  set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) =>
      stepsOf(job).flatMap((step) => (actionName(step) === ACTION ? [{ workflow, job, step }] : [])),
    ),
  );

/** The restrictions hold for a result that is to be published. */
function flawsOf(run: Run): readonly Finding[] {
  const kept = unpublished(run);
  return kept.length > 0 ? kept : violations(run);
}

function unpublished({ step }: Run): readonly Finding[] {
  const given = step.with.publish_results;
  // The action's own default is not to publish.
  if (given !== undefined && (given.value === 'true' || given.value.includes('${{'))) return [];
  return [
    {
      rule: 'unpublished',
      message: 'Scorecard does not publish its result',
      observed: `publish_results: ${given?.value ?? 'not given'}`,
      expected: 'publish_results: true',
      location: given?.place ?? step.uses?.place ?? step.place,
      route: [...step.route, 'with', 'publish_results'].join('.'),
    },
  ];
}

const computed = ({ workflow, step }: Run): readonly Limit[] =>
  step.with.publish_results?.value.includes('${{')
    ? [{ fact: 'texts', reason: 'unresolvable', unlock: 'look when publish_results is true', at: workflow.path }]
    : [];

const APPROVED = [
  'actions/checkout',
  'actions/upload-artifact',
  'github/codeql-action/upload-sarif',
  ACTION,
  'step-security/harden-runner',
];

/** The restrictions of scorecard-action's README, which its service checks before it accepts a result. */
function violations({ workflow, job }: Run): readonly Finding[] {
  const violation = (message: string, observed: string, expected: string, location: Place, route: string): Finding => ({
    rule: 'restriction-violated',
    message,
    observed,
    expected,
    location,
    route,
  });
  const keys = (of: Workflow | Job, names: readonly string[], where: string) =>
    names.flatMap((name) => {
      const view = at(originOf(of), name);
      if (view === null) return [];
      const message = `Scorecard does not publish: ${where} has \`${name}\``;
      return [violation(message, name, `no ${name} of ${where}`, located(view, name).place, `${where}.${name}`)];
    });
  const top = workflow.permissions;
  const topWrites =
    top !== null &&
    (top.value.kind === 'write-all' || (top.value.kind === 'map' && Object.values(top.value.scopes).includes('write')));
  const minting = workflow.jobs.filter((each) => each !== job && idToken(workflow, each));
  const label = job.runsOn?.labels.find(({ value }) => !/^ubuntu-/i.test(value) && !value.includes('${{'));
  return [
    ...keys(workflow, ['env', 'defaults'], 'the workflow'),
    ...keys(job, ['env', 'defaults', 'container', 'services'], 'the job'),
    ...(topWrites
      ? [
          violation(
            'Scorecard does not publish: the workflow has a write permission',
            'a write permission',
            'writes in the job only',
            top.place,
            'permissions',
          ),
        ]
      : []),
    ...(idToken(workflow, job)
      ? []
      : [
          violation(
            'Scorecard cannot publish without an identity',
            'no id-token: write',
            'id-token: write',
            job.place,
            `${job.id}.permissions`,
          ),
        ]),
    ...minting.map((each) =>
      violation(
        `Scorecard does not publish: the job ${each.id} may mint an identity`,
        'id-token: write',
        'id-token: write in this job only',
        each.place,
        `${each.id}.permissions`,
      ),
    ),
    ...(label === undefined
      ? []
      : [
          violation(
            'Scorecard publishes from hosted Ubuntu only',
            label.value,
            'ubuntu-24.04',
            label.place,
            label.route.join('.'),
          ),
        ]),
    ...stepsOf(job).flatMap((step) => {
      const name = actionName(step);
      if (name !== null && APPROVED.includes(name)) return [];
      const text = step.uses ?? step.run;
      const message = 'Scorecard does not publish: the job has a step that is not approved';
      const observed = step.uses?.value.text ?? 'run';
      return [violation(message, observed, 'a job of its own for it', text?.place ?? step.place, step.route.join('.'))];
    }),
  ];
}

function idToken(workflow: Workflow, job: Job): boolean {
  const effective = effectivePermissions(workflow, job, null);
  return effective.known && effective.scopes['id-token'] === 'write';
}

const absent: Finding = {
  rule: 'not-watched',
  message: 'no workflow runs Scorecard',
  observed: `no workflow uses ${ACTION}`,
  expected: FILE,
  location: null,
};
