import type { Control } from '../model/control.ts';

/** What a consumer runs once the next release is out; empty when the change is not about releases. */
export function verifyLines(controls: readonly Control[], slug: string | null): readonly string[] {
  if (!controls.some(({ section }) => section === 'attest' || section === 'sign')) return [];
  return [`gh attestation verify FILE --repo ${slug ?? 'OWNER/NAME'}`];
}
