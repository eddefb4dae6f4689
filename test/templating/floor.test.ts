import { expect, test } from 'vitest';
import { acceptProblems } from '../../src/templating/accept-list.ts';
import { type FloorFinding, type Judge, tryTemplate } from '../../src/templating/floor.ts';
import { input, PINS, packOf, packWith } from './packs.ts';

const judgeFor =
  (word: string): Judge =>
  (_path, text) =>
    text
      .split('\n')
      .flatMap((line, index): readonly FloorFinding[] =>
        line.includes(word) && !line.startsWith('#')
          ? [{ control: 'a-control', rule: 'weak', message: line, line: index + 1 }]
          : [],
      );
const tried = (text: string, inputs: object, word = 'weak') => {
  const pack = packOf(packWith({ text, inputs, kind: 'file', output: '.github/it.yml' }));
  const [template] = pack.templates;
  if (template === undefined) throw new Error('no template');
  const given = { pins: PINS, views: {}, seed: 'octo/app' };
  return { pack, template, ...tryTemplate(pack, template, { given, judge: judgeFor(word), extent: 'pairs' }) };
};

test('a value that weakens the file is found, with the line and the value', () => {
  const inputs = { how: input('choice', { choices: ['strong', 'weak'], default: 'strong' }) };
  expect(tried('a: 1\nhow: {{how}}\n', inputs).breaches).toEqual([
    {
      template: 'it',
      inputs: { how: 'weak' },
      path: '.github/it.yml',
      finding: { control: 'a-control', rule: 'weak', message: 'how: weak', line: 4 },
      message: 'how: weak',
    },
  ]);
});

test('so is one that only two choices together bring', () => {
  const inputs = { one: input('bool', { default: false }), two: input('bool', { default: false }) };
  const text = 'a: {{#if one}}{{#if two}}weak{{/if}}{{/if}}\n';
  expect(tried(text, inputs).breaches.map((each) => each.inputs)).toEqual([{ one: true, two: true }]);
});

test('a choice that needs more is tried with everything filled in', () => {
  const inputs = {
    how: input('choice', { choices: ['easy', 'own'], default: 'easy' }),
    command: input('string', { required: false }),
  };
  const text = 'a: {{#if (eq how "own")}}{{yaml (needed command "command")}}{{/if}}\n';
  expect(tried(text, inputs, 'app').breaches.map(({ finding }) => finding?.line)).toEqual([3]);
});

test('what cannot be rendered is told as well', () => {
  const inputs = { odd: input('string', { pattern: 'zzz[0-9]{7}' }) };
  expect(tried('a: {{odd}}\n', inputs).breaches.map(({ message }) => message)).toEqual([
    'it.hbs:1: "odd" has no value (What?)',
  ]);
});

test('an accept list may leave a must to the user only where the built-in template does', () => {
  const known = { must: { isMust: true, rules: ['weak'] }, should: { isMust: false, rules: ['weak'] } };
  const controlOf = (id: string) => Object.entries(known).find(([name]) => name === id)?.[1] ?? null;
  const accept = ['must', 'should', 'nothing'].map((control) => ({ control, rule: 'weak', reason: 'so' }));
  const of = (builtIn: Parameters<typeof acceptProblems>[1]) =>
    acceptProblems({ accept, serves: ['should', 'gone'] }, builtIn, controlOf);
  const unknown = ['serves: no control is called "gone"'];
  const nothing = 'accept: no control is called "nothing"';
  expect(of(null)).toEqual([
    ...unknown,
    'accept: must/weak: a must is accepted by the pack of the program only',
    nothing,
  ]);
  expect(of({ accept })).toEqual([...unknown, nothing]);
});
