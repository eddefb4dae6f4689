import { buildStepsIn } from '../../ecosystems/build-steps.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding, Place } from '../../model/finding.ts';
import { textAnswer } from '../../model/question.ts';
import type { SelfHostedRunner } from '../../model/repository.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { labelChoices } from '../../workflow/runner-request.ts';
import type { Job, Workflow } from '../../workflow/workflow-file.ts';
import { hostedRunnerQuestion } from '../questions.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

export default defineControl({
  id: 'fresh-runner-per-build',
  number: '1.06',
  section: 'build',
  tier: 'must',
  title: 'Each build starts in a fresh environment',
  why: 'A machine that lives on after a build carries whatever a compromised build left on it into the next one, releases included.',
  trap: '`gh attestation verify --deny-self-hosted-runners` looks only at the job that attests: a build on a self-hosted runner passes it. Larger hosted runners carry labels of your own and are fresh. Caches bring old state back even on a fresh machine.',
  docs: [
    'https://docs.github.com/en/actions/reference/runners/self-hosted-runners',
    'https://docs.github.com/en/actions/get-started/understand-github-actions',
  ],
  rules: {
    'persistent-release-runner': 'A job that releases runs on a machine that is kept between jobs.',
    'persistent-build-runner': 'A job that builds runs on a machine that is kept between jobs.',
  },
  needs: ['tree', 'texts'],
  uses: ['selfHostedRunners', 'repository'],

  detect({ tree, texts }, { selfHostedRunners, repository }) {
    const jobs = buildJobsIn(tree, texts);
    const unread = unreadWorkflows(workflowsIn(texts), tree, texts);
    if (jobs.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'the build may be in a workflow that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow builds or releases anything' };
    }
    const judged = jobs.map((each) => ({ ...each, machine: machineOf(each.job, selfHostedRunners) }));
    const findings = judged.filter(({ machine }) => machine.kind === 'persistent').map(persistent);
    const unsure = judged.flatMap(({ workflow, machine }) =>
      machine.kind === 'unknown' ? [{ ...machine.limit, at: workflow.path }] : [],
    );
    if (findings.length > 0) {
      const onlyBuilds = findings.every(({ rule }) => rule === 'persistent-build-runner');
      const message = `${findings.length} of ${jobs.length} jobs that build or release run on a machine that is kept`;
      // Only CI on a private repository is a smaller gap, so the verdict waits until the visibility is known.
      if (onlyBuilds && repository.state === 'unknown') {
        return { verdict: 'unknown', message, limitedBy: [{ fact: 'repository' }] };
      }
      const isPrivate = repository.state === 'known' && repository.value.visibility !== 'public';
      const limitedBy = [...unread, ...unsure];
      return { verdict: isPrivate && onlyBuilds ? 'partial' : 'fail', message, findings, limitedBy };
    }
    if (unsure.length > 0) {
      const message = `${unsure.length} of ${jobs.length} jobs that build or release run on a machine that is not known to be fresh`;
      return { verdict: 'unknown', message, limitedBy: [...unsure, ...unread] };
    }
    return { verdict: 'pass', message: 'every job that builds or releases gets a fresh machine', limitedBy: unread };
  },

  remedies: [
    {
      id: 'use-hosted-runner',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Run these jobs on a GitHub-hosted runner',
      questions: () => [hostedRunnerQuestion],
      plan({ known, maybe }, answers) {
        const label = textAnswer(answers, 'hosted-runner');
        const jobs = persistentJobs(known, maybe.selfHostedRunners);
        if (label === '') return [];
        return [...new Set(jobs.map(({ workflow }) => workflow.path))].map((path) => ({
          kind: 'edit-file',
          path,
          operations: jobs
            .filter(({ workflow }) => workflow.path === path)
            .map(({ job }) => ({ op: 'replace-value', route: [...job.route, 'runs-on'], value: label })),
          summary: `jobs that build or release run on a fresh ${label} machine`,
        }));
      },
    },
    {
      id: 'make-runner-ephemeral',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Register the runners as ephemeral',
      plan: ({ known, maybe }) => [
        {
          kind: 'manual',
          summary: 'register the self-hosted runners so that each takes one job and is then thrown away',
          why: `needed for ${persistentJobs(known, maybe.selfHostedRunners)
            .map(({ job, workflow }) => `${job.id} in ${workflow.path}`)
            .join(', ')}`,
          lines: ['./config.sh --url https://github.com/OWNER/REPO --token TOKEN --ephemeral'],
          url: 'https://docs.github.com/en/actions/reference/runners/self-hosted-runners',
        },
      ],
    },
  ],
});

