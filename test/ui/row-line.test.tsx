import { render } from 'ink-testing-library';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { RowLine } from '../../src/ui/components/row-line.tsx';
import { Rows } from '../../src/ui/components/rows.tsx';

const frameOf = (element: Parameters<typeof render>[0]): string => {
  const { lastFrame, unmount } = render(element);
  const frame = lastFrame() ?? '';
  unmount();
  return frame;
};

describe('a row on the screen', () => {
  test('shows its spans side by side', () => {
    const row = { spans: [{ text: 'one ' }, { text: 'two', bold: true }] };
    expect(frameOf(<RowLine row={row} width={20} ellipsis="…" />).trimEnd()).toBe('one two');
  });

  test.each([
    ['letters', 'abcdefghijklmnopqrstuvwxyz'],
    ['wide letters', '構築の手順は明確で反復できる'],
  ])('%s that do not fit are cut on one line, and the cut is shown', (_name, text) => {
    const frame = frameOf(<RowLine row={{ spans: [{ text }] }} width={12} ellipsis="…" />);
    expect(frame.split('\n')).toHaveLength(1);
    expect(stringWidth(frame)).toBeLessThanOrEqual(12);
    expect(frame.trimEnd().endsWith('…')).toBe(true);
  });

  test('an empty row keeps its line, so that nothing below it moves', () => {
    const rows = [{ spans: [] }, { spans: [{ text: 'below' }] }];
    const lines = frameOf(<Rows rows={rows} height={2} width={10} ellipsis="…" />).split('\n');
    expect(lines.map((line) => line.trim())).toEqual(['', 'below']);
  });
});
