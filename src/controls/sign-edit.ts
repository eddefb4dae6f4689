import { isOnGitHub } from '../ecosystems/image-subject-name.ts';
import { jobWorkIn, runsProjectCode } from '../ecosystems/job-work.ts';
import type { PublishStep } from '../ecosystems/publish-steps.ts';
import { actionName } from '../ecosystems/reached-steps.ts';
import type { Shipment, UnclearShipment } from '../ecosystems/shipment.ts';
import { shipmentsOf } from '../ecosystems/shipments.ts';
import type { EditFile } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import type { PinCatalogue } from '../model/pin.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { pinOf } from './attest-edit.ts';
import { type AttestGrant, type Grants, grantsFor, grantsOfCallers } from './attest-grants.ts';
import { type Insertion, insertionOperations, isFinder } from './attest-insertion.ts';
import { attestJob, jobOperations } from './attest-job.ts';
import { COSIGN, signInsertion } from './sign-steps.ts';

/** What could be written, and of each of the others why not. */
export type SignedInPlace = {
  readonly edits: readonly EditFile[];
  readonly left: readonly { readonly publish: PublishStep; readonly because: string }[];
};

type Known = { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles };

/**
 * Keyless signatures for what these steps publish, in the workflows that publish it: files in the job that publishes them, where nothing
 * of the project runs in it; an image in a job of its own, behind the one that pushes it.
 */
export function signInPlace(publishes: readonly PublishStep[], known: Known, pins: Fact<PinCatalogue>): SignedInPlace {
  const shipments = shipmentsOf(publishes, workflowsIn(known.texts), known.texts);
  const left: { publish: PublishStep; because: string }[] = [];
  const ready: Ready[] = [];
  for (const shipment of shipments) {
    const because = shipment.known ? readied(shipment, { known, pins, shipments, ready }) : shipment.because;
    if (typeof because === 'string') left.push({ publish: shipment.publish, because });
    else ready.push(because);
  }
  const paths = [...new Set(ready.flatMap(({ insertion, grants }) => [pathOf(insertion), ...grants.keys()]))].sort();
  const edits = paths.map((path): EditFile => {
    const here = ready.filter(({ insertion }) => pathOf(insertion) === path);
    const inserted = insertionOperations(here.map(({ insertion }) => insertion));
    const granted = ready.flatMap(({ grants }) => grants.get(path) ?? []);
    const operations = [...inserted, ...once(granted), ...here.flatMap(({ job }) => job)];
    return { kind: 'edit-file', path, operations, summary: 'what is released gets a signature' };
  });
  return { edits, left };
}

type Ready = { readonly insertion: Insertion; readonly grants: Grants; readonly job: readonly Operation[] };

const pathOf = ({ shipment }: Insertion): string => shipment.publish.workflow.path;

type Around = {
  readonly known: Known;
  readonly pins: Fact<PinCatalogue>;
  readonly shipments: readonly (Shipment | UnclearShipment)[];
  readonly ready: readonly Ready[];
};

/** A sentence when it cannot be written. */
function readied(shipment: Shipment, { known: { tree, texts }, pins, shipments, ready }: Around): Ready | string {
  const pin = pinOf(pins, COSIGN);
  const { publish } = shipment;
  const { workflow, job } = publish;
  if (pin === null) return 'the commit of the action that is to be added is not known';
  if (workflow.triggers.some(({ event }) => event === 'workflow_call'))
    return `${workflow.path} is called by others, and the signature would carry an identity that depends on who calls`;
  const insertion = signInsertion(shipment, pin);
  if (typeof insertion === 'string') return insertion;
  const wanted = grantsOf(shipment);
  if (shipment.subject.kind === 'files') {
    const work = jobWorkIn(tree, texts, workflowsIn(texts)).find((each) => each.job === job);
    const mixed =
      work === undefined || runsProjectCode(work) || job.steps.some((step) => actionName(step) === 'actions/checkout');
    if (mixed)
      return `job ${job.id} does more than publish, and what runs in it could sign in your name: publish in a job of its own first`;
    const grants = grantsFor(publish, wanted, texts);
    return grants === null ? `what job ${job.id} may do now is not fully declared` : { insertion, grants, job: [] };
  }
  const isSibling = (each: Shipment | UnclearShipment): boolean =>
    each.publish.job === job && each.known && each.subject.kind === 'image';
  const added = attestJob(insertion, shipments.filter(isSibling).length === 1, pins, { verb: 'sign', grants: wanted });
  if (typeof added === 'string') return added;
  const isFirst = !ready.some((each) => each.job.length > 0 && each.insertion.shipment.publish.job === job);
  const operations = jobOperations(shipment, added, isFirst);
  const grants = grantsOfCallers(workflow, wanted, texts);
  if (operations === null) return `an output of job ${job.id} has the name digest already`;
  if (grants === null) return `what calls ${workflow.path} has to give the same permissions first`;
  return { insertion: { ...insertion, steps: insertion.steps.filter(isFinder) }, grants, job: operations };
}

function grantsOf({ subject, publish }: Shipment): readonly AttestGrant[] {
  const identity: AttestGrant = { scope: 'id-token', level: 'write', why: 'the short-lived identity that signs' };
  const push: AttestGrant = { scope: 'packages', level: 'write', why: 'keeps the signature beside the image' };
  const isHere =
    subject.kind === 'image' && subject.names.some((name) => isOnGitHub(name, publish.workflow, publish.job));
  return isHere ? [identity, push] : [identity];
}

const once = (operations: readonly Operation[]): readonly Operation[] => [
  ...new Map(operations.map((each) => [JSON.stringify(each), each])).values(),
];
