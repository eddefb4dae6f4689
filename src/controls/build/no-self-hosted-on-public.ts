import { calledWorkflows } from '../../ecosystems/called-workflows.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { textAnswer } from '../../model/question.ts';
import type { SelfHostedRunner } from '../../model/repository.ts';
import { slugOf } from '../../model/target.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { type RunnerRequest, runnerRequest } from '../../workflow/runner-request.ts';
import type { Job, Workflow } from '../../workflow/workflow-file.ts';
import { hostedRunnerQuestion } from '../questions.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const DOCS = 'https://docs.github.com/en/actions/reference/security/secure-use';

export default defineControl({
  id: 'no-self-hosted-on-public',
  number: '1.07',
  section: 'build',
  tier: 'must',
  title: 'Public repositories use no self-hosted runners',
  why: 'Anybody can fork a public repository and open a pull request, and on a self-hosted runner that pull request runs its code on your machine and in your network.',
  trap: 'Approval for first-time contributors is no cure: after one merged typo the contributor is trusted. A condition on the job is none either, because a pull request brings its own copy of the workflow. In private repositories everybody who can read can fork.',
  docs: [DOCS, 'https://docs.github.com/en/actions/reference/runners/self-hosted-runners'],
  rules: {
    'reachable-by-strangers': 'An event that strangers can cause runs a job on a self-hosted runner.',
    'self-hosted-job': 'A job of a public repository runs on a self-hosted runner.',
    'runner-registered': 'A self-hosted runner waits for jobs of a public repository.',
  },
  needs: ['tree', 'texts'],
  uses: ['repository', 'selfHostedRunners'],

  detect({ tree, texts }, { repository, selfHostedRunners }, target) {
    if (repository.state === 'known' && repository.value.visibility !== 'public') {
      const message = `the repository is ${repository.value.visibility}: strangers cannot open a pull request`;
      return { verdict: 'not-applicable', message };
    }
    const set = workflowsIn(texts);
    const jobs = ownJobs(set, selfHostedRunners);
    const slug = slugOf(target);
    const idle = jobs.some(({ isSure }) => isSure) ? [] : registered(selfHostedRunners, slug);
    const findings = [...jobs.filter(({ isSure }) => isSure).map(finding), ...idle];
    const unsure = jobs.filter(({ isSure }) => !isSure).map((each) => doubt(each, selfHostedRunners));
    const unread = unreadWorkflows(set, tree, texts);
    const [first] = findings;
    if (first !== undefined) {
      const message = `${first.message}${findings.length === 1 ? '' : `; ${findings.length} such places in all`}`;
      if (repository.state === 'unknown') {
        return {
          verdict: 'unknown',
          message: `${message}, and whether the repository is public is not known`,
          limitedBy: [{ fact: 'repository' }],
        };
      }
      const reachable = findings.some(({ rule }) => rule === 'reachable-by-strangers');
      return { verdict: reachable ? 'fail' : 'partial', message, findings, limitedBy: [...unread, ...unsure] };
    }
    const limitedBy: readonly Limit[] = [...unread, ...unsure, { fact: 'selfHostedRunners' }];
    if (unsure.length > 0) {
      const message = `${unsure.length === 1 ? 'one job asks' : `${unsure.length} jobs ask`} for a machine that may be self-hosted`;
      return { verdict: 'unknown', message, limitedBy };
    }
    return {
      verdict: 'pass',
      message: 'no workflow asks for a self-hosted runner',
      limitedBy: [...limitedBy, { fact: 'repository' }],
    };
  },

  remedies: [
    {
      id: 'move-to-hosted',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Run these jobs on a GitHub-hosted runner',
      unavailable: ({ known, maybe }) =>
        sureJobs(known.texts, maybe.selfHostedRunners).length > 0 ? null : 'no job asks for these runners',
      questions: () => [hostedRunnerQuestion],
      plan({ known, maybe, target }, answers) {
        const label = textAnswer(answers, 'hosted-runner');
        if (label === '') return [];
        const left = registered(maybe.selfHostedRunners, slugOf(target)).length > 0 ? [removal(slugOf(target))] : [];
        return [...hostedEdits(sureJobs(known.texts, maybe.selfHostedRunners), label), ...left];
      },
    },
    {
      id: 'remove-runners',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Take the runners away from this repository',
      plan: ({ target }) => [removal(slugOf(target))],
    },
  ],
});

/** Events by which code or data of people without write access starts a run. */
const STRANGERS =
  /^(?:pull_request|pull_request_target|pull_request_review|pull_request_review_comment|pull_request_comment|issue_comment|issues|discussion|discussion_comment|fork|watch|workflow_run)$/;

