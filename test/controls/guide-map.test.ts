import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Control } from '../../src/model/control.ts';
import { SECTIONS } from '../../src/model/section.ts';

type Entry = {
  readonly place: string;
  readonly says: string;
  readonly main: readonly string[];
  readonly all: readonly string[];
  readonly background: string;
};

const NUMBER = /\b(?:\d\.\d\d|N\.\d)\b/g;

const entries = readFileSync('docs/guide-map.md', 'utf8')
  .split('\n')
  .flatMap((line): readonly Entry[] => {
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length !== 6 || !/ \d+$/.test(cells[1] ?? '')) return [];
    const [, place = '', says = '', controls = '', background = ''] = cells;
    const main = [...controls.matchAll(/\*\*(.+?)\*\*/g)].map((match) => match[1] ?? '');
    return [{ place, says, main, all: controls.match(NUMBER) ?? [], background }];
  });

/** By file, so that a control counts before it is in the registry. */
const files = SECTIONS.flatMap(({ id }) => readdirSync(`src/controls/${id}`).map((name) => `${id}/${name}`));
const controls: Control[] = [];
for (const file of files) {
  const { default: control }: { readonly default: Control } = await import(`../../src/controls/${file}`);
  controls.push(control);
}
const numbers = controls.map(({ number }) => number);

describe('the map of the guide', () => {
  test('has every statement of the guide, in its order', () => {
    const count = (section: string) => entries.filter(({ place }) => place.startsWith(`${section} `)).length;
    const counts = ['Introduction', 'Risk', 'Build', 'Attest', 'Sign', 'Actions', 'Next', 'Newer'].map(count);
    expect(counts).toEqual([4, 3, 10, 13, 11, 3, 1, 3]);
    expect(new Set(entries.map(({ place }) => place)).size).toBe(entries.length);
  });

  test.each(entries)(
    '$place leads to controls that exist, or says why it makes no demand',
    ({ main, all, ...entry }) => {
      expect(all.filter((number) => !numbers.includes(number))).toEqual([]);
      expect(new Set(all).size).toBe(all.length);
      expect(main.length > 0, 'either a control carries it, or it is background').toBe(entry.background === '');
      expect(entry.says).toMatch(/\.$/);
    },
  );

  test.each(controls.map(({ number, id }) => ({ number, id })))('$number $id comes from the guide', ({ number }) => {
    expect(entries.filter(({ all }) => all.includes(number)).length).toBeGreaterThan(0);
  });
});
