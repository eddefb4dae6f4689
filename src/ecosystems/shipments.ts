import type { TextFiles } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { shellOf } from '../workflow/shell-commands.ts';
import { stepsOf } from '../workflow/steps.ts';
import { goreleaserFiles } from './goreleaser-files.ts';
import { knownBuilder } from './known-builders.ts';
import { carriesFiles } from './publish-kind.ts';
import type { PublishStep } from './publish-steps.ts';
import { actionName } from './reached-steps.ts';
import { logsInToRegistry } from './registry-logins.ts';
import type { OwnStep, Shipment, UnclearShipment } from './shipment.ts';
import { shippedFiles } from './shipped-files.ts';
import { shippedImage } from './shipped-image.ts';

/**
 * The bytes that each of these steps publishes, those of one step together. A step that publishes nothing but a tag, and a builder that
 * attests what it publishes, are left out; so is what another step publishes as a whole.
 */
export function shipmentsOf(
  publishes: readonly PublishStep[],
  set: WorkflowSet,
  texts: TextFiles,
): readonly (Shipment | UnclearShipment)[] {
  const carrying = publishes.filter(({ kind, job }) => carriesFiles(kind) && knownBuilder(job) === null);
  const all = carrying.map((publish) => shipmentOf(publish, set, texts));
  const whole = all.filter((each) => each.known || each.isPart !== true);
  const isWhole = whole.some(({ publish }) => publish.kind === 'container');
  // Platforms that nobody joins are told once.
  const [loose] = isWhole ? [] : all.filter((each) => !whole.includes(each));
  return joined(loose === undefined ? whole : [...whole, loose]);
}

function shipmentOf(publish: PublishStep, set: WorkflowSet, texts: TextFiles): Shipment | UnclearShipment {
  const { step, via, job, kind } = publish;
  const unclear = (because: string, isPart = false): UnclearShipment => ({ known: false, publish, because, isPart });
  if (via !== null) return unclear(`what ships is decided in ${via}`);
  if (step === null) return unclear('another workflow publishes it');
  if (!job.steps.includes(step)) return unclear('the step runs beside others, which have no order');
  const own: OwnStep = { ...publish, step };
  const condition = step.condition;
  if (actionName(step) === 'goreleaser/goreleaser-action' || /^\s*goreleaser\b/.test(publish.how))
    return ofGoreleaser(own, texts);
  if (kind === 'container') {
    const image = shippedImage(own, set, texts);
    if (!image.known) return unclear(image.because, image.isPart === true);
    if (!logsInToRegistry(job, set, texts)) return unclear('no step of the job is seen to log in to the registry');
    if (image.digest.from !== 'output' && !isBash(own)) return unclear('the step is not written for bash');
    const { names, digest, onlyIf } = image;
    return {
      known: true,
      publish: own,
      subject: { kind: 'image', names, digest },
      when: 'after',
      condition: both(condition, onlyIf),
    };
  }
  const files = shippedFiles(own, set, texts);
  if (!files.known) return unclear(files.because);
  return { known: true, publish: own, subject: { kind: 'files', paths: files.paths }, when: files.when, condition };
}

function ofGoreleaser(publish: OwnStep, texts: TextFiles): Shipment | UnclearShipment {
  if (publish.kind === 'container') {
    return {
      known: false,
      publish,
      because: 'GoReleaser writes the digests of its images only where its configuration says so',
    };
  }
  const files = goreleaserFiles(publish.step, texts);
  if (!files.known) return { known: false, publish, because: files.because };
  if (files.checksums.includes('*') && !isBash(publish))
    return { known: false, publish, because: 'the name of the checksums is computed' };
  const { condition } = publish.step;
  return {
    known: true,
    publish,
    subject: { kind: 'checksums', path: files.checksums, folder: files.folder },
    when: 'after',
    condition,
  };
}

const isBash = ({ workflow, job, step }: OwnStep): boolean =>
  shellOf(workflow, job, { ...step, shell: null }) === 'bash';

/** Two conditions as one. */
function both(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? (other === null ? null : `\${{ ${other} }}`);
  const plain = one.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim();
  return `\${{ (${plain}) && (${other}) }}`;
}

/** Several commands of one step are one shipment; what was shipped by an earlier step of the job already is not named again. */
function joined(all: readonly (Shipment | UnclearShipment)[]): readonly (Shipment | UnclearShipment)[] {
  const found: (Shipment | UnclearShipment)[] = [];
  for (const each of all) {
    const before = found.findIndex(
      (one) =>
        one.publish.step === each.publish.step &&
        one.publish.job === each.publish.job &&
        isImage(one) === isImage(each),
    );
    const one = found[before];
    if (one === undefined || each.publish.step === null) {
      if (!isRepeated(each, found)) found.push(each);
      continue;
    }
    const both = joinTwo(one, each);
    found[before] = both;
  }
  return found;
}

/** A release tool ships files and images in one step. */
const isImage = ({ publish: { kind } }: Shipment | UnclearShipment): boolean => kind === 'container';

function joinTwo(one: Shipment | UnclearShipment, other: Shipment | UnclearShipment): Shipment | UnclearShipment {
  if (!one.known) return one;
  if (!other.known) return other;
  const { subject } = one;
  const { subject: more } = other;
  if (subject.kind === 'files' && more.kind === 'files') {
    const paths = [...new Set([...subject.paths, ...more.paths])];
    return { ...one, when: one.when === 'after' ? 'after' : other.when, subject: { kind: 'files', paths } };
  }
  if (subject.kind === 'image' && more.kind === 'image' && subject.names.join() === more.names.join()) return one;
  return { known: false, publish: one.publish, because: 'one step publishes several different things' };
}

function isRepeated(each: Shipment | UnclearShipment, before: readonly (Shipment | UnclearShipment)[]): boolean {
  const { job } = each.publish;
  return before.some((one) => {
    if (!one.known || !each.known || one.publish.job !== job) return false;
    if (one.subject.kind !== 'files' || each.subject.kind !== 'files') return false;
    const { paths } = one.subject;
    const order = stepsOf(job).indexOf(one.publish.step) < stepsOf(job).indexOf(each.publish.step);
    const isSame = one.condition === null || one.condition === each.condition;
    return order && isSame && each.subject.paths.every((path) => paths.includes(path));
  });
}