type OwnJob = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly request: Exclude<RunnerRequest, { readonly kind: 'hosted' }>;
  /** The machine is surely self-hosted: it says so, or a registered runner has these labels. */
  readonly isSure: boolean;
  /** The event of the workflow, or of one that calls it, that strangers can cause. */
  readonly event: string | null;
};

function ownJobs(set: WorkflowSet, runners: Fact<readonly SelfHostedRunner[]>): readonly OwnJob[] {
  const starters = new Map<Workflow, string>();
  for (const workflow of set.workflows) {
    const event = workflow.triggers.find((trigger) => STRANGERS.test(trigger.event))?.event;
    if (event === undefined) continue;
    for (const file of calledWorkflows(set, workflow)) if (!starters.has(file)) starters.set(file, event);
  }
  return set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job): readonly OwnJob[] => {
      const request = runnerRequest(job);
      if (request.kind === 'hosted') return [];
      const isSure =
        request.kind === 'self-hosted' || (request.kind === 'own' && isRegistered(request.labels, runners));
      return [{ workflow, job, request, isSure, event: starters.get(workflow) ?? null }];
    }),
  );
}

function isRegistered(labels: readonly string[], runners: Fact<readonly SelfHostedRunner[]>): boolean {
  if (runners.state === 'unknown' || labels.length === 0) return false;
  const wanted = labels.map((label) => label.toLowerCase());
  return runners.value.some((runner) => {
    const has = new Set(runner.labels.map((label) => label.toLowerCase()));
    return wanted.every((label) => has.has(label));
  });
}

const sureJobs = (texts: TextFiles, runners: Fact<readonly SelfHostedRunner[]>): readonly OwnJob[] =>
  ownJobs(workflowsIn(texts), runners).filter(({ isSure }) => isSure);

function finding({ workflow, job, request, event }: OwnJob): Finding {
  const at = request.at;
  const reached = event === null ? '' : `, and ${event} starts it, which strangers can cause`;
  return {
    rule: event === null ? 'self-hosted-job' : 'reachable-by-strangers',
    message: `the job ${job.id} of ${workflow.path} runs on a self-hosted runner${reached}`,
    observed: [
      'runs-on:',
      request.kind === 'self-hosted' ? 'self-hosted' : '',
      ...('labels' in request ? request.labels : []),
    ]
      .filter((word) => word !== '')
      .join(' '),
    expected: 'a GitHub-hosted runner',
    location: at?.place ?? job.place,
    route: (at?.route ?? [...job.route, 'runs-on']).join('.'),
  };
}

const registered = (runners: Fact<readonly SelfHostedRunner[]>, slug: string | null): readonly Finding[] =>
  runners.state === 'unknown'
    ? []
    : runners.value.map(({ name }) => ({
        rule: 'runner-registered',
        message: `the self-hosted runner ${name} is registered, and a pull request can ask for it`,
        observed: name,
        expected: 'no self-hosted runner at a public repository',
        location: { endpoint: `GET /repos/${slug ?? 'OWNER/REPO'}/actions/runners` },
        route: name,
      }));

function doubt({ workflow, job, request }: OwnJob, runners: Fact<unknown>): Limit {
  if (request.kind === 'own' && runners.state === 'unknown') return { fact: 'selfHostedRunners' };
  const what =
    request.kind === 'own'
      ? [...request.labels, ...(request.group === null ? [] : [request.group])].join(', ')
      : (request.at?.value ?? '');
  const unlock = `say whether the machine of the job ${job.id} (${what}) is self-hosted or a larger GitHub-hosted runner`;
  return { fact: 'texts', reason: 'unresolvable', unlock, at: workflow.path };
}

const removal = (slug: string | null): ManualStep => ({
  kind: 'manual',
  summary: 'remove the self-hosted runners from this repository, and keep new ones from being added',
  why: 'a registered runner takes the job of any pull request that asks for its label; work that needs your network belongs in a private repository that verifies attestations first',
  lines: [
    `gh api /repos/${slug ?? 'OWNER/REPO'}/actions/runners --jq '.runners[] | [.id, .name] | @tsv'`,
    `gh api -X DELETE /repos/${slug ?? 'OWNER/REPO'}/actions/runners/RUNNER_ID`,
    '# organisation: Settings, Actions, General, Runners: disable repository-level self-hosted runners',
  ],
  url: DOCS,
});

const hostedEdits = (jobs: readonly OwnJob[], label: string): readonly EditFile[] =>
  [...new Set(jobs.map(({ workflow }) => workflow.path))].map((path) => ({
    kind: 'edit-file',
    path,
    operations: jobs
      .filter(({ workflow }) => workflow.path === path)
      .map(({ job }) => ({ op: 'replace-value', route: [...job.route, 'runs-on'], value: label })),
    summary: `jobs run on ${label}, a machine that is thrown away, instead of one of yours`,
  }));
