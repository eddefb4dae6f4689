import type { Shipment } from '../ecosystems/shipment.ts';
import type { YamlValue } from '../model/operation.ts';
import type { Pin } from '../model/pin.ts';
import { ATTEST, type NewStep } from './attest-insertion.ts';

export const SBOM_ACTION = 'anchore/sbom-action';

export type SbomPins = { readonly attest: Pin; readonly sbom: Pin };

/** Besides the inputs of the attest step: the folder behind a list of checksums, and whether the repository’s name has capitals. */
export type SbomHints = { readonly folder: string | null; readonly hasCapitals: boolean };

/** What is looked into for a list of components. */
export type SbomSource =
  | { readonly known: true; readonly inputs: Readonly<Record<string, string>> }
  | { readonly known: false; readonly because: string };

type Inputs = Readonly<Record<string, YamlValue>>;

const given = (inputs: Inputs, name: string): string => {
  const value = inputs[name];
  return typeof value === 'string' ? value.trim() : '';
};

/**
 * Where the components of what an attest step names can be seen: the image itself, or the folder or file that ships.
 */
export function sbomSource(inputs: Inputs, { folder, hasCapitals }: SbomHints): SbomSource {
  const unclear = (because: string): SbomSource => ({ known: false, because });
  const digest = given(inputs, 'subject-digest');
  // Whoever pushes writes the name in small letters; a tool that pulls by the name refuses any other.
  if (digest !== '' && hasCapitals && /github\.repository/.test(given(inputs, 'subject-name')))
    return unclear('the name of the repository has capitals, and the name of an image has none');
  if (digest !== '') return { known: true, inputs: { image: `${given(inputs, 'subject-name')}@${digest}` } };
  const checksums = given(inputs, 'subject-checksums');
  if (checksums !== '') {
    if (/digest/i.test(checksums)) return unclear('the list of digests names several images');
    const path = folder ?? (checksums.includes('${{') ? '' : folderOf(checksums));
    return path === ''
      ? unclear('the folder of the files is not named beside their checksums')
      : { known: true, inputs: { path } };
  }
  const paths = given(inputs, 'subject-path')
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('!'));
  const [only, ...others] = paths;
  if (only === undefined) return unclear('the attestation names no files');
  const opaque = paths.find((path) => OPAQUE.test(path));
  if (opaque !== undefined && paths.every((path) => OPAQUE.test(path) || ARCHIVE.test(path)))
    return unclear(`what is inside of ${opaque} cannot be seen from outside`);
  if (others.length === 0 && !/[*?[]/.test(only)) return { known: true, inputs: { file: only } };
  if (paths.every((path) => ARCHIVE.test(path)))
    return unclear('a look at a folder of archives does not see what is inside of them');
  const folders = new Set(paths.map(folderOf));
  const [one = ''] = folders;
  return folders.size === 1 && one !== '' && !one.includes('${{')
    ? { known: true, inputs: { path: one } }
    : unclear('the files ship from several folders, or from one that holds other things as well');
}

const ARCHIVE = /\.(?:tar|tgz|zip|gz|xz|bz2|zst)$/i;

/** Installers and packages that tools for lists of components do not unpack. */
const OPAQUE = /\.(?:7z|deb|rpm|apk|whl|gem|crate|nupkg|dmg|msi|pkg|vsix|phar|snap|appimage|flatpak)$/i;

/** The folder in front of the first pattern. */
function folderOf(path: string): string {
  const literal = path.split('/').findIndex((part) => /[*?[]/.test(part));
  const parts = path.split('/').slice(0, literal < 0 ? -1 : literal);
  return parts.filter((part) => part !== '.').join('/');
}

/** The steps that make a list of components and bind it to what an attest step names. `file` exists already when `source` is null. */
export function sbomSteps(
  subject: { readonly name: string; readonly inputs: Inputs; readonly condition: string | null },
  source: Readonly<Record<string, string>> | null,
  file: string,
  { attest, sbom }: SbomPins,
): readonly NewStep[] {
  const condition = subject.condition === null ? {} : { if: subject.condition };
  const make: NewStep = {
    value: {
      name: `List what is inside ${subject.name}`,
      ...condition,
      uses: `${SBOM_ACTION}@${sbom.sha}`,
      with: {
        ...source,
        format: 'spdx-json',
        'output-file': file,
        'upload-artifact': false,
        'upload-release-assets': false,
      },
    },
    pin: sbom,
  };
  const bind: NewStep = {
    value: {
      name: `Attest the list of ${subject.name}`,
      ...condition,
      uses: `${ATTEST}@${attest.sha}`,
      with: { ...subject.inputs, 'sbom-path': file },
    },
    pin: attest,
  };
  return source === null ? [bind] : [make, bind];
}

/** Outside of the workspace, so that no pattern ships it unasked. */
export const sbomFile = (number: number): string =>
  `\${{ runner.temp }}/sbom${number === 1 ? '' : `-${number}`}.spdx.json`;

/** The folder behind a list of checksums that a shipment is named by. */
export const folderBehind = ({ subject }: Shipment): string | null =>
  subject.kind === 'checksums' ? subject.folder : null;
