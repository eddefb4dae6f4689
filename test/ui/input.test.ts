import type { Key } from 'ink';
import { describe, expect, test } from 'vitest';
import { splitKeys } from '../../src/ui/input/split-keys.ts';
import { draftOf, edited, textOf } from '../../src/ui/input/text-draft.ts';
import { type Action, clashes, KEYMAP } from '../../src/ui/keymap.ts';

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

describe('keys that arrive together', () => {
  test.each([
    ['\u001B[B\u001B[B\r', ['\u001B[B', '\u001B[B', '\r']],
    ['jj\r', ['j', 'j', '\r']],
    ['\u001Bj', ['\u001B', 'j']],
    ['\u001B[5~x\u0003', ['\u001B[5~', 'x', '\u0003']],
    ['\u001BOA', ['\u001BOA']],
    ['two\nlines', ['two\nlines']],
    ['typed\r', ['t', 'y', 'p', 'e', 'd', '\r']],
    ['a longer text\r', ['a longer text', '\r']],
    ['', []],
  ])('%j are %j', (chunk, keys) => expect(splitKeys(chunk)).toEqual(keys));
});

describe('a text being typed', () => {
  const type = (text: string, ...keys: readonly (readonly [string, Partial<Key>])[]) =>
    textOf(keys.reduce((draft, [input, key]) => edited(draft, input, { ...NO_KEY, ...key }), draftOf(text)));

  test('takes text where the caret is', () => expect(type('ac', ['', { leftArrow: true }], ['b', {}])).toBe('abc'));
  test('a paste loses its line ends and its control characters', () =>
    expect(type('', ['one\r\ntwo\u0007', {}])).toBe('one two'));
  test('backspace takes one character as a person sees it', () =>
    expect(type('a👩‍👩‍👧', ['', { backspace: true }])).toBe('a'));
  test('home, end and ctrl-u', () =>
    expect(type('abc', ['', { home: true }], ['x', {}], ['', { end: true }], ['y', {}])).toBe('xabcy'));
  test('ctrl-u empties to the left', () => expect(type('abc', ['u', { ctrl: true }])).toBe(''));
  test('other chords and arrows type nothing', () =>
    expect(type('a', ['k', { ctrl: true }], ['', { upArrow: true }])).toBe('a'));
});

describe('the table of keys', () => {
  const PAIRS: readonly (readonly Action[])[] = [
    ['scrollUp', 'scrollDown', 'pageUp', 'pageDown', 'back', 'help', 'quit'],
    ['open', 'up', 'down', 'section', 'filter', 'docs', 'unlock', 'all', 'review', 'resume', 'forget', 'help', 'quit'],
  ];
  test.each(PAIRS)('no key means two things on one screen: %s', (...actions) => expect(clashes(actions)).toEqual([]));
  test('names a key that does', () => expect(clashes(['open', 'take'])).toEqual(['enter']));
  test.each(Object.entries(KEYMAP))('%s has a sentence for the help page', (_action, { help, keys }) => {
    expect(help).not.toMatch(/[.!]$/);
    expect(keys.length).toBeGreaterThan(0);
  });
});
