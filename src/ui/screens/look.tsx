import type { LookLine } from '../../session/session.ts';
import { Frame } from '../components/frame.tsx';
import { useActions } from '../input/use-actions.ts';
import { layoutFor } from '../layout.ts';
import { FACT_WORD } from '../rows/fact-words.ts';
import { proseRows } from '../rows/prose-rows.ts';
import { BLANK, plain, type Row, strong } from '../rows/row.ts';
import { useShell } from '../shell.ts';
import { glyphs, verdictGlyph } from '../theme/glyphs.ts';
import { useScroll } from '../use-scroll.ts';
import { useSpinner } from '../use-spinner.ts';

/** Each collector with its own state, while facts arrive. */
export function LookScreen() {
  const shell = useShell();
  const { session, unicode } = shell;
  const layout = layoutFor(shell);
  const spinner = useSpinner(session.observed === null, glyphs(unicode).spinner);
  const known = session.looking.filter(({ state }) => state !== 'started').length;
  const rows = [
    BLANK,
    strong('Looking at the repository'),
    BLANK,
    ...(session.looking.length === 0
      ? [plain('starting')]
      : session.looking.map((line) => lineRow(line, unicode, spinner))),
    BLANK,
    ...session.notes.flatMap((note) => proseRows(note, layout.prose, { tone: 'caution' })),
  ];
  const scroll = useScroll(rows.length, layout.body);
  const actions = useActions(scroll.handlers, shell.overlay === null);
  const status = `${spinner ?? ' '} ${known} of ${session.looking.length} answers are in; nothing is changed by looking`;
  return (
    <Frame
      step="look"
      body={scroll.visible(rows)}
      status={{ spans: [{ text: ` ${status}`, dim: true }] }}
      actions={actions}
    />
  );
}

const WORD_COLUMN = Math.max(...Object.values(FACT_WORD).map((word) => word.length));

function lineRow({ fact, state, detail }: LookLine, unicode: boolean, spinner: string | null): Row {
  const word = FACT_WORD[fact];
  const column = word.padEnd(WORD_COLUMN);
  switch (state) {
    case 'started':
      return {
        spans: [
          { text: `   ${spinner ?? glyphs(unicode).dot} `, tone: 'accent' },
          { text: column },
          { text: `   ${detail}`, dim: true },
        ],
        label: `${word}: reading`,
      };
    case 'known':
      return {
        spans: [
          { text: `   ${verdictGlyph('pass', unicode)} `, tone: 'good' },
          { text: column },
          { text: `   ${detail}`, dim: true },
        ],
        label: `${word}: known`,
      };
    case 'unknown':
      return {
        spans: [
          { text: `   ${verdictGlyph('unknown', unicode)} `, tone: 'caution' },
          { text: column },
          { text: `   unknown: ${detail}` },
        ],
        label: `${word}: unknown, ${detail}`,
      };
  }
}
