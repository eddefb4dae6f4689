import { describe, expect, test } from 'vitest';
import { lookAt } from './looked-at.ts';

/** Just below what is still read. */
const SIZE = 500_000;
/** Far above what a text in proportion to its length takes, far below what a search from each of its places takes. */
const MOST_SECONDS = 30;

const filled = (piece: string): string => piece.repeat(Math.floor(SIZE / piece.length));

const steps = (extra: string): string => `on: [push, pull_request_target]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
${extra}
`;
const running = (script: string) => ({ '.github/workflows/a.yml': steps(`      - run: ${JSON.stringify(script)}`) });
const made = (makefile: string) => ({ '.github/workflows/a.yml': steps('      - run: make all'), Makefile: makefile });

const ENDLESS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['expressions that never close', running(filled('${{ '))],
  ['expressions that close', running(filled('${{ a }} '))],
  ['quotes inside expressions', running(filled("${{ '"))],
  ['wrappers of wrappers', running(filled('sudo '))],
  ['other wrappers', running(filled('env A=1 '))],
  ['blanks', running(`echo${filled(' ')}x`)],
  ['substitutions that never close', running(filled('$('))],
  ['here-documents that never end', running(filled('<<EOF\n'))],
  ['commands in one line', running(filled('a;'))],
  ['folders in folders', running(filled('cd a;'))],
  ['recipes', made(`all:\n${filled('\ta\n')}`)],
  ['openings in a recipe', made(`all:\n\t${filled('$(')}`)],
  ['variables of variables', made(`A=${filled('$(A)')}\nall:\n\t$(A)$(A)\n`)],
  [
    'one makefile many times',
    {
      '.github/workflows/a.yml': steps(`      - run: ${JSON.stringify(filled('make a;').slice(0, 20_000))}`),
      Makefile: `a:\n${filled('\ttrue\n')}`,
    },
  ],
  ['versions', { '.tool-versions': filled('\n'), ...running('node --version') }],
  ['modules', { 'go.mod': filled('\n'), 'go.sum': '', ...running('go build') }],
  ['armour that never ends', { KEYS: filled('-----BEGIN PGP PUBLIC KEY BLOCK-----\n'), ...running('true') }],
  ['keys that never end', { KEYS: filled('-----BEGIN PRIVATE KEY-----\n'), ...running('true') }],
  ['options in a document', { 'VERIFYING.md': filled('gpg --x-gpg '), ...running('true') }],
  ['branches of a Renovate configuration', { 'renovate.json5': filled('\n'), ...running('true') }],
];

describe('a text of half a megabyte that was written to keep a reader busy', () => {
  test.each(ENDLESS)('%s', async (_, files) => {
    const before = process.cpuUsage();
    const { assessment } = await lookAt(files);
    const { user, system } = process.cpuUsage(before);
    expect(assessment.controls.length).toBeGreaterThan(50);
    expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
  });
});
