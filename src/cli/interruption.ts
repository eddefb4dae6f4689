import { constants } from 'node:os';
import { writeErr } from './output.ts';
import { TOOL } from './version.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds that what is being kept may take to be written. */
const PATIENCE = 1000;

let delivering: AbortController | null = null;
let settle: (() => Promise<void>) | null = null;

/** Ends the program when it is told to; while something is being delivered, asks the delivery to stop before its next step. */
export function catchInterruptions(): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (delivering === null || delivering.signal.aborted) return end(128 + constants.signals[signal]);
      delivering.abort();
      // In the next turn: by then a screen has given its place back.
      setImmediate(writeErr, `${TOOL}: stopping before the next step; once more ends it at once\n`);
    });
  }
}

/** From now on the program waits for this before an interruption ends it: what was just chosen is not lost. */
export function settleBeforeEnding(settling: () => Promise<void>): void {
  settle = settling;
}

function end(code: number): void {
  const now = () => {
    writeErr(`${TOOL}: interrupted\n`);
    process.exit(code);
  };
  const settling = settle;
  if (settling === null) now();
  setTimeout(now, PATIENCE);
  // In the next turn: until then a screen hands over what it was told last.
  setImmediate(() => settling?.().then(now, now));
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
