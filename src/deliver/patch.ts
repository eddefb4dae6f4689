import type { DeliveryRequest, Outcome } from '../model/delivery.ts';
import { quoted } from './receipt.ts';

/** Where a patch goes: a file or standard output. */
export interface WritesText {
  /** Shown in the receipt: the file's path, or `standard output`. */
  readonly name: string;
  /** True when the text ends up in a file that can be removed again. */
  readonly isFile: boolean;
  /** Throws a Refusal when it cannot be written. */
  write(text: string): Promise<void>;
}

/** Hands the unified diff over as it is. Without files to change the text is empty, and still written. */
export async function deliverPatch(request: DeliveryRequest, diff: string, out: WritesText): Promise<Outcome> {
  await out.write(diff);
  const isEmpty = diff === '';
  return {
    kind: 'patch',
    state: isEmpty ? 'nothing-to-do' : 'delivered',
    branch: null,
    commit: null,
    url: null,
    notes: isEmpty
      ? []
      : [
          `The patch applies to ${request.base.ref} at ${request.base.sha.slice(0, 12)}: git apply ${out.isFile ? quoted(out.name) : '<file>'}`,
        ],
    steps:
      isEmpty || !out.isFile
        ? []
        : [{ kind: 'file', target: out.name, before: null, after: null, inverse: null, state: 'done' }],
  };
}
