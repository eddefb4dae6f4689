import { defineControl, type Limit } from '../../model/control.ts';
import type { Finding } from '../../model/finding.ts';
import type { SelfHostedRunner } from '../../model/repository.ts';
import { slugOf } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { runnerRequest } from '../../workflow/runner-request.ts';
import type { Job, Workflow } from '../../workflow/workflow-file.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

/** The oldest runner that may register (GitHub's announcement of 2026-06-12, in force since September 2026). */
const OLDEST = [2, 329, 0] as const;
const DOCS = 'https://docs.github.com/en/actions/reference/runners/self-hosted-runners';

export default defineControl({
  id: 'self-hosted-ephemeral',
  number: '1.08',
  section: 'build',
  tier: 'should',
  title: 'Self-hosted runners run one job in a clean machine',
  why: 'A runner that takes one job after the other hands everything that a bad job left behind to the next one, so only a machine that is made for one job is as fresh as the guide asks.',
  trap: '“Ephemeral” on hardware that nobody wipes is not clean. A machine that is destroyed by a timer can still take two jobs. A container with updates switched off stops getting jobs 30 days after a new release.',
  docs: [DOCS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'persistent-runner': 'A self-hosted runner is kept after a job.',
    'old-runner': 'A self-hosted runner is too old to be registered again.',
    'bare-label': 'A job takes any self-hosted runner there is.',
  },
  needs: ['tree', 'texts'],
  uses: ['selfHostedRunners'],

  detect({ tree, texts }, { selfHostedRunners }, target) {
    const set = workflowsIn(texts);
    const asking = set.workflows.flatMap((workflow) =>
      workflow.jobs.filter((job) => runnerRequest(job).kind !== 'hosted').map((job) => ({ workflow, job })),
    );
    const unread = unreadWorkflows(set, tree, texts);
    if (selfHostedRunners.state === 'unknown') {
      const asks =
        asking.length > 0
          ? `${asking.length === 1 ? 'one job asks' : `${asking.length} jobs ask`} for a machine of your own`
          : 'no workflow asks for a machine of your own';
      const message = `${asks}, and which runners are registered is not known`;
      return { verdict: 'unknown', message, limitedBy: [{ fact: 'selfHostedRunners' }] };
    }
    const runners = selfHostedRunners.value;
    const elsewhere = asking.filter(({ job }) => !isServed(job, runners)).map(doubt);
    if (runners.length === 0) {
      if (elsewhere.length > 0) {
        const message = 'the runners that jobs ask for are not registered at this repository';
        return { verdict: 'unknown', message, limitedBy: elsewhere };
      }
      return unread.length > 0
        ? {
            verdict: 'unknown',
            message: 'a workflow that cannot be read may ask for a self-hosted runner',
            limitedBy: unread,
          }
        : { verdict: 'not-applicable', message: 'there is no self-hosted runner, and no job asks for one' };
    }
    const kept = runners.filter(({ ephemeral }) => ephemeral === false);
    const endpoint = `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/actions/runners`;
    const findings = [
      ...kept.map((runner) => persistent(runner, endpoint)),
      ...runners.filter(({ version }) => version !== null && isOld(version)).map((runner) => old(runner, endpoint)),
      ...asking.flatMap(bare),
    ];
    const untold = runners.filter(({ ephemeral }) => ephemeral === null).map(({ name }) => untoldOf(name));
    const aged = runners.filter(({ version }) => version === null).map(({ name }) => unaged(name));
    const limitedBy: readonly Limit[] = [...unread, ...elsewhere, ...untold, ...aged];
    const [first] = findings;
    if (kept.length > 0 && first !== undefined) {
      const message = `${kept.length} of ${runners.length} self-hosted ${runners.length === 1 ? 'runners is' : 'runners are'} kept after a job`;
      return { verdict: 'fail', message, findings, limitedBy };
    }
    if (first !== undefined) return { verdict: 'partial', message: first.message, findings, limitedBy };
    if (untold.length === runners.length) {
      return { verdict: 'unknown', message: 'whether the runners are ephemeral is not told', limitedBy };
    }
    return { verdict: 'pass', message: 'every registered runner takes one job and is then gone', limitedBy };
  },

  remedies: [
    {
      id: 'register-ephemeral',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Register the runners anew, each for one job',
      plan({ maybe, target }) {
        const slug = slugOf(target) ?? 'OWNER/REPO';
        const names =
          maybe.selfHostedRunners.state === 'known' ? maybe.selfHostedRunners.value.map(({ name }) => name) : [];
        return [
          {
            kind: 'manual',
            summary: `register ${names.length === 0 ? 'the self-hosted runners' : names.join(', ')} anew, so that each takes one job on a machine made for it`,
            why: 'GitHub cannot turn a registered runner into an ephemeral one',
            lines: [
              `gh api -X POST /repos/${slug}/actions/runners/generate-jitconfig -f name=RUNNER -F runner_group_id=1 -f 'labels[]=build' --jq .encoded_jit_config > jitconfig`,
              './run.sh --jitconfig "$(cat jitconfig)"',
              `# or: ./config.sh --url https://${target.host}/${slug} --token TOKEN --ephemeral --labels build`,
              '# rebuild the image at least every 30 days, send the runner logs to another machine,',
              '# and block the metadata address of the cloud (169.254.169.254)',
            ],
            url: DOCS,
          },
        ];
      },
    },
  ],
});

