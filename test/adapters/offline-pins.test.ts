import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';

const catalogue = offlinePins();

describe('the embedded catalogue', () => {
  test('knows the newest release of an action, whatever its spelling', () => {
    expect(catalogue.pins['actions/checkout@latest']).toEqual({
      sha: '3d3c42e5aac5ba805825da76410c181273ba90b1',
      version: 'v7.0.1',
      source: 'catalogue',
    });
    expect(catalogue.pins['azure/login@latest']?.version).toBe('v3.1.0');
    expect(catalogue.pins['Azure/login@latest']).toBeUndefined();
  });

  test('resolves a major and a minor to their highest release, not to where the floating tag stood once', () => {
    expect(catalogue.pins['actions/checkout@v4']?.version).toBe('v4.4.0');
    expect(catalogue.pins['actions/checkout@v6.0']?.version).toBe('v6.0.3');
    expect(catalogue.pins['github/codeql-action@v3']?.version).toBe('v3.36.2');
    expect(catalogue.pins['shivammathur/setup-php@v2']?.version).toBe('2.37.2');
  });

  test('does not say what is newest where the evidence is old, and still knows exact releases', () => {
    expect(catalogue.pins['rubygems/release-gem@latest']).toBeUndefined();
    expect(catalogue.pins['rubygems/release-gem@v1']).toBeUndefined();
    expect(catalogue.pins['rubygems/release-gem@v1.0.1']?.sha).toBe('035c7c1c1c14d277318867ced5037926d2395300');
    expect(catalogue.pins['actions-rs/toolchain@v1']?.version).toBe('v1.0.7');
  });

  test('says nothing about an action whose refs are branches', () => {
    expect(Object.keys(catalogue.pins).filter((key) => key.startsWith('dtolnay/rust-toolchain@'))).toEqual([]);
  });

  test('tells a tag object from the commit it names, and a commit by its versions', () => {
    expect(catalogue.tagObjects['9f698171ed81b15d1823a05fc7211befd50c8ae0']).toMatchObject({
      action: 'actions/checkout',
      tag: 'v6.0.3',
    });
    expect(catalogue.versions['actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1']).toEqual(['v7.0.1']);
    for (const { sha } of Object.values(catalogue.tagObjects)) expect(catalogue.tagObjects[sha]).toBeUndefined();
  });

  test('is dated, and stays within its budget', () => {
    expect(catalogue.offlineSince).toBe('2026-10-09');
    expect(gzipSync(readFileSync('src/adapters/pin-catalogue.json')).length).toBeLessThanOrEqual(120_000);
  });

  test('holds nothing but full commit ids', () => {
    const wrong = Object.entries(catalogue.pins).filter(([, pin]) => !/^[0-9a-f]{40}$/u.test(pin.sha));
    expect(wrong).toEqual([]);
  });
});
