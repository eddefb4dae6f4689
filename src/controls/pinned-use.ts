import type { Fact } from '../model/fact.ts';
import { type PinCatalogue, pinKey } from '../model/pin.ts';

/** `owner/repo/path@commit # version` for lines to paste; a gap to fill where no commit is known. */
export function pinnedUse(action: string, pins: Fact<PinCatalogue>): string {
  const repository = action.split('/').slice(0, 2).join('/');
  const key = pinKey(repository, 'latest');
  const pin = pins.state === 'known' && Object.hasOwn(pins.value.pins, key) ? pins.value.pins[key] : undefined;
  return pin === undefined ? `${action}@<full commit id>` : `${action}@${pin.sha} # ${pin.version ?? 'latest'}`;
}
