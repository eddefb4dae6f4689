import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromSnappyBlock } from '../../src/adapters/snappy-block.ts';
import { snappyOf } from '../github-twin/blob-host.ts';

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());
const packed = (...bytes: readonly (number | string)[]): Uint8Array =>
  Buffer.concat(bytes.map((each) => (typeof each === 'string' ? Buffer.from(each) : Buffer.from([each]))));

describe('a snappy block', () => {
  test.each([
    ['nothing', packed(0), ''],
    ['a literal', packed(3, 2 << 2, 'abc'), 'abc'],
    ['a literal with its length in a byte of its own', packed(61, 60 << 2, 60, 'x'.repeat(61)), 'x'.repeat(61)],
    ['a copy with a one-byte offset', packed(8, 3 << 2, 'abcd', (0 << 2) | 1, 4), 'abcdabcd'],
    ['a copy with a two-byte offset', packed(7, 3 << 2, 'abcd', (2 << 2) | 2, 4, 0), 'abcdabc'],
    ['a copy with a four-byte offset', packed(6, 3 << 2, 'abcd', (1 << 2) | 3, 2, 0, 0, 0), 'abcdcd'],
    ['a copy that reaches into itself', packed(9, 0 << 2, 'a', (7 << 2) | 2, 1, 0), 'a'.repeat(9)],
  ])('with %s', (_name, bytes, expected) => {
    expect(text(fromSnappyBlock(bytes))).toBe(expected);
  });

  test.each([
    ['no bytes at all', packed()],
    ['a length without end', packed(0x80, 0x80, 0x80, 0x80, 0x80)],
    ['a length beyond all bundles', packed(0xff, 0xff, 0xff, 0xff, 0x0f)],
    ['fewer bytes than it says', packed(4, 2 << 2, 'abc')],
    ['more bytes than it says', packed(2, 2 << 2, 'abc')],
    ['a literal that is cut off', packed(3, 2 << 2, 'ab')],
    ['a copy that is cut off', packed(8, 3 << 2, 'abcd', (0 << 2) | 2, 4)],
    ['a copy from before the start', packed(8, 3 << 2, 'abcd', (3 << 2) | 2, 5, 0)],
    ['a copy from nowhere', packed(8, 3 << 2, 'abcd', (3 << 2) | 2, 0, 0)],
    ['text', Buffer.from('{"mediaType":"x"}')],
  ])('with %s is none', (_name, bytes) => {
    expect(fromSnappyBlock(bytes)).toBeNull();
  });

  test('gives back what was packed, and whatever the bytes are ends with bytes or none', () => {
    fc.assert(fc.property(fc.string(), (any) => text(fromSnappyBlock(snappyOf(any))) === Buffer.from(any).toString()));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        const out = fromSnappyBlock(any);
        return out === null || out.length >= 0;
      }),
    );
  });
});
