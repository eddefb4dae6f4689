import { describe, expect, test } from 'vitest';
import type { TemplateValue } from '../../src/model/change.ts';
import { bodyOf, input, packWith, render } from './packs.ts';

const echo = (shape: object) => packWith({ text: 'value: {{yaml value}}\n', inputs: { value: shape } });
const valueFor = (shape: object, given: TemplateValue | undefined, view: TemplateValue | null = null): string =>
  bodyOf(render(echo(shape), given === undefined ? {} : { value: given }, { owners: view })).trim();

describe('the value of an input', () => {
  const shape = input('string', { default: 'default', defaultFrom: 'owners' });

  test('is the answer, else the view of the facts, else the default', () => {
    expect(valueFor(shape, 'answer', 'view')).toBe('value: answer');
    expect(valueFor(shape, undefined, 'view')).toBe('value: view');
    expect(valueFor(shape, undefined)).toBe('value: default');
  });

  test('missing, is a problem with its line and its question', () => {
    expect(valueFor(input('string'), undefined)).toBe('it.hbs:1: "value" has no value (What?)');
    expect(valueFor(input('string'), '')).toContain('has no value');
    expect(valueFor(input('list'), [])).toContain('has no value');
    expect(valueFor(input('string', { required: false }), undefined)).toBe('value: ""');
  });

  test('that a view suggests is left aside when it does not fit', () => {
    expect(
      valueFor(input('choice', { choices: ['a', 'b'], default: 'a', defaultFrom: 'owners' }), undefined, 'c'),
    ).toBe('value: a');
    expect(valueFor(input('string', { default: 'a', defaultFrom: 'owners' }), undefined, ['b'])).toBe('value: a');
  });

  test('of several that a view suggests, is the first that can be chosen', () => {
    const choice = input('choice', { choices: ['go', 'cargo'], defaultFrom: 'owners' });
    expect(valueFor(choice, undefined, ['docker', 'cargo', 'go'])).toBe('value: cargo');
  });

  test.each([
    [input('string'), 'a\nrun: b', 'line end or control character'],
    [input('string'), 'a\u2028b', 'line end or control character'],
    [input('string'), 'a\u0000b', 'line end or control character'],
    [input('string'), '\uE0000\uE001', 'not text'],
    [input('string'), '\ud800', 'not text'],
    [input('string'), 'x ${{ secrets.TOKEN }}', 'GitHub expression'],
    [input('list'), ['a', '${{ secrets.TOKEN }}'], 'GitHub expression'],
    [input('string', { pattern: '[a-z]+' }), 'a;b', 'does not have the form'],
    [input('choice', { choices: ['a', 'b'] }), 'c', 'a, b'],
    [input('choice', { choices: ['a+', 'b'] }), 'aa', 'does not have the form'],
    [input('owner'), ['@octo', 'octo'], '"octo"'],
    [input('owner'), '@octo -x', 'does not have the form'],
    [input('glob'), 'a b', 'does not have the form'],
    [input('bool'), 'true', 'must be true or false'],
    [input('string'), true, 'must be text'],
    [input('list'), 'a', 'must be a list'],
    [input('string'), ['a'], 'must be one text'],
  ])('%j refuses %j', (shape, given, problem) => {
    expect(valueFor(shape, given)).toContain(problem);
  });

  test('may be a GitHub expression where one is asked for', () => {
    expect(valueFor(input('expression'), '${{ vars.REGION }}')).toBe('value: "${{ vars.REGION }}"');
  });

  test('that nobody asked for is a problem', () => {
    expect(bodyOf(render(echo(input('string')), { value: 'a', other: 'b' }))).toContain('"other" is not an input');
  });
});
