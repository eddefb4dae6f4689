import type { AttestStep } from '../ecosystems/attest-steps.ts';
import type { PublishKind } from '../ecosystems/publish-kind.ts';
import { actionName } from '../ecosystems/reached-steps.ts';
import type { ReleaseWorkflow } from '../ecosystems/release-graph.ts';
import type { Shipment, UnclearShipment } from '../ecosystems/shipment.ts';
import { shipmentsOf } from '../ecosystems/shipments.ts';
import type { Change, ManualStep } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { Operation, YamlValue } from '../model/operation.ts';
import type { PinCatalogue } from '../model/pin.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import type { Job, Step } from '../workflow/workflow-file.ts';
import { changesFor, pinOf } from './attest-edit.ts';
import { ATTEST, attestInsertion, insertSteps, type NewStep, subjectsOf } from './attest-insertion.ts';
import {
  folderBehind,
  SBOM_ACTION,
  type SbomHints,
  type SbomPins,
  sbomFile,
  sbomSource,
  sbomSteps,
} from './sbom-steps.ts';

/** What ships with other people's code inside: only there can a look at what ships find it. */
const LOOKED_INTO: readonly PublishKind[] = ['binaries', 'container'];

/**
 * A list of components for one release, bound to the same bytes as its provenance: right behind each attestation of provenance, or with
 * one where there is none yet. `byHand` gives the lines for what cannot be written.
 */
export function sbomChanges(
  release: ReleaseWorkflow,
  texts: TextFiles,
  pins: Fact<PinCatalogue>,
  slug: string | null,
  byHand: SbomByHand,
): readonly Change[] {
  const hasCapitals = slug === null || /[A-Z]/.test(slug);
  const [attest, sbom] = [pinOf(pins, ATTEST), pinOf(pins, SBOM_ACTION)];
  if (attest === null || sbom === null)
    return [byHand('the commits of the actions that are to be added are not known')];
  if (release.sboms.some((each) => !isInImage(each.how) && fileOf(each.step) === null))
    return [byHand('a list is made already, and under which name is not said in the step')];
  const attested = release.attests.flatMap((each) => (each.mode === 'provenance' ? (ownStep(each) ?? []) : []));
  return attested.length > 0
    ? behindProvenance(release, attested, texts, { attest, sbom, hasCapitals }, byHand)
    : withProvenance(release, texts, { attest, sbom, hasCapitals, catalogue: pins }, byHand);
}

/** The step for a person: why, and what the list is to be bound to where that is known. */
export type SbomByHand = (
  because: string,
  subject?: { readonly job: Job; readonly inputs: Readonly<Record<string, YamlValue>> },
) => ManualStep;

/** BuildKit keeps its list inside the image. */
const isInImage = (how: string): boolean => /^docker\/(?:build-push|bake)-action|docker\s+buildx/i.test(how);

/** The file that a step of anchore/sbom-action writes. */
const fileOf = (step: Step | null): string | null =>
  step !== null && actionName(step) === SBOM_ACTION ? (step.with['output-file']?.value ?? null) : null;

type Attested = AttestStep & { readonly actual: Step };

const ownStep = (each: AttestStep): Attested | null =>
  each.actual?.uses != null && each.via === null && each.job.steps.includes(each.actual)
    ? { ...each, actual: each.actual }
    : null;

const SUBJECT = ['subject-path', 'subject-checksums', 'subject-name', 'subject-digest', 'push-to-registry'];

function subjectOf({ actual }: Attested): {
  name: string;
  inputs: Readonly<Record<string, YamlValue>>;
  condition: string | null;
} {
  const inputs = SUBJECT.flatMap((name) => {
    const value = actual.with[name]?.value;
    return value === undefined ? [] : [[name, value === 'true' ? true : value] as const];
  });
  const isImage = actual.with['subject-digest'] !== undefined;
  return { name: isImage ? 'the image' : 'the files', inputs: Object.fromEntries(inputs), condition: actual.condition };
}

