import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPackSource } from '../../src/templating/pack-source.ts';

test.each([
  ['built-in', { kind: 'built-in' }],
  ['./templates', { kind: 'folder', path: './templates' }],
  ['github:acme/templates@v1', { kind: 'github', owner: 'acme', name: 'templates', path: '', ref: 'v1' }],
  ['github:acme/t/a/b@feature/x', { kind: 'github', owner: 'acme', name: 't', path: 'a/b', ref: 'feature/x' }],
  ['npm:@acme/templates@1.2.0', { kind: 'npm', name: '@acme/templates', version: '1.2.0' }],
  ['npm:./a.tgz', { kind: 'archive', path: './a.tgz' }],
  ['npm:/tmp/a.tar.gz', { kind: 'archive', path: '/tmp/a.tar.gz' }],
])('%s is understood', (text, source) => {
  expect(readPackSource(text)).toEqual(source);
});

test.each([
  '',
  'a\nb',
  'github:acme/templates',
  'github:acme/t/../x@v1',
  'github:acme/t@-x',
  'github:acme/t@a..b',
  'github:acme/t/@v1',
  'github:https://x@v1',
  'npm:acme',
  'npm:acme@^1',
  'npm:-x@1',
  'npm:./folder',
  'npm:https://x/y.tgz@1',
])('%j is refused', (text) => {
  expect(readPackSource(text).kind).toBe('none');
});

test('what is handed to npm is never a flag, an address or a path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      const source = readPackSource(`npm:${text}`);
      if (source.kind === 'npm') expect(`${source.name}@${source.version}`).toMatch(/^@?[a-z0-9][\w.@/+-]*$/iu);
    }),
  );
});
