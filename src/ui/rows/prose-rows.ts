import { printable } from '../../report/printable.ts';
import { wrapped } from './fit.ts';
import type { Row, Span } from './row.ts';

type Style = Omit<Span, 'text'> & { readonly indent?: number; readonly most?: number; readonly ellipsis?: string };

/** A sentence as rows of at most this width; with `most`, what is beyond that many lines ends in the ellipsis. */
export function proseRows(text: string, width: number, style: Style = {}): readonly Row[] {
  const { indent = 3, most = Number.POSITIVE_INFINITY, ellipsis = '', ...look } = style;
  const lines = wrapped(printable(text), width);
  const shown = lines.slice(0, most);
  return shown.map((line, index) => {
    const isCut = index === shown.length - 1 && lines.length > shown.length;
    return { spans: [{ ...look, text: ' '.repeat(indent) + line + (isCut ? ` ${ellipsis}` : '') }] };
  });
}
