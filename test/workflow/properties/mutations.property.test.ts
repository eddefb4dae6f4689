import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyOperations } from '../../../src/workflow/apply-operations.ts';
import { damageOf } from '../../../src/workflow/prove-no-damage.ts';
import { workflowsIn } from '../../../src/workflow/read-workflows.ts';
import { readYaml } from '../../../src/workflow/yaml-source.ts';
import { dataOf, rootView } from '../../../src/workflow/yaml-view.ts';
import { textFile } from '../text-file.ts';
import { choice, operationFor } from './arbitrary-operation.ts';
import { workflowText } from './arbitrary-workflow.ts';
import { runs } from './runs.ts';

const PATH = '.github/workflows/ci.yml';
const ROOT = 'test/fixtures/repos';

/** Workflows as people wrote them. */
const REAL: readonly string[] = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /workflows[\\/][^\\/]+\.ya?ml$/.test(path))
  .sort()
  .map((path) => readFileSync(`${ROOT}/${path}`, 'utf8'));

const PIECES = [
  '\t',
  '\r',
  '\uFEFF',
  '\0',
  '  ',
  '- ',
  ': ',
  '? ',
  '&a ',
  '*a',
  '!t ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '|',
  '>-\n',
  '"',
  "'",
  '#',
  ' #',
  '\n',
  '---\n',
  '...\n',
  '<<: ',
  '\ud800',
  '\u2028',
  'on:',
  'jobs:',
];

/** One slip of the keyboard: something cut out, doubled, moved or put in. */
const slip = fc.record({
  kind: fc.constantFrom('cut', 'double', 'insert', 'move', 'replace'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 40 }),
  piece: fc.constantFrom(...PIECES),
});
type Slip = typeof slip extends fc.Arbitrary<infer T> ? T : never;

function slipped(text: string, { kind, at, length, piece }: Slip): string {
  const from = Math.floor(at * text.length);
  const [head, middle, tail] = [text.slice(0, from), text.slice(from, from + length), text.slice(from + length)];
  switch (kind) {
    case 'cut':
      return head + tail;
    case 'double':
      return head + middle + middle + tail;
    case 'insert':
      return head + piece + middle + tail;
    case 'move':
      return head + tail + middle;
    default:
      return head + piece + tail;
  }
}

const mutated = fc
  .tuple(fc.oneof(fc.constantFrom(...REAL), workflowText), fc.array(slip, { minLength: 1, maxLength: 4 }))
  .map(([text, slips]) => slips.reduce(slipped, text));

describe('texts that went wrong', () => {
  it('are read or said to be broken, and edited rightly or left alone with the lines to paste', () => {
    const outcomes = { edited: 0, broken: 0, 'left alone': 0 };
    fc.assert(
      fc.property(mutated, choice, (text, chosen) => {
        const file = textFile(text, PATH);
        const { workflows, broken } = workflowsIn({ [PATH]: file });
        expect(workflows.length + broken.length).toBe(1);
        const yaml = readYaml(PATH, text);
        if (!yaml.ok) {
          outcomes.broken += 1;
          const applied = applyOperations(file, [{ op: 'add-key', route: [], key: 'name', value: 'x' }]);
          expect(applied).toMatchObject({ ok: false, lines: ['# top level', 'name: x'] });
          return;
        }
        const operation = operationFor(dataOf(rootView(yaml.source)), chosen);
        if (operation === null) return;
        const applied = applyOperations(file, [operation]);
        if (applied.ok) expect(damageOf(file, { ...file, text: applied.text }, [operation])).toBeNull();
        else if (operation.op !== 'remove') expect(applied.lines.length).toBeGreaterThan(1);
        outcomes[applied.ok ? 'edited' : 'left alone'] += 1;
      }),
      runs(250),
    );
    expect(
      Object.values(outcomes).every((count) => count > 0),
      JSON.stringify(outcomes),
    ).toBe(true);
  });
});
