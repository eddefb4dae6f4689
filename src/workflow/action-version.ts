import { type PinCatalogue, pinKey } from '../model/pin.ts';
import { isFullSha } from './parse-uses.ts';
import type { UsesReference } from './uses-reference.ts';

/** Which release of an action runs. `floating`: the newest of these numbers, because the tag moves along (`v4`, `v4.1`). */
export type ActionVersion = { readonly numbers: readonly number[]; readonly floating: boolean };

export type RemoteReference = Extract<UsesReference, { readonly owner: string }>;

/**
 * The release that a reference names: its tag, what the catalogue knows of its commit, else what the comment beside the commit claims.
 * Null for branches, and for commits that nothing is known of. Without a catalogue a comment cannot be checked, and counts for nothing.
 */
export function versionOf(reference: RemoteReference, pins: PinCatalogue | null): ActionVersion | null {
  const { owner, repo, ref, comment } = reference;
  const tag = numbersIn(ref);
  if (tag !== null) return { numbers: tag, floating: tag.length < 3 };
  if (!isFullSha(ref) || pins === null) return null;
  const key = pinKey(`${owner}/${repo}`, ref);
  const known = Object.hasOwn(pins.versions, key) ? (pins.versions[key] ?? []) : [];
  const object = Object.hasOwn(pins.tagObjects, ref) ? pins.tagObjects[ref] : undefined;
  const claim = /^(?:tag=|pin@)?(v?\d[\d.]*)/.exec(comment ?? '')?.[1];
  const numbers = mostPrecise(known) ?? mostPrecise(object === undefined ? [] : [object.tag]) ?? numbersIn(claim ?? '');
  return numbers === null ? null : { numbers, floating: false };
}

const mostPrecise = (versions: readonly string[]): readonly number[] | null =>
  versions
    .flatMap((version) => {
      const numbers = numbersIn(version);
      return numbers === null ? [] : [numbers];
    })
    .toSorted((a, b) => b.length - a.length)[0] ?? null;

/** `v4.1.2` → 4, 1, 2. Null for what is no plain version. */
export function numbersIn(text: string): readonly number[] | null {
  return /^v?\d{1,6}(?:\.\d{1,6}){0,2}$/.test(text) ? text.replace(/^v/, '').split('.').map(Number) : null;
}

/** Whether a version is at least another; a floating one stands for the newest of its numbers. Null when the numbers do not tell. */
export function isAtLeast({ numbers, floating }: ActionVersion, wanted: readonly number[]): boolean | null {
  for (const [index, want] of wanted.entries()) {
    const have = numbers[index];
    if (have === undefined) return floating ? true : want === 0 ? true : null;
    if (have !== want) return have > want;
  }
  return true;
}
