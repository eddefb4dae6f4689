import type { Plan } from '../../model/plan.ts';
import { decidedOf } from '../../session/decided.ts';
import { planItems } from '../../session/plan-item.ts';
import type { Way } from '../../session/session.ts';
import { halves, trimmedPlan } from '../../session/trimmed-plan.ts';
import { entryDetailRows } from '../../ui/rows/entry-detail-rows.ts';
import { reviewEntries, runDifferently } from '../../ui/rows/review-entries.ts';
import type { Option } from './asks.ts';
import type { LineSession } from './line-session.ts';
import { UNBROKEN } from './row-text.ts';

/** What the user wants after the review. */
export type AfterReview =
  | { readonly kind: 'deliver'; readonly way: Way; readonly plan: Plan }
  | { readonly kind: 'walk' }
  | { readonly kind: 'leave' };

type Wish = AfterReview | { readonly kind: 'choose' } | { readonly kind: 'musts' };

/** Shows everything that would be delivered, and asks until it is clear what to do with it. */
export async function reviewPlan(line: LineSession): Promise<AfterReview> {
  for (;;) {
    const plan = await planned(line);
    tell(line, plan);
    for (;;) {
      const wish = await line.asks.select({ message: 'What do you want to do?', options: wishes(line, plan) });
      if (wish.kind === 'musts') {
        line.dispatch({ type: 'musts-only', on: !line.now().mustsOnly });
        break;
      }
      if (wish.kind === 'choose') await choose(line, plan);
      else return wish;
    }
  }
}

async function planned(line: LineSession): Promise<Plan> {
  const session = line.now();
  if (session.plan !== null) return session.plan;
  line.asks.say('Planning, and judging what the plan would leave behind.');
  const plan = await line.actions.plan(decidedOf(session));
  line.dispatch({ type: 'planned', plan, revision: session.revision });
  return plan;
}

function tell(line: LineSession, plan: Plan): void {
  const { assessment, snapshot } = line.observed();
  const look = {
    width: UNBROKEN,
    prose: Math.min(72, line.columns),
    unicode: line.unicode,
    host: snapshot.target.host,
  };
  for (const entry of reviewEntries(plan)) {
    line.asks.say('');
    line.say(entryDetailRows(plan, entry, assessment.controls, look));
  }
  const runs = runDifferently(plan.files);
  line.asks.say('');
  line.asks.say(
    runs.length === 0
      ? 'No workflow runs differently than before.'
      : `The next push or tag runs differently: ${runs.join(', ')}.`,
  );
}

function wishes(line: LineSession, plan: Plan): readonly Option<Wish>[] {
  const { unticked, ways, mustsOnly } = line.now();
  const kept = trimmedPlan(plan, unticked);
  return [
    ...(kept.files.length === 0 ? [] : ways).map((way) => ({
      value: { kind: 'deliver', way, plan: kept } as const,
      name: `Deliver ${kept.files.length} of ${plan.files.length} files: ${way.label}`,
      ...(way.unavailable === null ? {} : { disabled: way.unavailable }),
    })),
    ...(planItems(plan).length === 0 ? [] : [{ value: { kind: 'choose' } as const, name: 'Leave something out' }]),
    { value: { kind: 'musts' }, name: mustsOnly ? 'Everything that was chosen again' : 'Only the musts' },
    { value: { kind: 'walk' }, name: 'Back to the controls' },
    { value: { kind: 'leave' }, name: 'Leave; what is chosen is saved' },
  ];
}

async function choose(line: LineSession, plan: Plan): Promise<void> {
  const items = planItems(plan);
  const { unticked } = line.now();
  const kept = await line.asks.checkbox({
    message: 'What should be part of it?',
    options: items.map((item) => ({
      value: item.key,
      name:
        item.kind === 'file'
          ? item.file.path
          : item.kind === 'setting'
            ? `setting, by hand: ${item.setting.summary}`
            : `by hand: ${item.step.summary}`,
      checked: !unticked.includes(item.key),
    })),
  });
  for (const { key } of items) line.dispatch({ type: 'ticked', key, on: kept.includes(key) });
  const split = halves(plan, line.now().unticked);
  if (split.length > 0)
    line.asks.say(`${split.join(', ')}: one part is left out and another stays; it may not work alone.`);
}
