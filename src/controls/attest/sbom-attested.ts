import { carriesFiles, kindName, type PublishKind } from '../../ecosystems/publish-kind.ts';
import type { ReleaseWorkflow } from '../../ecosystems/release-graph.ts';
import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import type { PinCatalogue } from '../../model/pin.ts';
import type { ReleaseAsset, ReleaseAttestations } from '../../model/release.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { linesToPaste } from '../../workflow/edit/lines-to-paste.ts';
import { invalidBundles, uncheckedBundles } from '../attestation-verification.ts';
import { firstLine } from '../first-line.ts';
import { pinnedUse } from '../pinned-use.ts';
import { releaseRemedies } from '../release-remedies.ts';
import { releasedBy, withoutReleases } from '../released.ts';
import { type SbomByHand, sbomChanges } from '../sbom-edit.ts';
import { unseenAssets } from '../unseen-assets.ts';

/** What ships with other people's code inside; users of a library resolve its dependencies themselves (catalogue 2.04). */
const BUNDLES: readonly PublishKind[] = ['binaries', 'container'];

export default defineControl({
  id: 'sbom-attested',
  number: '2.04',
  section: 'attest',
  tier: 'must',
  title: 'An SBOM is generated and attested with the build',
  why: 'When a component turns out to be vulnerable, users can only tell whether they are affected if they know what is inside, and can only believe the list if the build signed it.',
  trap: 'A list of the source tree with its development dependencies is not the artifact’s. anchore/sbom-action uploads to the release by itself unless it is told not to. The verification command names the SPDX version, so a wrong one finds nothing.',
  docs: [
    'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
  ],
  rules: {
    'no-sbom': 'A release workflow makes no bill of materials.',
    'sbom-not-attested': 'A bill of materials is made, and nothing binds it to the artifact.',
    'asset-without-sbom': 'A file of the newest release has no attested bill of materials.',
    'bundle-invalid': 'The attested bill of materials of a file of the newest release does not verify.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease', 'releaseAttestations', 'repository', 'oidcSubject', 'pins'],

  detect(known, { latestRelease, releaseAttestations }, target) {
    const released = releasedBy(known, latestRelease);
    if (released.state !== 'released') return withoutReleases(released);
    const { workflows, assets } = released;
    const flaws = workflows.flatMap((workflow) => flawOf(workflow) ?? []);
    const attested = releaseAttestations.state === 'known' ? releaseAttestations.value : null;
    const loose = attested === null ? [] : assetsWithout(assets, attested, target);
    const handMade = workflows.length === 0 && (attested === null || loose.length > 0);
    const held = { assets, attested, kind: 'sbom', target } as const;
    const bare = handMade && loose.length === 0 ? [withoutWorkflow(target)] : [];
    const findings = [...flaws, ...bare, ...loose, ...invalidBundles(held)];
    const blind: Limit[] = [
      { fact: 'latestRelease' },
      ...unseenAssets(assets, releaseAttestations),
      ...uncheckedBundles(held),
    ];
    if (findings.length === 0) {
      const message = 'every release workflow attests a bill of materials';
      return { verdict: 'pass', message, limitedBy: [...released.limitedBy, ...blind] };
    }
    const none = flaws.filter(({ rule }) => rule === 'no-sbom').length;
    const isBundle = released.kinds.some((kind) => BUNDLES.includes(kind));
    const nothing = workflows.length === 0 ? handMade : none === workflows.length;
    return {
      verdict: nothing && isBundle ? 'fail' : 'partial',
      message:
        none > 0
          ? `${none} of ${workflows.length} release workflows make no bill of materials`
          : (findings[0]?.message ?? ''),
      findings,
      limitedBy: released.limitedBy,
    };
  },

  remedies: [
    {
      id: 'sbom-in-place',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'List what is inside, and attest the list to what ships',
      accept: ['undecided', 'undecided-privileged'].map((rule) => ({
        control: 'third-party-actions-vetted',
        rule,
        reason: 'the lister runs by its makers’ own action, at a commit; whether to trust it stays your decision',
      })),
      unavailable: (context) =>
        changes(context).some(({ kind }) => kind === 'edit-file')
          ? null
          : 'no step that publishes tells where exactly what it publishes can be looked into',
      plan: (context) => changes(context),
    },
    ...releaseRemedies,
    {
      id: 'sbom-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Add a bill of materials to your release workflow',
      plan({ known, maybe, target }) {
        const open = openReleases(known, maybe.latestRelease);
        if (open.length === 0) return [nextRelease(target)];
        const made = changes({ known, maybe, target });
        const isByHand = made.length > 0 && made.every(({ kind }) => kind === 'manual');
        return isByHand ? made : open.map((each) => byHand(each, maybe.pins, ONLY_YOU));
      },
    },
  ],
});

type Context = {
  readonly known: Parameters<typeof releasedBy>[0];
  readonly maybe: {
    readonly latestRelease: Parameters<typeof releasedBy>[1];
    readonly pins: Fact<PinCatalogue>;
  };
  readonly target: Target;
};

const openReleases = (known: Context['known'], latestRelease: Context['maybe']['latestRelease']) => {
  const released = releasedBy(known, latestRelease);
  return released.state === 'released' ? released.workflows.filter((workflow) => flawOf(workflow) !== null) : [];
};

