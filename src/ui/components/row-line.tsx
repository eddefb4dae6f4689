import { Box, Text } from 'ink';
import { fitRow } from '../rows/fit-row.ts';
import type { Row, Span } from '../rows/row.ts';
import { COLOUR } from '../theme/tones.ts';

type Props = { readonly row: Row; readonly width: number; readonly ellipsis: string };

/** One line, never more: what does not fit is cut before Ink could wrap it. */
export function RowLine({ row, width, ellipsis }: Props) {
  const spans = fitRow(row, width, ellipsis);
  return (
    <Box height={1} flexShrink={0} width={width} {...accessibility(row)}>
      <Text
        wrap="truncate-end"
        aria-hidden={row.hidden ?? false}
        {...(row.label === undefined ? {} : { 'aria-label': row.label })}
      >
        {spans.length === 0 ? ' ' : spans.map(drawn)}
      </Text>
    </Box>
  );
}

function drawn({ text, tone, bold, dim }: Span, index: number) {
  return (
    <Text key={index} bold={bold ?? false} dimColor={dim ?? false} {...(tone ? { color: COLOUR[tone] } : {})}>
      {text}
    </Text>
  );
}

function accessibility({ role, selected, checked }: Row) {
  if (role === undefined) return {};
  return { 'aria-role': role, 'aria-state': { selected: selected ?? false, checked: checked ?? false } } as const;
}
