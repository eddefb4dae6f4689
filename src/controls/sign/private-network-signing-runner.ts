import { actionName, reachedSteps } from '../../ecosystems/reached-steps.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import {
  asksAlike,
  isOwnLabel,
  type SigningJob,
  serving,
  signingJobs,
  standsBesideKey,
} from '../../ecosystems/signing-machines.ts';
import { type SignStep, signStepsIn } from '../../ecosystems/signing-steps.ts';
import { tracedCommands } from '../../ecosystems/traced-command.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { MaybeFacts } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { textAnswer } from '../../model/question.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { comesBefore } from '../../workflow/job-order.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { shownBy } from '../repository-setting.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const SELF_HOSTED = 'https://docs.github.com/en/actions/reference/runners/self-hosted-runners' as const;

export default defineControl({
  id: 'private-network-signing-runner',
  number: '3.09',
  section: 'sign',
  tier: 'should',
  title: 'A key on a private network has a runner of its own',
  why: 'The machine that reaches the key signs whatever it is told to, so that everybody who can give it a job can sign in your name.',
  trap: 'The usual cosign has no support for hardware keys. The machine needs a way out to GitHub, and none in. A PIN on the command line is seen by every program. A runner group is open to all repositories until somebody limits it. What is attested there, verifiers refuse that deny self-hosted runners.',
  docs: [SELF_HOSTED, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'public-repository': 'A runner beside a signing key takes jobs of a public repository.',
    'shared-persistent-runner': 'The runner beside the key is kept after a job, and takes others.',
    'persistent-runner': 'The runner beside the key is kept after a job.',
    'shared-runner': 'The runner beside the key takes jobs that do not sign, or any job for a self-hosted runner.',
    'checks-out': 'The job that reaches the key checks out the source.',
    'not-verified-first': 'The job signs without verifying first where the files come from.',
    'no-environment': 'No environment says who may start the signing.',
  },
  needs: ['tree', 'texts'],
  uses: ['repository', 'selfHostedRunners'],

  detect({ tree, texts }, maybe, target) {
    const set = workflowsIn(texts);
    const unseen = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    const jobs = signingJobs(texts);
    const near = jobs.filter((each) => standsBesideKey(each, maybe.selfHostedRunners) === true);
    const doubtful = jobs.filter((each) => standsBesideKey(each, maybe.selfHostedRunners) === null).map(doubt);
    if (near.length === 0) {
      if (doubtful.length > 0) {
        const message = 'whether the machine that signs stands beside the key is not in the repository';
        return { verdict: 'unknown', message, limitedBy: [...doubtful, ...unseen] };
      }
      return unseen.length > 0
        ? { verdict: 'unknown', message: 'something may be signed where nobody could look', limitedBy: unseen }
        : { verdict: 'not-applicable', message: 'no job signs with a key that only a machine of yours reaches' };
    }
    const findings = near.flatMap((each) => findingsOf(each, texts, maybe, target));
    const hidden: readonly Limit[] = near.flatMap(({ job, workflow, request }) =>
      serving(request, maybe.selfHostedRunners)?.some(({ ephemeral }) => ephemeral !== null) === true
        ? []
        : [
            {
              fact: 'selfHostedRunners',
              reason: 'unserved',
              unlock: `say whether the runner of the job ${job.id} takes one job only, and which repositories its group is open to: it is not registered at this repository`,
              at: workflow.path,
            },
          ],
    );
    const limitedBy = [...unseen, ...doubtful, { fact: 'repository' } as const, ...hidden];
    const [first] = findings;
    if (first === undefined) {
      return {
        verdict: 'pass',
        message: 'the runner beside the key signs what it has verified, and does nothing else',
        limitedBy,
      };
    }
    const worst = findings.find(({ rule }) => GRAVE.includes(rule));
    const couldBeWorse =
      maybe.repository.state === 'unknown' ||
      doubtful.length > 0 ||
      (maybe.selfHostedRunners.state === 'unknown' &&
        (unseen.length > 0 || findings.some(({ rule }) => rule === 'shared-runner')));
    if (worst === undefined && couldBeWorse) {
      return { verdict: 'unknown', message: `${first.message}; whether it is worse than that is not known`, limitedBy };
    }
    return {
      verdict: worst === undefined ? 'partial' : 'fail',
      message: (worst ?? first).message,
      findings,
      limitedBy,
    };
  },

  remedies: [
    {
      id: 'sign-in-private-repository',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Sign in a private repository, on a runner that does nothing else',
      questions: () => [
        {
          id: 'signing-hardware',
          kind: 'choice',
          label: 'How is the key reached?',
          help: 'Only the command that signs depends on it.',
          choices: [
            { value: 'pkcs11', label: 'A PKCS#11 module (most hardware)' },
            { value: 'vendor', label: 'The command of its vendor' },
            { value: 'vault', label: 'A vault on the private network' },
          ],
          required: true,
          default: { value: 'pkcs11', from: 'what most hardware speaks' },
        },
      ],
      plan({ known, maybe, target }, answers) {
        const [first] = signingJobs(known.texts).filter(
          (each) => standsBesideKey(each, maybe.selfHostedRunners) !== false,
        );
        const at = first === undefined ? {} : { path: first.workflow.path };
        const slug = slugOf(target) ?? 'OWNER/REPO';
        return [
          {
            kind: 'manual',
            summary: 'sign in a private repository that verifies what it is asked to sign',
            why: 'this repository only sends the tag; the private one fetches the files, verifies who built them, signs, and hands the signatures back',
            lines: workflowLines(slug, target.host, textAnswer(answers, 'signing-hardware', 'pkcs11')),
            url: SELF_HOSTED,
            ...at,
          },
          {
            kind: 'manual',
            summary: 'set up the runner beside the key, for this work alone',
            why: 'a runner group is open to every repository until it is limited, and a machine that is kept hands on what a bad job left',
            lines: [
              'Organisation → Settings → Actions → Runner groups → New: release-signing, selected repositories: the private one, selected workflows: sign.yml',
              `./config.sh --url https://${target.host}/OWNER --runnergroup release-signing --labels release-signing --ephemeral --token TOKEN`,
              '# outbound 443 to GitHub and the way to the key, nothing inbound; the PIN lives on the machine, not in GitHub',
            ],
            url: SELF_HOSTED,
          },
        ];
      },
    },
  ],
});

