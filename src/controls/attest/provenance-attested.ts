import { mayAttest } from '../../ecosystems/attest-coverage.ts';
import type { AttestStep } from '../../ecosystems/attest-steps.ts';
import { mayAttestElsewhere } from '../../ecosystems/attesting-callee.ts';
import { carriesFiles, kindName } from '../../ecosystems/publish-kind.ts';
import type { PublishStep } from '../../ecosystems/publish-steps.ts';
import type { ReleaseWorkflow } from '../../ecosystems/release-graph.ts';
import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { PinCatalogue } from '../../model/pin.ts';
import type { ReleaseAsset, ReleaseAttestations } from '../../model/release.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { attestByHand, attestChanges } from '../attest-edit.ts';
import { invalidBundles, uncheckedBundles } from '../attestation-verification.ts';
import { firstLine } from '../first-line.ts';
import { hasNpmProvenance } from '../registry-provenance.ts';
import { releaseRemedies } from '../release-remedies.ts';
import { releasedBy, withoutReleases } from '../released.ts';
import { unseenAssets } from '../unseen-assets.ts';

export default defineControl({
  id: 'provenance-attested',
  number: '2.01',
  section: 'attest',
  tier: 'must',
  title: 'Released artifacts carry build provenance',
  why: 'A signed statement of repository, workflow and commit lets anyone check that a file came from this build and not from somebody who got hold of an upload token.',
  trap: 'A step in a file proves nothing: what counts is the digest of what can be downloaded. Attesting in a pull-request workflow is not coverage. Private repositories need GitHub Enterprise Cloud for it, and attestations of public ones are public for ever.',
  docs: [
    'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
    'https://docs.github.com/en/actions/concepts/security/artifact-attestations',
  ],
  rules: {
    'not-attested': 'A workflow publishes files that it does not attest.',
    'asset-not-attested': 'A file of the newest release has no attestation.',
    'bundle-invalid': 'The attestation of a file of the newest release does not verify.',
    'released-by-hand': 'Files are released, and no workflow builds them.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease', 'releaseAttestations', 'repository', 'oidcSubject', 'pins'],

  detect(known, { latestRelease, releaseAttestations, repository }, target) {
    if (!servesAttestations(target)) {
      return { verdict: 'not-applicable', message: `${target.host} has no artifact attestations` };
    }
    const released = releasedBy(known, latestRelease);
    if (released.state !== 'released') return withoutReleases(released);
    const { workflows, assets } = released;
    const unattestedHere = workflows.filter((workflow) => openPublishes(workflow, known.texts).length > 0);
    const elsewhere = unattestedHere.flatMap(attestingElsewhere);
    const bare = unattestedHere.filter((workflow) => attestingElsewhere(workflow).length === 0);
    const attested = releaseAttestations.state === 'known' ? releaseAttestations.value : null;
    const loose = attested === null ? [] : assetsWithout(assets, attested, target);
    const held = { assets, attested, kind: 'provenance', target } as const;
    const invalid = invalidBundles(held);
    const isHandMade = workflows.length === 0 && (attested === null || loose.length > 0);
    const findings = [
      ...bare.flatMap((workflow) => unattested(workflow, known.texts)),
      ...(isHandMade ? [byHand(assets, target)] : []),
      ...loose,
      ...invalid,
    ];
    const limitedBy = [
      ...released.limitedBy,
      ...elsewhere,
      ...unseenAssets(assets, releaseAttestations),
      ...uncheckedBundles(held),
    ];
    if (findings.length === 0 && elsewhere.length > 0) {
      const message = 'a workflow of another repository may attest what is released, and cannot be seen from here';
      return { verdict: 'unknown', message, limitedBy };
    }
    if (findings.length === 0) {
      const message = 'every release workflow attests what it builds';
      return { verdict: 'pass', message, limitedBy: [{ fact: 'latestRelease' }, ...limitedBy] };
    }
    const isWhole = bare.every((each) => isWhollyOpen(each, known.texts));
    const isNothing = bare.length === workflows.length && isWhole;
    if (isNothing && repository.state === 'known' && repository.value.visibility === 'private') {
      return { verdict: 'unknown', message: 'the repository is private and attests nothing', limitedBy: [planLimit] };
    }
    return {
      verdict: isNothing ? 'fail' : 'partial',
      message: isHandMade
        ? 'files are released without a workflow that could attest them'
        : bare.length > 0
          ? `${bare.length} of ${workflows.length} release workflows ${isWhole ? 'attest nothing they publish' : 'publish something that they do not attest'}`
          : loose.length > 0
            ? `${loose.length} files of the newest release have no attestation`
            : invalid.length > 1
              ? `the attestations of ${invalid.length} files of the newest release do not verify`
              : (invalid[0]?.message ?? ''),
      findings,
      limitedBy,
    };
  },

  remedies: [
    {
      id: 'attest-release-assets',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Attest what is released, in the workflow that releases it',
      unavailable: (context) =>
        changes(context).some(({ kind }) => kind === 'edit-file')
          ? null
          : 'no step that publishes tells which bytes it publishes',
      plan(context) {
        const { latestRelease } = context.maybe;
        const isOut = latestRelease.state === 'known' && (latestRelease.value?.assets.length ?? 0) > 0;
        return isOut ? [...changes(context), nextRelease(context.target)] : changes(context);
      },
    },
    ...releaseRemedies,
    {
      id: 'attest-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Add the attestation to your release workflow',
      plan({ known, maybe, target }) {
        const lines = attestByHand(publishesToAttest(known, maybe.latestRelease), known.texts, maybe.pins);
        return lines.length > 0 ? lines : [nextRelease(target)];
      },
    },
  ],
});

