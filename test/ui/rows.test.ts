import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { containing, nextSectionAt } from '../../src/ui/rows/control-list.ts';
import { someEvidence } from '../../src/ui/rows/evidence-rows.ts';
import { chopped, fitted, wrapped } from '../../src/ui/rows/fit.ts';
import { fitRow } from '../../src/ui/rows/fit-row.ts';
import { hintRow } from '../../src/ui/rows/hint-row.ts';
import { fileWord, shortPath } from '../../src/ui/rows/review-entries.ts';
import type { Row } from '../../src/ui/rows/row.ts';
import { wrapRow } from '../../src/ui/rows/wrap-row.ts';
import { windowTop } from '../../src/ui/window.ts';
import { sampleControl, sampleFinding } from './sample-controls.ts';
import { plannedFile } from './sample-plan.ts';
import { sampleSnapshot } from './sample-repository.ts';

const textOf = (spans: readonly { readonly text: string }[]) => spans.map(({ text }) => text).join('');
const texts = fc.string({
  unit: fc.constantFrom('a', 'é', '構', ' ', '\u001B[31m', '👩‍👩‍👧', 'word', '\n', '\u202E'),
  maxLength: 40,
});

describe('fitting', () => {
  test('no text is ever wider than its place', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 30 }), (text, width) => {
        const plain = text.replaceAll(/[\u001B\u202E\n]/g, '');
        expect(stringWidth(fitted(plain, width, '...'))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('no row is ever wider than the screen, and none holds a control character', () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.integer({ min: 4, max: 60 }), (a, b, end, width) => {
        const drawn = textOf(fitRow({ spans: [{ text: a }, { text: b }], end: [{ text: end }] }, width, '…'));
        expect(stringWidth(drawn)).toBeLessThanOrEqual(width);
        expect(drawn).not.toMatch(/[\p{Cc}\u202E]/u);
      }),
    );
  });

  test('what stands at the right edge ends there', () => {
    expect(textOf(fitRow({ spans: [{ text: 'left' }], end: [{ text: 'right' }] }, 14, '…'))).toBe('left     right');
    expect(textOf(fitRow({ spans: [{ text: 'much too long' }], end: [{ text: 'right' }] }, 14, '…'))).toBe(
      'much t…  right',
    );
  });

  test('chopping code loses no character', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, width) => {
        expect(chopped(text, width).join('')).toBe(text);
      }),
    );
  });

  test('wrapping prose loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({ min: 12, max: 40 }), (words, width) => {
        const lines = wrapped(words.join(' '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        expect(lines.every((line) => line.length <= width)).toBe(true);
      }),
    );
  });

  test('a row takes the lines it needs, later ones indented, the edge on the first', () => {
    const row: Row = {
      spans: [{ text: ' > one two', bold: true }, { text: ' three four' }],
      end: [{ text: 'end' }],
      label: 'all',
    };
    const rows = wrapRow(row, 16, 3);
    expect(rows.map(({ spans }) => textOf(spans).trimEnd())).toEqual([' > one two', '   three four']);
    expect(rows[0]?.end).toEqual([{ text: 'end' }]);
    expect(rows[1]).toMatchObject({ hidden: true });
    expect(rows[1]?.end).toBeUndefined();
  });

  test('no word loses its end to the blank that follows it', () => {
    const rows = wrapRow({ spans: [{ text: 'one two three' }], end: [{ text: 'end' }] }, 12, 2);
    expect(rows.map((row) => textOf(fitRow(row, 12, '…')))).toEqual(['one two  end', '  three']);
  });
});

test('one line of source that several findings are about stands there once', () => {
  const finding = sampleFinding();
  const other = sampleFinding({ rule: 'other', message: 'something else about it' });
  expect(someEvidence([finding, other], sampleSnapshot(), 3)).toHaveLength(1);
});

describe('hints', () => {
  const at = (width: number) =>
    textOf(fitRow(hintRow(['take', 'up', 'down', 'skip', 'waive', 'help', 'quit'], width, false), width, '…'));

  test('are whole, and help is always there', () => {
    expect(at(80)).toMatch(/^ enter take it {2}up\/down move {2}s not now {2}w waive {3,}\? help {2}q quit $/);
    expect(at(40)).toMatch(/^ enter take it {10,}\? help {2}q quit $/);
  });
});

test('a path that is too long loses folders, never its name', () => {
  const path = '.github/workflows/release.yml';
  expect(shortPath(path, 40, '…')).toBe(path);
  expect(shortPath(path, 25, '…')).toBe('…/workflows/release.yml');
  expect(shortPath(path, 15, '…')).toBe('…/release.yml');
  expect(shortPath(path, 5, '…')).toBe('release.yml');
});

test.each([
  ['.github/workflows/ci.yml', null, 'safe', 'new workflow'],
  ['.github/workflows/ci.yml', 'a', 'review', 'runs differently'],
  ['.github/workflows/ci.yml', 'a', 'safe', 'runs as before, or stops'],
  ['.github/actions/build/action.yml', 'a', 'review', 'runs differently'],
  ['.github/CODEOWNERS', null, 'safe', 'new file'],
  ['README.md', 'a', 'review', 'changed'],
] as const)('%s (%s, %s): %s', (path, before, risk, word) => {
  expect(fileWord(plannedFile(path, before, [['c', 'b']], risk))).toBe(word);
});

test.each([
  [0, 100, 10, 0],
  [50, 100, 10, 45],
  [99, 100, 10, 90],
  [3, 5, 10, 0],
])('the window around line %i of %i in %i lines begins at %i', (cursor, length, room, top) => {
  expect(windowTop(cursor, length, room)).toBe(top);
});

describe('the list of controls', () => {
  const controls = [
    sampleControl({ number: '1.01', section: 'build' }),
    sampleControl({ number: '4.01' }),
    sampleControl({ number: '4.02', verdict: 'unknown' }),
  ];

  test('is filtered by any of its words', () => {
    expect(containing(controls, ' UNKNOWN ').map(({ control }) => control.number)).toEqual(['4.02']);
    expect(containing(controls, '')).toBe(controls);
  });

  test('has sections to step through, round and round', () => {
    expect(nextSectionAt(controls, 0)).toBe(1);
    expect(nextSectionAt(controls, 2)).toBe(0);
  });
});
