import type { TextFiles } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { imageSubjectName } from './image-subject-name.ts';
import { hasOption, type Invocation } from './invocation.ts';
import { actionName } from './reached-steps.ts';
import { logsInElsewhere } from './registry-logins.ts';
import type { ImageDigest, OwnStep } from './shipment.ts';
import { valuesOfWord } from './subject-paths.ts';
import { tracedCommands } from './traced-command.ts';

/** What a step pushes: names without tags, and how to learn the digest. */
export type ShippedImage =
  | {
      readonly known: true;
      readonly names: readonly string[];
      readonly digest: ImageDigest;
      /** What `push` says when it is computed. */
      readonly onlyIf: string | null;
    }
  | { readonly known: false; readonly because: string; readonly isPart?: true };

const unclear = (because: string): ShippedImage => ({ known: false, because });

/** The image that one step pushes to a registry. */
export function shippedImage(publish: OwnStep, set: WorkflowSet, texts: TextFiles): ShippedImage {
  const { step } = publish;
  if (step.uses === null) return byCommand(publish, set, texts);
  const name = actionName(step) ?? '';
  return name === 'docker/build-push-action'
    ? byBuildPush(publish, logsInElsewhere(publish.job, set, texts))
    : unclear(`the digest of what ${name} pushes is not one output of the step`);
}

const input = (step: Step, name: string): string => step.with[name]?.value.trim() ?? '';

function byBuildPush(publish: OwnStep, isQualified: boolean): ShippedImage {
  const { step } = publish;
  const outputs = input(step, 'outputs');
  if (/push-by-digest=true/.test(outputs)) {
    return { known: false, because: 'it pushes one platform, and another job joins them under a name', isPart: true };
  }
  const push = input(step, 'push');
  const written = input(step, 'tags') || (/(?:^|,)name=([^,"\n]+)/.exec(outputs)?.[1] ?? '');
  const names = namesIn(written, publish, isQualified);
  if (typeof names === 'string') return unclear(names);
  const onlyIf = /^\$\{\{([\s\S]*)\}\}$/.exec(push)?.[1]?.trim() ?? null;
  return {
    known: true,
    names,
    digest: { from: 'output' },
    onlyIf: /push=true|type=registry/.test(outputs) ? null : onlyIf,
  };
}

/** Qualified names behind `tags:`, or the sentence that says why not. */
function namesIn(tags: string, { workflow, job }: OwnStep, isQualified: boolean): readonly string[] | string {
  const written = tags
    .split(/[\n,](?![^{]*\}\})/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line) => imagesBehind(line, job.steps));
  // One value of a step may hold several names, or a tag.
  if (written.some((each) => /^\$\{\{\s*(?:steps|needs)\.[^}]*\}\}$/.test(each)))
    return 'a step of the job computes the names of the image';
  const found = written.map((each) => imageSubjectName(each, workflow, job, isQualified));
  if (found.length === 0) return 'the names of the image are not written in the job';
  const names = found.filter((each) => each !== null);
  return names.length === found.length
    ? [...new Set(names)]
    : `the registry of "${written.find((_, at) => found[at] === null) ?? ''}" is only known while the job runs`;
}

/** What docker/metadata-action is told, behind the output that names its tags. */
function imagesBehind(tag: string, steps: readonly Step[]): readonly string[] {
  const output = /^\$\{\{\s*steps\.([\w-]+)\.outputs\.tags\s*\}\}$/.exec(tag)?.[1];
  if (output === undefined) return [tag];
  const meta = steps.find(({ id }) => id === output);
  if (meta === undefined || actionName(meta) !== 'docker/metadata-action')
    return [`\${{ steps.${output}.outputs.tags }}`];
  return metadataImages(meta);
}

const metadataImages = (meta: Step): readonly string[] =>
  input(meta, 'images')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/,enable=false/.test(line))
    .map((line) => line.replace(/^name=/, '').replace(/,(?:enable|name)=.*$/, ''));

function byCommand(publish: OwnStep, set: WorkflowSet, texts: TextFiles): ShippedImage {
  const { step, how, place, workflow, job } = publish;
  const traced = tracedCommands(set, texts).find(
    ({ at, isWritten, command, place: at2 }) =>
      at.actual === step && isWritten && command.text === how && at2.line === place.line,
  );
  if (traced === undefined) return unclear('the command is not written in the step itself');
  const invocation = traced.invocations.find(({ program }) => /^(?:docker|podman)$/.test(program));
  const reference = invocation === undefined ? null : referenceOf(invocation);
  if (invocation === undefined || reference === null) return unclear('the image is not named by the command');
  const { word, from } = reference;
  if (from === 'registry' && word === null) return joinedByMetadata(publish);
  const site = { workflow, job, step, directory: '', script: step.run?.value ?? '' };
  const [value, ...others] = valuesOfWord(word ?? '', site) ?? [];
  if (value === undefined || others.length > 0) return unclear(`the name "${word}" is only known while the step runs`);
  const name = imageSubjectName(value, workflow, job);
  if (name === null) return unclear(`the registry of "${value}" is only known while the job runs`);
  return { known: true, names: [name], digest: { from, image: value }, onlyIf: null };
}

/** The reference a command pushes; a null `word` is one that the metadata of an earlier step names. */
function referenceOf(
  invocation: Invocation,
): { readonly word: string | null; readonly from: 'local' | 'registry' } | null {
  const { words, options, args } = invocation;
  const tag = options.map((option) => /^(?:-t|--tag)=(.+)$/.exec(option)?.[1]).find((each) => each !== undefined);
  if (words[0] === 'push' || (words[0] === 'image' && words[1] === 'push')) {
    const word = words.at(-1);
    if (invocation.program !== 'docker' || hasOption(invocation, '-a', '--all-tags') || word === undefined) return null;
    return { word, from: 'local' };
  }
  if (words[0] === 'manifest' && words[1] === 'push') return { word: words[2] ?? null, from: 'registry' };
  if (words[0] === 'buildx' && words[1] === 'imagetools') {
    if (tag !== undefined) return { word: tag, from: 'registry' };
    return args.some((arg) => /DOCKER_METADATA_OUTPUT_(?:JSON|TAGS)/.test(arg))
      ? { word: null, from: 'registry' }
      : null;
  }
  return tag === undefined ? null : { word: tag, from: 'registry' };
}

/** `imagetools create $(jq … <<< "$DOCKER_METADATA_OUTPUT_JSON")`: the tags are those of the one metadata step of the job. */
function joinedByMetadata({ job, workflow }: OwnStep): ShippedImage {
  const [meta, ...others] = stepsOf(job).filter((each) => actionName(each) === 'docker/metadata-action');
  if (meta === undefined || meta.id === null || others.length > 0)
    return unclear('the tags come from the environment of the job');
  const names = metadataImages(meta).map((each) => imageSubjectName(each, workflow, job));
  const known = names.filter((each) => each !== null);
  if (names.length === 0 || known.length !== names.length)
    return unclear('the registry of the image is only known while the job runs');
  return {
    known: true,
    names: [...new Set(known)],
    digest: { from: 'registry', image: `\${{ fromJSON(steps.${meta.id}.outputs.json).tags[0] }}` },
    onlyIf: null,
  };
}
