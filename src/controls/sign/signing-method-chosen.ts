import type { AttestStep } from '../../ecosystems/attest-steps.ts';
import { carriesFiles, kindName, type PublishKind } from '../../ecosystems/publish-kind.ts';
import type { PublishStep } from '../../ecosystems/publish-steps.ts';
import type { ReleaseWorkflow } from '../../ecosystems/release-graph.ts';
import type { SigningMethod } from '../../ecosystems/signing-steps.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact, KnownFacts } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import { textAnswer } from '../../model/question.ts';
import type { LatestRelease } from '../../model/release.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { hasNpmProvenance, hasPypiAttestation } from '../registry-provenance.ts';
import { releaseRemedies } from '../release-remedies.ts';
import { releasedBy, withoutReleases } from '../released.ts';
import { type SignedInPlace, signInPlace } from '../sign-edit.ts';
import { signingLines } from '../signing-lines.ts';
import { isSigningChoice, signingMethodQuestion } from '../signing-method.ts';
import { signingSetup } from '../signing-setup.ts';

const GUIDE =
  'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-builds' as const;

export default defineControl({
  id: 'signing-method-chosen',
  number: '3.01',
  section: 'sign',
  tier: 'must',
  title: 'Released artifacts are signed the way users check',
  why: 'A signature makes tampering with the finished file visible wherever it is downloaded from, but only if it is one that its users’ tools check.',
  trap: 'One method does not fit every kind: Windows checks Authenticode, clusters check cosign. Keyless signing writes repository and workflow names to a public log, private ones included. An image is signed by digest, never by tag.',
  docs: [GUIDE, 'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets'],
  rules: {
    'not-signed': 'What is published carries neither a signature nor an attestation.',
    'attested-only': 'An attestation stands in for a signature: enough for users of the GitHub CLI, not for others.',
    'release-unsigned': 'The workflow signs, and no signature lies beside the files of the newest release.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease', 'repository', 'oidcSubject', 'pins'],

  detect(known, { latestRelease }, target) {
    const released = releasedBy(known, latestRelease);
    if (released.state !== 'released') return withoutReleases(released);
    const latest = latestRelease.state === 'known' ? latestRelease.value : null;
    const { workflows } = released;
    const limitedBy: Limit[] = [...released.limitedBy, { fact: 'latestRelease' }];
    if (workflows.length === 0) {
      if (latest !== null && hasSignatures(latest)) {
        return { verdict: 'pass', message: 'the files of the newest release have signatures beside them', limitedBy };
      }
      return released.limitedBy.length > 0
        ? { verdict: 'unknown', message: 'a workflow that cannot be followed may sign what is released', limitedBy }
        : { verdict: 'fail', message: 'released files are not signed', findings: [unsigned(target)] };
    }
    const judged = workflows.flatMap(publishedKinds);
    const findings = judged.flatMap(findingFor);
    const missing = latest !== null && findings.length === 0 ? missingSignatures(workflows, latest, target) : [];
    const all = [...findings, ...missing];
    if (all.length === 0) {
      return { verdict: 'pass', message: 'everything that is released is signed', limitedBy };
    }
    const bare = findings.filter(({ rule }) => rule === 'not-signed').length;
    return {
      verdict: bare === judged.length ? 'fail' : 'partial',
      message: bare === judged.length ? 'nothing that is released is signed' : (all[0]?.message ?? ''),
      findings: all,
      limitedBy,
    };
  },

  remedies: [
    {
      id: 'sign-in-place',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Sign what is released without a key, in the workflow that releases it',
      accept: [
        {
          control: 'third-party-actions-vetted',
          rule: 'undecided-privileged',
          reason: 'cosign is installed by its makers’ own action, at a commit; whether to trust it stays your decision',
        },
      ],
      unavailable({ known, maybe }) {
        if (maybe.repository.state === 'unknown' || maybe.repository.value.visibility !== 'public')
          return 'the repository is not known to be public, and a signature without a key writes its name to a public log';
        const { edits, left } = signInPlace(unsignedSteps(known, maybe.latestRelease), known, maybe.pins);
        return edits.length > 0 ? null : (left[0]?.because ?? 'no step publishes anything that is not signed');
      },
      plan({ known, maybe }) {
        const { edits, left } = signInPlace(unsignedSteps(known, maybe.latestRelease), known, maybe.pins);
        const lines = signingLines('keyless', maybe.repository, maybe.pins);
        return [...edits, ...left.map((each): ManualStep => leftToSign(each, lines))];
      },
    },
    ...releaseRemedies,
    {
      id: 'sign-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Add the signing step that fits where your key is',
      questions: () => [signingMethodQuestion],
      plan({ known, maybe, target }, answers) {
        const released = releasedBy(known, maybe.latestRelease);
        const workflows = released.state === 'released' ? released.workflows : [];
        const answer = textAnswer(answers, 'signing-key');
        const method = isSigningChoice(answer) ? answer : 'automatic';
        const { repository, oidcSubject, pins } = maybe;
        const site = { target, environment: 'release', repository, oidcSubject };
        const open = workflows.filter((each) => publishedKinds(each).some((kind) => findingFor(kind).length > 0));
        const paths = open.map(({ workflow }) => workflow.path);
        const steps = (paths.length > 0 ? paths : [null]).map(
          (path): ManualStep => ({
            kind: 'manual',
            summary:
              path === null
                ? 'publish a signature beside each file of the next release'
                : `sign what ${path} publishes`,
            why: 'the step belongs after the last change of the files and before they are uploaded, in a job that does nothing else',
            lines: signingLines(method, repository, pins),
            url: GUIDE,
            ...(path === null ? {} : { path }),
          }),
        );
        return [...signingSetup(method, site, paths[0] ?? '.github/workflows/release.yml'), ...steps];
      },
    },
  ],
});

