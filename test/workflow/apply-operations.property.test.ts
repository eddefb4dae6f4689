import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation, YamlValue } from '../../src/model/operation.ts';
import { applyOperations } from '../../src/workflow/apply-operations.ts';
import { damageOf } from '../../src/workflow/prove-no-damage.ts';
import { readYaml } from '../../src/workflow/yaml-source.ts';
import { dataOf, rootView } from '../../src/workflow/yaml-view.ts';
import { yamlText } from './arbitrary-yaml.ts';
import { choice, operationFor } from './properties/arbitrary-operation.ts';
import { textFile } from './text-file.ts';

const PATH = 'file.yml';

function data(text: string): YamlValue {
  const yaml = readYaml(PATH, text);
  if (!yaml.ok) throw new Error(`${yaml.broken.message}\n${text}`);
  return dataOf(rootView(yaml.source));
}

/** Forms that are left to people on purpose. */
const LEFT_ALONE =
  /nothing would be left|is a block of several lines|form that cannot be edited|become part of the text|is broken over several lines|carries an anchor/;

describe('applyOperations on any document', () => {
  it('does what it declares, nothing else, and nothing the second time', () => {
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(yamlText, choice, (text, chosen) => {
        const operation = operationFor(data(text), chosen);
        if (operation === null) return;
        const file = textFile(text, PATH);
        const applied = applyOperations(file, [operation]);
        if (!applied.ok) {
          expect(applied.reason).toMatch(LEFT_ALONE);
          return;
        }
        kinds.set(operation.op, (kinds.get(operation.op) ?? 0) + 1);
        expect(damageOf(file, { ...file, text: applied.text }, [operation])).toBeNull();
        // Removing an item by its index takes the next one the second time, and a text may stand there twice.
        if (operation.op === 'remove' || operation.op === 'replace-text') return;
        expect(applyOperations(textFile(applied.text, PATH), [operation])).toEqual(applied);
      }),
      { numRuns: 1500 },
    );
    expect([...kinds.keys()].sort()).toHaveLength(7);
  });

  it('means the same for many operations at once as for one after the other', () => {
    fc.assert(
      fc.property(yamlText, fc.array(choice, { minLength: 2, maxLength: 5 }), (text, chosen) => {
        let alone = text;
        const operations: Operation[] = [];
        for (const each of chosen) {
          const operation = operationFor(data(alone), each);
          if (operation === null) continue;
          const applied = applyOperations(textFile(alone, PATH), [operation]);
          if (!applied.ok) continue;
          operations.push(operation);
          alone = applied.text;
        }
        expect(damageOf(textFile(text, PATH), { ...textFile(text, PATH), text: alone }, operations)).toBeNull();
        const together = applyOperations(textFile(text, PATH), operations);
        if (!together.ok) throw new Error(together.reason);
        expect(data(together.text)).toEqual(data(alone));
        expect(damageOf(textFile(text, PATH), { ...textFile(text, PATH), text: together.text }, operations)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on any bytes', () => {
    const bytes = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .array(
          fc.constantFrom(
            '- ',
            ': ',
            '? ',
            '&a ',
            '*a ',
            '!t ',
            '{',
            '}',
            '[',
            ']',
            ',',
            '|\n',
            '>\n',
            '"',
            "'",
            '#',
            '\n',
            '  ',
            'k',
            '---\n',
            '\t',
            '\r',
          ),
          { maxLength: 30 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(
        bytes,
        choice,
        fc.array(fc.oneof(fc.constantFrom('k', 'a'), fc.nat({ max: 2 })), { maxLength: 3 }),
        (text, chosen, route) => {
          const file = textFile(text, PATH);
          const yaml = readYaml(PATH, text);
          const made = yaml.ok ? operationFor(dataOf(rootView(yaml.source)), chosen) : null;
          const operation: Operation = made ?? { op: 'replace-value', route, value: chosen.value };
          const applied = applyOperations(file, [operation]);
          if (applied.ok && yaml.ok)
            expect(damageOf(file, { ...file, text: applied.text }, [operation]) ?? '').toEqual(expect.any(String));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
