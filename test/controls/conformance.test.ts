import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Control } from '../../src/model/control.ts';
import { type ControlCase, judged, judgedOf, snapshotOf, without } from './control-case.ts';
import { lookAt, objectionsBesideUnread, objectionsToFindings, objectionsToVerdict } from './objections.ts';
import { SITUATIONS } from './situations.ts';
import { planned, whenDone } from './try-remedy.ts';

/** Every control keeps these rules; a new one is taken in by its file and its `<id>.cases.ts`. */
const casesOf = ({ id }: Control): readonly ControlCase[] => SITUATIONS.get(id) ?? [];
const withCases = CONTROLS.flatMap((control) =>
  casesOf(control).map((situation) => ({ id: control.id, name: situation.name, control, situation })),
);

describe.each(CONTROLS.map((control) => ({ id: control.id, control })))('$id', ({ control }) => {
  test('is one file, named after it, in the folder of its section', () => {
    expect(existsSync(`src/controls/${control.section}/${control.id}.ts`)).toBe(true);
    expect(control.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(control.number).toMatch(/^(?:\d\.\d\d|N\.\d)$/);
  });

  test('explains itself: a short title, one sentence of why, a trap, a page of GitHub', () => {
    expect(control.title.length).toBeLessThanOrEqual(60);
    expect(control.why.length).toBeLessThanOrEqual(300);
    expect(control.why.match(/[.!?](?=\s|$)/g), 'why is one sentence').toEqual(['.']);
    expect(control.trap).not.toBe('');
    expect(control.docs[0]).toMatch(/^https:\/\/docs\.github\.com\/en\//);
    expect(Object.keys(control.rules).filter((rule) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(rule))).toEqual([]);
    expect(new Set(control.remedies.map(({ id }) => id)).size).toBe(control.remedies.length);
  });

  test('has a situation that passes, one that fails and one that cannot be known (write test/controls/<id>.cases.ts)', () => {
    const verdicts = casesOf(control).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(expect.arrayContaining(['pass', 'fail', 'unknown']));
  });

  test('declares the rules it reports, and reports those it declares in some situation', () => {
    const reported = casesOf(control).flatMap((situation) =>
      judged(control, situation).findings.map(({ rule }) => rule),
    );
    expect([...new Set(reported)].sort()).toEqual(Object.keys(control.rules).sort());
  });

  test('names no fact twice, and none it does not list', () => {
    const listed: readonly string[] = [...control.needs, ...control.uses];
    expect(new Set(listed).size).toBe(listed.length);
    const named = casesOf(control).flatMap((situation) => judged(control, situation).unknown.map(({ fact }) => fact));
    expect(named.filter((fact) => !listed.includes(fact))).toEqual([]);
  });
});

describe.each(withCases)('$id: $name', ({ control, situation }) => {
  const look = lookAt(situation);

  test('is judged as it should be', () => {
    expect(objectionsToVerdict(judgedOf(control, look.snapshot), situation)).toEqual([]);
  });

  test('shows each finding at a place that exists, with what is and what should be', () => {
    expect(objectionsToFindings(judgedOf(control, look.snapshot), look.snapshot)).toEqual([]);
  });

  test('is unknown without a fact that it needs', () => {
    const verdicts = control.needs
      .filter((fact) => look.snapshot.facts[fact].state === 'known')
      .map((fact) => judgedOf(control, without(look.snapshot, fact)).verdict);
    expect(verdicts.filter((verdict) => verdict !== 'unknown')).toEqual([]);
  });

  test('does not pass beside a workflow that cannot be read, and names it', () => {
    expect(objectionsBesideUnread(control, look)).toEqual([]);
  });

  const { gap, remedies } = judged(control, situation);
  test.each(gap ? remedies.map(({ id }) => id) : [])('%s does what it says, once', (remedy) => {
    const snapshot = snapshotOf(situation);
    const plan = planned(snapshot, control, remedy);
    expect(plan.conflicts.map(({ message }) => message)).toEqual([]);
    const own = remedies.find(({ id }) => id === remedy);
    const left = [...plan.steps, ...plan.settings].length > 0;
    expect(plan.files.length > 0 || left, 'a remedy changes something or says what to do').toBe(true);
    if (
      own?.recommended === true &&
      own.kind !== 'setting' &&
      own.kind !== 'manual' &&
      situation.curedByHand !== true
    ) {
      expect(plan.cures).toContain(control.id);
    }
    for (const { request, inverse } of plan.settings) {
      expect(request.path).toMatch(/^\/(?:repos\/octo\/app|orgs\/octo)/);
      expect(inverse).not.toEqual(request);
    }
    const after = whenDone(snapshot, plan);
    const again = judgedOf(control, after);
    const offeredAgain = again.gap && again.remedies.some(({ id }) => id === remedy);
    if (offeredAgain) expect(planned(after, control, remedy).files.map(({ path }) => path)).toEqual([]);
  });
});

test('every file of situations belongs to a control', () => {
  expect([...SITUATIONS.keys()].filter((id) => !CONTROLS.some((control) => control.id === id))).toEqual([]);
});

test('the controls stand in the order of the catalogue', () => {
  const numbers = CONTROLS.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort());
  expect(new Set(numbers).size).toBe(numbers.length);
});
