import { Box } from 'ink';
import type { Row } from '../rows/row.ts';
import { RowLine } from './row-line.tsx';

type Props = {
  readonly rows: readonly Row[];
  /** Lines to fill; more rows are not drawn, fewer leave room below. */
  readonly height: number;
  readonly width: number;
  readonly ellipsis: string;
};

/** A block of lines of a fixed height, so that nothing below it moves. */
export function Rows({ rows, height, width, ellipsis }: Props) {
  return (
    <Box flexDirection="column" height={height} width={width} flexShrink={0} overflow="hidden">
      {rows.slice(0, height).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is known by its place
        <RowLine key={index} row={row} width={width} ellipsis={ellipsis} />
      ))}
    </Box>
  );
}