const changes = ({ known, maybe: { latestRelease, pins }, target }: Context): readonly Change[] =>
  openReleases(known, latestRelease).flatMap((each) => {
    const made = sbomChanges(each, known.texts, pins, slugOf(target), (because, subject) =>
      byHand(each, pins, because, subject),
    );
    const looksAtFiles = made.some(
      (change) => change.kind === 'edit-file' && /"(?:path|file)":/.test(JSON.stringify(change)),
    );
    return looksAtFiles ? [...made, firstList(each)] : made;
  });

/** What a tool sees in files depends on how they are built, and nobody can say that beforehand. */
const firstList = ({ workflow }: ReleaseWorkflow): ManualStep => ({
  kind: 'manual',
  summary: `look at the first list that ${workflow.path} makes`,
  why: 'compiled and packed files do not always show their components; a list without them says nothing',
  lines: [
    'gh attestation verify FILE --repo OWNER/REPO --predicate-type https://spdx.dev/Document/v2.3 --format json --jq ".[].verificationResult.statement.predicate.packages[].name"',
  ],
  url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
  path: workflow.path,
});

const ONLY_YOU =
  'only you know which folder or image holds exactly what ships; the list must be made from that, not from the sources';

const byHand = (
  release: ReleaseWorkflow,
  pins: Fact<PinCatalogue>,
  why: string,
  subject?: Parameters<SbomByHand>[1],
): ManualStep => ({
  kind: 'manual',
  summary: `make and attest a bill of materials in ${release.workflow.path}`,
  why,
  lines: stepLines(release, pins, subject),
  url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
  path: release.workflow.path,
});

const nextRelease = (target: Target): ManualStep => ({
  kind: 'manual',
  summary: 'let a workflow make, attest and upload the bill of materials of the next release, then check it',
  why: 'a list that is attested to other bytes says nothing about the files people download',
  lines: [
    `gh attestation verify FILE --repo ${slugOf(target) ?? 'OWNER/REPO'} --predicate-type https://spdx.dev/Document/v2.3`,
  ],
  url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
});

/** The gap of one workflow; null when a list is made and attested. A builder that attests lists makes them itself. */
function flawOf({ workflow, sboms, attests, publishes }: ReleaseWorkflow): Finding | null {
  if (attests.some(({ mode }) => mode === 'sbom')) return null;
  const [made] = sboms;
  if (made !== undefined) {
    return {
      rule: 'sbom-not-attested',
      message: `${workflow.path} makes a bill of materials, and attests it to nothing`,
      observed: firstLine(made.how),
      expected: 'actions/attest with sbom-path and the files it describes',
      location: made.place,
    };
  }
  const upload = publishes.find(({ kind }) => carriesFiles(kind));
  return {
    rule: 'no-sbom',
    message: `${workflow.path} publishes ${upload === undefined ? 'files' : kindName(upload.kind)} without saying what is inside`,
    observed: firstLine(upload?.how ?? ''),
    expected: 'a step that makes an SBOM of what ships, and actions/attest with sbom-path',
    location: upload?.place ?? wholeFile(workflow.path),
  };
}

const endpointOf = (target: Target) => ({ endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/releases/latest` });

const withoutWorkflow = (target: Target): Finding => ({
  rule: 'no-sbom',
  message: 'the files of the newest release were uploaded without a workflow, and without a bill of materials',
  observed: 'no release workflow',
  expected: 'a release workflow that makes and attests an SBOM',
  location: endpointOf(target),
});

function assetsWithout(
  assets: readonly ReleaseAsset[],
  { sbom, asked }: ReleaseAttestations,
  target: Target,
): readonly Finding[] {
  return assets
    .filter(({ digest }) => digest !== null && asked.includes(digest) && !sbom.includes(digest))
    .map(({ name, digest }) => ({
      rule: 'asset-without-sbom',
      message: `${name} of the newest release has no attested bill of materials`,
      observed: `no SBOM attestation for ${digest}`,
      expected: 'an SBOM attestation for this digest',
      location: endpointOf(target),
      route: name,
    }));
}

function stepLines(
  { publishes }: ReleaseWorkflow,
  pins: Fact<PinCatalogue>,
  attested?: Parameters<SbomByHand>[1],
): readonly string[] {
  const image =
    attested === undefined
      ? publishes.some(({ kind }) => kind === 'container')
      : attested.inputs['subject-digest'] !== undefined;
  const unknown: readonly string[] = image
    ? ['subject-name: <registry/owner/image>', 'subject-digest: <digest of the pushed image>', 'push-to-registry: true']
    : ['subject-path: <the very files that are published>'];
  const subject =
    attested === undefined
      ? unknown
      : Object.entries(attested.inputs).flatMap(([key, value]) =>
          linesToPaste({ op: 'add-key', route: [], key, value }).slice(1),
        );
  return [
    ...(attested === undefined ? [] : [`# job ${attested.job.id}, right behind the step that attests the files`]),
    `- uses: ${pinnedUse('anchore/sbom-action', pins)}`,
    '  with:',
    image ? '    image: <registry/owner/image@digest>' : '    path: <folder with exactly what ships>',
    '    format: spdx-json',
    '    output-file: sbom.spdx.json',
    '    upload-artifact: false',
    '    upload-release-assets: false',
    `- uses: ${pinnedUse('actions/attest', pins)}`,
    '  with:',
    ...subject.map((line) => `    ${line}`),
    '    sbom-path: sbom.spdx.json',
  ];
}
