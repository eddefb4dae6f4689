import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CRON_PERIODS, cronOf } from '../../src/templating/schedule.ts';

describe('schedules', () => {
  test('repeat for one repository, differ between repositories, and avoid the full hour', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...CRON_PERIODS), (seed, period) => {
        const line = cronOf(period, seed);
        expect(cronOf(period, seed)).toBe(line);
        const [minute, hour, day, month, weekday] = line.split(' ');
        expect(Number(minute)).toBeGreaterThanOrEqual(1);
        expect(Number(minute)).toBeLessThanOrEqual(59);
        expect(Number(hour)).toBeLessThanOrEqual(5);
        expect(month).toBe('*');
        expect([day === '*', weekday === '*']).toEqual([period !== 'monthly', period !== 'weekly']);
        if (day !== '*') expect(Number(day)).toBeLessThanOrEqual(28);
      }),
    );
    const lines = new Set(Array.from({ length: 200 }, (_, index) => cronOf('weekly', `octo/app-${index}`)));
    expect(lines.size).toBeGreaterThan(150);
  });
});
