import { type PinCatalogue, pinKey } from '../model/pin.ts';

/** `owner/repo` of a reference that may go on with a path, in lower case. */
export const repositoryOf = (action: string): string => action.split('/').slice(0, 2).join('/').toLowerCase();

/** The key under which a pack's action is looked up: the version the pack holds it at, else the latest. */
export const packPinKey = (action: string, held: Readonly<Record<string, string>>): string => {
  const repository = repositoryOf(action);
  return pinKey(repository, held[repository] ?? 'latest');
};

/** `owner/repo/path@<commit> # v1.2.3`, or null when the pin is not known. */
export function pinnedUses(action: string, held: Readonly<Record<string, string>>, pins: PinCatalogue): string | null {
  const pin = pins.pins[packPinKey(action, held)];
  if (pin === undefined) return null;
  return pin.version === null ? `${action}@${pin.sha}` : `${action}@${pin.sha} # ${pin.version}`;
}
