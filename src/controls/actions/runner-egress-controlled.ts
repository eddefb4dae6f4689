import { type JobWork, jobWorkIn, runsProjectCode } from '../../ecosystems/job-work.ts';
import { actionName, type ReachedStep, reachedSteps } from '../../ecosystems/reached-steps.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding, Place } from '../../model/finding.ts';
import { originOf } from '../../workflow/origin.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import type { Job, Workflow } from '../../workflow/workflow-file.ts';
import { follow, textOf } from '../../workflow/yaml-view.ts';
import { pinnedUse } from '../pinned-use.ts';
import { unlessArchived } from '../repository-setting.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const ACTION = 'step-security/harden-runner';
const DOCS = 'https://docs.github.com/en/actions/reference/security/secure-use' as const;

export default defineControl({
  id: 'runner-egress-controlled',
  number: '4.24',
  section: 'actions',
  tier: 'could',
  title: 'The network of builds is watched or limited',
  why: 'Poisoned code in a build must send what it steals somewhere: a job that reaches only the hosts it needs, or whose connections are recorded, takes that step away or shows it.',
  trap: 'Newer versions of the usual agent block everything when no policy is given, so say which one you want. It must be the first step, sees nothing of what ran before, only watches on Windows and macOS, and does not cover jobs in containers for free. A network of the organisation cannot be seen from here.',
  docs: [DOCS],
  rules: {
    unwatched: 'Nothing watches the connections of the job.',
    'audit-only': 'Connections are recorded, and none is stopped.',
    'policy-not-said': 'The step does not say whether it blocks or records; that depends on its version.',
    'not-first': 'The step comes after others, whose connections it does not see.',
  },
  needs: ['tree', 'texts'],
  uses: ['repository', 'pins'],

  detect({ tree, texts }, { repository }) {
    const { jobs, limitedBy } = scope(tree, texts);
    if (jobs.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'what builds or releases could not be read', limitedBy }
        : { verdict: 'not-applicable', message: 'no job builds or releases anything' };
    }
    const flaws = jobs.map(({ job }) => flawOf(job, texts));
    const findings = flaws.filter((flaw) => flaw !== null);
    const containers = jobs
      .filter(({ job }) => job.container !== null && !hasNoNetwork(job))
      .map(({ workflow, job }) => inContainer(workflow, job));
    if (findings.length === 0) {
      const message = 'jobs that build and release reach only the hosts they name';
      return { verdict: 'pass', message, limitedBy: [...limitedBy, ...containers] };
    }
    const bare = findings.filter(({ rule }) => rule === 'unwatched').length;
    const [verdict, message] =
      bare === jobs.length
        ? (['fail', 'nothing watches the connections of jobs that build or release'] as const)
        : (['partial', `${findings.length} of ${jobs.length} jobs that build or release may reach any host`] as const);
    return unlessArchived(repository, { verdict, message, findings, limitedBy });
  },

  // An agent of somebody else in every job is a choice, so it is never written by default.
  remedies: [
    {
      id: 'watch-connections',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Record the connections first, then block the others',
      plan({ known, maybe }) {
        const { jobs } = scope(known.tree, known.texts);
        const open = jobs.filter(({ job }) => flawOf(job, known.texts) !== null);
        return [...new Set(open.map(({ workflow }) => workflow.path))].map((path) => ({
          kind: 'manual',
          summary: `watch the connections of ${open
            .filter(({ workflow }) => workflow.path === path)
            .map(({ job }) => job.id)
            .join(', ')} in ${path}`,
          why: 'the agent comes from a company, is free for public repositories, and sees everything the job does',
          lines: [
            `- uses: ${pinnedUse(ACTION, maybe.pins)}`,
            '  with:',
            '    egress-policy: audit',
            '# After some runs: egress-policy: block, with the hosts of the job summary under allowed-endpoints.',
          ],
          url: DOCS,
          path,
        }));
      },
    },
  ],
});

type Scope = { readonly jobs: readonly Pick<JobWork, 'workflow' | 'job'>[]; readonly limitedBy: readonly Limit[] };

/** Jobs of releases; where nothing is released, those that run code of the project. Jobs without steps are judged where they lead. */
function scope(tree: readonly TreeEntry[], texts: TextFiles): Scope {
  const set = workflowsIn(texts);
  const work = jobWorkIn(tree, texts, set).filter(({ job }) => job.steps.length > 0);
  const releasing = work.filter(({ release }) => release !== null);
  const remote = releaseGraph(tree, texts, set).unknown.map(
    ({ because, place }): Limit => ({
      fact: 'texts',
      reason: 'unresolvable',
      unlock: `look at line ${place.line} of ${place.path}, which ${because}`,
      at: place.path,
    }),
  );
  const limitedBy = [...unreadWorkflows(set, tree, texts), ...remote];
  // A release that cannot be read counts before the tests that can.
  const others = limitedBy.length > 0 ? [] : work.filter(runsProjectCode);
  return { jobs: releasing.length > 0 ? releasing : others, limitedBy };
}

const agents = new WeakMap<WorkflowSet, ReadonlyMap<Job, ReachedStep>>();

/** The first step of each job that watches; remembered by the set. */
function agentsIn(set: WorkflowSet): ReadonlyMap<Job, ReachedStep> {
  const before = agents.get(set);
  if (before !== undefined) return before;
  const found = new Map<Job, ReachedStep>();
  for (const step of reachedSteps(set)) {
    if (actionName(step.actual) === ACTION && !found.has(step.job)) found.set(step.job, step);
  }
  agents.set(set, found);
  return found;
}

function flawOf(job: Job, texts: TextFiles): Finding | null {
  if (hasNoNetwork(job)) return null;
  const flaw = (rule: string, message: string, observed: string, location: Place): Finding => ({
    rule,
    message,
    observed,
    expected: 'egress-policy: block, with allowed-endpoints, in the first step',
    location,
    route: job.id,
  });
  const agent = agentsIn(workflowsIn(texts)).get(job);
  if (agent === undefined) {
    return flaw('unwatched', `nothing watches the connections of ${job.id}`, 'no step that watches', job.place);
  }
  const place = agent.step.uses?.place ?? agent.step.place;
  if (agent.step !== job.steps[0]) {
    return flaw('not-first', `${job.id} runs steps before its connections are watched`, 'not the first step', place);
  }
  const policy = agent.actual.with['egress-policy'];
  if (policy === undefined) {
    return flaw('policy-not-said', `${job.id} does not say whether connections are blocked`, 'no egress-policy', place);
  }
  const foreign = job.runsOn?.labels.find(({ value }) => /^(?:windows|macos)/i.test(value));
  const others = foreign === undefined ? '' : ` on ${foreign.value}`;
  if (policy.value !== 'block' || foreign !== undefined) {
    return flaw(
      'audit-only',
      `the connections of ${job.id} are recorded, and none is stopped`,
      `egress-policy: ${policy.value}${others}`,
      agent.via === null ? policy.place : place,
    );
  }
  return null;
}

/** `--network none` in the options of the job's container. */
const hasNoNetwork = (job: Job): boolean =>
  /--net(?:work)?[= ]none\b/.test(textOf(follow(originOf(job), ['container', 'options'])) ?? '');

const inContainer = (workflow: Workflow, job: Job): Limit => ({
  fact: 'texts',
  reason: 'unresolvable',
  unlock: `${job.id} in ${workflow.path} runs in a container, which the agent covers only with a licence`,
  at: workflow.path,
});
