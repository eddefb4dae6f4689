import type { Plan } from '../../model/plan.ts';
import type { Delivery, DeliveryLine, Observed } from '../../session/session.ts';
import { Frame } from '../components/frame.tsx';
import { type Handlers, useActions } from '../input/use-actions.ts';
import { FRAME, layoutFor } from '../layout.ts';
import { failureRows, outcomeRows } from '../rows/outcome-rows.ts';
import { BLANK, type Row } from '../rows/row.ts';
import { useShell } from '../shell.ts';
import { glyphs, verdictGlyph } from '../theme/glyphs.ts';
import { useScroll } from '../use-scroll.ts';
import { useSpinner } from '../use-spinner.ts';

type Props = {
  readonly plan: Plan;
  readonly observed: Observed;
  readonly delivery: Delivery;
  onRetry(): void;
  onFinish(): void;
};

/** What is being written, then what came of it. */
export function DeliverScreen({ plan, observed, delivery, onRetry, onFinish }: Props) {
  const shell = useShell();
  const { unicode, dispatch } = shell;
  const layout = layoutFor({ ...shell, columns: Math.min(shell.columns, FRAME) });
  const { state, lines, outcome, failure } = delivery;
  const isBusy = state === 'writing' || state === 'stopping';
  const spinner = useSpinner(isBusy, glyphs(unicode).spinner);
  const look = { prose: layout.prose, unicode };
  const rows = [
    BLANK,
    ...lines.map((line) => lineRow(line, unicode, spinner)),
    ...(outcome === null && failure === null ? [] : [BLANK]),
    ...(outcome === null ? [] : outcomeRows({ outcome, plan, observed }, look)),
    ...(failure === null ? [] : failureRows(failure, look)),
  ];
  const scroll = useScroll(rows.length, layout.body);
  const handlers: Handlers = {
    ...(state === 'delivered' ? { finish: onFinish } : {}),
    ...(state === 'failed' ? { retry: onRetry, back: () => dispatch({ type: 'went-to', step: 'review' }) } : {}),
    ...scroll.handlers,
  };
  const actions = useActions(handlers, shell.overlay === null);
  return (
    <Frame
      step="deliver"
      body={scroll.visible(rows)}
      status={statusRow(state, spinner)}
      actions={actions}
      leavable={!isBusy}
    />
  );
}

function lineRow({ state, text }: DeliveryLine, unicode: boolean, spinner: string | null): Row {
  const glyph = {
    started: spinner ?? glyphs(unicode).dot,
    done: verdictGlyph('pass', unicode),
    failed: verdictGlyph('fail', unicode),
  }[state];
  const tone = ({ started: 'accent', done: 'good', failed: 'bad' } as const)[state];
  return { spans: [{ text: `   ${glyph} `, tone }, { text }], label: `${text}: ${state}` };
}

function statusRow(state: Delivery['state'], spinner: string | null): Row {
  switch (state) {
    case 'writing':
      return { spans: [{ text: ` ${spinner ?? ' '} writing; ctrl-c stops before the next request`, dim: true }] };
    case 'stopping':
      return { spans: [{ text: ` ${spinner ?? ' '} stopping before the next request`, tone: 'caution' }] };
    case 'delivered':
      return { spans: [{ text: ' this page is printed into your terminal when you leave', dim: true }] };
    case 'failed':
      return { spans: [{ text: ' not delivered; what you chose is kept', tone: 'caution' }] };
  }
}
