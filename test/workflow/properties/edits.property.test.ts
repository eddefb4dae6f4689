import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation, YamlValue } from '../../../src/model/operation.ts';
import { applyOperations } from '../../../src/workflow/apply-operations.ts';
import { damageOf } from '../../../src/workflow/prove-no-damage.ts';
import { readYaml } from '../../../src/workflow/yaml-source.ts';
import { dataOf, rootView } from '../../../src/workflow/yaml-view.ts';
import { textFile } from '../text-file.ts';
import { choice, operationFor } from './arbitrary-operation.ts';
import { workflowText } from './arbitrary-workflow.ts';
import { bytesThatSlipped } from './bytes-that-slipped.ts';
import { runs } from './runs.ts';

const PATH = '.github/workflows/ci.yml';

/** What the text says; null when it cannot be read. */
function data(text: string): YamlValue | undefined {
  const yaml = readYaml(PATH, text);
  return yaml.ok ? dataOf(rootView(yaml.source)) : undefined;
}

/** Forms that are left to people on purpose. */
const LEFT_ALONE =
  /nothing would be left|is a block of several lines|form that cannot be edited|become part of the text|is broken over several lines|carries an anchor|is an alias|holds an anchor|has an anchor|names no single scope|is not a level|says its own indentation|its line breaks are not those|a comment stands inside|is not a mapping|has no value to replace|has another value/;

describe('edits of any workflow', () => {
  it('do what they declare and nothing else, once', () => {
    const outcomes = new Map<string, number>();
    const count = (outcome: string): void => {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    };
    fc.assert(
      fc.property(workflowText, choice, (text, chosen) => {
        const before = data(text);
        if (before === undefined) return count('not read');
        const operation = operationFor(before, chosen);
        if (operation === null) return count('no place');
        const file = textFile(text, PATH);
        const applied = applyOperations(file, [operation]);
        if (!applied.ok) {
          expect(applied.reason).toMatch(LEFT_ALONE);
          if (operation.op !== 'remove') expect(applied.lines.length).toBeGreaterThan(0);
          return count(`${operation.op} left alone`);
        }
        count(operation.op);
        expect(damageOf(file, { ...file, text: applied.text }, [operation])).toBeNull();
        expect(bytesThatSlipped(text, applied.text, operation)).toEqual([]);
        if (operation.op === 'remove' || operation.op === 'replace-text') return;
        expect(applyOperations(textFile(applied.text, PATH), [operation])).toEqual(applied);
      }),
      runs(400),
    );
    expect(outcomes.get('not read') ?? 0).toBeLessThan(runs(400).numRuns / 4);
  });

  it('add up, whatever came before', () => {
    fc.assert(
      fc.property(workflowText, fc.array(choice, { minLength: 2, maxLength: 6 }), (text, chosen) => {
        let alone = text;
        const operations: Operation[] = [];
        for (const each of chosen) {
          const now = data(alone);
          const operation = now === undefined ? null : operationFor(now, each);
          if (operation === null) continue;
          const applied = applyOperations(textFile(alone, PATH), [operation]);
          if (!applied.ok) continue;
          operations.push(operation);
          alone = applied.text;
        }
        const file = textFile(text, PATH);
        if (operations.length === 0) return;
        const together = applyOperations(file, operations);
        if (!together.ok) throw new Error(together.reason);
        expect(data(together.text)).toEqual(data(alone));
        expect(damageOf(file, { ...file, text: together.text }, operations)).toBeNull();
      }),
      runs(150),
    );
  });
});
