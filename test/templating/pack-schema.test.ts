import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { parsePack } from '../../src/templating/pack-manifest.ts';
import { builtInFiles, problemsOf } from './packs.ts';

const accepts = new Ajv({ strict: false }).compile(JSON.parse(readFileSync('schemas/pack.schema.json', 'utf8')));

const INPUTS = {
  name: { type: 'string', question: 'Who?', help: 'A name.', required: false, default: 'Ada', pattern: '[A-Z][a-z]+' },
  colour: { type: 'choice', question: 'Which?', help: 'One.', choices: ['red', 'blue'], defaultFrom: 'owner' },
};
const WHOLE = {
  schema: 1,
  name: 'acme',
  version: '1.0.0',
  pins: { 'actions/checkout': 'v6' },
  runners: { linux: 'ubuntu-24.04' },
  documents: ['VERIFYING.md'],
  templates: [
    { id: 'part', kind: 'partial', source: 'part.hbs', title: 'Part' },
    {
      id: 'it',
      kind: 'file',
      source: 'it.hbs',
      output: '.github/it.yml',
      title: 'It',
      serves: ['dependabot-actions'],
      when: ['has-npm'],
      inputs: INPUTS,
      accept: [{ control: 'a', rule: 'b', reason: 'c' }],
    },
  ],
};
const FILES = { 'part.hbs': 'a: {{yaml name}}\n', 'it.hbs': '{{> part}}\nb: {{colour}}\n' };
const read = (manifest: unknown) => parsePack({ 'pack.yml': stringify(manifest), ...FILES });
/** Those that only the texts decide, not the form of the manifest. */
const ofTheTexts =
  /is not in the pack|is asked for and never used|is not an input|there is no partial|default: "|id "\w+" is used twice/u;
const formProblems = (manifest: unknown) => problemsOf(read(manifest)).filter((each) => !ofTheTexts.test(each));

/** Every place in a value, as the keys that lead there. */
const placesIn = (value: unknown, here: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value !== 'object' || value === null
    ? [here]
    : [here, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...here, key]))];
const changed = (value: unknown, [key, ...rest]: readonly string[], change: (old: unknown) => unknown): unknown => {
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? changed(item, rest, change) : item));
  const copy: Record<string, unknown> = { ...(value as object) };
  copy[key] = changed(copy[key], rest, change);
  return copy;
};

test('the schema takes the pack of the program, and a whole manifest', () => {
  expect(accepts(parse(builtInFiles()['pack.yml'] ?? '', { maxAliasCount: 500 })), JSON.stringify(accepts.errors)).toBe(
    true,
  );
  expect(accepts(WHOLE), JSON.stringify(accepts.errors)).toBe(true);
  expect(problemsOf(read(WHOLE))).toEqual([]);
});

describe('the schema and the reader agree', () => {
  const places = placesIn(WHOLE).filter((place) => place.length > 0);

  test.each(places.map((place) => [place.join('.'), place] as const))(
    'on %s being absent, unknown or of another type',
    (_name, place) => {
      const others = [1, true, null, 'x y', [], {}, [1], { surprise: 1 }];
      const parent = place.slice(0, -1);
      const last = place.at(-1) ?? '';
      const variants = [
        ...others.map((other) => changed(WHOLE, place, () => other)),
        changed(WHOLE, parent, (old) => {
          if (Array.isArray(old)) return old.filter((_, index) => String(index) !== last);
          return Object.fromEntries(Object.entries(old as object).filter(([key]) => key !== last));
        }),
        changed(WHOLE, parent, (old) => (Array.isArray(old) ? old : { ...(old as object), surprise: 1 })),
      ];
      for (const variant of variants) {
        const problems = formProblems(variant);
        expect([accepts(variant), variant, problems]).toEqual([problems.length === 0, variant, problems]);
      }
    },
  );

  test('on any two changes at once', () => {
    const change = fc.tuple(fc.constantFrom(...places), fc.constantFrom<unknown>(1, true, null, 'x', [], {}, ['x']));
    fc.assert(
      fc.property(change, change, ([one, first], [other, second]) => {
        const once = changed(WHOLE, one, () => first);
        fc.pre(placesIn(once).some((place) => place.join('.') === other.join('.')));
        const variant = changed(once, other, () => second);
        expect(accepts(variant)).toBe(formProblems(variant).length === 0);
      }),
    );
  });
});
