import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { padTo, wrapText } from '../../src/report/wrap-text.ts';

test('breaks between words, by what a terminal shows', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('名前 名前 名前', 9)).toEqual(['名前 名前', '名前']);
  expect(wrapText('a\n\nb', 10)).toEqual(['a', '', 'b']);
  expect(padTo('名', 4)).toBe('名  ');
});

test('loses no word, and only a word of its own is wider than the line', () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 40 }), fc.integer({ min: 1, max: 60 }), (text, width) => {
      const lines = wrapText(text, width);
      expect(lines.join(' ').split(' ')).toEqual(text.split(' '));
      expect(lines.filter((line) => stringWidth(line) > width && line.includes(' '))).toEqual([]);
    }),
  );
});
