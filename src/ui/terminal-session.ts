import { render } from 'ink';
import type { ReactNode } from 'react';
import { framePainter } from './frame-painter.ts';
import { singleKeys } from './input/single-keys.ts';

/** The alternate screen, without a cursor, and without wrapping: a line too long for a moment is cut, not broken. */
const ENTER = '\u001B[?1049h\u001B[H\u001B[?25l\u001B[?7l';
const LEAVE = '\u001B[?7h\u001B[?1049l\u001B[?25h';
const FATAL = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type Terminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** True when the caller ends the program at a signal, in its own time; otherwise it ends here, at once. */
  readonly endsElsewhere?: boolean;
};

/** How a full-screen run ended; not finished when the terminal or Ink ended it. */
export type Ending<T> = { readonly finished: true; readonly value: T } | { readonly finished: false };

/** Owns the alternate screen: whatever happens, the shell gets its terminal back, once. */
export async function fullScreen<T>(app: ReactNode, terminal: Terminal): Promise<Ending<T>> {
  const { stdin, stdout, endsElsewhere = false } = terminal;
  const painter = framePainter(stdout);
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    painter.close();
    stdout.write(LEAVE);
  };
  const killed = Object.entries(FATAL).map(([signal, code]) => {
    const stop = () => {
      leave();
      if (!endsElsewhere) process.exit(code);
    };
    process.once(signal, stop);
    return () => process.off(signal, stop);
  });
  process.once('exit', leave);
  stdout.write(ENTER);
  // A prompt that ran before may have let go of stdin; Ink would end at once.
  stdin.ref();
  stdin.resume();
  // Ink does this only after its first frame: until then a key would be echoed into it, and ctrl-c would be a signal.
  stdin.setRawMode?.(true);
  try {
    const instance = render(app, {
      stdin: singleKeys(stdin),
      stdout: painter.stream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    const value = (await instance.waitUntilExit()) as T | undefined; // what the app exits with is the app's own type
    return value === undefined ? { finished: false } : { finished: true, value };
  } finally {
    leave();
    stdin.setRawMode?.(false);
    // Ink pauses and lets go of stdin; what runs next (a prompt, a pipe) finds it as it was.
    stdin.unref();
    process.off('exit', leave);
    for (const off of killed) off();
  }
}
