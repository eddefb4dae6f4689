import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OpenPgpKey, openPgpKeysIn } from '../../src/controls/openpgp-key.ts';

/** Made by GnuPG for these tests; the dates are what it prints of them. */
const armored = (name: string): string => readFileSync(`test/fixtures/openpgp/${name}.asc`, 'utf8');
const shown = (keys: readonly OpenPgpKey[] | null) =>
  keys?.map(({ revoked, validUntil }) => [
    revoked ? 'revoked' : 'good',
    Number.isFinite(validUntil) ? new Date(validUntil).toISOString().slice(0, 10) : 'never ends',
  ]);

describe('a key of GnuPG', () => {
  test.each([
    ['dated', 'good', '2027-06-01', 'its signing subkey ends before it'],
    ['expired', 'good', '2024-01-01', 'its subkey would live on'],
    ['never', 'good', 'never ends', 'it signs itself'],
    ['revoked', 'revoked', 'never ends', 'by its owner'],
    ['renewed', 'good', '2029-01-01', 'the newest word of its owner counts, not a friend’s'],
  ])('%s: %s, %s, for %s', (name, state, end) => {
    expect(shown(openPgpKeysIn(armored(name)))).toEqual([[state, end]]);
  });

  test('beside others, in one block and in several, among other text', () => {
    const text = `KEYS of the release\r\n${armored('dated')}\n\npub ed25519\n${armored('never')}`;
    expect(shown(openPgpKeysIn(text))).toEqual([
      ['good', '2027-06-01'],
      ['good', 'never ends'],
    ]);
    expect(openPgpKeysIn('# no key at all')).toEqual([]);
  });
});

describe('what is no key', () => {
  const block = (data: string): string =>
    `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${data}\n-----END PGP PUBLIC KEY BLOCK-----\n`;

  test.each([
    ['not base64', '%%%'],
    ['not packets', 'AAAA'],
    ['a length beyond the end', btoa('\xc6\xc0')],
    ['no key among the packets', btoa('\xcd\x01a')],
    ['nothing', ''],
  ])('%s is said to be unreadable', (_name, data) => {
    expect(openPgpKeysIn(block(data))).toBeNull();
  });

  test('a key that was cut off is unreadable, wherever it was cut', () => {
    const whole = armored('renewed').split('\n').slice(2, -3).join('');
    const bytes = atob(whole.replace(/=[^=]*$/, ''));
    for (let length = 60; length < bytes.length - 1; length += 37) {
      const cut = openPgpKeysIn(block(btoa(bytes.slice(0, length))));
      // Cut exactly between two packets it is a key with fewer signatures, and never one that ends later.
      for (const { validUntil } of cut ?? []) expect(validUntil).toBeGreaterThan(0);
    }
  });

  test('no bytes make it fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const keys = openPgpKeysIn(block(btoa(String.fromCharCode(...bytes))));
        for (const { validUntil } of keys ?? []) expect(validUntil).not.toBeNaN();
      }),
    );
  });
});
