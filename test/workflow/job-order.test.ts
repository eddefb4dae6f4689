import { describe, expect, test } from 'vitest';
import { comesBefore, waitsFor } from '../../src/workflow/job-order.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { textFile } from './text-file.ts';

const job = (id: string, needs: string): string =>
  `  ${id}:\n    needs: [${needs}]\n    runs-on: x\n    steps:\n      - run: one\n      - run: two\n`;
const PATH = '.github/workflows/a.yml';
const text = `on: push\njobs:\n${[job('a', ''), job('b', 'a'), job('c', 'b'), job('d', 'e'), job('e', 'd')].join('')}`;
const jobs = workflowsIn({ [PATH]: textFile(text, PATH) }).workflows[0]!.jobs;
const named = (id: string) => jobs.find((each) => each.id === id)!;

describe('the order of jobs', () => {
  test.each([
    ['b', 'a', true],
    ['c', 'a', true],
    ['a', 'c', false],
    ['a', 'a', false],
    ['d', 'a', false],
    ['d', 'd', true],
  ])('%s waits for %s: %s', (one, other, waits) => {
    expect(waitsFor(named(one), named(other), jobs)).toBe(waits);
  });

  test('a job of another workflow waits for nothing here', () => {
    expect(waitsFor(named('c'), named('a'), [named('a'), named('b')])).toBe(false);
  });
});

describe('the order of steps', () => {
  const spot = (id: string, step: number | null) => ({
    job: named(id),
    step: step === null ? null : (named(id).steps[step] ?? null),
  });

  test.each([
    ['a', 0, 'a', 1, true],
    ['a', 1, 'a', 0, false],
    ['a', 1, 'a', 1, false],
    ['a', null, 'a', 1, false],
    ['a', 1, 'c', 0, true],
    ['a', null, 'c', null, true],
    ['c', 0, 'a', 1, false],
  ] as const)('%s[%s] before %s[%s]: %s', (one, step, other, next, isBefore) => {
    expect(comesBefore(spot(one, step), spot(other, next), jobs)).toBe(isBefore);
  });
});
