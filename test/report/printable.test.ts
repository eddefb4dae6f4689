import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable, printableText } from '../../src/report/printable.ts';

describe('printable', () => {
  test.each([
    ['\u001B[31mred\u001B[0m', 'red'],
    ['\u001B]0;title\u0007after', 'after'],
    ['\u001B]8;;https://evil.example\u001B\\link\u001B]8;;\u001B\\', 'link'],
    ['\u009B31mred', 'red'],
    ['a\u202Eb\u2066c\u200Bd\uFEFFe', 'abcde'],
    ['one\r\ntwo\tthree', 'one two  three'],
    ['back\u0008space\u007F', 'backspace'],
    ['\u001B(Bcharset \u001B7saved', 'charset saved'],
    ['\uD800lone', '\uFFFDlone'],
    ['名前 ✔ naïve', '名前 ✔ naïve'],
    ['\u{E0041}tag', 'tag'],
  ])('%j becomes %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('an unfinished sequence does not hide the lines after it', () => {
    expect(printableText('a\u001B]0;never closed\nb')).toBe('a\nb');
  });

  test('lets nothing through that a terminal obeys, whatever comes', () => {
    const nasty = fc.constantFrom(
      '\u001B',
      '[',
      ']',
      '31m',
      '\u0007',
      '\u009D',
      '\u202E',
      'x',
      '\n',
      '\r',
      '\\',
      '\uD800',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }))), (parts) => {
        const shown = printableText(parts.join(''));
        expect(shown).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
        expect(printable(parts.join(''))).not.toContain('\n');
        expect(printableText(shown)).toBe(shown);
      }),
    );
  });
});