function behindProvenance(
  release: ReleaseWorkflow,
  attested: readonly Attested[],
  texts: TextFiles,
  pins: SbomPins & Pick<SbomHints, 'hasCapitals'>,
  byHand: SbomByHand,
): readonly Change[] {
  const shipments = shipmentsOf(release.publishes, workflowsIn(texts), texts);
  const lists = new Map<Job, string[]>();
  const found: { readonly at: Attested; readonly steps: readonly NewStep[] }[] = [];
  const left: ManualStep[] = [];
  for (const each of attested) {
    const subject = subjectOf(each);
    const beside = shipments.filter(({ publish }) => publish.job === each.job);
    const checksums = beside.find((one) => one.known && one.subject.kind === 'checksums');
    const source = sbomSource(subject.inputs, {
      folder: checksums?.known === true ? folderBehind(checksums) : null,
      hasCapitals: pins.hasCapitals,
    });
    const isLibrary = beside.length > 0 && beside.every(({ publish }) => !LOOKED_INTO.includes(publish.kind));
    const because = isLibrary ? LIBRARY : source.known ? null : source.because;
    if (because !== null) left.push(byHand(because, { job: each.job, inputs: subject.inputs }));
    else if (!source.known) continue;
    else {
      const made = lists.get(each.job) ?? [];
      const key = String(subject.inputs['subject-digest'] ?? JSON.stringify(source.inputs));
      const isNew = !made.includes(key);
      if (isNew) lists.set(each.job, [...made, key]);
      const file = sbomFile((isNew ? made.length : made.indexOf(key)) + 1);
      const written = writtenBefore(release, each);
      const steps = sbomSteps(subject, written === null && isNew ? source.inputs : null, written ?? file, pins);
      found.push({ at: each, steps });
    }
  }
  const paths = [...new Set(found.map(({ at }) => at.workflow.path))].sort();
  const edits = paths.map((path): Change => {
    const here = found.filter(({ at }) => at.workflow.path === path).sort((a, b) => indexOf(b.at) - indexOf(a.at));
    const operations = here.flatMap(({ at, steps }): readonly Operation[] =>
      insertSteps(at.job, indexOf(at) + 1, steps),
    );
    return { kind: 'edit-file', path, operations, summary: SUMMARY };
  });
  return [...edits, ...left];
}

const SUMMARY = 'what is inside is listed and attested';
const LIBRARY = 'what a package needs is resolved where it is installed, so only you know what is inside of it';

/** The list that an earlier step of the job has made. */
const writtenBefore = ({ sboms }: ReleaseWorkflow, { job, actual }: Attested): string | null =>
  sboms
    .filter(
      (each) => each.job === job && each.step !== null && job.steps.indexOf(each.step) < job.steps.indexOf(actual),
    )
    .map(({ step }) => fileOf(step))
    .find((file) => file !== null) ?? null;

const indexOf = ({ actual }: Attested): number => {
  const index = actual.route.at(-1);
  return typeof index === 'number' ? index : 0;
};

function withProvenance(
  { publishes, sboms, attests }: ReleaseWorkflow,
  texts: TextFiles,
  pins: SbomPins & Pick<SbomHints, 'hasCapitals'> & { readonly catalogue: Fact<PinCatalogue> },
  byHand: SbomByHand,
): readonly Change[] {
  const hintsOf = (each: Shipment): SbomHints => ({ folder: folderBehind(each), hasCapitals: pins.hasCapitals });
  const shipments = shipmentsOf(publishes, workflowsIn(texts), texts).map((each): typeof each => {
    const unclear = (because: string): UnclearShipment => ({ known: false, publish: each.publish, because });
    if (!each.known) return each;
    if (!LOOKED_INTO.includes(each.publish.kind)) return unclear(LIBRARY);
    if (sboms.some((one) => fileOf(one.step) !== null))
      return unclear('a list is made already, and nothing attests the files yet');
    const sources = subjectsOf(each).subjects.map(({ inputs }) => sbomSource(inputs, hintsOf(each)));
    const open = sources.find((source) => !source.known);
    return open?.known === false ? unclear(open.because) : each;
  });
  const isAttested = attests.some(({ mode }) => mode === 'provenance');
  const numbers = new Map<Job, number>();
  return changesFor(shipments, texts, {
    insert: (shipment) => {
      const insertion = attestInsertion(shipment, pins.attest);
      const number = (numbers.get(shipment.publish.job) ?? 0) + 1;
      numbers.set(shipment.publish.job, number);
      const lists = subjectsOf(shipment).subjects.flatMap(({ name, inputs }, index) => {
        const source = sbomSource(inputs, hintsOf(shipment));
        if (!source.known) return [];
        const subject = { name, inputs, condition: shipment.condition };
        return sbomSteps(subject, index === 0 ? source.inputs : null, sbomFile(number), pins);
      });
      // A builder that made the provenance elsewhere leaves only the list to be attested.
      const own = isAttested ? insertion.steps.filter(({ pin }) => pin === null) : insertion.steps;
      return { ...insertion, steps: [...own, ...lists] };
    },
    byHand: ({ because }) => byHand(because),
    what: 'list and attest',
    summary: SUMMARY,
    pins: pins.catalogue,
  });
}
