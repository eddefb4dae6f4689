import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal } from '../model/refusal.ts';
import { printableText } from '../report/printable.ts';
import type { Saying } from './invocation.ts';

/** Where what is said goes: the result to standard output or a file, everything else to standard error. */
export type Output = {
  result(text: string): Promise<void>;
  /** A line for the person; silent with `--quiet`. */
  note(line: string): void;
  /** A line that only `--verbose` shows. */
  detail(line: string): void;
};

export function outputFor(saying: Saying, workingDirectory: string): Output {
  const { output, verbosity } = saying;
  return {
    result: (text) =>
      output === null ? writeOut(text) : writeResultFile(resolve(workingDirectory, output), output, text),
    note: (line) => void (verbosity === 'quiet' || writeErr(`${printableText(line)}\n`)),
    detail: (line) => void (verbosity !== 'verbose' || writeErr(`${printableText(line)}\n`)),
  };
}

/** Waits until the reader has taken the text; a reader that left early is not an error. */
export async function writeOut(text: string): Promise<void> {
  if (text === '' || !process.stdout.writable) return;
  if (process.stdout.write(text)) return;
  // What an error means is decided by `tolerateClosedOutput`; here it only ends the waiting.
  await new Promise<void>((resolve) => {
    for (const end of ['drain', 'close', 'error']) process.stdout.once(end, () => resolve());
  });
}

export const writeErr = (text: string): void => {
  if (process.stderr.writable) process.stderr.write(text);
};

/** `check | head` closes our output before we are done: that is the reader's right. Anything else is a real error. */
export function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EOF' && error.code !== 'EBADF') throw error;
    });
  }
}

async function writeResultFile(path: string, asTyped: string, text: string): Promise<void> {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Refusal(`--output ${asTyped} cannot be written`, {
      why: error instanceof Error ? error.message : String(error),
      next: ['name a file in a folder that exists and that you may write to'],
      exitCode: 2,
      cause: error,
    });
  }
}