const GRAVE = ['public-repository', 'shared-persistent-runner'];

type Maybe = MaybeFacts<'repository' | 'selfHostedRunners'>;
const doubt = ({ workflow, job }: SigningJob): Limit => ({
  fact: 'texts',
  reason: 'unresolvable',
  unlock: `say whether the job ${job.id} of ${workflow.path} signs with a key that only its machine reaches`,
  at: workflow.path,
});

function findingsOf(signing: SigningJob, texts: TextFiles, maybe: Maybe, target: Target): readonly Finding[] {
  const { job, request, workflow } = signing;
  const set = workflowsIn(texts);
  const at = (rule: string, message: string, observed: string, expected: string, location = job.place): Finding => ({
    rule,
    message,
    observed,
    expected,
    location,
    route: job.route.join('.'),
  });
  const label = 'at' in request ? request.at : null;
  const machine = label?.value ?? (request.kind === 'own' ? request.group : null) ?? 'runs-on';
  const isPublic = maybe.repository.state === 'known' && maybe.repository.value.visibility === 'public';
  const kept = serving(request, maybe.selfHostedRunners)?.some(({ ephemeral }) => ephemeral === false) === true;
  const others = set.workflows.flatMap((each) => each.jobs).filter((each) => asksAlike(each, request));
  const sharing = others.find((each) => !signStepsIn(set, texts).some((sign) => sign.job === each));
  const isBare = request.kind === 'self-hosted' && job.runsOn?.group === null && !request.labels.some(isOwnLabel);
  const shared = sharing !== undefined || isBare;
  const how = sharing === undefined ? 'it names no label of its own' : `the job ${sharing.id} runs there as well`;
  const checkout = reachedSteps(set).find((each) => each.job === job && actionName(each.actual) === 'actions/checkout');
  return [
    ...(isPublic
      ? [
          {
            ...at(
              'public-repository',
              `the job ${job.id} of a public repository runs on the machine beside the signing key`,
              'visibility: public',
              'a private repository that is asked to sign',
            ),
            location: shownBy(target, ''),
          },
        ]
      : []),
    ...(kept && shared
      ? [
          at(
            'shared-persistent-runner',
            `the runner of the job ${job.id} is kept, and ${how}`,
            machine,
            'a runner for one job that signs',
            label?.place,
          ),
        ]
      : kept
        ? [
            at(
              'persistent-runner',
              `the runner of the job ${job.id} is kept after a job`,
              machine,
              'ephemeral: true',
              label?.place,
            ),
          ]
        : shared
          ? [
              at(
                'shared-runner',
                `the runner of the job ${job.id} is not for signing alone: ${how}`,
                machine,
                'a runner group, or a label that only signing asks for',
                label?.place,
              ),
            ]
          : []),
    ...(checkout === undefined
      ? []
      : [
          at(
            'checks-out',
            `the job ${job.id} reaches the key, and checks out source that it does not need`,
            checkout.actual.uses?.value.text ?? 'actions/checkout',
            'only the finished files',
            checkout.actual.uses?.place,
          ),
        ]),
    ...signing.signs.slice(0, 1).flatMap((sign) => {
      const verified = tracedCommands(set, texts).some(
        ({ at: where, command }) =>
          where.job === job && VERIFIES.test(command.text) && comesBefore(where, sign, workflow.jobs),
      );
      const message = `the job ${job.id} signs whatever it is given: it does not verify first who built it`;
      return verified || sameScript(sign, texts)
        ? []
        : [
            at(
              'not-verified-first',
              message,
              sign.how.split('\n')[0] ?? sign.how,
              'gh attestation verify with --signer-workflow and --source-ref, before signing',
              sign.place,
            ),
          ];
    }),
    ...(job.environment === null
      ? [
          at(
            'no-environment',
            `no environment protects the job ${job.id}, which reaches the key`,
            'no environment',
            'an environment with reviewers',
          ),
        ]
      : []),
  ];
}

