import { carriesFiles } from '../../ecosystems/publish-kind.ts';
import { type ReleaseWorkflow, releaseGraph } from '../../ecosystems/release-graph.ts';
import { type TracedCommand, tracedCommands } from '../../ecosystems/traced-command.ts';
import { defineControl } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { slugOf } from '../../model/target.ts';
import { comesBefore } from '../../workflow/job-order.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { firstLine } from '../first-line.ts';
import { releasedBy, withoutReleases } from '../released.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const FILE = '.github/workflows/verify-release.yml';
const DOCS =
  'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations';

export default defineControl({
  id: 'verify-before-and-after-publish',
  number: '2.08',
  section: 'attest',
  tier: 'should',
  title: 'The pipeline verifies what it publishes',
  why: 'A broken chain of attestations is noticed by the release itself instead of by its users, and nothing unattested is signed or published.',
  trap: 'Verifying the copy in the workspace proves nothing about the download. gh needs GH_TOKEN in a job. A release that was made with the job’s own token starts no other workflow. New attestations can take a moment to appear.',
  docs: [
    DOCS,
    'https://docs.github.com/en/code-security/how-tos/secure-your-supply-chain/secure-your-dependencies/verify-release-integrity',
  ],
  rules: {
    'not-verified-before': 'Files are published without verifying first that the build attested them.',
    'not-verified-after': 'Nobody verifies what can be downloaded after a release.',
    'verify-without-token': 'gh verifies without a token, which stops the step.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease'],

  detect(known, { latestRelease }) {
    const released = releasedBy(known, latestRelease);
    if (released.state !== 'released') return withoutReleases(released);
    const { workflows, limitedBy } = released;
    if (workflows.length === 0) {
      const message = 'no workflow that could be read publishes the files';
      return limitedBy.length > 0
        ? { verdict: 'unknown', message, limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow publishes the files' };
    }
    const commands = tracedCommands(workflowsIn(known.texts), known.texts);
    const verifying = commands.filter(({ command }) => VERIFIES.test(command.text));
    const places = workflows.map((release) => gapsOf(release, verifying, commands));
    const findings = [...places.flat(), ...verifying.flatMap((each) => tokenFlaw(each) ?? [])];
    const [first] = findings;
    if (first === undefined) {
      return { verdict: 'pass', message: 'releases are verified before and after they are published', limitedBy };
    }
    const unread = unreadWorkflows(workflowsIn(known.texts), known.tree, known.texts);
    if (unread.length > 0 && findings.every(({ rule }) => rule !== 'verify-without-token')) {
      const message = 'a workflow that cannot be read may verify what is published';
      return { verdict: 'unknown', message, limitedBy };
    }
    const isNone = places.every((gaps) => gaps.length === 2);
    const message = isNone ? 'no workflow verifies what it publishes' : first.message;
    return { verdict: isNone ? 'fail' : 'partial', message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'add-verify-release',
      kind: 'new-file',
      risk: 'review',
      phase: 2,
      title: 'Add a workflow that downloads each release and verifies it',
      unavailable({ known: { tree, texts }, target }) {
        if (slugOf(target) === null) return 'the repository has no GitHub remote, so there is no release to download';
        if (tree.some(({ path }) => path === FILE)) return `${FILE} exists`;
        const releases = attestedReleases(tree, texts);
        if (releases.length === 1) return null;
        return releases.length === 0
          ? 'no workflow attests files of a GitHub release yet'
          : 'more than one workflow attests files of a GitHub release';
      },
      plan({ known: { tree, texts }, target }) {
        const [release] = attestedReleases(tree, texts);
        if (release === undefined) return [];
        return [
          {
            kind: 'create-file',
            path: FILE,
            template: 'verify-release',
            inputs: { workflow: signerOf(release) },
            summary: 'each release is downloaded and verified, at once and every week',
          },
          {
            kind: 'manual',
            summary: `verify the files in ${release.workflow.path} before they are published`,
            why: 'only the job that publishes can stop what is not attested from going out',
            lines: [
              '# the step before the one that publishes; its job needs attestations: read',
              `- run: gh attestation verify FILE --repo ${slugOf(target) ?? 'OWNER/REPO'}`,
              '  env:',
              '    GH_TOKEN: ${{ github.token }}',
            ],
            url: DOCS,
            path: release.workflow.path,
          },
        ];
      },
    },
    {
      id: 'verify-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Verify before publishing, and what was published',
      plan: ({ target }) => [
        {
          kind: 'manual',
          summary: 'verify the files before they are published, and the download after',
          why: 'whether a failure should stop the release or only report it is for you to decide',
          lines: [
            '# in the job that publishes, before it does:',
            `- run: gh attestation verify FILE --repo ${slugOf(target) ?? 'OWNER/REPO'}`,
            '  env:',
            '    GH_TOKEN: ${{ github.token }}',
            '# in a job that needs it:',
            'permissions:',
            '  contents: read',
            '  attestations: read',
            'steps:',
            '- run: |',
            '    gh release download "$TAG" --dir download',
            `    for file in download/*; do gh attestation verify "$file" --repo ${slugOf(target) ?? 'OWNER/REPO'}; done`,
            '  env:',
            '    GH_TOKEN: ${{ github.token }}',
            '    TAG: ${{ github.ref_name }}',
          ],
          url: DOCS,
        },
      ],
    },
  ],
});

/** Release workflows whose files can be fetched with gh and whose provenance is attested. */
const attestedReleases = (tree: readonly TreeEntry[], texts: TextFiles): readonly ReleaseWorkflow[] =>
  releaseGraph(tree, texts, workflowsIn(texts)).workflows.filter(
    ({ publishes, attests }) =>
      publishes.some(({ kind }) => kind === 'binaries') && attests.some(({ mode }) => mode === 'provenance'),
  );

/** The file whose identity the attestation carries: a called workflow has its own. */
const signerOf = ({ attests, workflow }: ReleaseWorkflow): string =>
  attests.find(({ mode }) => mode === 'provenance')?.workflow.path ?? workflow.path;

const VERIFIES =
  /\b(?:gh\s+(?:attestation|at)\s+verify|gh\s+release\s+verify(?:-asset)?|cosign\s+verify[\w-]*|slsa-verifier\s+verify-\w+|npm\s+audit\s+signatures|gpg2?\s+(?:--\S+\s+)*--verify|minisign\s+-V|sigstore\s+verify)\b/;

/** What fetches the published copy; a few verifiers do it themselves. */
const FETCHES =
  /\b(?:gh\s+release\s+(?:download|verify)|curl|wget|npm\s+(?:pack|install|audit\s+signatures)|pip3?\s+download|gem\s+fetch|helm\s+pull|docker\s+pull|oras\s+pull|cosign\s+verify(?!-blob)|slsa-verifier\s+verify-image)\b|\boci:\/\//;

function gapsOf(
  { workflow, files, publishes }: ReleaseWorkflow,
  verifying: readonly TracedCommand[],
  commands: readonly TracedCommand[],
): readonly Finding[] {
  const carrying = publishes.filter(({ kind }) => carriesFiles(kind));
  const [publish] = carrying;
  if (publish === undefined) return [];
  const jobs = files.flatMap((file) => file.jobs);
  const isBefore = verifying.some((each) => carrying.some((one) => comesBefore(each.at, one, jobs)));
  const isAfter = verifying.some((each) => {
    const isOutside = !files.includes(each.at.workflow);
    const comes = (isOutside && startsAfterwards(each)) || carrying.some((one) => comesBefore(one, each.at, jobs));
    return comes && commands.some(({ at, command }) => at.job === each.at.job && FETCHES.test(command.text));
  });
  const flaw = (rule: string, message: string, expected: string): Finding => ({
    rule,
    message,
    observed: firstLine(publish.how),
    expected,
    location: publish.place,
    route: publish.job.route.join('.'),
  });
  return [
    ...(isBefore
      ? []
      : [
          flaw(
            'not-verified-before',
            `${workflow.path} publishes files it has not verified`,
            'a verification before it',
          ),
        ]),
    ...(isAfter
      ? []
      : [
          flaw(
            'not-verified-after',
            `nothing downloads and verifies what ${workflow.path} published`,
            'a later job that downloads the files and verifies them',
          ),
        ]),
  ];
}

/** A workflow of its own that looks at published releases, or from time to time. */
const startsAfterwards = ({ at }: TracedCommand): boolean =>
  at.workflow.triggers.some(({ event }) => /^(?:release|schedule|workflow_run)$/.test(event));

/** `gh` in a job has no login of its own. */
function tokenFlaw({ at, command, place }: TracedCommand): Finding | null {
  if (!/\bgh\s+(?:attestation|at|release)\s+verify/.test(command.text)) return null;
  const { workflow, job, step, actual } = at;
  const names = [workflow.env, job.env, step.env, actual.env].flatMap((env) => Object.keys(env));
  const hasToken = names.some((name) => /^(?:GH_TOKEN|GITHUB_TOKEN|GH_ENTERPRISE_TOKEN)$/.test(name));
  if (hasToken || /GH_TOKEN|GITHUB_TOKEN|gh auth login/.test(actual.run?.value ?? '')) return null;
  return {
    rule: 'verify-without-token',
    message: `job ${job.id} verifies with gh and hands it no token`,
    observed: firstLine(command.text),
    expected: 'GH_TOKEN in the environment of the step',
    location: place,
    route: job.route.join('.'),
  };
}
