import type { AttestStep } from '../../ecosystems/attest-steps.ts';
import { carriesFiles, kindName } from '../../ecosystems/publish-kind.ts';
import type { PublishStep } from '../../ecosystems/publish-steps.ts';
import type { ReleaseWorkflow } from '../../ecosystems/release-graph.ts';
import { shippedFiles } from '../../ecosystems/shipped-files.ts';
import type { SigningMethod } from '../../ecosystems/signing-steps.ts';
import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { PinCatalogue } from '../../model/pin.ts';
import { comesBefore } from '../../workflow/job-order.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { Step } from '../../workflow/workflow-file.ts';
import { attestByHand, attestChanges } from '../attest-edit.ts';
import { firstLine } from '../first-line.ts';
import { hasNpmProvenance, hasPypiAttestation } from '../registry-provenance.ts';
import { releasedBy, withoutReleases } from '../released.ts';

export default defineControl({
  id: 'attest-exact-bytes',
  number: '2.02',
  section: 'attest',
  tier: 'must',
  title: 'What is attested is exactly what ships',
  why: 'An attestation names a digest, so a file that is left out, packed again or signed in place afterwards verifies for nobody.',
  trap: 'NuGet’s gallery signs what it serves, so its package is not the one you attested. The digest of an uploaded artifact is that of a zip. Authenticode, jar and package signatures change the file, detached ones do not. Without any subject the action takes what artifacts it finds.',
  docs: [
    'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
  ],
  rules: {
    'not-a-subject': 'A file is published that no attestation of its workflow names.',
    'no-subject': 'The attestation does not say what it is about.',
    'zip-digest': 'The digest of an uploaded artifact is attested, which is that of a zip and not of the file.',
    'signed-afterwards': 'A signature changes the file after it was attested.',
    'gallery-signs-it': 'The gallery changes the package, and no attested copy is published.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease', 'pins'],

  detect(known, { latestRelease }) {
    const released = releasedBy(known, latestRelease);
    if (released.state !== 'released') return withoutReleases(released);
    const { workflows } = released;
    if (workflows.length === 0) {
      const message = 'no workflow publishes the files, so there are no steps to compare';
      return released.limitedBy.length > 0
        ? {
            verdict: 'unknown',
            message: 'no workflow that could be read publishes the files',
            limitedBy: released.limitedBy,
          }
        : { verdict: 'not-applicable', message };
    }
    const isOther = workflows.every(({ publishes }) =>
      publishes.every(({ kind }) => kind === 'container' || !carriesFiles(kind)),
    );
    if (isOther && released.limitedBy.length === 0) {
      return {
        verdict: 'not-applicable',
        message: 'only images are published, which container-attestation-pushed judges',
      };
    }
    const findings = workflows.flatMap((each) => flawsOf(each, known.texts));
    const limitedBy = [...released.limitedBy, ...workflows.flatMap((each) => uncompared(each, known.texts))];
    const [first] = findings;
    if (first === undefined)
      return { verdict: 'pass', message: 'nothing is seen to ship that is not attested', limitedBy };
    const isFail = findings.some(({ rule }) => rule !== 'gallery-signs-it');
    const rest = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
    return { verdict: isFail ? 'fail' : 'partial', message: `${first.message}${rest}`, findings, limitedBy };
  },

  remedies: [
    {
      id: 'attest-published-files',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Attest every file that is published, right before it is',
      unavailable: (context) =>
        openReleases(context).some((each) => edits(each, context).some(({ kind }) => kind === 'edit-file'))
          ? null
          : 'no missing file can be attested without knowing more of the workflow',
      plan: (context) =>
        openReleases(context).flatMap((each) => {
          const changes = edits(each, context);
          const isWhole = flawsOf(each, context.known.texts).every(({ rule }) => rule === 'not-a-subject');
          return isWhole ? changes : [...changes, ...byHand(each, context)];
        }),
    },
    {
      id: 'attest-same-bytes',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Attest the very files that are published, last of all',
      plan: (context) => openReleases(context).flatMap((each) => byHand(each, context)),
    },
  ],
});

type Context = {
  readonly known: Parameters<typeof releasedBy>[0];
  readonly maybe: {
    readonly latestRelease: Parameters<typeof releasedBy>[1];
    readonly pins: Fact<PinCatalogue>;
  };
};

function openReleases({ known, maybe }: Context): readonly ReleaseWorkflow[] {
  const released = releasedBy(known, maybe.latestRelease);
  const workflows = released.state === 'released' ? released.workflows : [];
  return workflows.filter((each) => flawsOf(each, known.texts).length > 0);
}

/** What it would take for each step that publishes a file which nothing names. */
function edits(release: ReleaseWorkflow, { known: { texts }, maybe: { pins } }: Context): readonly Change[] {
  const places = uncovered(release, texts).map(({ location }) => JSON.stringify(location));
  const open = release.publishes.filter(({ place }) => places.includes(JSON.stringify(place)));
  const extended = open.flatMap((publish) => extend(release, publish, texts) ?? []);
  const rest = open.filter((publish) => extend(release, publish, texts) === null);
  return [...extended, ...attestChanges(rest, texts, pins)];
}