const VERIFIES =
  /\b(?:gh\s+(?:attestation|at)\s+verify|cosign\s+verify(?:-blob)?-attestation|slsa-verifier\s+verify-\w+)\b/;

/** A script that verifies before it signs does both in one step. */
function sameScript(sign: SignStep, texts: TextFiles): boolean {
  const own = tracedCommands(workflowsIn(texts), texts).filter(({ at }) => at.step === sign.step);
  const before = own.slice(
    0,
    Math.max(
      0,
      own.findIndex(({ command }) => command.text === sign.how),
    ),
  );
  return before.some(({ command }) => VERIFIES.test(command.text));
}

const SIGN: Readonly<Record<string, string>> = {
  pkcs11:
    'osslsigncode sign -pkcs11module "$PKCS11_MODULE" -key "$PKCS11_KEY" -in "$FILE" -out "signed/$FILE" # the PIN comes from a file of the machine',
  vendor: '<the command of the vendor, which takes the PIN from the machine>',
  vault: 'cosign sign-blob --key "hashivault://$KEY" --tlog-upload=false --bundle "$FILE.sigstore.json" "$FILE"',
};

const workflowLines = (slug: string, host: string, hardware: string): readonly string[] => [
  '# .github/workflows/sign.yml of the private repository',
  'on:',
  '  workflow_dispatch:',
  '    inputs:',
  '      tag: { type: string, required: true }',
  'permissions: {}',
  'jobs:',
  '  sign:',
  '    runs-on:',
  '      group: release-signing',
  '    environment: release-signing',
  '    permissions: {}',
  '    steps:',
  '      - env:',
  '          GH_TOKEN: ${{ secrets.RELEASE_READ_TOKEN }} # of a GitHub App that reads and writes the releases of one repository',
  `          GH_HOST: ${host}`,
  '          TAG: ${{ inputs.tag }}',
  '        run: |',
  `          gh release download "$TAG" --repo ${slug} --pattern '<what is signed>'`,
  '          for FILE in *; do',
  `            gh attestation verify "$FILE" --repo ${slug} --signer-workflow ${slug}/.github/workflows/release.yml --source-ref "refs/tags/$TAG" --deny-self-hosted-runners`,
  `            ${SIGN[hardware] ?? SIGN.vendor ?? ''}`,
  '          done',
  `          gh release upload "$TAG" --repo ${slug} <signatures>`,
];
