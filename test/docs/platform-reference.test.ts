import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FACT_VIEWS } from '../../src/ecosystems/fact-views.ts';
import { HELPERS } from '../../src/templating/handlebars-environment.ts';
import { PREDICATE_NAMES } from '../../src/templating/when-predicates.ts';

const PAGE = readFileSync('docs/platform-teams.md', 'utf8');
const SCHEMA = JSON.parse(readFileSync('schemas/pack.schema.json', 'utf8'));

const section = (heading: string): string => PAGE.split(`\n### ${heading}\n`)[1]?.split(/\n##/u, 1)[0] ?? '';
const firstColumn = (heading: string): readonly string[] =>
  [...section(heading).matchAll(/^\| `([\w-]+)` \|/gmu)].map(([, name = '']) => name).sort();
const keys = (of: { readonly properties: object }): readonly string[] => Object.keys(of.properties).sort();

test.each([
  ['`pack.yml`', keys(SCHEMA)],
  ['An entry of `templates:`', keys(SCHEMA.definitions.override)],
  ['An input', keys(SCHEMA.definitions.input)],
  ['Helpers', [...HELPERS].sort()],
  ['Views of `defaultFrom`', [...FACT_VIEWS].sort()],
])('the table "%s" is whole', (heading, names) => {
  expect(firstColumn(heading)).toEqual(names);
});

test('the predicates of when are all named', () => {
  const named = [...section('Predicates of `when`').matchAll(/`(has-[\w-]+)`/gu)].map(([, name]) => name);
  expect(named).toEqual(PREDICATE_NAMES);
});
