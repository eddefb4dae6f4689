import { EventEmitter } from 'node:events';
import { render } from 'ink';
import type { ReactElement } from 'react';

export type Size = { readonly columns: number; readonly rows: number };

export const KEY = {
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  enter: '\r',
  esc: '\u001B',
  tab: '\t',
  space: ' ',
  backspace: '\u007F',
  ctrlC: '\u0003',
  pageDown: '\u001B[6~',
} as const;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Draws an element at a chosen size, and types into it. Nothing here waits for a time. */
export function renderAt(size: Size, element: ReactElement, options: { readonly screenReader?: boolean } = {}) {
  const frames: string[] = [];
  let typed: string | null = null;
  const stdout = Object.assign(new EventEmitter(), size, {
    isTTY: true,
    write(text: string, done?: () => void) {
      if (text !== '' && !text.startsWith('\u001B[?')) frames.push(text);
      done?.();
      return true;
    },
  });
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    setEncoding() {},
    setRawMode() {},
    ref() {},
    unref() {},
    resume() {},
    pause() {},
    read() {
      const text = typed;
      typed = null;
      return text;
    },
  });
  const app = render(element, {
    // The two stand-ins have all of a stream that Ink uses.
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: options.screenReader ?? false,
  });
  const frame = () => frames.at(-1) ?? '';
  /** Until the screen has stopped changing by itself. */
  const quiet = async () => {
    let seen = -1;
    while (seen !== frames.length) {
      seen = frames.length;
      for (let i = 0; i < 4; i += 1) await turn();
    }
  };
  return {
    frame,
    frames,
    quiet,
    lines: () => frame().split('\n'),
    ended: app.waitUntilExit(),
    unmount: app.unmount,
    /** Presses keys one after another, each when the one before has been drawn. */
    async press(...keys: readonly string[]) {
      for (const key of keys) {
        await quiet();
        typed = key;
        stdin.emit('readable');
        await quiet();
      }
    },
    /** Waits for a text to be on the screen. */
    async shows(text: string) {
      for (let i = 0; i < 2000 && !frame().includes(text); i += 1) await turn();
      if (!frame().includes(text)) throw new Error(`the screen never showed "${text}":\n${frame()}`);
    },
    async resize(next: Size) {
      Object.assign(stdout, next);
      stdout.emit('resize');
      await quiet();
    },
  };
}
