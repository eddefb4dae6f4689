import type { Row } from '../../ui/rows/row.ts';

/** Lines are not broken here: a terminal does that, and a reader reads them whole. */
export const UNBROKEN = 10_000;

/** A row of the screen as a line to be read from top to bottom, or aloud. */
export const rowText = ({ label, spans, end = [] }: Row): string =>
  label ??
  [...spans, ...end]
    .map(({ text }) => text)
    .join('')
    .trimEnd();
