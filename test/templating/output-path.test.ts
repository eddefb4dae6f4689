import { describe, expect, test } from 'vitest';
import { refuseDocument, refusePath } from '../../src/templating/output-path.ts';

describe('where a template may write', () => {
  test.each(['.github/workflows/ci.yml', '.github/dependabot.yml', 'CODEOWNERS', 'docs/CODEOWNERS', 'VERIFYING.md'])(
    '%s is allowed',
    (path) => expect(refusePath(path, ['VERIFYING.md'])).toBeNull(),
  );

  test.each([
    '',
    '/etc/passwd',
    'C:/x',
    '.github\\x',
    '../x',
    '.github/../x',
    '.github/./x',
    '.github//x',
    '.github/',
    '.git/config',
    '.github/.git/config',
    '.GITHUB/workflows/ci.yml',
    'README.md',
    'src/index.js',
    'docs/x',
    '.github/a\nb',
    '.githubx/a',
  ])('%j is refused', (path) => expect(refusePath(path, ['VERIFYING.md'])).toContain(path));

  test('a pack may declare markdown files only', () => {
    expect(refuseDocument('docs/VERIFYING.md')).toBeNull();
    for (const path of ['package.json', '../x.md', '/x.md', '.git/x.md', 'a b.md'])
      expect(refuseDocument(path)).toContain(path);
  });
});
