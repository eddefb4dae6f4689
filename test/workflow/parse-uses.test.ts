import { describe, expect, it } from 'vitest';
import { isFullSha, isImageDigest, parseUses } from '../../src/workflow/parse-uses.ts';

describe('parseUses', () => {
  it.each([
    ['actions/checkout@v4', { kind: 'action', owner: 'actions', repo: 'checkout', path: '', ref: 'v4' }],
    ['github/codeql-action/init@v3', { kind: 'action', repo: 'codeql-action', path: 'init', ref: 'v3' }],
    [
      'o/r/.github/workflows/x.yml@releases/v1',
      { kind: 'reusable-workflow', path: '.github/workflows/x.yml', ref: 'releases/v1' },
    ],
    ['o/r/.github/workflows/sub/x.yml@v1', { kind: 'action' }],
    ['./.github/actions/x/', { kind: 'local', path: '.github/actions/x' }],
    ['./', { kind: 'local', path: '' }],
    ['./a/../b', { kind: 'local', path: 'b' }],
    ['$/actions/x', { kind: 'self', path: 'actions/x' }],
    ['$/actions/x@v1', { kind: 'malformed' }],
    ['actions/checkout@v4\n', { kind: 'action', repo: 'checkout', ref: 'v4' }],
    [' docker://alpine:3.20\n', { kind: 'docker', image: 'alpine:3.20' }],
    ['docker://alpine:3.20', { kind: 'docker', image: 'alpine:3.20' }],
    ['${{ matrix.action }}', { kind: 'expression' }],
    ['actions/checkout', { kind: 'malformed' }],
    ['actions/checkout@', { kind: 'malformed' }],
    ['changesets/action@changesets@1.0', { kind: 'malformed' }],
    ['a b/c@v1', { kind: 'malformed' }],
  ])('%s', (text, expected) => {
    expect(parseUses(text, 'c')).toMatchObject({ ...expected, text, comment: 'c' });
  });
});

describe('isFullSha', () => {
  it.each([
    ['a'.repeat(40), true],
    ['0'.repeat(64), true],
    ['a'.repeat(39), false],
    ['g'.repeat(40), false],
    ['v4', false],
  ])('%s is %s', (ref, expected) => expect(isFullSha(ref)).toBe(expected));
});

describe('isImageDigest', () => {
  it.each([
    [`alpine@sha256:${'a'.repeat(64)}`, true],
    [`alpine:3@sha256:${'a'.repeat(64)}`, true],
    ['alpine:3.20', false],
    ['alpine@sha256:abc', false],
  ])('%s is %s', (image, expected) => expect(isImageDigest(image)).toBe(expected));
});
