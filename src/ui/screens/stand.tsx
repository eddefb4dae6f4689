import { useState } from 'react';
import { hasDecided } from '../../session/decided.ts';
import { isWorthOffering } from '../../session/saved-session.ts';
import type { Observed } from '../../session/session.ts';
import { controlsToWalk, standsAt } from '../../session/walk-order.ts';
import { Frame } from '../components/frame.tsx';
import { type Handlers, useActions } from '../input/use-actions.ts';
import { useTextDraft } from '../input/use-text-draft.ts';
import { FRAME, layoutFor } from '../layout.ts';
import { containing, controlList, nextSectionAt } from '../rows/control-list.ts';
import { controlRow } from '../rows/control-row.ts';
import { detailRows } from '../rows/detail-rows.ts';
import { docsRows } from '../rows/docs-rows.ts';
import { fieldSpans } from '../rows/field-spans.ts';
import { overviewRows } from '../rows/overview-rows.ts';
import { BLANK, type Row } from '../rows/row.ts';
import { unlockRows } from '../rows/unlock-rows.ts';
import { useShell } from '../shell.ts';
import { useScroll } from '../use-scroll.ts';
import { clamp } from '../window.ts';

type Pane = 'list' | 'unlock' | 'detail' | 'docs' | 'filter';

/** Where the repository stands: every control of the guide with its verdict, in the guide's order. */
export function StandScreen({ observed }: { readonly observed: Observed }) {
  const shell = useShell();
  const { session, dispatch, unicode } = shell;
  const layout = layoutFor({ ...shell, columns: Math.min(shell.columns, FRAME) });
  const [pane, setPane] = useState<Pane>('list');
  const [wanted, setWanted] = useState('');
  const field = useTextDraft('', {
    isActive: pane === 'filter' && shell.overlay === null,
    onSave: (text) => {
      setWanted(text.trim());
      setPane('list');
    },
    onCancel: () => setPane('list'),
  });
  const all = observed.assessment.controls;
  const shown = containing(all, pane === 'filter' ? field.text : wanted);
  const start = standsAt(session)?.control.id;
  const [asked, setAsked] = useState(() =>
    Math.max(
      0,
      all.findIndex(({ control }) => control.id === start),
    ),
  );
  const cursor = clamp(asked, 0, Math.max(0, shown.length - 1));
  const here = shown[cursor];

  const paged = page();
  const scroll = useScroll(paged.length, layout.body);
  const move = (by: number) => () => {
    setAsked(clamp(cursor + by, 0, Math.max(0, shown.length - 1)));
  };
  const turn = (to: Pane) => () => {
    scroll.toTop();
    setPane(to);
  };
  const toWalk = controlsToWalk(session);
  const offered = session.offer !== null && isWorthOffering(session.offer);
  const takeAll = () => dispatch({ type: 'took-recommended', controls: toWalk.map(({ control }) => control.id) });
  const unknowns = all.some(({ unknown }) => unknown.length > 0);
  const isList = shown.length > 1;
  const list: Handlers = {
    open: here && (() => (here.gap ? dispatch({ type: 'walked-to', control: here.control.id }) : turn('detail')())),
    up: isList ? move(-1) : undefined,
    down: isList ? move(1) : undefined,
    back: wanted === '' ? undefined : () => setWanted(''),
    resume: offered ? () => dispatch({ type: 'resumed' }) : undefined,
    forget: offered ? () => dispatch({ type: 'offer-declined' }) : undefined,
    review: hasDecided(session) ? () => dispatch({ type: 'went-to', step: 'review' }) : undefined,
    all: toWalk.length > 0 ? takeAll : undefined,
    unlock: unknowns ? turn('unlock') : undefined,
    section: isList ? () => setAsked(nextSectionAt(shown, cursor)) : undefined,
    filter: () => {
      field.reset(wanted);
      setPane('filter');
    },
    docs:
      here &&
      (() => {
        turn('docs')();
        shell.openUrl(here.control.docs[0]);
      }),
    pageUp: isList ? move(-8) : undefined,
    pageDown: isList ? move(8) : undefined,
  };
  const paging: Handlers = { ...scroll.handlers, back: turn('list') };
  const actions = useActions(
    pane === 'list' ? list : pane === 'filter' ? {} : paging,
    shell.overlay === null && pane !== 'filter',
  );

  const above = overviewRows(session, observed, layout.prose);
  const top = above.slice(0, Math.max(1, Math.floor(layout.body / 3)));
  const room = layout.body - top.length - 1;
  const body =
    pane !== 'list' && pane !== 'filter'
      ? scroll.visible(paged)
      : [
          ...top,
          BLANK,
          ...controlList(shown, cursor, room, (each, at) =>
            controlRow(each, { here: at, unicode, decision: session.decisions[each.control.id] }),
          ),
        ];
  const status: Row =
    pane === 'filter'
      ? { spans: [{ text: ' filter: ', bold: true }, ...fieldSpans(field.draft, unicode)] }
      : {
          spans: [
            {
              text: ` ${statusText({ wanted, shown: shown.length, toWalk: toWalk.length })}`,
              dim: true,
            },
          ],
        };
  return (
    <Frame
      step="stand"
      section={here?.control.section ?? null}
      body={body}
      status={status}
      actions={pane === 'filter' ? ['save', 'back'] : actions}
      typing={pane === 'filter'}
    />
  );

  /** What the panes show that lie over the list. */
  function page(): readonly Row[] {
    if (pane === 'unlock') return unlockRows(all, layout.prose);
    if (pane === 'docs' && here !== undefined) return docsRows(here.control, layout.prose, layout.width);
    return pane === 'detail' && here !== undefined ? detailRows(here, observed.snapshot, layout.prose, unicode) : [];
  }
}

function statusText(of: { wanted: string; shown: number; toWalk: number }): string {
  if (of.wanted !== '') return `${of.shown} contain "${of.wanted}"`;
  if (of.toWalk === 0) return 'there is nothing to mend in what could be judged';
  return `${of.toWalk} to walk through: enter begins where the cursor is`;
}
