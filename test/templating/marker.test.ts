import { describe, expect, test } from 'vitest';
import { hashOfInputs } from '../../src/templating/input-hash.ts';
import { markerLine, readMarker } from '../../src/templating/marker.ts';

const marker = { pack: 'built-in', template: 'ci-node', version: '0.1.0', hash: '0a1b2c3d' };

describe('the first line of what we generate', () => {
  test.each(['.github/workflows/ci.yml', '.github/CODEOWNERS', 'VERIFYING.md'])('%s is recognised again', (path) => {
    const line = markerLine(marker, path);
    expect(readMarker(`${line}\r\nrest\n`)).toEqual(marker);
    expect(readMarker(`\ufeff${line}\n`)).toEqual(marker);
    expect(readMarker(`# mine\n${line}\n`)).toBeNull();
  });

  test('is a comment of the language of the file', () => {
    expect(markerLine(marker, 'a.yml')).toBe('# harden-builds template: built-in/ci-node 0.1.0 0a1b2c3d');
    expect(markerLine(marker, 'a.md')).toBe('<!-- harden-builds template: built-in/ci-node 0.1.0 0a1b2c3d -->');
    expect(markerLine(marker, 'a.json')).toBeNull();
  });

  test('changes with every input and not with their order', () => {
    const hash = hashOfInputs({ a: '1', b: ['x', 'y'], c: true });
    expect(hash).toMatch(/^[0-9a-f]{8}$/u);
    expect(hashOfInputs({ c: true, b: ['x', 'y'], a: '1' })).toBe(hash);
    for (const other of [
      { a: '2', b: ['x', 'y'], c: true },
      { a: '1', b: ['y', 'x'], c: true },
      { a: '1', b: ['x', 'y'] },
    ]) {
      expect(hashOfInputs(other)).not.toBe(hash);
    }
  });
});
