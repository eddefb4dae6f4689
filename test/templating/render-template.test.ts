import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { bodyOf, input, PINS, packOf, packWith, problemsOf, render, yamlOf } from './packs.ts';

const any = input('string');
const word = input('string', { pattern: '[a-z]+' });

describe('rendering', () => {
  test('puts the marker first, and the same inputs give the same bytes', () => {
    const parsed = packWith({ text: 'name: {{yaml a}}\n', inputs: { a: any } });
    const once = render(parsed, { a: 'x' });
    expect(once).toEqual(render(parsed, { a: 'x' }));
    expect(once.ok && once.text).toMatch(
      /^# harden-builds template: mine\/it 1\.2\.3 [0-9a-f]{8}\n# harden-builds inputs: \{"a":"x"\} [0-9a-f]{8}\nname: x\n$/u,
    );
    expect(once).toMatchObject({ ok: true, path: '.github/workflows/it.yml', inputs: { a: 'x' } });
  });

  test('writes GitHub’s expressions and other tools’ mustaches as they stand', () => {
    const text = "a: ${{ github.ref }}\nb: \\{{version}}\nc: ${{ format('{0}', 1) }}\n";
    expect(bodyOf(render(packWith({ text })))).toBe(
      "a: ${{ github.ref }}\nb: {{version}}\nc: ${{ format('{0}', 1) }}\n",
    );
  });

  test('indents partials, keeps their expressions, and hands values to them', () => {
    const text = 'steps:\n  {{> step name="one"}}\n  {{> step name="two"}}\n';
    const parsed = packWith({ text }, { step: '- name: {{name}}\n\n  if: ${{ always() }}\n' });
    expect(bodyOf(render(parsed))).toBe(
      'steps:\n  - name: one\n\n    if: ${{ always() }}\n  - name: two\n\n    if: ${{ always() }}\n',
    );
  });

  test('pins actions from the facts, also below a path and at the version the pack holds', () => {
    const parsed = packWith({ text: '- uses: {{uses "actions/checkout"}}\n- uses: {{uses "Actions/Checkout/sub"}}\n' });
    const sha = '0123456789abcdef0123456789abcdef01234567';
    expect(bodyOf(render(parsed))).toBe(
      `- uses: actions/checkout@${sha} # v7.0.1\n- uses: Actions/Checkout/sub@${sha} # v7.0.1\n`,
    );
    const held = { ...packOf(parsed), pins: { 'actions/checkout': 'v6' } };
    const given = { pins: PINS, views: {}, seed: 'octo/app' };
    expect(problemsOf(renderTemplate(held, 'it', {}, given))).toEqual([
      'it.hbs:1: no pin is known for actions/checkout@v6',
      'it.hbs:2: no pin is known for actions/checkout@v6',
    ]);
  });

  test('names the template and the line of an action without a pin', () => {
    const parsed = packWith({ text: 'a: 1\n- uses: {{uses "octo/unknown"}}\n' });
    expect(problemsOf(render(parsed))).toEqual(['it.hbs:2: no pin is known for octo/unknown@latest']);
  });

  test('does not ask for the pin of a branch that is not taken', () => {
    const text = '{{#if (eq a "x")}}\n- uses: {{uses "octo/unknown"}}\n{{/if}}\nb: 1\n';
    expect(bodyOf(render(packWith({ text, inputs: { a: word } }), { a: 'y' }))).toBe('b: 1\n');
  });

  test('says so when a branch that is taken needs a value', () => {
    const text = 'a: 1\n{{#if b}}\nc: {{yaml (needed c "c")}}\n{{/if}}\n';
    const parsed = packWith({ text, inputs: { b: input('bool'), c: input('string', { required: false }) } });
    expect(bodyOf(render(parsed, { b: false }))).toBe('a: 1\n');
    expect(problemsOf(render(parsed, { b: true }))).toEqual(['it.hbs:3: "c" has no value (What?)']);
  });

  test('knows lists, runners and schedules', () => {
    const text =
      'a: {{join list ","}}\n{{#each list}}\n- {{yaml this}} {{@root.one}} {{part this 1 "none"}}\n{{/each}}\nb: {{runner "linux"}}\nc: "{{cron "daily"}}"\n{{#if (has list "x y")}}\nd: 1\n{{/if}}\n';
    const parsed = packWith({ text, inputs: { list: input('list', { pattern: '[a-z ]+' }), one: word } });
    expect(bodyOf(render(parsed, { list: ['x y', 'z'], one: 'o' }))).toMatch(
      /^a: x y,z\n- "x y" o y\n- z o none\nb: ubuntu-24\.04\nc: "\d+ \d \* \* \*"\nd: 1\n$/u,
    );
  });

  test('writes where the manifest says, and nowhere else', () => {
    const inputs = { file: input('string', { pattern: '[^ ]+' }) };
    const parsed = packWith({ text: 'a: 1\n', output: '.github/workflows/{{file}}', inputs });
    expect(render(parsed, { file: 'x.yml' })).toMatchObject({ ok: true, path: '.github/workflows/x.yml' });
    expect(problemsOf(render(parsed, { file: '../../x.yml' }))).toEqual([
      expect.stringContaining('leaves the repository'),
    ]);
    expect(problemsOf(render(packWith({ text: 'a\n', output: 'README.md', kind: 'document' })))).toHaveLength(1);
  });

  test('keeps a value a value: no text can add a key, a step or an expression', () => {
    const text = 'env:\n  VALUE: {{yaml value}}\nsteps: [a]\n';
    const parsed = packWith({ text, inputs: { value: any } });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const rendered = render(parsed, { value });
        if (rendered.ok) expect(yamlOf(rendered.text)).toEqual({ env: { VALUE: value }, steps: ['a'] });
        else expect(value).toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\uE000\uE001\ud800-\udfff]|\$\{\{/);
      }),
      { numRuns: 1000 },
    );
  });

  test('an unknown template is named', () => {
    const given = { pins: PINS, views: {}, seed: 'octo/app' };
    expect(problemsOf(renderTemplate(packOf(packWith({ text: 'a\n' })), 'other', {}, given))).toEqual([
      'the pack mine has no template "other"',
    ]);
  });
});
