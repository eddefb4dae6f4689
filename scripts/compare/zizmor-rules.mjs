import { NOT_OURS_A, ROWS_A } from './zizmor-rules-a.mjs';
import { NOT_OURS_B, ROWS_B } from './zizmor-rules-b.mjs';

/**
 * Which audit of zizmor asks what which rules of ours ask.
 *
 * `at` says how two places are the same: `line` (both name the same line), `span` (ours lies in the lines of theirs),
 * `shown` (ours is one of the lines that they show for the finding), `step` (ours lies in the step that they speak of),
 * `file` (both speak of the file: what is absent has no line). `rules` judge the very same thing; `wider` are rules that also
 * catch it and mostly ask more, so they count for recall and never as an extra.
 */
export const ROWS = [...ROWS_A, ...ROWS_B];

/** Audits of zizmor that no control of ours answers, and why. */
export const NOT_OURS = { ...NOT_OURS_A, ...NOT_OURS_B };
