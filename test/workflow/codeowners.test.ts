import { describe, expect, it } from 'vitest';
import type { TreeEntry } from '../../src/model/files.ts';
import { effectiveCodeowners, ownersOf, parseCodeowners } from '../../src/workflow/codeowners.ts';
import { coversPath } from '../../src/workflow/codeowners-pattern.ts';
import { textFiles } from './text-file.ts';

describe('coversPath', () => {
  it.each([
    ['*', 'a/b/c.js', true],
    ['*.js', 'src/deep/x.js', true],
    ['*.js', 'x.jsx', false],
    ['/*', 'README.md', true],
    ['/*', 'src/x', false],
    ['/build/logs/', 'build/logs/a/b.log', true],
    ['/build/logs/', 'x/build/logs/a', false],
    ['/build/logs/', 'build/logs', false],
    ['docs/*', 'docs/getting-started.md', true],
    ['docs/*', 'docs/build-app/troubleshooting.md', false],
    ['apps/', 'nested/apps/x/y', true],
    ['/docs/', 'docs/a', true],
    ['**/logs', 'build/logs/x', true],
    ['**/logs', 'logs/x', true],
    ['/apps/github', 'apps/github/x', true],
    ['.github/workflows/', '.github/workflows/ci.yml', true],
    ['.github/workflows/*', '.github/workflows/ci.yml', true],
    ['.github/*', '.github/workflows/ci.yml', false],
    ['.github', '.github/workflows/ci.yml', true],
    ['/.github/**', '.github/workflows/ci.yml', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b/z', true],
    ['a/**', 'a', false],
    ['/A', 'a', false],
    ['x?.md', 'x1.md', true],
    ['/', 'a', false],
  ])('%s covers %s: %s', (pattern, path, expected) => {
    expect(coversPath(pattern, path)).toBe(expected);
  });

  it('takes no more than a moment for a pattern made to be slow', () => {
    expect(coversPath(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(coversPath(`${'**/'.repeat(100)}b`, 'a/'.repeat(500))).toBe(false);
  });
});

describe('parseCodeowners', () => {
  const parsed = parseCodeowners(
    '\uFEFF# owners\r\n* @octo/all # everybody\r\n\r\ndir\\ name/ a@b.example\r\n!x @y\r\na[bc] @y\r\n\\#x @y\r\nz @a octo\r\nfree\r\n',
  );

  it('reads rules, inline comments and escaped spaces', () => {
    expect(parsed.rules).toEqual([
      { pattern: '*', owners: ['@octo/all'], line: 2 },
      { pattern: 'dir name/', owners: ['a@b.example'], line: 4 },
      { pattern: 'free', owners: [], line: 9 },
    ]);
  });

  it('passes over the lines that GitHub does not understand, with the reason', () => {
    expect(parsed.skipped.map(({ line }) => line)).toEqual([5, 6, 7, 8]);
    expect(parsed.skipped[3]?.because).toContain('"octo" is not an owner');
  });
});

describe('ownersOf', () => {
  const parsed = parseCodeowners('* @all\n/.github/ @a\n/.github/ @b\n/.github/workflows/free.yml\n');

  it.each([
    ['README.md', { owners: ['@all'], line: 1 }],
    ['.github/workflows/ci.yml', { owners: ['@b'], line: 3 }],
    ['.github/workflows/free.yml', { owners: [], line: 4 }],
  ])('the last rule that covers %s decides', (path, expected) => {
    expect(ownersOf(parsed, path)).toEqual(expected);
  });

  it('is null when no rule covers the path', () => {
    expect(ownersOf(parseCodeowners('/src/ @a\n'), 'README.md')).toBeNull();
  });
});

describe('effectiveCodeowners', () => {
  const entry = (path: string, extra: Partial<TreeEntry> = {}): TreeEntry => ({
    path,
    mode: '100644',
    oid: '0',
    ...extra,
  });
  const texts = textFiles({ '.github/CODEOWNERS': 'x', CODEOWNERS: 'y', 'docs/CODEOWNERS': 'z' });

  it('is the first of the three places', () => {
    expect(effectiveCodeowners([entry('docs/CODEOWNERS'), entry('CODEOWNERS')], texts)).toMatchObject({
      path: 'CODEOWNERS',
    });
    expect(effectiveCodeowners([entry('CODEOWNERS'), entry('.github/CODEOWNERS')], texts)).toMatchObject({
      file: { text: 'x' },
    });
    expect(effectiveCodeowners([entry('src/CODEOWNERS')], texts)).toBeNull();
  });

  it('does not pass over a file that cannot be read', () => {
    expect(effectiveCodeowners([entry('CODEOWNERS/a')], texts)).toMatchObject({ unreadable: 'is a folder' });
    expect(effectiveCodeowners([entry('CODEOWNERS', { size: 3 * 1024 * 1024 })], texts)).toHaveProperty('unreadable');
    expect(effectiveCodeowners([entry('CODEOWNERS')], {})).toMatchObject({ unreadable: 'was not read' });
  });
});
