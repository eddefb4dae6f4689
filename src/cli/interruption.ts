import { constants } from 'node:os';
import { writeErr } from './output.ts';
import { TOOL } from './version.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let delivering: AbortController | null = null;

/** Ends the program when it is told to; while something is being delivered, asks the delivery to stop before its next step. */
export function catchInterruptions(): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (delivering === null || delivering.signal.aborted) {
        writeErr(`${TOOL}: interrupted\n`);
        process.exit(128 + constants.signals[signal]);
      }
      delivering.abort();
      writeErr(`${TOOL}: stopping before the next step; once more ends it at once\n`);
    });
  }
}

/** Runs a delivery that a first interruption stops gently. */
export async function whileDelivering<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  delivering = new AbortController();
  try {
    return await work(delivering.signal);
  } finally {
    delivering = null;
  }
}
