import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlValue } from '../../src/templating/yaml-value.ts';

const roundTrip = (value: Parameters<typeof yamlValue>[0]): unknown => parse(`key: ${yamlValue(value)} # comment`).key;

describe('a value as YAML', () => {
  test('any text reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(roundTrip(text)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('any list of texts reads back as it was, and stays on its line', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        expect(yamlValue(texts)).not.toContain('\n');
        expect(roundTrip(texts)).toEqual(texts);
      }),
    );
  });

  test.each([
    'true',
    'no',
    'On',
    'null',
    '~',
    '1.0',
    '0x1f',
    '1_000',
    '12:30:45',
    '2026-11-22',
    '.nan',
    '-',
    '- a',
    'a: b',
    'a #b',
    '*alias',
    '&anchor',
    '!tag',
    '%x',
    '@x',
    '`x`',
    '{a}',
    '[a]',
    '"',
    "'",
    '',
    ' ',
    'a ',
    '---',
    '...',
    '?',
    '<<',
    '=',
  ])('%j stays a text', (text) => {
    expect(roundTrip(text)).toBe(text);
    expect(parse(`key: ${yamlValue(text)}`, { version: '1.1' }).key).toBe(text);
  });

  test('what needs no quotes has none', () => {
    expect(['main', 'linux/amd64', '.nvmrc', 'ubuntu-24.04', 'go.mod'].map(yamlValue)).toEqual([
      'main',
      'linux/amd64',
      '.nvmrc',
      'ubuntu-24.04',
      'go.mod',
    ]);
    expect(yamlValue(true)).toBe('true');
    expect(yamlValue(['a', 'b c'])).toBe('[a, "b c"]');
  });
});
