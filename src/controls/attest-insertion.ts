import type { Shipment } from '../ecosystems/shipment.ts';
import type { Operation, YamlValue } from '../model/operation.ts';
import type { Pin } from '../model/pin.ts';
import { replaceExpressions } from '../workflow/expressions.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Job } from '../workflow/workflow-file.ts';

export const ATTEST = 'actions/attest';

/** Steps to put beside the one that publishes, and the id that one gets for it. */
export type Insertion = {
  readonly shipment: Shipment;
  /** Null: it has one, or needs none. */
  readonly id: string | null;
  readonly steps: readonly NewStep[];
};

/** A step, and what its `uses` is pinned to. */
export type NewStep = { readonly value: Readonly<Record<string, YamlValue>>; readonly pin: Pin | null };

/** A step that only finds out what the publishing step did, and hands it on by its id. */
export const isFinder = ({ value, pin }: NewStep): boolean => pin === null && typeof value.id === 'string';

type Inputs = Readonly<Record<string, YamlValue>>;

/** What an attest step is handed: one for each name of an image. */
export type AttestSubject = { readonly name: string; readonly inputs: Inputs };

/** The steps that attest a shipment's provenance. `pin` is that of actions/attest. */
export function attestInsertion(shipment: Shipment, pin: Pin): Insertion {
  const { id, finds, subjects } = subjectsOf(shipment);
  const attests = subjects.map(({ name, inputs }) => newStep(shipment, `Attest ${name}`, ATTEST, pin, inputs));
  return { shipment, id, steps: [...finds, ...attests] };
}

export function newStep(shipment: Shipment, name: string, action: string, pin: Pin, inputs: Inputs): NewStep {
  const condition = shipment.condition === null ? {} : { if: shipment.condition };
  return { value: { name, ...condition, uses: `${action}@${pin.sha}`, with: inputs }, pin };
}

/** Ids that steps get here. */
const IDS = { image: 'image-digest', checksums: 'checksums', push: 'push' } as const;

/** What names the bytes of a shipment, the steps that have to find that out first, and the id the publishing step needs. */
export function subjectsOf(shipment: Shipment): {
  readonly id: string | null;
  readonly finds: readonly NewStep[];
  readonly subjects: readonly AttestSubject[];
} {
  const { subject, publish } = shipment;
  if (subject.kind === 'files') {
    const [only = ''] = subject.paths;
    const path = subject.paths.length === 1 ? only : `${subject.paths.join('\n')}\n`;
    return { id: null, finds: [], subjects: [{ name: 'the files', inputs: { 'subject-path': path } }] };
  }
  if (subject.kind === 'checksums') {
    const isFound = !subject.path.includes('*');
    const id = freeId(shipment, IDS.checksums);
    const list = isFound ? subject.path : `\${{ steps.${id}.outputs.path }}`;
    const finds = isFound ? [] : [findChecksums(shipment, subject.path, id)];
    return { id: null, finds, subjects: [{ name: 'the files', inputs: { 'subject-checksums': list } }] };
  }
  const own = publish.step.id ?? freeId(shipment, IDS.push);
  const isTold = subject.digest.from === 'output';
  const id = isTold ? own : freeId(shipment, IDS.image);
  const several = subject.names.length > 1;
  return {
    id: isTold && publish.step.id === null ? own : null,
    finds: isTold ? [] : [readDigest(shipment, id)],
    subjects: subject.names.map((name) => ({
      name: several ? `the image in ${registryOf(name)}` : 'the image',
      inputs: {
        'subject-name': name,
        'subject-digest': `\${{ steps.${id}.outputs.digest }}`,
        'push-to-registry': true,
      },
    })),
  };
}

const registryOf = (name: string): string => {
  const first = name.split('/')[0] ?? name;
  return first.includes('${{') ? name : first;
};

