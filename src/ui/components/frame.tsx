import { Box } from 'ink';
import type { SectionId } from '../../model/section.ts';
import { hasDecided } from '../../session/decided.ts';
import type { StepId } from '../../session/session.ts';
import { useActions } from '../input/use-actions.ts';
import type { Action } from '../keymap.ts';
import { FRAME, layoutFor } from '../layout.ts';
import { headerRows } from '../rows/header-rows.ts';
import { helpRows } from '../rows/help-rows.ts';
import { hintRow } from '../rows/hint-row.ts';
import { leavingRows } from '../rows/leaving-rows.ts';
import { BLANK, type Row } from '../rows/row.ts';
import { useShell } from '../shell.ts';
import { glyphs } from '../theme/glyphs.ts';
import { useScroll } from '../use-scroll.ts';
import { Rows } from './rows.tsx';

type Props = {
  readonly step: StepId;
  readonly section?: SectionId | null;
  readonly body: readonly Row[];
  /** A second column, where the terminal is wide enough. */
  readonly beside?: readonly Row[] | null;
  readonly status: Row;
  /** What the screen handles now. */
  readonly actions: readonly Action[];
  /** True while a text field has all keys. */
  readonly typing?: boolean;
  /** False while something is being written: then only ctrl-c stops it. */
  readonly leavable?: boolean;
};

/** The same five lines around every body, and the pages that lie over it: help, and the question before leaving. */
export function Frame({
  step,
  section = null,
  body,
  beside = null,
  status,
  actions,
  typing = false,
  leavable = true,
}: Props) {
  const shell = useShell();
  const { session, unicode, overlay, setOverlay } = shell;
  const layout = layoutFor(shell);
  const { ellipsis } = glyphs(unicode);
  // Something chosen is saved, but not delivered: that is worth a question. After a delivery nothing is open.
  const asks = hasDecided(session) && session.delivery?.state !== 'delivered';
  const ways = useActions(
    {
      help: () => setOverlay('help'),
      ...(leavable ? { quit: () => (asks ? setOverlay('leaving') : shell.leave()) } : {}),
    },
    !typing && overlay === null,
  );
  const handled = typing ? actions : [...actions, ...ways];
  const help = helpRows(handled, unicode);
  const scroll = useScroll(help.length, layout.body);
  const helping = useActions({ ...scroll.handlers, back: () => setOverlay(null) }, overlay === 'help');
  const leaving = useActions({ leave: () => shell.leave(), back: () => setOverlay(null) }, overlay === 'leaving');

  const overlaid = overlay === 'help' ? scroll.visible(help) : overlay === 'leaving' ? leavingRows(session) : null;
  const hinted = overlay === 'help' ? helping : overlay === 'leaving' ? leaving : handled;
  const isWide = layout.beside !== null && beside !== null && overlaid === null;
  const { width } = layout;
  const line = { ellipsis, width };
  return (
    <Box flexDirection="column" height={shell.rows - 1} width={shell.columns} overflow="hidden">
      <Rows rows={headerRows(session, step, section, { width, unicode })} height={3} {...line} />
      {isWide ? (
        <Box flexDirection="row" flexShrink={0}>
          <Rows rows={body} height={layout.body} width={layout.left} ellipsis={ellipsis} />
          <Rows rows={separator(layout.body, glyphs(unicode).between)} height={layout.body} width={2} ellipsis="" />
          <Rows rows={beside} height={layout.body} width={layout.beside} ellipsis={ellipsis} />
        </Box>
      ) : (
        <Rows rows={overlaid ?? body} height={layout.body} width={Math.min(width, FRAME)} ellipsis={ellipsis} />
      )}
      <Rows
        rows={[...Array<Row>(layout.gap).fill(BLANK), status, hintRow(hinted, width, unicode)]}
        height={layout.gap + 2}
        {...line}
      />
    </Box>
  );
}

const separator = (height: number, glyph: string): readonly Row[] =>
  Array.from({ length: height }, () => ({ spans: [{ text: glyph, dim: true }] }));
