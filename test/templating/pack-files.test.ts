import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PACK_LIMITS, type PackEntry } from '../../src/model/pack.ts';
import { packTexts } from '../../src/templating/pack-files.ts';

const entry = (path: string, of: Partial<PackEntry> | string = 'a\n'): PackEntry => {
  const bytes = new TextEncoder().encode(typeof of === 'string' ? of : 'a\n');
  return { path, kind: 'file', size: bytes.length, bytes, ...(typeof of === 'string' ? {} : of) };
};
const problems = (...entries: readonly PackEntry[]): string => {
  const read = packTexts(entries);
  return read.ok ? '' : read.problems.join('\n');
};

test('takes the manifest and the templates, and passes over the rest', () => {
  expect(packTexts([entry('pack.yml'), entry('a/b.hbs', 'x\r\n'), entry('README.md', { size: 1e9 })])).toEqual({
    ok: true,
    files: { 'pack.yml': 'a\n', 'a/b.hbs': 'x\n' },
  });
});

test.each([
  [[entry('../a.hbs')], 'leaves the pack'],
  [[entry('a/./b.hbs')], 'leaves the pack'],
  [[entry('/etc/a.hbs')], 'is not a path inside the pack'],
  [[entry('C:/a.hbs')], 'is not a path inside the pack'],
  [[entry('a\\b.hbs')], 'is not a path inside the pack'],
  [[entry('../README.md')], 'leaves the pack'],
  [[entry('a.hbs', { kind: 'link' })], 'is a link'],
  [[entry('docs', { kind: 'link' })], 'is a link'],
  [[entry('a.hbs'), entry('A.hbs')], 'differs from a.hbs only in capital letters'],
  [[entry('a.hbs', { size: PACK_LIMITS.fileBytes + 1 })], 'has more than'],
  [[entry('a.hbs', { bytes: Uint8Array.of(0xff) })], 'is not UTF-8 text'],
  [[entry('a.hbs', 'a\0b')], 'is not UTF-8 text'],
  [Array.from({ length: 301 }, (_, index) => entry(`${index}.hbs`)), 'more than 300 files'],
  [Array.from({ length: 9 }, (_, index) => entry(`${index}.hbs`, { size: PACK_LIMITS.fileBytes })), 'bytes'],
])('refuses %j', (entries, words) => {
  expect(problems(...entries)).toContain(words);
});

test('no path of what is taken leaves the pack', () => {
  const part = fc.constantFrom('..', '.', '', 'a', 'B', 'c.hbs', '/', '\\');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const read = packTexts([entry(`${parts.join('/')}.hbs`)]);
      for (const path of read.ok ? Object.keys(read.files) : [])
        expect(path.split('/').some((each) => ['', '.', '..'].includes(each))).toBe(false);
    }),
  );
});
