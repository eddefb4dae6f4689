import { expect, test } from 'vitest';
import { spelledOut } from '../../src/workflow/matrix-values.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { readYaml } from '../../src/workflow/yaml-source.ts';

function valuesOf(image: string, matrix: string): readonly string[] | null {
  const text = `on: push\njobs:\n  a:\n    strategy:\n      matrix: ${matrix}\n    container: ${image}\n`;
  const reading = readYaml('a.yml', text);
  const result = reading.ok ? readWorkflow(reading.source) : reading;
  if (!result.ok) throw new Error(result.broken.message);
  const job = result.value.jobs[0]!;
  return spelledOut(job, job.container!)?.map(({ value, place }) => `${value}@${place.line}`) ?? null;
}

test.each([
  ['alpine:3', '{ v: [1] }', ['alpine:3@6']],
  ['${{ matrix.v }}', '{ v: [a, b] }', ['a@5', 'b@5']],
  ['${{ matrix.v }}', '{ v: [a], include: [{ v: c }, { w: d }] }', ['a@5', 'c@5']],
  ['${{ matrix.v }}', '{ V: [a], include: [{ v: b }] }', ['a@5', 'b@5']],
  ['${{ matrix.v.image }}', '{ v: [{ image: a }, { image: b }] }', ['a@5', 'b@5']],
  ['gcc:${{ matrix.v }}', '{ v: [12, latest] }', ['gcc:12@6', 'gcc:latest@6']],
  ['${{ matrix.a }}:${{ matrix.b }}', '{ a: [x], b: [y] }', null],
  ['${{ matrix.v }}', '{ w: [a] }', null],
  ['${{ matrix.v }}', "${{ fromJSON('{}') }}", null],
  ['${{ matrix.v }}', "{ v: ['${{ inputs.v }}'] }", null],
  ['${{ inputs.v }}', '{ v: [a] }', null],
])('%s in %s', (image, matrix, values) => {
  expect(valuesOf(image, matrix)).toEqual(values);
});
