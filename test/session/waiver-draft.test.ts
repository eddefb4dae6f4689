import { expect, test } from 'vitest';
import { refuseExpiry, refuseReason, suggestedExpiry } from '../../src/session/waiver-draft.ts';

const NOW = '2026-11-22T23:59:59Z';

test('a reason has ten characters that say something', () => {
  expect(refuseReason('planned for spring')).toBeNull();
  expect(refuseReason('   later    ')).toMatch(/at least 10 characters.*this has 5/);
});

test.each(['2026-11-22', '2027-02-28'])('%s can be the last day', (day) => expect(refuseExpiry(day, NOW)).toBeNull());

test.each([
  ['2026-11-21', /is over/],
  ['2027-02-30', /is not a day/],
  ['tomorrow', /is not a day/],
  ['2027-1-1', /is not a day/],
])('%s cannot', (day, why) => expect(refuseExpiry(day, NOW)).toMatch(why));

test('ninety days are suggested', () => expect(suggestedExpiry(NOW)).toBe('2027-02-20'));
