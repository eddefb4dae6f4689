import { useMemo, useState } from 'react';
import type { Assessed } from '../../model/assessment.ts';
import { choicesWith, hasDecided } from '../../session/decided.ts';
import type { Observed } from '../../session/session.ts';
import { tallyOf } from '../../session/tally.ts';
import { controlsToWalk, neighbour, nextSection } from '../../session/walk-order.ts';
import { Frame } from '../components/frame.tsx';
import { type Handlers, useActions } from '../input/use-actions.ts';
import { FRAME, type Layout, layoutFor } from '../layout.ts';
import { changeRows, changeSummary } from '../rows/change-rows.ts';
import { docsRows } from '../rows/docs-rows.ts';
import { evidenceRows } from '../rows/evidence-rows.ts';
import { proseRows } from '../rows/prose-rows.ts';
import { faint, type Row } from '../rows/row.ts';
import { walkBody } from '../rows/walk-body.ts';
import { type FormItem, formItems, formRow, formStart } from '../rows/walk-form.ts';
import { infoRows } from '../rows/walk-info.ts';
import { walkStatus } from '../rows/walk-status.ts';
import { useShell } from '../shell.ts';
import { useQuestionPane } from '../use-question-pane.ts';
import { useScroll } from '../use-scroll.ts';
import { useWaivePane } from '../use-waive-pane.ts';
import { clamp } from '../window.ts';

/** What the body shows now, and which keys it has. */
type Pane = {
  readonly body: readonly Row[];
  readonly handlers: Handlers;
  /** Whether the diff may stand beside it. */
  readonly beside: boolean;
  readonly typing: boolean;
};

type Props = { readonly assessed: Assessed; readonly observed: Observed };

/** Lines that evidence leaves to the beginning of the diff, when there is much of it. */
const PEEK = 6;

const UNANSWERED: readonly Row[] = [faint('What it would change is shown once this is answered.')];

/** One control with a gap: why, what was found, what can be done, and what exactly that would change. */
export function WalkScreen({ assessed, observed }: Props) {
  const shell = useShell();
  const { session, dispatch, unicode } = shell;
  const { id } = assessed.control;
  const layout = layoutFor(shell);
  const [focus, setFocus] = useState<'form' | 'diff' | 'evidence' | 'docs'>('form');
  const items = formItems(session, assessed);
  const [asked, setAsked] = useState(() => formStart(items));
  const cursor = clamp(asked, 0, Math.max(0, items.length - 1));
  const question = useQuestionPane(() => setAsked(cursor + 1));
  const waive = useWaivePane(assessed, observed.snapshot.observedAt);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision counts every change of what was decided
  const preview = useMemo(() => shell.preview(choicesWith(session, assessed)), [session.revision, id]);
  const { host } = observed.snapshot.target;
  // Without an answer nothing can be made from a template, and why not is no news to anybody.
  const isOpen = items.some((item) => item.kind === 'question' && item.open);
  const diff = useMemo(
    () => (isOpen ? UNANSWERED : changeRows(preview, id, { width: layout.beside ?? layout.width, unicode, host })),
    [preview, id, isOpen, layout.beside, layout.width, unicode, host],
  );
  // Where only a few lines are left, they begin with what changes.
  const peek = useMemo(
    () => (isOpen ? UNANSWERED : changeRows(preview, id, { width: layout.left, unicode, host, context: 0 })),
    [preview, id, isOpen, layout.left, unicode, host],
  );
  const evidence = evidenceRows(assessed.findings, observed.snapshot, layout.prose);
  const docs = docsRows(assessed.control, layout.prose, Math.min(layout.width, FRAME));
  const docsScroll = useScroll(docs.length, layout.body);
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
    diff: isOpen || diff.length === 0 || diffFits(layout, diff) ? undefined : () => setFocus('diff'),
    back: () => dispatch({ type: 'went-to', step: 'stand' }),
    previous: go(neighbour(session, id, -1)),
    following: go(neighbour(session, id, 1)),
    evidence: evidence.length === 0 ? undefined : () => setFocus('evidence'),
    section: go(nextSection(session, id)),
    review: hasDecided(session) ? () => dispatch({ type: 'went-to', step: 'review' }) : undefined,
    all: () => dispatch({ type: 'took-recommended', controls: undecided }),
    undo: session.decisions[id] === undefined ? undefined : () => dispatch({ type: 'reconsidered', control: id }),
    docs: () => {
      setFocus('docs');
      shell.openUrl(assessed.control.docs[0]);
    },
  };
  const formRows = items.map((item, index) =>
    formRow(session, item, {
      here: index === cursor && focus === 'form',
      unicode,
      summary: changeSummary(preview, id),
    }),
  );
  const info = (room: number) =>
    infoRows(assessed, observed.snapshot, session.decisions[id], {
      width: layout.left,
      prose: layout.prose,
      room,
      reserve: layout.beside === null ? PEEK : 0,
      unicode,
    });
  const pages = {
    diff: { rows: diff, scroll: diffScroll },
    evidence: { rows: evidence, scroll: evidenceScroll },
    docs: { rows: docs, scroll: docsScroll },
  };

  const pane = shownPane();
  const actions = useActions(pane.handlers, shell.overlay === null && !pane.typing);
  return (
    <Frame
      step="walk"
      section={assessed.control.section}
      body={pane.body}
      beside={layout.beside !== null && pane.beside ? diffScroll.visible(diff) : null}
      status={walkStatus(session, id, tallyOf(session))}
      actions={pane.typing ? ['save', 'back'] : actions}
      typing={pane.typing}
    />
  );

  function shownPane(): Pane {
    if (question.isOpen) {
      return {
        body: question.rows(layout.prose),
        handlers: question.handlers,
        beside: true,
        typing: question.isTyping,
      };
    }
    if (waive.isOpen) return { body: waive.rows(layout.prose), handlers: {}, beside: true, typing: true };
    const body = walkBody(
      info,
      formRows.length === 0 ? proseRows('No remedy can be offered for this now.', layout.prose) : formRows,
      cursor,
      layout,
      (left) => (diff.length <= left ? diff : peek),
    );
    if (focus === 'form') return { body, handlers: form, beside: true, typing: false };
    const { rows, scroll } = pages[focus];
    const handlers = { ...scroll.handlers, back: () => setFocus('form') };
    if (focus === 'diff' && layout.beside !== null) return { body, handlers, beside: true, typing: false };
    return { body: scroll.visible(rows), handlers, beside: false, typing: false };
  }
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