type BuildJob = { readonly workflow: Workflow; readonly job: Job; readonly releases: boolean };

/** Jobs that build, publish, attest or sign, each once. */
function buildJobsIn(tree: readonly TreeEntry[], texts: TextFiles): readonly BuildJob[] {
  const set = workflowsIn(texts);
  const graph = releaseGraph(tree, texts, set);
  const releasing = new Set<Job>(
    graph.workflows.flatMap(({ publishes, attests, signs }) =>
      [...publishes, ...attests, ...signs].map(({ job }) => job),
    ),
  );
  const building = new Set<Job>(buildStepsIn(set, texts).map(({ job }) => job));
  const inRelease = new Set(graph.workflows.flatMap(({ files }) => files));
  return set.workflows.flatMap((workflow) =>
    workflow.jobs
      .filter((job) => job.uses === null && (releasing.has(job) || building.has(job)))
      .map((job) => ({ workflow, job, releases: inRelease.has(workflow) })),
  );
}

type Machine =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'persistent'; readonly place: Place; readonly observed: string }
  | { readonly kind: 'unknown'; readonly limit: Limit };

/** Labels of GitHub's own images (docs, GitHub-hosted runners); larger ones of this form are theirs as well. */
const HOSTED = /^(?:ubuntu|windows|macos)-(?:latest|slim|\d[\w.]*)(?:-(?:\w+-)*\w+)?$/i;

function machineOf(job: Job, runners: Fact<readonly SelfHostedRunner[]>): Machine {
  const { runsOn, id } = job;
  const unsure = (unlock: string, reason: 'unresolvable' | 'unserved' = 'unresolvable'): Machine => ({
    kind: 'unknown',
    limit: runners.state === 'unknown' ? { fact: 'selfHostedRunners' } : { fact: 'selfHostedRunners', reason, unlock },
  });
  const computed: Machine = {
    kind: 'unknown',
    limit: { fact: 'texts', reason: 'unresolvable', unlock: `name the runner of the job ${id} without an expression` },
  };
  const asked = labelChoices(job);
  if (runsOn === null || asked === null) return computed;
  const own = asked.filter(({ value }) => !HOSTED.test(value));
  if (own.length === 0 && runsOn.group === null) return { kind: 'fresh' };
  const wanted = own.map(({ value }) => value.toLowerCase());
  const [first] = own;
  const matching =
    runners.state === 'known' && first !== undefined
      ? runners.value.filter(({ labels }) =>
          wanted.every((label) => labels.some((each) => each.toLowerCase() === label)),
        )
      : [];
  const kept = matching.find(({ ephemeral }) => ephemeral === false);
  if (kept !== undefined && first !== undefined) {
    return { kind: 'persistent', place: first.place, observed: `runs-on: ${wanted.join(', ')} (runner ${kept.name})` };
  }
  if (matching.length > 0 && matching.every(({ ephemeral }) => ephemeral === true)) return { kind: 'fresh' };
  return unsure(
    `say whether the runners of the job ${id} (${runsOn.group ?? wanted.join(', ')}) are ephemeral or hosted`,
  );
}

const persistent = ({ job, releases, machine }: BuildJob & { readonly machine: Machine }): Finding => ({
  rule: releases ? 'persistent-release-runner' : 'persistent-build-runner',
  message: `the job ${job.id} ${releases ? 'releases from' : 'builds on'} a machine that is kept between jobs`,
  observed: machine.kind === 'persistent' ? machine.observed : '',
  expected: 'a GitHub-hosted runner, or one that is ephemeral',
  location: machine.kind === 'persistent' ? machine.place : null,
  route: [...job.route, 'runs-on'].join('.'),
});

const persistentJobs = (
  { tree, texts }: { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles },
  runners: Fact<readonly SelfHostedRunner[]>,
): readonly BuildJob[] => buildJobsIn(tree, texts).filter(({ job }) => machineOf(job, runners).kind === 'persistent');
