const BEGIN = '\u001B[?2026h';
const END = '\u001B[?2026l';
const CLEAR = '\u001B[H\u001B[J';
/** Erased before it is written: after the last column the cursor stands on that column, and would erase it. */
const ERASE_LINE = '\u001B[2K';
const RESET = '\u001B[0m';

/** What is on the screen: lines, and the size they were painted for. */
export type Painted = { readonly lines: readonly string[]; readonly rows: number; readonly columns: number };

/** The bytes that turn one frame into another: only the lines that differ, or everything after a change of size. */
export function repaint(before: Painted | null, after: Painted): string {
  const isFresh = before === null || before.rows !== after.rows || before.columns !== after.columns;
  const old = isFresh ? [] : before.lines;
  const height = Math.max(old.length, after.lines.length);
  const changes = Array.from({ length: height }, (_, index) => index)
    .filter((index) => isFresh || old[index] !== after.lines[index])
    .map((index) => `\u001B[${index + 1};1H${RESET}${ERASE_LINE}${after.lines[index] ?? ''}${RESET}`);
  if (changes.length === 0) return '';
  return `${BEGIN}${isFresh ? CLEAR : ''}${changes.join('')}${END}`;
}

/** `close` drops all that comes later: Ink draws once more when a signal ends the process, and the screen is not ours any more. */
export type Painter = { readonly stream: NodeJS.WriteStream; close(): void };

/**
 * A stream for Ink's `debug` mode, which hands over each frame whole and leaves the cursor alone. Ink 6.8's own incremental
 * writer begins one line too low when frames are equally tall, and its full one wipes the scrollback of a terminal that
 * shrinks; here neither can happen.
 */
export function framePainter(stdout: NodeJS.WriteStream): Painter {
  let painted: Painted | null = null;
  let isClosed = false;
  const write = (chunk: string | Uint8Array, ...rest: []): boolean => {
    if (isClosed && chunk !== '') return true;
    // Ink's own control sequences (cursor, queries) and its empty barrier write are not frames.
    if (typeof chunk !== 'string' || chunk === '' || chunk.startsWith('\u001B[?')) return stdout.write(chunk, ...rest);
    const { rows = 24, columns = 80 } = stdout;
    const after = { lines: chunk.split('\n').slice(0, rows), rows, columns };
    const bytes = repaint(painted, after);
    painted = after;
    return bytes === '' ? true : stdout.write(bytes);
  };
  const stream = new Proxy(stdout, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    stream,
    close: () => {
      isClosed = true;
    },
  };
}
