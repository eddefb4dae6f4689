import { carriesFiles, type PublishKind } from '../ecosystems/publish-kind.ts';
import type { PublishStep } from '../ecosystems/publish-steps.ts';
import { actionName } from '../ecosystems/reached-steps.ts';
import type { ReleaseWorkflow } from '../ecosystems/release-graph.ts';
import type { EditFile, ManualStep } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { Operation, Route, YamlValue } from '../model/operation.ts';
import { type Pin, type PinCatalogue, pinKey } from '../model/pin.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { commandsIn, shellOf } from '../workflow/shell-commands.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { tokenNeeds } from './token-needs.ts';

const ATTEST = 'actions/attest';

/**
 * The attestation in place, for the one clear shape: a single step of a job without a matrix uploads files it names. Empty for any
 * other shape: where several jobs or computed names are involved, only a person knows which bytes ship.
 */
export function attestEdits(release: ReleaseWorkflow, texts: TextFiles, pins: Fact<PinCatalogue>): readonly EditFile[] {
  const pin = attestPin(pins);
  const upload = plainUpload(release);
  if (pin === null || upload === null) return [];
  const { step, job, workflow, files } = upload;
  const grants = grantsFor(upload, texts);
  const index = step.route.at(-1);
  if (grants === null || typeof index !== 'number' || step.route.length !== job.route.length + 2) return [];
  const steps = [...job.route, 'steps'];
  const uses = `${ATTEST}@${pin.sha}`;
  const value: YamlValue = {
    name: 'Attest the files',
    ...(step.condition === null ? {} : { if: step.condition }),
    uses,
    with: { 'subject-path': files.length === 1 ? (files[0] ?? '') : `${files.join('\n')}\n` },
  };
  const operations: readonly Operation[] = [
    { op: 'insert-item', route: steps, index, value },
    ...versionComment(pin, [...steps, index, 'uses'], uses),
    ...grants,
  ];
  const summary = 'the released files get a signed provenance';
  return [{ kind: 'edit-file', path: workflow.path, operations, summary }];
}

/** The lines to write where the shape is not plain, with what is known filled in. */
export function attestLines({ workflow, publishes }: ReleaseWorkflow, pins: Fact<PinCatalogue>): ManualStep {
  const pin = attestPin(pins);
  const uses = pin === null ? `${ATTEST}@<full commit id>` : `${ATTEST}@${pin.sha} # ${pin.version ?? 'latest'}`;
  const upload = publishes.find(({ kind }) => carriesFiles(kind));
  const kind: PublishKind = upload?.kind ?? 'binaries';
  const files = upload?.step ? uploadedFiles(upload.step, upload) : null;
  const subject =
    kind === 'container'
      ? [
          '    subject-name: <registry/owner/image, without a tag>',
          '    subject-digest: <digest output of the step that pushes>',
          '    push-to-registry: true',
        ]
      : [`    subject-path: ${files === null ? '<the very files that are published>' : files.join(', ')}`];
  return {
    kind: 'manual',
    summary: `attest what ${workflow.path} publishes`,
    why: 'which bytes ship is decided in several places of this workflow, so the step belongs where you know they are final',
    lines: [
      `# in the job ${upload?.job.id ?? 'that publishes'}, after the build and before the upload`,
      'permissions: # in addition to what the job has',
      '  id-token: write',
      '  attestations: write',
      ...(kind === 'container' ? ['  packages: write'] : []),
      'steps:',
      `- uses: ${uses}`,
      '  with:',
      ...subject,
    ],
    url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
    path: workflow.path,
  };
}

type PlainUpload = PublishStep & { readonly step: Step; readonly files: readonly string[] };

function plainUpload({ publishes }: ReleaseWorkflow): PlainUpload | null {
  const carrying = publishes.filter(({ kind }) => carriesFiles(kind));
  const [only] = carrying;
  if (only === undefined || carrying.length > 1 || only.step === null || only.via !== null) return null;
  if (only.kind !== 'binaries' || only.job.hasMatrix) return null;
  const files = uploadedFiles(only.step, only);
  return files === null ? null : { ...only, step: only.step, files };
}

