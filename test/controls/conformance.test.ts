import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Verdict } from '../../src/model/assessment.ts';
import type { Control } from '../../src/model/control.ts';
import { textAt } from '../../src/model/files.ts';
import { isPlace } from '../../src/model/finding.ts';
import { type ControlCase, findingsOf, judged, judgedOf, snapshotOf, without } from './control-case.ts';
import { BROKEN } from './sample-facts.ts';
import { planned, whenDone } from './try-remedy.ts';

/** Every control keeps these rules; a new one is taken in by its file and its `<id>.cases.ts`. */
const named = readdirSync('test/controls').flatMap((name) => /^(.*)\.cases\.ts$/.exec(name)?.[1] ?? []);
const situations = new Map<string, readonly ControlCase[]>();
for (const id of named) {
  // Each such file exports `cases`; a file without them fails the test that asks for a pass, a fail and an unknown.
  const file: { readonly cases?: readonly ControlCase[] } = await import(`./${id}.cases.ts`);
  situations.set(id, file.cases ?? []);
}
const casesOf = ({ id }: Control): readonly ControlCase[] => situations.get(id) ?? [];
const withCases = CONTROLS.flatMap((control) =>
  casesOf(control).map((situation) => ({ id: control.id, name: situation.name, control, situation })),
);
const verdictOf = (control: Control, situation: ControlCase): Verdict => judged(control, situation).verdict;

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
  test('is judged as it should be', () => {
    const assessed = judged(control, situation);
    expect(assessed.verdict, assessed.message).toBe(situation.verdict);
    expect(assessed.gap).toBe(situation.gap ?? situation.verdict === 'fail');
    if (situation.findings !== undefined) expect(findingsOf(assessed)).toEqual(situation.findings);
    if (situation.says !== undefined)
      expect(`${assessed.message} ${assessed.unknown.map(({ unlock }) => unlock)}`).toContain(situation.says);
    if (situation.offers !== undefined) expect(assessed.remedies.map(({ id }) => id)).toEqual(situation.offers);
    expect(assessed.message).toMatch(/[^.!\s]$/);
  });

  test('shows each finding at a place that exists, with what is and what should be', () => {
    const snapshot = snapshotOf(situation);
    const texts = snapshot.facts.texts.state === 'known' ? snapshot.facts.texts.value : {};
    const assessed = judgedOf(control, snapshot);
    for (const { location, observed, expected, message } of assessed.findings) {
      expect([observed, expected, message].filter((each) => each.trim() === '')).toEqual([]);
      expect(message).not.toMatch(/!|\bplease\b|\.$/i);
      if (!isPlace(location)) continue;
      const lines = textAt(texts, location.path)?.text.split('\n') ?? [];
      expect(location.line).toBeLessThanOrEqual(lines.length);
      expect(location.column).toBeLessThanOrEqual((lines[location.line - 1]?.length ?? 0) + 1);
    }
    const keys = assessed.findings.map(({ rule, location, route, observed }) =>
      JSON.stringify([rule, location, route, observed]),
    );
    expect(new Set(keys).size, 'two findings are the same').toBe(keys.length);
  });

  test('knows no more when it is told less', () => {
    const snapshot = snapshotOf(situation);
    const before = judgedOf(control, snapshot).verdict;
    for (const fact of [...control.needs, ...control.uses]) {
      if (snapshot.facts[fact].state === 'unknown') continue;
      const { verdict: after, gap } = judgedOf(control, without(snapshot, fact));
      if (control.needs.some((need) => need === fact)) expect(after, `without ${fact}`).toBe('unknown');
      if (before !== 'pass') expect(after, `without ${fact}`).not.toBe('pass');
      // A partial without a gap says no more than that something could not be seen.
      const known = after === 'partial' && !gap ? 'unknown' : after;
      if (before === 'fail') expect(['fail', 'unknown'], `without ${fact}`).toContain(known);
    }
  });

  test('does not pass beside a workflow that cannot be read', () => {
    if (!control.needs.some((fact) => fact === 'texts') || control.id === 'codeowners-workflows') return;
    const broken = { ...situation, files: { ...situation.files, '.github/workflows/unreadable.yml': BROKEN } };
    expect(verdictOf(control, broken)).not.toBe('pass');
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
  expect(named.filter((id) => !CONTROLS.some((control) => control.id === id))).toEqual([]);
});

test('the controls stand in the order of the catalogue', () => {
  const numbers = CONTROLS.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort());
  expect(new Set(numbers).size).toBe(numbers.length);
});
