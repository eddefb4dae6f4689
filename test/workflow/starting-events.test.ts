import { describe, expect, test } from 'vitest';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { callersOf, startingEvents } from '../../src/workflow/starting-events.ts';
import { textFile } from './text-file.ts';

const pathOf = (name: string): string => `.github/workflows/${name}.yml`;
const calling = (name: string): string => `  ${name}:\n    uses: ./${pathOf(name)}\n`;

/** Workflows by name: what starts them, and what they call. */
function setOf(all: Readonly<Record<string, readonly [string, ...string[]]>>) {
  const texts = Object.entries(all).map(([name, [on, ...callees]]) => {
    const jobs = callees.length > 0 ? callees.map(calling).join('') : '  a:\n    runs-on: x\n    steps: [{run: x}]\n';
    return [pathOf(name), textFile(`on: ${on}\njobs:\n${jobs}`, pathOf(name))] as const;
  });
  const set = workflowsIn(Object.fromEntries(texts));
  return { set, of: (name: string) => set.workflows.find(({ path }) => path === pathOf(name))! };
}

describe('what starts a workflow', () => {
  test('its own events and those of its callers', () => {
    const { set, of } = setOf({ a: ['push', 'c'], b: ['[release, workflow_call]', 'c'], c: ['workflow_call'] });
    expect(startingEvents(set, of('a'))).toEqual(['push']);
    expect(callersOf(set, of('c')).map(({ path }) => path)).toEqual([pathOf('a'), pathOf('b')]);
    expect(startingEvents(set, of('b'))).toEqual(['release']);
    expect(startingEvents(set, of('c'))).toEqual(['push', 'release']);
  });

  test('waits to be called, and nobody here calls it: not known', () => {
    const { set, of } = setOf({ a: ['workflow_call', 'b'], b: ['workflow_call'] });
    expect(startingEvents(set, of('b'))).toBeNull();
  });

  test('a circle of calls, which GitHub refuses, says nothing whoever is asked first', () => {
    const names = ['a', 'b'] as const;
    for (const first of names) {
      const { set, of } = setOf({ a: ['workflow_call', 'b'], b: ['workflow_call', 'a'], c: ['push', 'a'] });
      startingEvents(set, of(first));
      expect(names.map((name) => startingEvents(set, of(name)))).toEqual([null, null]);
    }
  });

  test('forty layers of workflows that each call two have 2^40 ways of calling, and are walked once', () => {
    const layers = Array.from({ length: 40 }, (_, layer) =>
      ['x', 'y'].map((side): [string, [string, ...string[]]] => [
        `${side}${layer}`,
        layer === 0
          ? ['push', 'x1', 'y1']
          : ['workflow_call', ...(layer < 39 ? [`x${layer + 1}`, `y${layer + 1}`] : [])],
      ]),
    );
    const { set, of } = setOf(Object.fromEntries(layers.flat()));
    expect(startingEvents(set, of('x39'))).toEqual(['push']);
  });
});
