import type { PublishStep } from '../ecosystems/publish-steps.ts';
import { actionName } from '../ecosystems/reached-steps.ts';
import type { UnclearShipment } from '../ecosystems/shipment.ts';
import type { ManualStep } from '../model/change.ts';
import type { Operation, YamlValue } from '../model/operation.ts';
import { linesToPaste } from '../workflow/edit/lines-to-paste.ts';
import { type AttestGrant, attestGrants, grantsOfFiles, grantsOfImage } from './attest-grants.ts';
import type { Insertion, NewStep } from './attest-insertion.ts';

const DOCS =
  'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations';

/** The steps to write by hand where they are known, and where they go. */
export function insertionByHand({ shipment, steps, id }: Insertion, what: string, why: string): ManualStep {
  const { publish, when } = shipment;
  return {
    kind: 'manual',
    summary: `${what} what ${nameOf(publish)} publishes in job ${publish.job.id} of ${publish.workflow.path}`,
    why,
    lines: [
      `# job ${publish.job.id}, besides the permissions that its other steps need`,
      ...permissionLines(attestGrants(shipment)),
      `# right ${when} the step on line ${publish.step.place.line}${id === null ? '' : `, which gets "id: ${id}"`}`,
      ...steps.flatMap(stepLines),
    ],
    url: DOCS,
    path: publish.workflow.path,
  };
}

/** The step to write by hand where a part of it has to be filled in. */
export function unclearByHand({ publish, because }: UnclearShipment, uses: string, what: string): ManualStep {
  const isImage = publish.kind === 'container';
  const where = publish.via === null ? `the step on line ${publish.place.line}` : publish.via;
  return {
    kind: 'manual',
    summary: `${what} what ${nameOf(publish)} publishes in job ${publish.job.id} of ${publish.workflow.path}`,
    why: because,
    lines: [
      `# job ${publish.job.id}, besides what it may do already`,
      ...permissionLines(isImage ? grantsOfImage : grantsOfFiles),
      ...packFirst(publish),
      isImage ? `# right after ${where}` : `# after the last step that changes a file, near ${where}`,
      `- name: Attest ${isImage ? 'the image' : 'the files'}`,
      `  uses: ${uses}`,
      '  with:',
      ...(isImage
        ? [
            '    subject-name: <registry/owner/image, without a tag>',
            `    subject-digest: ${digestHint(publish)}`,
            '    push-to-registry: true',
          ]
        : [`    subject-path: ${filesHint(publish)}`]),
      ...(packFirst(publish).length === 0
        ? []
        : [`# instead of ${publish.how.trim()}`, `- run: ${publish.how.trim()} ./packed/*.tgz`]),
    ],
    url: DOCS,
    path: publish.workflow.path,
  };
}

const LONGEST = 60;

/** What a step is called in a sentence: its action, or the first line of its command. */
export const nameOf = (publish: PublishStep): string => {
  const action = publish.step === null ? null : actionName(publish.step);
  if (action !== null) return action;
  const [first = '', ...rest] = publish.how
    .trim()
    .replace(/\\\s*\n/g, '\n')
    .split('\n');
  const text = first.trim().replace(/\s*\\$/, '');
  return text.length > LONGEST || rest.length > 0 ? `"${text.slice(0, LONGEST).trimEnd()} …"` : `"${text}"`;
};

/** npm publishes a file as it is; packed before, it can be attested. */
const packFirst = ({ how }: PublishStep): readonly string[] =>
  isPlainNpm(how)
    ? ['# before the step that publishes', '- run: mkdir packed && npm pack --pack-destination packed']
    : [];

const isPlainNpm = (how: string): boolean => /^npm publish(?:\s+--[^\n]*)?$/.test(how.trim());

function digestHint({ step, how }: PublishStep): string {
  const action = step === null ? null : actionName(step);
  if (action === 'docker/bake-action')
    return `\${{ fromJSON(steps.${step?.id ?? '<id of the step>'}.outputs.metadata)['<target>']['containerimage.digest'] }}`;
  if (action === 'docker/build-push-action') return `\${{ steps.${step?.id ?? '<id of the step>'}.outputs.digest }}`;
  if (/goreleaser/.test(how)) return '<digest of the image, from the file that docker_digest of GoReleaser writes>';
  return '<digest output of the step that pushes>';
}

/** Where the tools that choose their own files are known to leave them. */
const USUAL: readonly (readonly [RegExp, string])[] = [
  [
    /\bnpm\b|\bpnpm\b|\byarn\b|\bbun\b|changeset|lerna|semantic-release/,
    '<the .tgz that "npm pack" makes; publish that very file>',
  ],
  [/\bmvnw?\b/, '<target/*.jar of the modules that are deployed>'],
  [/gradle/, '<build/libs/*.jar of the projects that are published>'],
  [/goreleaser/, '<dist/*checksums.txt, as subject-checksums instead>'],
  [/chart-releaser/, '.cr-release-packages/*.tgz'],
  [/rake\s+release|release-gem/, 'pkg/*.gem'],
];

const filesHint = ({ how }: PublishStep): string =>
  isPlainNpm(how)
    ? 'packed/*.tgz'
    : (USUAL.find(([pattern]) => pattern.test(how))?.[1] ?? '<the very files that are published>');

export const permissionLines = (grants: readonly AttestGrant[]): readonly string[] => [
  'permissions:',
  ...grants.map(({ scope, level, why }) => `  ${scope}: ${level} # ${why}`),
];

/** A step as lines; the version stands behind the commit. */
export function stepLines({ value, pin }: NewStep): readonly string[] {
  const item: YamlValue = value;
  const operation: Operation = { op: 'insert-item', route: [], index: 0, value: item };
  const version = pin?.version ?? null;
  return linesToPaste(operation)
    .slice(1)
    .map((line) => (version !== null && /^[- ]*uses: /.test(line) ? `${line} # ${version}` : line));
}