/** The missing names in the list of the attestation that stands right before the step; null when there is none. */
function extend(release: ReleaseWorkflow, publish: PublishStep, texts: TextFiles): Change | null {
  const { job, step } = publish;
  const attest = ownAttests(release).find(({ actual, via, mode }) => {
    const [from, to] = [job.steps.indexOf(actual), step === null ? -1 : job.steps.indexOf(step)];
    const between = job.steps.slice(from + 1, to);
    return mode === 'provenance' && via === null && from >= 0 && from < to && between.every(({ run }) => run === null);
  });
  const files = attest === undefined ? null : comparable(publish, [attest], texts);
  const subjects = attest?.actual.with['subject-path'];
  if (attest === undefined || files === null || subjects === undefined) return null;
  // What a line leaves out, a line that follows it does not bring back.
  if (/^\s*!/m.test(subjects.value)) return null;
  const missing = files.filter((file) => !BESIDE.test(file) && !covers(attest, file));
  const value = `${[...subjects.value.split('\n').filter((line) => line.trim() !== ''), ...missing].join('\n')}\n`;
  const operations = [{ op: 'replace-value', route: subjects.route, value } as const];
  return { kind: 'edit-file', path: publish.workflow.path, operations, summary: 'every published file is attested' };
}

function byHand(release: ReleaseWorkflow, { known: { texts }, maybe: { pins } }: Context): readonly ManualStep[] {
  const order = '# sign in place, strip and pack before this step; publish from the same folder after it';
  const flaws = flawsOf(release, texts).map(({ message }) => `# ${message}`);
  return attestByHand(release.publishes.filter(isCompared), texts, pins).map((step) => ({
    ...step,
    lines: [order, ...step.lines, ...flaws],
  }));
}

type Own = AttestStep & { readonly actual: Step };

/** Steps of an attest action; a builder and cosign choose their subjects themselves. */
const ownAttests = ({ attests }: ReleaseWorkflow): readonly Own[] =>
  attests.flatMap((each) => (each.actual?.uses == null ? [] : [{ ...each, actual: each.actual }]));

const chosenElsewhere = ({ attests }: ReleaseWorkflow): boolean =>
  attests.some(({ actual, mode }) => actual?.uses == null && mode === 'provenance');

const inputOf = (step: Step, name: string): string => step.with[name]?.value.trim() ?? '';

const isGiven = ({ actual }: Own): boolean =>
  ['subject-path', 'subject-digest', 'subject-checksums'].some((name) => inputOf(actual, name) !== '');

function flawsOf(release: ReleaseWorkflow, texts: TextFiles): readonly Finding[] {
  const attests = ownAttests(release);
  return [
    ...attests.flatMap((each) => subjectFlaw(each) ?? []),
    ...uncovered(release, texts),
    ...signedAfterwards(release),
    ...gallery(release),
  ];
}

function subjectFlaw(each: Own): Finding | null {
  const { actual, job, how, place } = each;
  const route = `${job.route.join('.')}:${actual.route.join('.')}`;
  if (!isGiven(each)) {
    const message = `job ${job.id} attests without saying what`;
    const expected = 'subject-path, subject-checksums or subject-digest';
    return { rule: 'no-subject', message, observed: how, expected, location: place, route };
  }
  const digest = inputOf(actual, 'subject-digest');
  const id = /steps\.([\w-]+)\.outputs\.artifact-digest/.exec(digest)?.[1];
  if (id === undefined) return null;
  const upload = stepsOf(job).find((step) => step.id === id);
  if (upload !== undefined && inputOf(upload, 'archive') === 'false') return null;
  return {
    rule: 'zip-digest',
    message: `job ${job.id} attests the digest of the zip that an artifact is kept in`,
    observed: digest,
    expected: 'subject-path with the files themselves',
    location: actual.with['subject-digest']?.place ?? place,
    route,
  };
}

/** Published files that are no subject, where both are written out. Signatures, checksums and lists need no attestation. */
function uncovered(release: ReleaseWorkflow, texts: TextFiles): readonly Finding[] {
  if (chosenElsewhere(release)) return [];
  const attests = ownAttests(release).filter(({ mode }) => mode === 'provenance');
  return onePerPlace(release.publishes.filter(isCompared)).flatMap((publish) => {
    const files = attests.length === 0 ? [firstLine(publish.how)] : comparable(publish, attests, texts);
    return (files ?? [])
      .filter((file) => attests.length === 0 || (!BESIDE.test(file) && !attests.some((each) => covers(each, file))))
      .map((file) => ({
        rule: 'not-a-subject',
        message: `${publish.workflow.path} publishes ${attests.length === 0 ? `${kindName(publish.kind)}, and does not attest them` : `${file}, and does not attest it`}`,
        observed: file,
        expected: 'the same names as subjects of the attestation',
        location: publish.place,
        route: publish.job.route.join('.'),
      }));
  });
}

