import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { framePainter, repaint } from '../../src/ui/frame-painter.ts';

const at = (lines: readonly string[], rows = 24, columns = 80) => ({ lines, rows, columns });

test('writes only the lines that differ', () => {
  const bytes = repaint(at(['a', 'b', 'c']), at(['a', 'B', 'c']));
  expect(bytes).toContain('\u001B[2;1H');
  expect(bytes).not.toContain('\u001B[1;1H');
  expect(bytes).toContain('B');
});

test('writes nothing when nothing changed', () => {
  expect(repaint(at(['a']), at(['a']))).toBe('');
});

test('erases lines that are gone', () => {
  expect(repaint(at(['a', 'b']), at(['a']))).toContain('\u001B[2;1H\u001B[0m\u001B[2K');
});

test('paints everything after a change of size, and never touches the scrollback', () => {
  const bytes = repaint(at(['a'], 24), at(['a'], 16));
  expect(bytes).toContain('\u001B[H\u001B[J');
  expect(bytes).not.toContain('3J');
});

test('a terminal shows exactly the last frame, at its full width and after getting smaller', async () => {
  const terminal = new Terminal({ cols: 20, rows: 6, allowProposedApi: true });
  const stdout = {
    columns: 20,
    rows: 6,
    write: (bytes: string) => {
      terminal.write(bytes);
      return true;
    },
  };
  // Only what the painter uses of a stream.
  const { stream: painter } = framePainter(stdout as unknown as NodeJS.WriteStream);
  terminal.write('\u001B[?1049h\u001B[?7l');
  const full = '='.repeat(20);
  painter.write(`one\n${full}\nthree\nfour\nfive`);
  painter.write(`one\n${full}\nTHREE\nfour`);
  const shown = async () => {
    await new Promise<void>((resolve) => terminal.write('', resolve));
    return Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true, 0, terminal.cols).trimEnd() ?? '',
    );
  };
  expect(await shown()).toEqual(['one', full, 'THREE', 'four', '', '']);
  terminal.resize(10, 4);
  Object.assign(stdout, { columns: 10, rows: 4 });
  painter.write(`one\n${full}\nTHREE\nfour\nfive\nsix`); // Ink repaints the old tree first
  painter.write('one\n==========\nthree');
  expect(await shown()).toEqual(['one', '==========', 'three', '']);
});
