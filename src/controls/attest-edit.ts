import type { PublishStep } from '../ecosystems/publish-steps.ts';
import type { Shipment, UnclearShipment } from '../ecosystems/shipment.ts';
import { shipmentsOf } from '../ecosystems/shipments.ts';
import type { Change, EditFile, ManualStep } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import { type Pin, type PinCatalogue, pinKey } from '../model/pin.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { attestGrants, type Grants, grantsFor, grantsOfCallers } from './attest-grants.ts';
import { ATTEST, attestInsertion, type Insertion, insertionOperations } from './attest-insertion.ts';
import { attestJob, jobOperations, wantsOwnJob } from './attest-job.ts';
import { insertionByHand, unclearByHand } from './attest-lines.ts';
import { pinnedUse } from './pinned-use.ts';

/**
 * The attestation in place for what these steps publish: the steps beside each that publishes, what its job needs for them, and a step by
 * hand with the lines for each of which the bytes or the permissions cannot be told.
 */
export const attestChanges = (
  publishes: readonly PublishStep[],
  texts: TextFiles,
  pins: Fact<PinCatalogue>,
): readonly Change[] =>
  changesFor(shipmentsOf(publishes, workflowsIn(texts), texts), texts, provenanceInsertions(pins));

/** The same by hand, with the lines for each file. */
export const attestByHand = (
  publishes: readonly PublishStep[],
  texts: TextFiles,
  pins: Fact<PinCatalogue>,
): readonly ManualStep[] =>
  shipmentsOf(publishes, workflowsIn(texts), texts).map((each) => {
    const { insert, byHand, what } = provenanceInsertions(pins);
    if (!each.known) return byHand(each);
    const insertion = insert(each);
    if (insertion === null) return byHand({ ...each, known: false, because: NO_PIN });
    const isDeclared = grantsFor(each.publish, attestGrants(each), texts) !== null;
    const why = isDeclared ? 'these are the lines that the edit would write' : undeclared(each);
    return insertionByHand(insertion, what, why);
  });

function provenanceInsertions(pins: Fact<PinCatalogue>): Insertions {
  const pin = pinOf(pins, ATTEST);
  const uses = pinnedUse(ATTEST, pins);
  return {
    insert: (shipment) => (pin === null ? null : attestInsertion(shipment, pin)),
    byHand: (shipment) => unclearByHand(shipment, uses, 'attest'),
    what: 'attest',
    summary: 'what is released gets a signed provenance',
    pins,
  };
}

export type Insertions = {
  /** Steps beside a shipment; null when that cannot be said, with steps by hand instead. */
  readonly insert: (shipment: Shipment) => Insertion | null;
  readonly byHand: (shipment: UnclearShipment) => ManualStep;
  /** Verb of the summary of a step by hand. */
  readonly what: string;
  readonly summary: string;
  /** For what is copied into a new job. */
  readonly pins: Fact<PinCatalogue>;
};

/** Edits, one for each file, then what is left to a person. */
export function changesFor(
  shipments: readonly (Shipment | UnclearShipment)[],
  texts: TextFiles,
  { insert, byHand, what, summary, pins }: Insertions,
): readonly Change[] {
  const steps: ManualStep[] = [];
  const ready: Ready[] = [];
  for (const shipment of shipments) {
    const insertion = shipment.known ? insert(shipment) : null;
    if (!shipment.known) steps.push(byHand(shipment));
    else if (insertion === null) steps.push(byHand({ ...shipment, known: false, because: NO_PIN }));
    else {
      const each = readied(insertion, shipments, ready, { texts, pins });
      if (typeof each === 'string') steps.push(insertionByHand(insertion, what, each));
      else ready.push(each);
    }
  }
  const paths = [...new Set(ready.flatMap(({ insertion, grants }) => [pathOf(insertion), ...grants.keys()]))].sort();
  const edits = paths.map((path): EditFile => {
    const here = ready.filter(({ insertion }) => pathOf(insertion) === path);
    const inserted = insertionOperations(here.map(({ insertion }) => insertion));
    const granted = ready.flatMap(({ grants }) => grants.get(path) ?? []);
    const jobs = here.flatMap(({ job }) => job);
    return { kind: 'edit-file', path, operations: [...inserted, ...once(granted), ...jobs], summary };
  });
  return [...edits, ...steps];
}

/** What is written for one shipment. */
type Ready = {
  readonly insertion: Insertion;
  readonly grants: Grants;
  /** Operations of the job that attests apart; none when the pushing job does it itself. */
  readonly job: readonly Operation[];
};

const pathOf = ({ shipment }: Insertion): string => shipment.publish.workflow.path;

/** A sentence when it cannot be written. */
function readied(
  insertion: Insertion,
  all: readonly (Shipment | UnclearShipment)[],
  before: readonly Ready[],
  { texts, pins }: { readonly texts: TextFiles; readonly pins: Fact<PinCatalogue> },
): Ready | string {
  const { shipment } = insertion;
  const { publish } = shipment;
  if (!wantsOwnJob(shipment, texts)) {
    const grants = grantsFor(publish, attestGrants(shipment), texts);
    return grants === null ? undeclared(shipment) : { insertion, grants, job: [] };
  }
  const isSibling = (each: Shipment | UnclearShipment): boolean =>
    each.publish.job === publish.job && each.known && each.subject.kind === 'image';
  const added = attestJob(insertion, all.filter(isSibling).length === 1, pins);
  const apart = `job ${publish.job.id} builds as well, and an identity beside a build can be used by what is built`;
  if (typeof added === 'string') return `${apart}; ${added}`;
  const isFirst = !before.some((each) => each.job.length > 0 && each.insertion.shipment.publish.job === publish.job);
  const job = jobOperations(shipment, added, isFirst);
  const grants = grantsOfCallers(publish.workflow, attestGrants(shipment), texts);
  if (job === null) return `${apart}; an output of that job has the name digest already`;
  if (grants === null) return undeclared(shipment);
  // Only what finds the digest stays in the job that pushes.
  const steps = insertion.steps.filter(({ pin }) => pin === null);
  return { insertion: { ...insertion, steps }, grants, job };
}

function undeclared({ publish: { job, workflow } }: Shipment): string {
  const isCalled = workflow.triggers.some(({ event }) => event === 'workflow_call');
  return isCalled && job.permissions?.value.kind === 'map'
    ? `who calls ${workflow.path} has to give the same permissions first: a called job that asks for more stops the run`
    : `what job ${job.id} may do now is not fully declared, and a first list of permissions takes away what is not on it`;
}

const NO_PIN = 'the commit of the action that is to be added is not known';

const once = (operations: readonly Operation[]): readonly Operation[] => [
  ...new Map(operations.map((each) => [JSON.stringify(each), each])).values(),
];

export const pinOf = (pins: Fact<PinCatalogue>, action: string): Pin | null =>
  pins.state === 'known' ? (pins.value.pins[pinKey(action, 'latest')] ?? null) : null;