/** An id that no step of the job has. */
function freeId({ publish: { job } }: Shipment, wanted: string): string {
  const ids = stepsOf(job).map(({ id }) => id);
  if (!ids.includes(wanted)) return wanted;
  const number = [2, 3, 4, 5, 6, 7, 8, 9].find((each) => !ids.includes(`${wanted}-${each}`));
  return `${wanted}-${number ?? 10}`;
}

function script(shipment: Shipment, name: string, id: string, run: string, env: Inputs): NewStep {
  const condition = shipment.condition === null ? {} : { if: shipment.condition };
  return { value: { name, id, ...condition, ...(Object.keys(env).length > 0 ? { env } : {}), run }, pin: null };
}

const findChecksums = (shipment: Shipment, pattern: string, id: string): NewStep =>
  script(shipment, 'Find the checksums', id, `echo "path=$(echo ${pattern})" >> "$GITHUB_OUTPUT"`, {});

/** After a push, Docker knows the digest under which each registry holds the image; for what it only joined, the registry is asked. */
function readDigest(shipment: Shipment, id: string): NewStep {
  const { subject } = shipment;
  if (subject.kind !== 'image' || subject.digest.from === 'output') throw new Error('the digest is an output already');
  const { from, image } = subject.digest;
  const asked =
    from === 'registry'
      ? 'digest=$(docker buildx imagetools inspect "$REFERENCE" --format \'{{json .Manifest}}\' | jq -r .digest)'
      : 'digest=$(docker image inspect "$REFERENCE" --format \'{{range .RepoDigests}}{{println .}}{{end}}\' | grep -F "$REPOSITORY@" | cut -d @ -f 2)';
  const env = from === 'registry' ? { REFERENCE: image } : { REFERENCE: image, REPOSITORY: withoutTag(image) };
  return script(
    shipment,
    'Read the digest of the image',
    id,
    `${asked}\necho "digest=$digest" >> "$GITHUB_OUTPUT"\n`,
    env,
  );
}

/** The colon of a tag stands behind the last slash, and outside of expressions. */
function withoutTag(image: string): string {
  const masked = replaceExpressions(image, (whole) => '_'.repeat(whole.length));
  const colon = masked.lastIndexOf(':');
  return colon > masked.lastIndexOf('/') ? image.slice(0, colon) : image;
}

/** The operations of several insertions into one file, so that no index moves under a later one. */
export function insertionOperations(insertions: readonly Insertion[]): readonly Operation[] {
  const lastFirst = [...insertions].sort((a, b) => indexOf(b) - indexOf(a));
  const ids = insertions.flatMap(({ shipment, id }): readonly Operation[] => {
    const { step } = shipment.publish;
    const place = step.name === null ? { before: step.uses === null ? 'run' : 'uses' } : { after: 'name' };
    return id === null ? [] : [{ op: 'add-key', route: step.route, key: 'id', value: id, ...place }];
  });
  return [...ids, ...lastFirst.flatMap(insert)];
}

const indexOf = ({ shipment: { publish, when } }: Insertion): number => {
  const index = publish.step.route.at(-1);
  return (typeof index === 'number' ? index : 0) + (when === 'after' ? 1 : 0);
};

const insert = (insertion: Insertion): readonly Operation[] =>
  insertSteps(insertion.shipment.publish.job, indexOf(insertion), insertion.steps);

/** New steps of a job from a place on, with the versions behind their commits. */
export const insertSteps = ({ route: job }: Job, from: number, steps: readonly NewStep[]): readonly Operation[] =>
  steps.flatMap(({ value, pin }, offset): readonly Operation[] => {
    const route = [...job, 'steps'];
    const index = from + offset;
    const { uses } = value;
    const item: Operation = { op: 'insert-item', route, index, value };
    if (typeof uses !== 'string' || pin?.version == null) return [item];
    return [item, { op: 'set-scalar', route: [...route, index, 'uses'], was: uses, now: uses, comment: pin.version }];
  });