/** Images are judged by their own control; registries that attest by themselves name the right bytes. */
const isCompared = (publish: PublishStep): boolean =>
  carriesFiles(publish.kind) &&
  publish.kind !== 'container' &&
  !hasNpmProvenance(publish) &&
  !hasPypiAttestation(publish);

/** Null when names are computed, stand in a script, or belong to another job’s disk. */
function comparable(publish: PublishStep, attests: readonly Own[], texts: TextFiles): readonly string[] | null {
  if (publish.kind !== 'binaries' || publish.step === null) return null;
  const isHere = attests.every(({ job, actual, via }) => job === publish.job && via === null && isWritten(actual));
  if (!isHere) return null;
  const files = shippedFiles({ ...publish, step: publish.step }, workflowsIn(texts), texts);
  return files.known && files.paths.every((path) => !path.includes('${')) ? files.paths : null;
}

const isWritten = (step: Step): boolean =>
  inputOf(step, 'subject-path') !== '' &&
  inputOf(step, 'subject-checksums') === '' &&
  !inputOf(step, 'subject-path').includes('${');

const plain = (path: string): string => path.replace(/^\.\//, '').replace(/\/+$/, '');

function covers({ actual }: Own, file: string): boolean {
  const subjects = inputOf(actual, 'subject-path')
    .split(/[\n,]/)
    .map((line) => line.trim());
  const isNamed = (line: string): boolean => patternOf(plain(line)).test(plain(file));
  return subjects.some(isNamed) && !subjects.some((line) => line.startsWith('!') && isNamed(line.slice(1).trim()));
}

/** A folder stands for everything below it. */
function patternOf(glob: string): RegExp {
  const text = glob
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) => (part.startsWith('**') ? '.*' : part === '*' ? '[^/]*' : part === '?' ? '[^/]' : quoted(part)))
    .join('');
  return new RegExp(`^${text}(?:/.*)?$`);
}

const quoted = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

const BESIDE =
  /(?:\.(?:asc|sig|minisig|pem|crt|pub|sha\d+|sha\d+sum|md5|sigstore|bundle|jsonl|att|sbom)|sigstore\.json|sbom[\w.-]*\.json|\.spdx\.json|\.cdx\.json|sums?(?:\.txt)?|checksums?\.txt)$/i;

const IN_PLACE: readonly SigningMethod[] = ['authenticode', 'apple', 'jar', 'nuget', 'android'];

/** In the same job by order; in another one when it waits for the job that attests. */
const signedAfterwards = ({ signs, attests, files }: ReleaseWorkflow): readonly Finding[] =>
  signs
    .filter(({ method }) => IN_PLACE.includes(method))
    .filter((sign) =>
      attests.some(
        (attest) =>
          attest.mode === 'provenance' &&
          attest.step !== null &&
          sign.step !== null &&
          files.some(({ jobs }) => jobs.includes(attest.job) && comesBefore(attest, sign, jobs)),
      ),
    )
    .map(({ how, place, job }) => ({
      rule: 'signed-afterwards',
      message: `"${firstLine(how)}" in job ${job.id} changes files that are attested already`,
      observed: firstLine(how),
      expected: 'the attestation after the last step that changes a file',
      location: place,
      route: job.route.join('.'),
    }));

const gallery = ({ publishes, attests }: ReleaseWorkflow): readonly Finding[] =>
  attests.length === 0 || publishes.some(({ kind }) => kind === 'binaries')
    ? []
    : onePerPlace(publishes.filter(({ kind, how }) => kind === 'nuget' && !/pkg\.github\.com/.test(how))).map(
        ({ how, place, job }) => ({
          rule: 'gallery-signs-it',
          message: 'the gallery signs the package, so what users download is not what was attested',
          observed: firstLine(how),
          expected: 'the attested package among the files of a GitHub release as well',
          location: place,
          route: job.route.join('.'),
        }),
      );

/** What could be another file than the one that is attested. */
const uncompared = (release: ReleaseWorkflow, texts: TextFiles): readonly Limit[] => {
  const attests = ownAttests(release).filter(({ mode }) => mode === 'provenance');
  if (!release.attests.some(({ mode }) => mode === 'provenance')) return [];
  const isBuilder = release.attests.some(
    ({ job, step }) => step === null && release.publishes.every((each) => each.job === job),
  );
  if (isBuilder) return [];
  return onePerPlace(release.publishes.filter(isCompared))
    .filter((publish) => chosenElsewhere(release) || comparable(publish, attests, texts) === null)
    .map(({ how, place }) => ({
      fact: 'texts',
      reason: 'unresolvable',
      unlock: `compare the files of "${firstLine(how)}" with the subjects of the attestation`,
      at: place.path,
    }));
};

const onePerPlace = (steps: readonly PublishStep[]): readonly PublishStep[] => [
  ...new Map(steps.map((step) => [`${step.place.path}:${step.place.line}:${step.place.column}`, step])).values(),
];
