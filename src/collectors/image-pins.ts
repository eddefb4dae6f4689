import { imagesTaken } from '../ecosystems/images-taken.ts';
import { type Known, known } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import type { ImagePin } from '../model/pin.ts';
import { type ImageName, imageKey, imageName } from '../workflow/image-name.ts';
import { isImageDigest } from '../workflow/parse-uses.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { ReadsImageDigests } from './reads-image-digests.ts';

/** More would be felt as waiting, and no job needs them. */
const IMAGES_AT_MOST = 20;

/**
 * What the images that are taken by a tag mean now: as this repository pins the same tag elsewhere, else as the registry says.
 * What neither knows has no pin. `registry` null asks nobody.
 */
export async function imagePinsKnown(
  set: WorkflowSet,
  texts: TextFiles,
  registry: ReadsImageDigests | null,
): Promise<Known<Readonly<Record<string, ImagePin>>>> {
  const taken = imagesTaken(set, texts);
  const pins = new Map(pinnedHere(taken));
  const asked = new Map<string, ImageName>();
  for (const image of taken.map(imageName)) {
    if (image !== null && !pins.has(imageKey(image))) asked.set(imageKey(image), image);
  }
  const questions = registry === null ? [] : [...asked].slice(0, IMAGES_AT_MOST);
  const answers = await Promise.all(
    questions.map(async ([key, image]) => [key, (await registry?.(image)) ?? null] as const),
  );
  for (const [key, digest] of answers) if (digest !== null) pins.set(key, { digest, source: 'registry' });
  const sorted = Object.fromEntries([...pins].sort(([a], [b]) => (a < b ? -1 : 1)));
  return questions.length === 0
    ? known(sorted, { via: 'file', at: 'images that are pinned in this repository' })
    : known(sorted, { via: 'api', at: `${questions.length} of ${asked.size} images by tag, at their registries` });
}

/** `name:tag@digest` in one place answers for `name:tag` in another, unless two places differ. */
function pinnedHere(taken: readonly string[]): readonly (readonly [string, ImagePin])[] {
  const digests = new Map<string, Set<string>>();
  for (const text of taken.filter(isImageDigest)) {
    const [tagged = '', digest = ''] = text.split('@');
    const image = /:[^/:]+$/.test(tagged) ? imageName(tagged) : null;
    if (image === null) continue;
    const key = imageKey(image);
    digests.set(key, (digests.get(key) ?? new Set()).add(digest));
  }
  return [...digests].flatMap(([key, found]) => {
    const [digest, other] = found;
    return digest === undefined || other !== undefined ? [] : [[key, { digest, source: 'repository' }] as const];
  });
}