/** Enterprise Server has no attestations (catalogue 0.5). */
const servesAttestations = ({ host }: Target): boolean => host === 'github.com' || host.endsWith('.ghe.com');

const attestingElsewhere = ({ files }: ReleaseWorkflow): readonly Limit[] =>
  files.flatMap((file) =>
    file.jobs
      .filter((job) => mayAttestElsewhere(file, job, files))
      .map((job) => ({
        fact: 'texts',
        reason: 'unresolvable',
        unlock: `look whether ${job.uses?.value.text ?? 'the called workflow'} attests what it builds`,
        at: file.path,
      })),
  );

const planLimit: Limit = {
  fact: 'repository',
  reason: 'unsupported',
  unlock:
    'check that the owner has GitHub Enterprise Cloud, which attestations of private repositories need; otherwise sign the files',
};

const changes = ({
  known,
  maybe,
}: {
  readonly known: Files;
  readonly maybe: {
    readonly latestRelease: Parameters<typeof releasedBy>[1];
    readonly pins: Fact<PinCatalogue>;
  };
}): readonly Change[] => attestChanges(publishesToAttest(known, maybe.latestRelease), known.texts, maybe.pins);

const nextRelease = (target: Target): ManualStep => ({
  kind: 'manual',
  summary: 'let a workflow build, attest and upload the next release, then check it',
  why: 'files that are published already can only be attested by the run that built them',
  lines: [`gh attestation verify FILE --repo ${slugOf(target) ?? 'OWNER/REPO'}`],
  url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
});

type Files = Parameters<typeof releasedBy>[0];

/** What ships without provenance, of workflows that publish files. */
function publishesToAttest(known: Files, latestRelease: Parameters<typeof releasedBy>[1]): readonly PublishStep[] {
  const released = releasedBy(known, latestRelease);
  return released.state === 'released' ? released.workflows.flatMap((each) => openPublishes(each, known.texts)) : [];
}

/**
 * Steps that publish files which nothing here can be the provenance of: no attest action or known builder, nor npm, which makes its
 * own. One attested artifact says nothing about the others of its workflow.
 */
const openPublishes = (release: ReleaseWorkflow, texts: TextFiles): readonly PublishStep[] =>
  filesOf(release).filter(
    (publish) =>
      !hasNpmProvenance(publish) &&
      !release.attests.some(
        (attest: AttestStep) => attest.mode === 'provenance' && mayAttest(attest, publish, release, texts),
      ),
  );

const filesOf = ({ publishes }: ReleaseWorkflow): readonly PublishStep[] =>
  publishes.filter(({ kind }) => carriesFiles(kind));

const isWhollyOpen = (release: ReleaseWorkflow, texts: TextFiles): boolean =>
  openPublishes(release, texts).length === filesOf(release).length;

const unattested = (release: ReleaseWorkflow, texts: TextFiles): readonly Finding[] =>
  onePerPlace(openPublishes(release, texts)).map(({ how, kind, place, via }) => ({
    rule: 'not-attested',
    message: `${release.workflow.path} publishes ${kindName(kind)} with "${firstLine(how)}"${via === null ? '' : ` (through ${via})`} and attests ${isWhollyOpen(release, texts) ? 'nothing' : 'something else'}`,
    observed: firstLine(how),
    expected: 'actions/attest on the same files, before they are published',
    location: place,
    route: kind,
  }));

const onePerPlace = (steps: readonly PublishStep[]): readonly PublishStep[] => [
  ...new Map(steps.map((step) => [`${step.place.path}:${step.place.line}:${step.place.column}`, step])).values(),
];

const endpointOf = (target: Target) => ({ endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/releases/latest` });

function assetsWithout(
  assets: readonly ReleaseAsset[],
  { provenance, asked }: ReleaseAttestations,
  target: Target,
): readonly Finding[] {
  return assets
    .filter(({ digest }) => digest !== null && asked.includes(digest) && !provenance.includes(digest))
    .map(({ name, digest }) => ({
      rule: 'asset-not-attested',
      message: `${name} of the newest release has no provenance attestation`,
      observed: `no attestation for ${digest}`,
      expected: 'a provenance attestation for this digest',
      location: endpointOf(target),
      route: name,
    }));
}

const byHand = (assets: readonly ReleaseAsset[], target: Target): Finding => ({
  rule: 'released-by-hand',
  message: `the newest release carries ${assets.length} files, and no workflow here builds and uploads them`,
  observed: assets.map(({ name }) => name).join(', '),
  expected: 'a release workflow that builds, attests and uploads them',
  location: endpointOf(target),
});
