import { type JobWork, jobWorkIn } from '../../ecosystems/job-work.ts';
import { actionName, reachedSteps } from '../../ecosystems/reached-steps.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { defineControl } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsIn } from '../../workflow/secret-references.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const SECURE_USE = 'https://docs.github.com/en/actions/reference/security/secure-use' as const;

export default defineControl({
  id: 'signing-job-isolated',
  number: '3.02',
  section: 'sign',
  tier: 'must',
  title: 'Signing happens in its own job that only signs',
  why: 'Code of a dependency that runs beside the key or the identity can sign whatever it likes, and nobody could tell the difference.',
  trap: 'A secret in the `env` of a job or workflow reaches every action in it; on the step it reaches one. Some signers run scripts of the project. A signing job that `workflow_run` starts may sign what a fork built.',
  docs: [SECURE_USE],
  rules: {
    'builds-where-it-signs': 'The job that signs also installs or builds.',
    'checkout-where-it-signs': 'The job that signs has the source, and needs only the finished files.',
    'secret-beyond-step': 'A secret reaches every step of a job that signs, not only the one that needs it.',
    'signs-foreign-runs': 'The job signs after another workflow, whose files may come from a fork.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect(known) {
    const { tree, texts } = known;
    const set = workflowsIn(texts);
    const signing = signingJobs(known);
    const limitedBy = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    if (signing.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'something may be signed where nobody could look', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow signs anything' };
    }
    const findings = signing.flatMap((work) => findingsOf(set, work));
    const [first] = findings;
    if (first === undefined) return { verdict: 'pass', message: 'every job that signs does nothing else', limitedBy };
    const fails = findings.some(({ rule }) => rule === 'builds-where-it-signs');
    return { verdict: fails ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'split-signing-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Give signing a job of its own',
      plan: ({ known }) =>
        signingJobs(known)
          .filter((work) => findingsOf(workflowsIn(known.texts), work).length > 0)
          .map(({ workflow, job }) => ({
            kind: 'manual',
            summary: `move signing out of the job ${job.id} in ${workflow.path}`,
            why: 'a job that only downloads, signs and uploads runs nothing that a dependency wrote',
            lines: [
              `# the job ${job.id} ends with`,
              '- uses: actions/upload-artifact@<full commit id>',
              '  with:',
              '    name: unsigned',
              '    path: dist/',
              '',
              'sign:',
              `  needs: ${job.id}`,
              '  runs-on: ubuntu-24.04',
              '  environment: release',
              '  permissions: {} # id-token: write for keyless signing',
              '  steps:',
              '  - uses: actions/download-artifact@<full commit id>',
              '    with:',
              '      name: unsigned',
              '  # the signing steps, with each secret in the env of the one step that needs it; then upload',
            ],
            url: SECURE_USE,
            path: workflow.path,
          })),
    },
  ],
});

const signingJobs = ({
  tree,
  texts,
}: {
  readonly tree: readonly TreeEntry[];
  readonly texts: TextFiles;
}): readonly JobWork[] =>
  jobWorkIn(tree, texts, workflowsIn(texts)).filter(({ signs, job }) => signs.length > 0 && job.uses === null);

function findingsOf(set: WorkflowSet, work: JobWork): readonly Finding[] {
  const { workflow, job, builds, installs } = work;
  const route = job.route.join('.');
  const first = [...installs, ...builds].sort((a, b) => a.place.line - b.place.line)[0];
  const checkout = reachedSteps(set).find((each) => each.job === job && actionName(each.actual) === 'actions/checkout');
  const mixed: readonly Finding[] =
    first !== undefined
      ? [
          {
            rule: 'builds-where-it-signs',
            message: `the job ${job.id} signs, and runs code of the project and its dependencies`,
            observed: first.command.split('\n')[0] ?? '',
            expected: 'a job of its own that downloads, signs and uploads',
            location: first.place,
            route,
          },
        ]
      : checkout !== undefined
        ? [
            {
              rule: 'checkout-where-it-signs',
              message: `the job ${job.id} signs and checks out the source, which a signer does not need`,
              observed: checkout.actual.uses?.value.text ?? 'actions/checkout',
              expected: 'only the finished files, downloaded from the job that built them',
              location: checkout.actual.uses?.place ?? checkout.actual.place,
              route,
            },
          ]
        : [];
  const wide = [...Object.entries(workflow.env), ...Object.entries(job.env)].flatMap(([name, text]) => {
    const [secret] = secretsIn(text.value);
    if (secret === undefined) return [];
    return [
      {
        rule: 'secret-beyond-step',
        message: `${name} brings the secret ${secret} to every step of the job ${job.id}, which signs`,
        observed: `${name}: secret ${secret}`,
        expected: 'the secret in the env of the step that signs',
        location: text.place,
        route: `${route}.${text.route.join('.')}`,
      },
    ];
  });
  const foreign = workflow.triggers.find(({ event }) => event === 'workflow_run');
  const after: readonly Finding[] =
    foreign === undefined
      ? []
      : [
          {
            rule: 'signs-foreign-runs',
            message: `the job ${job.id} signs after another workflow, whose files may come from a fork`,
            observed: 'on: workflow_run',
            expected: 'the signing job in the workflow that builds the release',
            location: foreign.place,
            route,
          },
        ];
  return [...mixed, ...wide, ...after];
}
