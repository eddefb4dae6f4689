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
  for (const [action, entry] of Object.entries(actions)) {
    for (const line of entry.tags) {
      const [tag = '', sha = ''] = line.split(' ');
      const pin: Pin = { sha, version: tag, source: 'catalogue' };
      pins[pinKey(action, tag)] = pin;
      const known = versions[pinKey(action, sha)];
      if (known === undefined) versions[pinKey(action, sha)] = [tag];
      else known.push(tag);
      if (tag === entry.latest) pins[pinKey(action, 'latest')] = pin;
      // The highest release comes first, so the first that a floating tag could mean is the one it means.
      for (const floating of entry.latest === null ? [] : floatingTags(tag)) pins[pinKey(action, floating)] ??= pin;
    }
    for (const line of entry.objects ?? []) {
      const [tag = '', object = '', sha = ''] = line.split(' ');
      tagObjects[object] = { action, tag, sha };
    }
  }
  return { pins, tagObjects, versions, offlineSince: catalogue.evidenceEnds };
}

/** `v4` and `v4.1` for `v4.1.0`; `2` and `v2` for `2.37.2`, which has its major under both spellings. */
function floatingTags(tag: string): readonly string[] {
  const parts = tag.split('.');
  const floating = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
  return tag.startsWith('v') ? floating : [...floating, ...floating.map((each) => `v${each}`)];
}
