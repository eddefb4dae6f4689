import { describe, expect, test } from 'vitest';
import { input, packWith, problemsOf } from './packs.ts';

const free = input('string');
const word = input('string', { pattern: '[a-z]+' });
const choice = input('choice', { choices: ['x', 'y'] });

/** The faults of a template that uses its one input `a` somewhere harmless as well. */
const faultsOf = (text: string, a: object = free, partials: Readonly<Record<string, string>> = {}): readonly string[] =>
  problemsOf(packWith({ text: `x: {{yaml a}}\n${text}`, inputs: { a } }, partials));

describe('a pack is refused when it is loaded', () => {
  test.each([
    [
      'for a commit that stands in a template',
      'uses: a/b@0123456789abcdef0123456789abcdef01234567\n',
      'write {{uses "…"}}',
    ],
    ['for a name that is no input', 'b: {{yaml b}}\n', '"b" is not an input of it'],
    ['for a name that is only tested', '{{#if b}}\n{{/if}}\n', '"b" is not an input of it'],
    ['for a prototype name', 'b: {{constructor}}\n', '"constructor" is not an input of it'],
    ['for an unknown helper', 'b: {{shout a}}\n', 'there is no helper "shout"'],
    ['for a built-in helper we do not offer', 'b: {{lookup a "b"}}\n', 'there is no helper "lookup"'],
    ['for an unknown block', '{{#with a}}\n{{/with}}\n', 'there is no block "with"'],
    ['for an unknown test', '{{#if (gt a 1)}}\n{{/if}}\n', '(gt …) is not one of'],
    ['for an unknown partial', '{{> other}}\n', 'there is no partial "other"'],
    ['for an unknown runner', 'b: {{runner "plan9"}}\n', 'the pack has no runner "plan9"'],
    ['for an action that is computed', 'b: {{uses a}}\n', '{{uses}} takes a text in quotes'],
    [
      'for text without a pattern outside of yaml',
      'b: {{a}}\n',
      '"a" has no pattern, so it must be written with {{yaml …}}',
    ],
    ['for our text inside a GitHub expression', 'b: ${{ {{a}} }}\n', 'template text inside a GitHub expression'],
    ['for a chain that moves the next line', '{{#if a}}\n{{else if a}}\n{{/if}}\n', 'instead of {{else if …}}'],
    ['for an inline partial', '{{#*inline "p"}}x{{/inline}}\n', 'inline and block partials are not used'],
    ['for a block that is not closed', '{{#if a}}\n', 'cannot be read: a block or a tag is opened and not closed'],
    ['for code in an odd spelling', '- "run": a\n', 'write run: or script: plainly'],
  ])('%s', (_, text, problem) => {
    const faults = faultsOf(text);
    expect(faults).toEqual([expect.stringContaining(problem)]);
    expect(faults[0]).toMatch(/^it\.hbs:\d+: /u);
  });

  test.each([
    ['- run: echo {{a}}\n', word, {}],
    ['- run: |\n    echo\n    echo {{yaml a}}\n', free, {}],
    ['- run: |\n    {{#each b}}\n    {{this}}\n    {{/each}}\n', word, {}],
    ['- run: echo\n    {{a}}\n', word, {}],
    ['    script: console.log({{yaml a}})\n', free, {}],
    ['- run: |\n    {{> code}}\n', free, { code: 'echo {{yaml a}}\n' }],
    ['{{> step}}\n', free, { step: '- run: echo {{yaml a}}\n' }],
    ['{{> step v=a}}\n', word, { step: '- run: echo {{v}}\n' }],
    ['- run: echo {{join a " "}}\n', input('list', { pattern: '[a-z]+' }), {}],
    ['- run: echo {{yaml (join a " ")}}\n', input('list', { pattern: '[a-z]+' }), {}],
  ])('for user text that would become code: %j', (text, a, partials) => {
    expect(faultsOf(text, a, partials).join('\n')).toMatch(/would become code|"b" is not an input/u);
  });

  test('and takes what the pack itself wrote: choices, pins and runners', () => {
    const text = '- run: |\n    echo {{a}} {{runner "linux"}}\n    {{#if (eq a "x")}}\n    echo\n    {{/if}}\n';
    expect(faultsOf(text, choice)).toEqual([]);
  });

  test('for a partial that includes itself', () => {
    expect(faultsOf('{{> one}}\n', free, { one: '{{> two}}\n', two: '{{> one}}\n' })).toEqual([
      'partials/two.hbs:1: the partial "one" includes itself',
    ]);
  });

  test('for a fault in a partial, at its place there', () => {
    expect(faultsOf('{{> one}}\n', free, { one: 'a: 1\nb: {{yaml other}}\n' })).toEqual([
      'partials/one.hbs:2: "other" is not an input of it',
    ]);
  });

  test('for an input that is never used', () => {
    expect(problemsOf(packWith({ text: 'a: 1\n', inputs: { a: free } }))).toEqual([
      'it.hbs: the input "a" is asked for and never used',
    ]);
  });

  test('inside {{#each}} it says how to reach the inputs', () => {
    const inputs = { list: input('list', { pattern: '[a-z]+' }), b: word };
    expect(problemsOf(packWith({ text: '{{#each list}}\n- {{this}} {{b}}\n{{/each}}\n', inputs }))).toContain(
      'it.hbs:2: "b" is not an input of it; inside {{#each}} write @root.b',
    );
  });
});
