import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { inheritPolicy } from '../../src/policy/inherit-policy.ts';

const accepts = new Ajv({ strict: false }).compile(JSON.parse(readFileSync('schemas/policy.schema.json', 'utf8')));

const WAIVER = {
  control: 'scorecard',
  path: '.github/**',
  rule: 'absent',
  reason: 'decided by the platform team',
  expires: '2027-01-31',
};
const WHOLE = {
  version: 1,
  pack: 'github:acme/templates@v1',
  owners: ['@octo/build'],
  require: { tiers: ['must'], controls: ['scorecard'] },
  overridable: ['/waivers/later'],
  decisions: { scorecard: { remedy: 'add', answers: { owners: ['@octo/build'], draft: true, name: 'x' } } },
  waivers: { later: WAIVER },
};
const layer = { from: 'organisation', file: 'it', commit: null, state: 'used', because: null } as const;
const CONTROLS = [{ id: 'scorecard', tier: 'should' }] as const;
const isRead = (policy: unknown): boolean => inheritPolicy([{ layer, text: stringify(policy) }], CONTROLS).ok;
const agree = (policy: unknown): void => expect([accepts(policy), policy]).toEqual([isRead(policy), policy]);

test('a whole policy is taken by both', () => {
  expect([accepts(WHOLE), isRead(WHOLE)]).toEqual([true, true]);
});

describe('the schema and the reader agree', () => {
  const others = [1, true, [], {}, [1], { surprise: 1 }, ['x']];

  test.each(Object.keys(WHOLE))('on %s', (key) => {
    for (const other of others) agree({ ...WHOLE, [key]: other });
    agree(Object.fromEntries(Object.entries(WHOLE).filter(([name]) => name !== key)));
  });

  test.each(Object.keys(WAIVER))('on %s of a waiver', (key) => {
    for (const other of others) agree({ ...WHOLE, waivers: { later: { ...WAIVER, [key]: other } } });
    const without = Object.fromEntries(Object.entries(WAIVER).filter(([name]) => name !== key));
    agree({ ...WHOLE, waivers: { later: without } });
  });

  test.each([
    { surprise: 1 },
    { pack: null, owners: null, require: null, overridable: null },
    { require: { tiers: 'must', controls: null } },
    { require: { tiers: ['most'] } },
    { require: { tiers: [null] } },
    { require: { controls: [1] } },
    { require: { controls: 'scorecard', surprise: 1 } },
    { overridable: ['/waivers', '/require/tiers', '/decisions/scorecard/answers/name', '/pack'] },
    { overridable: '/owners' },
    { overridable: ['waivers'] },
    { overridable: ['/version'] },
    { overridable: ['/require/other'] },
    { decisions: { scorecard: null } },
    { decisions: { scorecard: { remedy: 'add', answers: { name: null } } } },
    { decisions: { scorecard: { remedy: null } } },
    { waivers: { later: null } },
    { waivers: { later: { ...WAIVER, path: null, rule: null } } },
    { waivers: { later: { ...WAIVER, expires: null } } },
    { decisions: { scorecard: { answers: {} } } },
    { decisions: { scorecard: { remedy: 'add', surprise: 1 } } },
    { decisions: { scorecard: { remedy: 'add', answers: { name: 1 } } } },
    { decisions: { scorecard: 'add' } },
    { waivers: { later: { ...WAIVER, surprise: 1 } } },
    { waivers: { later: { ...WAIVER, reason: 'short' } } },
    { waivers: { later: { ...WAIVER, expires: 'tomorrow' } } },
    { waivers: { later: 'yes' } },
    { waivers: null },
    { decisions: null },
  ])('on %j', (change) => agree({ ...WHOLE, ...change }));
});
