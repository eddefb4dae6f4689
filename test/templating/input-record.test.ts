import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecord } from '../../src/templating/input-record.ts';
import { input, packOf, packWith, render } from './packs.ts';

const parsed = packWith({
  text: 'a: {{yaml a}}\n{{#each list}}\n- {{yaml this}}\n{{/each}}\n{{#if flag}}\nb: 1\n{{/if}}\n',
  inputs: { a: input('string', { required: false }), list: input('list', { required: false }), flag: input('bool') },
});
const value = fc
  .string({ unit: 'grapheme' })
  .filter((text) => !/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\uE000\uE001]|\$\{\{/u.test(text));

test('what was recorded is read again, whatever it holds', () => {
  fc.assert(
    fc.property(value, fc.array(value), fc.boolean(), (a, list, flag) => {
      const rendered = render(parsed, { a, list, flag });
      if (!rendered.ok) throw new Error(rendered.problems.join());
      const again = render(parsed, readRecord(rendered.text)?.inputs ?? {});
      expect(again).toEqual(rendered);
    }),
  );
});

test('a record cannot end a comment, nor be an expression', () => {
  const pack = packOf(
    packWith({ text: '{{yaml a}}\n', output: 'VERIFYING.md', kind: 'document', inputs: { a: input('expression') } }),
  );
  const rendered = render({ ok: true, pack }, { a: '--> ${{ github.token }}' });
  const second = rendered.ok ? (rendered.text.split('\n')[1] ?? '') : '';
  expect(second).toMatch(/^<!-- harden-builds inputs: .* [0-9a-f]{8} -->$/u);
  expect(second.slice(4, -4)).not.toMatch(/-->|\$\{/u);
});
