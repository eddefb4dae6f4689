import type { PublishStep } from '../ecosystems/publish-steps.ts';
import type { Shipment, UnclearShipment } from '../ecosystems/shipment.ts';
import { shipmentsOf } from '../ecosystems/shipments.ts';
import type { Change, EditFile, ManualStep } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import { type Pin, type PinCatalogue, pinKey } from '../model/pin.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { attestGrants, grantsFor } from './attest-grants.ts';
import { ATTEST, attestInsertion, type Insertion, insertionOperations } from './attest-insertion.ts';
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
    const insertion = each.known ? insert(each) : null;
    if (insertion !== null) return insertionByHand(insertion, what, 'only you know whether these are all of the bytes');
    return byHand(each.known ? { ...each, known: false, because: NO_PIN } : each);
  });

function provenanceInsertions(pins: Fact<PinCatalogue>): Insertions {
  const pin = pinOf(pins, ATTEST);
  const uses = pinnedUse(ATTEST, pins);
  return {
    insert: (shipment) => (pin === null ? null : attestInsertion(shipment, pin)),
    byHand: (shipment) => unclearByHand(shipment, uses, 'attest'),
    what: 'attest',
    summary: 'what is released gets a signed provenance',
  };
}

export type Insertions = {
  /** Steps beside a shipment; null when that cannot be said, with steps by hand instead. */
  readonly insert: (shipment: Shipment) => Insertion | null;
  readonly byHand: (shipment: UnclearShipment) => ManualStep;
  /** Verb of the summary of a step by hand. */
  readonly what: string;
  readonly summary: string;
};

/** Edits, one for each file, then what is left to a person. */
export function changesFor(
  shipments: readonly (Shipment | UnclearShipment)[],
  texts: TextFiles,
  { insert, byHand, what, summary }: Insertions,
): readonly Change[] {
  const operations = new Map<string, Operation[]>();
  const insertions = new Map<string, Insertion[]>();
  const steps: ManualStep[] = [];
  for (const shipment of shipments) {
    if (!shipment.known) {
      steps.push(byHand(shipment));
      continue;
    }
    const insertion = insert(shipment);
    const images = shipment.subject.kind === 'image' ? shipment.subject.names : [];
    const grants = insertion === null ? null : grantsFor(shipment.publish, attestGrants(images), texts);
    if (insertion === null) steps.push(byHand({ ...shipment, known: false, because: NO_PIN }));
    else if (grants === null) steps.push(insertionByHand(insertion, what, undeclared(shipment)));
    else {
      const { path } = shipment.publish.workflow;
      insertions.set(path, [...(insertions.get(path) ?? []), insertion]);
      for (const [file, own] of grants) operations.set(file, [...(operations.get(file) ?? []), ...own]);
    }
  }
  const paths = [...new Set([...insertions.keys(), ...operations.keys()])].sort();
  const edits = paths.map((path): EditFile => {
    const inserted = insertionOperations(insertions.get(path) ?? []);
    return { kind: 'edit-file', path, operations: [...inserted, ...once(operations.get(path) ?? [])], summary };
  });
  return [...edits, ...steps];
}

const undeclared = ({ publish: { job } }: Shipment): string =>
  `what job ${job.id} may do now is not fully declared, and a first list of permissions takes away what is not on it`;

const NO_PIN = 'the commit of the action that is to be added is not known';

const once = (operations: readonly Operation[]): readonly Operation[] => [
  ...new Map(operations.map((each) => [JSON.stringify(each), each])).values(),
];

export const pinOf = (pins: Fact<PinCatalogue>, action: string): Pin | null =>
  pins.state === 'known' ? (pins.value.pins[pinKey(action, 'latest')] ?? null) : null;