/** What is published and not signed; what two steps publish of one kind counts twice. */
function unsignedSteps(
  known: KnownFacts<'tree' | 'texts'>,
  latestRelease: Fact<LatestRelease | null>,
): readonly PublishStep[] {
  const released = releasedBy(known, latestRelease);
  if (released.state !== 'released') return [];
  return released.workflows.flatMap((workflow) => {
    const open = publishedKinds(workflow).filter((each) => findingFor(each).length > 0);
    return workflow.publishes.filter(({ kind }) => open.some(({ step }) => step.kind === kind));
  });
}

const leftToSign = ({ publish, because }: SignedInPlace['left'][number], lines: readonly string[]): ManualStep => ({
  kind: 'manual',
  summary: `sign what job ${publish.job.id} of ${publish.workflow.path} publishes`,
  why: because,
  lines: [
    `# before the step on line ${publish.place.line}, or in a job between the one that builds and this one`,
    ...lines,
  ],
  url: GUIDE,
  path: publish.workflow.path,
});

type Judged = { readonly step: PublishStep; readonly state: 'signed' | 'attested' | 'bare' };

/** Each kind that a workflow publishes, once, with what protects it. */
function publishedKinds({ publishes, signs, attests }: ReleaseWorkflow): readonly Judged[] {
  const steps = new Map(publishes.filter(({ kind }) => carriesFiles(kind)).map((step) => [step.kind, step]));
  return [...steps.values()].map((step) => {
    const methods = signs.map(({ method }) => method);
    const isSigned = methods.some((method) => fits(step.kind, method)) || signsItself(step);
    const isAttested = attests.some((each) => step.kind !== 'container' || mayNameImage(each, step));
    return { step, state: isSigned ? 'signed' : isAttested ? 'attested' : 'bare' };
  });
}

/** Whether an attestation can be one of this image: paths name files, and a list of digests what its own job makes. */
function mayNameImage({ actual, job }: AttestStep, image: PublishStep): boolean {
  const isGiven = (input: string) => actual?.with[input] !== undefined;
  if (isGiven('subject-name') || isGiven('subject-digest')) return true;
  return isGiven('subject-checksums') ? job === image.job : !isGiven('subject-path');
}

/** What users of a kind can check; any method is better than none for plain files. */
const CHECKED: Readonly<Partial<Record<PublishKind, readonly SigningMethod[]>>> = {
  container: ['sigstore', 'cosign-key', 'notation'],
  maven: ['openpgp', 'sigstore', 'jar'],
  nuget: ['nuget', 'authenticode'],
};

const fits = (kind: PublishKind, method: SigningMethod): boolean => CHECKED[kind]?.includes(method) ?? true;

/** Registries that sign for a trusted publisher. */
const signsItself = (step: PublishStep): boolean => hasNpmProvenance(step) || hasPypiAttestation(step);

function findingFor({ step, state }: Judged): readonly Finding[] {
  if (state === 'signed') return [];
  const { kind, how, place, workflow } = step;
  const observed = how.trim().split('\n')[0] ?? '';
  const evidence = { observed, location: place, route: kind };
  return state === 'attested'
    ? [
        {
          ...evidence,
          rule: 'attested-only',
          message: `${kindName(kind)} from ${workflow.path} are attested and not signed: only users of the GitHub CLI can check them`,
          expected: 'a signature that the users of this kind check as well',
        },
      ]
    : [
        {
          ...evidence,
          rule: 'not-signed',
          message: `${workflow.path} publishes ${kindName(kind)} without a signature`,
          expected: 'a signing step before it is published',
        },
      ];
}

const SIGNATURE = /\.(?:asc|sig|minisig|sigstore|sigstore\.json|pem|bundle|p7s)$/i;

const hasSignatures = ({ assets }: LatestRelease): boolean => assets.some(({ name }) => SIGNATURE.test(name));

const DETACHED: readonly SigningMethod[] = ['sigstore', 'cosign-key', 'openpgp', 'minisign'];

/** Detached signatures that were made ought to lie beside the files; those inside a file cannot be seen from here. */
function missingSignatures(
  workflows: readonly ReleaseWorkflow[],
  latest: LatestRelease,
  target: Target,
): readonly Finding[] {
  const detached = workflows.some(
    ({ publishes, signs }) =>
      publishes.some(({ kind }) => kind === 'binaries') &&
      !publishes.some(({ kind }) => kind === 'container') &&
      signs.every(({ method }) => DETACHED.includes(method)),
  );
  if (!detached || latest.assets.length === 0 || hasSignatures(latest)) return [];
  return [
    {
      rule: 'release-unsigned',
      message: `release ${latest.tag} has files and no signature beside them, although the workflow signs`,
      observed: latest.assets.map(({ name }) => name).join(', '),
      expected: 'a signature file for each of them',
      location: endpointOf(target),
    },
  ];
}

const endpointOf = (target: Target) => ({ endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/releases/latest` });

const unsigned = (target: Target): Finding => ({
  rule: 'not-signed',
  message: 'the newest release has files and no signatures',
  observed: 'no signature among the assets',
  expected: 'a signature beside each file',
  location: endpointOf(target),
});