/** Names and globs of what a step uploads to a release, as written; null when any of them is computed. */
export function uploadedFiles(
  step: Step,
  { workflow, job }: Pick<PublishStep, 'workflow' | 'job'>,
): readonly string[] | null {
  const written =
    actionName(step) === 'softprops/action-gh-release'
      ? (step.with.files?.value ?? '').split('\n')
      : step.run === null
        ? []
        : wordsOfUpload(step.run.value, shellOf(workflow, job, step));
  const files = written.map((each) => each.trim()).filter((each) => each !== '');
  const isLiteral = files.every(
    (each) => /^[\w@%+=:,./*?{}-]+$/.test(each) && !each.startsWith('-') && !each.includes('${'),
  );
  return files.length > 0 && isLiteral ? files : null;
}

const TAKES_VALUE =
  /^(?:-R|--repo|-t|--title|-n|--notes|-F|--notes-file|--target|--discussion-category|--notes-start-tag)$/;

/** The files of `gh release create|upload TAG FILES…`; a label behind `#` belongs to the name shown. */
function wordsOfUpload(script: string, shell: string | null): readonly string[] {
  const reading = shell === null ? null : commandsIn(script, shell);
  if (reading === null || !reading.known) return [];
  const uploads = reading.commands.filter(
    ({ name, args }) => name === 'gh' && args[0] === 'release' && /^(?:create|upload)$/.test(args[1] ?? ''),
  );
  const [only] = uploads;
  if (only === undefined || uploads.length > 1) return [];
  const words = only.args
    .slice(2)
    .filter((word, at, all) => !word.startsWith('-') && !TAKES_VALUE.test(all[at - 1] ?? ''));
  return words.slice(1).map((word) => word.split('#')[0] ?? '');
}

/**
 * What the job's token must be able to do besides; null when that cannot be said. A first `permissions` block on a job takes away
 * everything it does not list, so all that the job needs is listed with it.
 */
function grantsFor({ workflow, job }: PlainUpload, texts: TextFiles): readonly Operation[] | null {
  const extra = [
    { scope: 'id-token', level: 'write', why: 'signs the attestation' },
    { scope: 'attestations', level: 'write', why: 'stores the attestation' },
  ] as const;
  const declared = job.permissions?.value ?? null;
  if (declared?.kind === 'write-all') return [];
  if (declared !== null && declared.kind !== 'map') return null;
  const grant = (scope: string, level: 'none' | 'read' | 'write', why: string): Operation => ({
    op: 'grant',
    route: job.route,
    scope,
    level,
    why,
  });
  const added = extra.map(({ scope, level, why }) => grant(scope, level, why));
  if (declared !== null) return added;
  const inherited = workflow.permissions?.value ?? null;
  if (inherited?.kind === 'write-all') return [];
  if (inherited?.kind === 'map') {
    const kept = Object.entries(inherited.scopes).filter(([scope]) => !extra.some((each) => each.scope === scope));
    return [...kept.map(([scope, level]) => grant(scope, level, 'as before')), ...added];
  }
  const told = tokenNeeds(workflow, job, workflowsIn(texts), texts);
  if (inherited !== null || !told.understood) return null;
  const needed = told.needs.filter(({ scope }) => !extra.some((each) => each.scope === scope));
  return [...needed.map(({ scope, level, why }) => grant(scope, level, why)), ...added];
}

const attestPin = (pins: Fact<PinCatalogue>): Pin | null =>
  pins.state === 'known' ? (pins.value.pins[pinKey(ATTEST, 'latest')] ?? null) : null;

const versionComment = (pin: Pin, route: Route, uses: string): readonly Operation[] =>
  pin.version === null ? [] : [{ op: 'set-scalar', route, was: uses, now: uses, comment: pin.version }];
