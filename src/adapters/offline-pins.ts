import { type Pin, type PinCatalogue, pinKey } from '../model/pin.ts';
import catalogue from './pin-catalogue.json' with { type: 'json' };

/** One action of the embedded catalogue, as scripts/pins.mjs writes it; the newest release stands first in `tags`. */
type Entry = {
  /** Null when the evidence is too old to say what is newest: only exact releases are known then. */
  readonly latest: string | null;
  /** `v4.1.0 <commit>`. */
  readonly tags: readonly string[];
  /** `v4.1.0 <tag object> <commit>`. */
  readonly objects?: readonly string[];
};

/**
 * What is known without asking anybody: releases of well-known actions up to a day, with majors and minors resolved to their
 * highest release, and `owner/repo@latest`. Import this module only where pins are judged: the catalogue is its weight.
 */
export function offlinePins(): PinCatalogue {
  const pins: Record<string, Pin> = {};
  const tagObjects: Record<string, PinCatalogue['tagObjects'][string]> = {};
  const versions: Record<string, string[]> = {};
  const actions: Readonly<Record<string, Entry>> = catalogue.actions;
  for (const [action, { latest, tags, objects }] of Object.entries(actions)) {
    // Thousands of keys in every run: what pinKey would do again for each is done once here.
    const at = pinKey(action, '');
    for (const line of tags) {
      const [tag, sha] = cut(line);
      const pin: Pin = { sha, version: tag, source: 'catalogue' };
      pins[at + tag] = pin;
      const known = versions[at + sha];
      if (known === undefined) versions[at + sha] = [tag];
      else known.push(tag);
      if (latest === null) continue;
      if (tag === latest) pins[`${at}latest`] = pin;
      // The highest release comes first, so the first that a floating tag could mean is the one it means.
      for (const floating of floatingTags(tag)) pins[at + floating] ??= pin;
    }
    for (const line of objects ?? []) {
      const [tag, rest] = cut(line);
      const [object, sha] = cut(rest);
      tagObjects[object] = { action, tag, sha };
    }
  }
  return { pins, tagObjects, versions, offlineSince: catalogue.evidenceEnds };
}

/** A text before and after its first space. */
function cut(line: string): readonly [string, string] {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space + 1)];
}

/** `v4` and `v4.1` for `v4.1.0`; `2` and `v2` for `2.37.2`, which has its major under both spellings. */
function floatingTags(tag: string): readonly string[] {
  const floating: string[] = [];
  for (let dot = tag.indexOf('.'); dot !== -1; dot = tag.indexOf('.', dot + 1)) floating.push(tag.slice(0, dot));
  return tag.startsWith('v') ? floating : [...floating, ...floating.map((each) => `v${each}`)];
}
