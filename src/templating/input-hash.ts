import type { TemplateInputs } from '../model/change.ts';

/** FNV-1a, 32 bit: spreads short texts well and needs nothing but arithmetic. Not for secrets. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** Eight hexadecimal digits that change when any input does, whatever the order they were given in. */
export function hashOfInputs(inputs: TemplateInputs): string {
  const sorted = Object.entries(inputs).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash32(JSON.stringify(sorted)).toString(16).padStart(8, '0');
}
