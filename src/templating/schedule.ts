import { hash32 } from './input-hash.ts';

export const CRON_PERIODS = ['daily', 'weekly', 'monthly'] as const;
export type CronPeriod = (typeof CRON_PERIODS)[number];

/**
 * A cron line that is always the same for one repository and differs between repositories. Never at the full hour, when
 * GitHub delays or drops scheduled runs (docs: events that trigger workflows, schedule), and in the night, UTC.
 */
export function cronOf(period: CronPeriod, seed: string): string {
  const number = hash32(`${period} ${seed}`);
  const minute = 1 + (number % 59);
  const hour = 1 + (Math.floor(number / 59) % 5);
  const rest = Math.floor(number / 295);
  if (period === 'daily') return `${minute} ${hour} * * *`;
  if (period === 'weekly') return `${minute} ${hour} * * ${1 + (rest % 5)}`;
  return `${minute} ${hour} ${1 + (rest % 28)} * *`;
}
