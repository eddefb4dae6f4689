import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, it } from 'vitest';
import { newRefusals, refusalsOf } from '../../src/workflow/accepted-by-github.ts';
import { NEWER_THAN_PARSER } from '../../src/workflow/newer-than-parser.ts';
import { textFile } from './text-file.ts';

const PATH = '.github/workflows/ci.yml';
const GOOD = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n';

describe('refusalsOf', () => {
  it.each([
    ['a good workflow', PATH, GOOD, []],
    [
      'a key that GitHub does not know',
      PATH,
      GOOD.replace('runs-on', 'bogus: 1\n    runs-on'),
      ["Unexpected value 'bogus'"],
    ],
    [
      'an expression that names nothing',
      PATH,
      GOOD.replace('make', '${{ nothing.x }}'),
      [expect.stringContaining('nothing')],
    ],
    ['a need that is not there', PATH, GOOD.replace('runs-on', 'needs: b\n    runs-on'), [expect.any(String)]],
    ['keys newer than the parser', PATH, `${GOOD}        background: true\n      - wait: [x]\ncache-mode: none\n`, []],
    [
      'an action',
      'action.yml',
      'name: x\ndescription: y\nruns:\n  using: composite\n  steps:\n    - run: x\n',
      [expect.stringContaining('shell')],
    ],
    ['CODEOWNERS', '.github/CODEOWNERS', '!x @a\n', [expect.stringContaining('negate')]],
    ['any other file', 'README.md', '!', []],
  ])('%s', (_name, path, text, expected) => {
    expect(refusalsOf(path, text)).toEqual(expected);
  });

  it('does not hand GitHub’s parser what unfolds without measure', () => {
    const laughs = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level}: &l${level} [${Array(9)
          .fill(level === 0 ? 'x' : `*l${level - 1}`)
          .join(', ')}]`,
    );
    expect(refusalsOf(PATH, `${GOOD}${laughs.join('\n')}\n`)).toEqual([expect.stringMatching(/unfolds/)]);
  });

  const update = (lines: string) =>
    `version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: { interval: weekly }\n${lines}`;

  it.each([
    ['good', update('    cooldown: { default-days: 7 }\n'), []],
    ['an unknown key', update('    reviewers: [a]\n'), [expect.stringContaining('"reviewers"')]],
    ['days out of range', update('    cooldown: { default-days: 0 }\n'), [expect.stringContaining('default-days "0"')]],
    ['two kinds of directory', update('    directories: [/]\n'), [expect.stringContaining('directories')]],
    ['a wrong interval', update('').replace('weekly', 'often'), [expect.stringContaining('"often"')]],
    ['version 1', update('').replace('version: 2', 'version: 1'), ['version is not 2']],
  ])('Dependabot: %s', (_name, text, expected) => {
    expect(refusalsOf('.github/dependabot.yml', text)).toEqual(expected);
  });
});

describe('newRefusals', () => {
  const bad = GOOD.replace('runs-on', 'bogus: 1\n    runs-on');

  it('is what the original did not have', () => {
    expect(newRefusals(bad, textFile(bad.replace('make', 'make x'), PATH))).toEqual([]);
    expect(newRefusals(null, textFile(bad, PATH))).toEqual(["Unexpected value 'bogus'"]);
    expect(newRefusals(bad, textFile(bad.replace('steps:', 'bogus2: 1\n    steps:'), PATH))).toEqual([
      "Unexpected value 'bogus2'",
    ]);
  });
});

describe('NEWER_THAN_PARSER', () => {
  it.each(Object.keys(NEWER_THAN_PARSER))(
    'still needs %s: when this fails the parser has learned it, and the entry goes',
    (key) => {
      const content = `on: push\n${key}: none\njobs:\n  a:\n    runs-on: x\n    ${key}: none\n    steps:\n      - run: x\n        ${key}: none\n`;
      const { context } = parseWorkflow({ name: PATH, content }, new NoOperationTraceWriter());
      expect(
        context.errors.getErrors().filter(({ rawMessage }) => rawMessage === `Unexpected value '${key}'`),
      ).toHaveLength(3);
    },
  );
});
