import { describe, expect, test } from 'vitest';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Control } from '../../src/model/control.ts';
import type { FactName } from '../../src/model/facts.ts';
import { type ControlCase, judgedOf, snapshotOf } from './control-case.ts';
import { FIXTURE_REPOS } from './fixture-repos.ts';
import { SITUATIONS } from './situations.ts';
import { claimFromLess, lesserLooks } from './told-less.ts';

/** Knowing less never makes a verdict better, and never makes it an accusation (DESIGN section 2). */
const all = [...SITUATIONS.values()].flat();

/** Each repository of the fixtures with everything known: once with the first value of each fact that some case gives, once with the last. */
const rich: readonly ControlCase[] = FIXTURE_REPOS.flatMap(({ name, files, facts }) => {
  const given = all
    .flatMap((each) => Object.entries(each.facts ?? {}))
    .filter(([fact, value]) => !isUnknown(value) && fact !== 'tree' && fact !== 'texts');
  // Later entries win; names and values were checked where the cases were written.
  const last = Object.fromEntries(given) as NonNullable<ControlCase['facts']>;
  const first = Object.fromEntries(given.reverse()) as NonNullable<ControlCase['facts']>;
  return [facts, { ...first, ...facts }, { ...last, ...facts }].map((known, index) => ({
    name: `${name} ${index}`,
    files,
    facts: known,
    verdict: 'pass' as const,
  }));
});

function isUnknown(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'state' in value && value.state === 'unknown';
}

const SNAPSHOTS = new Map([...all, ...rich].map((each) => [each, snapshotOf(each)]));

/** Of the situations of other controls, each control sees one in this many, and always enough to lack each of its facts. */
const ONE_IN = 10;
const AT_LEAST = 4;

function looksFor(control: Control, index: number): readonly ControlCase[] {
  const own = SITUATIONS.get(control.id) ?? [];
  const others = all.filter((each) => !own.includes(each));
  const knowing = [...control.needs, ...control.uses].flatMap((fact) => others.filter(knows(fact)).slice(0, AT_LEAST));
  return [...new Set([...own, ...rich, ...knowing, ...others.filter((_, at) => at % ONE_IN === index % ONE_IN)])];
}

const knows =
  (fact: FactName) =>
  (each: ControlCase): boolean =>
    SNAPSHOTS.get(each)?.facts[fact].state === 'known';

describe.each(CONTROLS.map((control, index) => ({ id: control.id, control, index })))('$id', ({ control, index }) => {
  const looks = looksFor(control, index).flatMap((each) => {
    const snapshot = SNAPSHOTS.get(each);
    return snapshot === undefined ? [] : [{ name: each.name, snapshot, lesser: lesserLooks(snapshot, control) }];
  });

  test('claims no more when it is told less', () => {
    const claims = looks.flatMap(({ name, snapshot, lesser }) => {
      const before = judgedOf(control, snapshot);
      return lesser.flatMap((each) => {
        const claim = claimFromLess(control, before, each);
        return claim === null ? [] : [`${name}: ${claim}`];
      });
    });
    expect(claims).toEqual([]);
  });

  test('is tried without each fact that it needs or can use', () => {
    const tried = new Set(looks.flatMap(({ lesser }) => lesser.map(({ fact }) => fact)));
    expect([...control.needs, ...control.uses].filter((fact) => !tried.has(fact))).toEqual([]);
  });
});
