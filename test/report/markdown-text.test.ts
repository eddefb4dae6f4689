import { describe, expect, test } from 'vitest';
import { code, codeBlock, prose, sentence } from '../../src/report/markdown-text.ts';

describe('text of a repository in markdown', () => {
  test.each([
    ['@everyone see #1', '@&#8203;everyone see #&#8203;1'],
    ['<!-- hidden -->', '&lt;!-- hidden --&gt;'],
    ['[link](x) **bold** `code`', '\\[link\\](x) \\*\\*bold\\*\\* \\`code\\`'],
    ['- [ ] a box', '\\- \\[ \\] a box'],
    ['a & b', 'a &amp; b'],
  ])('%j is written as %j', (text, written) => {
    expect(prose(text)).toBe(written);
  });

  test('addresses in it do not become links', () => {
    expect(prose('https://evil.example')).not.toContain('https://');
  });

  test('our quotes stay code, the rest is escaped', () => {
    expect(sentence('set `permissions: *` for @me')).toBe('set `permissions: *` for @&#8203;me');
  });

  test('code is fenced by more backticks than it holds', () => {
    expect(code('a`b``c')).toBe('``` a`b``c ```');
    expect(code('')).toBe('` `');
    expect(code('line\nline')).toBe('`line line`');
    expect(codeBlock(['```', 'x'], 'sh')).toEqual(['````sh', '```', 'x', '````']);
  });
});