/** Whether one registered runner has every label the job asks for; groups live in the organisation. */
function isServed(job: Job, runners: readonly SelfHostedRunner[]): boolean {
  const request = runnerRequest(job);
  if (request.kind === 'computed' || request.kind === 'hosted') return false;
  if (request.kind === 'own' && request.group !== null) return false;
  const wanted = request.labels.map((label) => label.toLowerCase());
  return runners.some(({ labels }) => {
    const has = labels.map((label) => label.toLowerCase());
    return wanted.every((label) => has.includes(label));
  });
}

const doubt = ({ workflow, job }: { readonly workflow: Workflow; readonly job: Job }): Limit => ({
  fact: 'selfHostedRunners',
  reason: 'unserved',
  unlock: `say whether the runner of the job ${job.id} in ${workflow.path} is ephemeral: it is not registered at this repository`,
});

const untoldOf = (name: string): Limit => ({
  fact: 'selfHostedRunners',
  reason: 'unserved',
  unlock: `say whether the runner ${name} is ephemeral: the host does not tell`,
});

const unaged = (name: string): Limit => ({
  fact: 'selfHostedRunners',
  reason: 'unserved',
  unlock: `say which version the runner ${name} has: the host does not tell`,
});

function isOld(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part < least) return true;
    if (part > least) return false;
  }
  return false;
}

const persistent = ({ name }: SelfHostedRunner, endpoint: string): Finding => ({
  rule: 'persistent-runner',
  message: `the runner ${name} is kept after a job and takes the next`,
  observed: 'ephemeral: false',
  expected: 'ephemeral: true',
  location: { endpoint },
  route: name,
});

const old = ({ name, version }: SelfHostedRunner, endpoint: string): Finding => ({
  rule: 'old-runner',
  message: `the runner ${name} has version ${version}, which can no longer be registered`,
  observed: `version: ${version}`,
  expected: `version ${OLDEST.join('.')} or newer`,
  location: { endpoint },
  route: name,
});

/** `self-hosted` alone, or with the words that every machine has. */
function bare({ job }: { readonly job: Job }): readonly Finding[] {
  const request = runnerRequest(job);
  if (request.kind !== 'self-hosted' || job.runsOn === null || job.runsOn.group !== null) return [];
  if (request.labels.some((label) => !/^(?:linux|windows|macos|x64|arm64|arm)$/i.test(label))) return [];
  return [
    {
      rule: 'bare-label',
      message: `the job ${job.id} takes any self-hosted runner, because it names no label of its own`,
      observed: ['self-hosted', ...request.labels].join(', '),
      expected: 'a runner group, or a label that says what the runner is for',
      location: request.at.place,
      route: request.at.route.join('.'),
    },
  ];
}
