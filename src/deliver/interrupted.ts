import type { ReceiptStep } from '../model/delivery.ts';

/** The user stopped a delivery between two requests. `steps` is what exists by now and how to undo it. */
export class Interrupted extends Error {
  readonly steps: readonly ReceiptStep[];

  constructor(steps: readonly ReceiptStep[]) {
    super('interrupted');
    this.name = 'Interrupted';
    this.steps = steps;
  }
}
