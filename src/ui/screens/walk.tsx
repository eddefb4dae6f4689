import { useMemo, useState } from 'react';
import type { Assessed } from '../../model/assessment.ts';
import { choicesWith, hasDecided } from '../../session/decided.ts';
import type { Observed } from '../../session/session.ts';
import { tallyOf } from '../../session/tally.ts';
import { controlsToWalk, neighbour, nextSection } from '../../session/walk-order.ts';
import { Frame } from '../components/frame.tsx';
import { type Handlers, useActions } from '../input/use-actions.ts';
import { type Layout, layoutFor } from '../layout.ts';
import { changeRows, changeSummary } from '../rows/change-rows.ts';
import { evidenceRows } from '../rows/evidence-rows.ts';
import { proseRows } from '../rows/prose-rows.ts';
import { BLANK, type Row } from '../rows/row.ts';
import { type FormItem, formItems, formRow, formStart } from '../rows/walk-form.ts';
import { infoRows } from '../rows/walk-info.ts';
import { walkStatus } from '../rows/walk-status.ts';
import { useShell } from '../shell.ts';
import { useQuestionPane } from '../use-question-pane.ts';
import { useScroll } from '../use-scroll.ts';
import { useWaivePane } from '../use-waive-pane.ts';
import { clamp, windowTop } from '../window.ts';

type Props = { readonly assessed: Assessed; readonly observed: Observed };

/** One control with a gap: why, what was found, what can be done, and what exactly that would change. */
export function WalkScreen({ assessed, observed }: Props) {
  const shell = useShell();
  const { session, dispatch, unicode } = shell;
  const { id } = assessed.control;
  const layout = layoutFor(shell);
  const [focus, setFocus] = useState<'form' | 'diff' | 'evidence'>('form');
  const [docs, setDocs] = useState<string | null>(null);
  const items = formItems(session, assessed);
  const [asked, setAsked] = useState(() => formStart(items));
  const cursor = clamp(asked, 0, Math.max(0, items.length - 1));
  const question = useQuestionPane(() => setAsked(cursor + 1));
  const waive = useWaivePane(assessed, observed.snapshot.observedAt);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision counts every change of what was decided
  const preview = useMemo(() => shell.preview(choicesWith(session, assessed)), [session.revision, id]);
  const { host } = observed.snapshot.target;
  const diff = useMemo(
    () => changeRows(preview, id, { width: layout.beside ?? layout.width, unicode, host }),
    [preview, id, layout.beside, layout.width, unicode, host],
  );
  const evidence = evidenceRows(assessed.findings, observed.snapshot, layout.prose);
  const diffScroll = useScroll(diff.length, layout.body);
  const evidenceScroll = useScroll(evidence.length, layout.body);

  const here = items[cursor];
  const go = (to: Assessed | null): (() => void) | undefined =>
    to === null ? undefined : () => dispatch({ type: 'walked-to', control: to.control.id });
  const undecided = controlsToWalk(session).map(({ control }) => control.id);
  const form: Handlers = {
    ...enterOn(here, {
      take: () => dispatch({ type: 'took', control: id }),
      mark: (remedy) => dispatch({ type: 'marked', control: id, remedy }),
      answer: question.open,
    }),
    ...(items.length > 1
      ? { up: () => setAsked(clamp(cursor - 1, 0, items.length - 1)), down: () => setAsked(cursor + 1) }
      : {}),
    skip: () => dispatch({ type: 'skipped', control: id }),
    waive: waive.open,
    diff: diff.length === 0 || diffFits(layout, diff) ? undefined : () => setFocus('diff'),
    back: () => dispatch({ type: 'went-to', step: 'stand' }),
    previous: go(neighbour(session, id, -1)),
    following: go(neighbour(session, id, 1)),
    evidence: evidence.length === 0 ? undefined : () => setFocus('evidence'),
    section: go(nextSection(session, id)),
    review: hasDecided(session) ? () => dispatch({ type: 'went-to', step: 'review' }) : undefined,
    all: () => dispatch({ type: 'took-recommended', controls: undecided }),
    docs: () => {
      setDocs(assessed.control.docs[0]);
      shell.openUrl(assessed.control.docs[0]);
    },
  };
  const back = () => setFocus('form');
  const typing = question.isTyping || waive.isOpen;
  const handlers = question.isOpen
    ? question.handlers
    : focus === 'diff'
      ? { ...diffScroll.handlers, back }
      : focus === 'evidence'
        ? { ...evidenceScroll.handlers, back }
        : form;
  const actions = useActions(handlers, shell.overlay === null && !typing);

  const formRows = items.map((item, index) =>
    formRow(session, item, {
      here: index === cursor && focus === 'form',
      unicode,
      summary: changeSummary(preview, id),
    }),
  );
  const body = question.isOpen
    ? question.rows(layout.prose)
    : waive.isOpen
      ? waive.rows(layout.prose)
      : focus === 'evidence'
        ? evidenceScroll.visible(evidence)
        : focus === 'diff' && layout.beside === null
          ? diffScroll.visible(diff)
          : stacked(
              (room) =>
                infoRows(assessed, observed.snapshot, session.decisions[id], { prose: layout.prose, room, unicode }),
              formRows.length === 0 ? proseRows('No remedy can be offered for this now.', layout.prose) : formRows,
              cursor,
              layout,
              diff,
            );

  return (
    <Frame
      step="walk"
      section={assessed.control.section}
      body={body}
      beside={layout.beside === null || focus === 'evidence' ? null : diffScroll.visible(diff)}
      status={walkStatus(session, id, tallyOf(session), docs)}
      actions={typing ? ['save', 'back'] : actions}
      typing={typing}
    />
  );
}

/** What enter means where the cursor stands. */
function enterOn(
  item: FormItem | undefined,
  does: {
    take(): void;
    mark(remedy: string): void;
    answer(question: Extract<FormItem, { kind: 'question' }>['question']): void;
  },
): Handlers {
  switch (item?.kind) {
    case undefined:
      return {};
    case 'remedy':
      return { mark: () => does.mark(item.remedy.id) };
    case 'question':
      return item.question.kind === 'confirm'
        ? { flip: () => does.answer(item.question) }
        : { answer: () => does.answer(item.question) };
    case 'take':
      return item.open > 0 ? {} : { take: does.take };
  }
}

const diffFits = (layout: Layout, diff: readonly Row[]): boolean =>
  layout.beside !== null && diff.length <= layout.body;

/** What is known above, what can be done below it, and the beginning of the diff where lines are left. */
function stacked(
  info: (room: number) => readonly Row[],
  form: readonly Row[],
  cursor: number,
  { body, beside }: Layout,
  diff: readonly Row[],
): readonly Row[] {
  const most = Math.max(1, body - 3);
  const top = windowTop(cursor, form.length, most);
  const shown = form.slice(top, top + most);
  const upper = info(body - shown.length - 1);
  const left = body - upper.length - 1 - shown.length - 1;
  const peek = beside === null && left >= 3 ? [BLANK, ...diff.slice(0, left)] : [];
  return [...upper, BLANK, ...shown, ...peek];
}
