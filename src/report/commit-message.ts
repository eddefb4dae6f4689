import type { Control } from '../model/control.ts';
import { COMMIT_TRAILER } from '../model/delivery.ts';
import type { Plan } from '../model/plan.ts';
import { planTitle } from './plan-titles.ts';
import { printable } from './printable.ts';
import { wrapText } from './wrap-text.ts';

const WIDTH = 72;

/** Subject, what each file got and why, and the trailer by which a later run knows the commit as its own. */
export function commitMessage(plan: Plan, controls: readonly Control[], title: string | null, version: string): string {
  const subject = printable(title ?? planTitle(plan, controls));
  const byPath = plan.files.flatMap(({ path, summaries, controls: ids }) => [
    `* ${printable(path)}: ${numbers(ids, controls)}`,
    ...summaries.flatMap((summary) => wrapText(printable(summary), WIDTH - 2).map((line) => `  ${line}`)),
  ]);
  return `${[subject, '', ...byPath, '', `${COMMIT_TRAILER} ${version}`].join('\n')}\n`;
}

const numbers = (ids: readonly string[], controls: readonly Control[]): string =>
  controls
    .filter(({ id }) => ids.includes(id))
    .map(({ number }) => number)
    .join(', ') || 'decisions of this team';
