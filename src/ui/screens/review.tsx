import { useEffect, useState } from 'react';
import { counted } from '../../model/counted.ts';
import type { Plan } from '../../model/plan.ts';
import { printable } from '../../report/printable.ts';
import type { Observed, Session, Way } from '../../session/session.ts';
import { halves, trimmedPlan } from '../../session/trimmed-plan.ts';
import { controlsToWalk } from '../../session/walk-order.ts';
import { Frame } from '../components/frame.tsx';
import { type Handlers, useActions } from '../input/use-actions.ts';
import { layoutFor } from '../layout.ts';
import { entryDetailRows } from '../rows/entry-detail-rows.ts';
import { entryRow, reviewEntries, runDifferently } from '../rows/review-entries.ts';
import { BLANK, plain, type Row, strong } from '../rows/row.ts';
import { wayRows } from '../rows/way-rows.ts';
import { useShell } from '../shell.ts';
import { glyphs } from '../theme/glyphs.ts';
import { useScroll } from '../use-scroll.ts';
import { useSpinner } from '../use-spinner.ts';
import { clamp, windowTop } from '../window.ts';

type Props = { readonly observed: Observed; onDeliver(way: Way): void };

/** Everything that would be delivered, line by line; what is sent is exactly what is shown. */
export function ReviewScreen({ observed, onDeliver }: Props) {
  const { session } = useShell();
  return session.plan === null ? (
    <PlanningScreen />
  ) : (
    <PlanScreen plan={session.plan} observed={observed} onDeliver={onDeliver} />
  );
}

/** While the plan is made and judged: only the way back. */
function PlanningScreen() {
  const { session, dispatch, unicode, overlay } = useShell();
  const spinner = useSpinner(true, glyphs(unicode).spinner);
  const actions = useActions({ back: () => dispatch({ type: 'went-to', step: backFrom(session) }) }, overlay === null);
  const body = [BLANK, plain(`${spinner ?? ' '} planning, and judging what the plan would leave behind`)];
  return <Frame step="review" body={body} status={BLANK} actions={actions} />;
}

function PlanScreen({ plan, observed, onDeliver }: Props & { readonly plan: Plan }) {
  const shell = useShell();
  const { session, dispatch, unicode } = shell;
  const layout = layoutFor(shell);
  const [focus, setFocus] = useState<'list' | 'detail' | 'way'>('list');
  const [asked, setAsked] = useState(0);
  const entries = reviewEntries(plan);
  const cursor = clamp(asked, 0, Math.max(0, entries.length - 1));
  const entry = entries[cursor];
  const isOut = (each: typeof entry) => each !== undefined && 'key' in each && session.unticked.includes(each.key);
  const kept = trimmedPlan(plan, session.unticked);
  const ways = session.ways;
  const [way, setWay] = useState(() =>
    Math.max(
      0,
      ways.findIndex(({ unavailable }) => unavailable === null),
    ),
  );
  const chosenWay = ways[way];

  const width = layout.beside ?? layout.width;
  const prose = Math.min(72, width - 4);
  const detail =
    entry === undefined
      ? []
      : entryDetailRows(plan, entry, observed.assessment.controls, {
          width,
          prose,
          unicode,
          host: observed.snapshot.target.host,
        });
  const detailScroll = useScroll(detail.length, layout.body);
  const { toTop } = detailScroll;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another entry begins at its top
  useEffect(toTop, [cursor]);

  const move = (by: number) => () => setAsked(clamp(cursor + by, 0, entries.length - 1));
  const list: Handlers = {
    deliver: kept.files.length > 0 && ways.length > 0 ? () => setFocus('way') : undefined,
    up: entries.length > 1 ? move(-1) : undefined,
    down: entries.length > 1 ? move(1) : undefined,
    tick:
      entry !== undefined && 'key' in entry
        ? () => dispatch({ type: 'ticked', key: entry.key, on: isOut(entry) })
        : undefined,
    back: () => dispatch({ type: 'went-to', step: backFrom(session) }),
    diff: detail.length > 0 ? () => setFocus('detail') : undefined,
    musts: () => dispatch({ type: 'musts-only', on: !session.mustsOnly }),
  };
  const moveWay = (by: number) => () => setWay((before) => clamp(before + by, 0, ways.length - 1));
  const back = () => setFocus('list');
  const choosing: Handlers = {
    ...(chosenWay === undefined || chosenWay.unavailable !== null ? {} : { deliver: () => onDeliver(chosenWay) }),
    ...(ways.length > 1 ? { up: moveWay(-1), down: moveWay(1) } : {}),
    back,
  };
  const handlers = focus === 'way' ? choosing : focus === 'detail' ? { ...detailScroll.handlers, back } : list;
  const actions = useActions(handlers, shell.overlay === null);

  const listRoom =
    layout.beside === null ? Math.min(entries.length, Math.max(3, Math.floor(layout.body / 2) - 2)) : layout.body - 2;
  const top = windowTop(cursor, entries.length, listRoom);
  const rows = entries
    .map((each, index) =>
      entryRow(plan, each, {
        width: layout.left,
        here: index === cursor && focus === 'list',
        unicode,
        isOut: isOut(each),
      }),
    )
    .slice(top, top + listRoom);
  const peek = layout.beside === null ? [BLANK, ...detail] : [];
  const body =
    focus === 'way'
      ? wayRows(kept, ways, { cursor: way, prose: layout.prose, unicode })
      : focus === 'detail' && layout.beside === null
        ? detailScroll.visible(detail)
        : [
            summaryRow(kept, session),
            BLANK,
            ...(entries.length === 0 ? [plain('The plan changes nothing.')] : rows),
            ...peek,
          ];
  return (
    <Frame
      step="review"
      body={body}
      beside={layout.beside === null || focus === 'way' ? null : detailScroll.visible(detail)}
      status={statusRow(plan, kept, session)}
      actions={actions}
    />
  );
}

const backFrom = (session: Session): 'walk' | 'stand' => (controlsToWalk(session).length > 0 ? 'walk' : 'stand');

function summaryRow({ files, settings, steps, cures }: Plan, { mustsOnly }: Session): Row {
  const parts = [
    counted(files.length, 'file'),
    ...(settings.length === 0 ? [] : [counted(settings.length, 'setting')]),
    ...(steps.length === 0 ? [] : [`${counted(steps.length, 'step')} by hand`]),
  ];
  const end = `${mustsOnly ? 'musts only, ' : ''}mends ${counted(cures.length, 'control')} `;
  return { ...strong(parts.join(', '), 1), end: [{ text: end, dim: true }] };
}

/** The most important thing to know before delivering. */
function statusRow(plan: Plan, kept: Plan, { unticked }: Session): Row {
  const split = halves(plan, unticked);
  if (split.length > 0) {
    return caution(
      `a part of ${counted(split.length, 'control')} is left out and another stays: it may not work alone`,
    );
  }
  if (plan.conflicts.length > 0)
    return caution(`${counted(plan.conflicts.length, 'conflict')}: what it names is not done by this plan`);
  if (kept.files.length === 0) return { spans: [{ text: ' no file to deliver: what is listed is done by hand' }] };
  const runs = runDifferently(kept.files);
  const text =
    runs.length === 0
      ? 'no workflow runs differently than before'
      : `the next push or tag runs differently: ${runs.map((path) => path.split('/').at(-1)).join(', ')}`;
  return { spans: [{ text: ` ${printable(text)}`, dim: runs.length === 0 }] };
}

const caution = (text: string): Row => ({ spans: [{ text: ` ! ${text}`, tone: 'caution' }] });
