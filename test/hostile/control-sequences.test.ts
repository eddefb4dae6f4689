import { expect, test } from 'vitest';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { sarifReport } from '../../src/cli/sarif-report.ts';
import { annotationsText } from '../../src/report/annotations.ts';
import { checkMarkdown } from '../../src/report/check-markdown.ts';
import { checkJson, jsonText } from '../../src/report/json.ts';
import { checkText } from '../../src/report/terminal.ts';
import { type Looked, lookAt } from './looked-at.ts';

const TOOL = { name: 'harden-builds', version: '0' };
/** A title, colours, a link, a C1 introducer, a direction, a mark of no width, a line of its own, and a command of GitHub's log. */
const NASTY =
  '\u001B]0;owned\u0007\u001B[2J\u001B]8;;https://evil.example\u001B\\x\u009B31m\u202Egnp.exe\u200B\r\n::error::forged';
/** All that a terminal obeys, or that reorders or hides; tabs and line feeds are ours. */
const OBEYED = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;

const quoted = JSON.stringify(NASTY);
const looked: Promise<Looked> = lookAt({
  '.github/workflows/a.yml': `name: ${quoted}
on: [push, pull_request_target]
env:
  ${quoted}: ${quoted}
jobs:
  build:
    name: ${quoted}
    runs-on: ${quoted}
    environment: ${quoted}
    steps:
      - uses: ${JSON.stringify(`evil${NASTY}/action@v1`)}
      - uses: ${JSON.stringify(`evil/action@${NASTY}`)}
      - run: ${JSON.stringify(`echo "\${{ github.event.pull_request.title }}" # ${NASTY}\nnpm install ${NASTY}`)}
`,
  [`.github/workflows/b${NASTY.replace('/', '')}.yml`]:
    'on: push\njobs: {a: {runs-on: self-hosted, steps: [{uses: a/b@v1}]}}\n',
  '.github/CODEOWNERS': `${NASTY} @nobody${NASTY}\n`,
  'package.json': `{"scripts":{"test":${quoted}}}`,
});

const reports: Readonly<Record<string, (looked: Looked) => string>> = {
  text: ({ assessment, snapshot }) =>
    checkText(assessment, snapshot.target, {
      columns: 80,
      paint: (_, text) => text,
      unicode: true,
      most: Number.POSITIVE_INFINITY,
      since: [],
    }),
  json: ({ assessment, snapshot }) => jsonText(checkJson(assessment, snapshot, TOOL)),
  markdown: ({ assessment, snapshot }) => checkMarkdown(assessment, snapshot.target),
  github: ({ assessment }) => annotationsText(assessment, () => false),
  sarif: ({ assessment, snapshot }) =>
    jsonText(sarifReport({ assessment, unwaived: assessment, snapshot, tool: TOOL, compare: null }, builtInPack())),
};

test.each(Object.entries(reports))('%s holds nothing that a terminal obeys', async (_, report) => {
  const text = report(await looked);
  expect(text).toMatch(/a\.yml|package\.json/);
  expect(OBEYED.exec(text)).toBeNull();
});

test('no line of the annotations is one that the repository wrote', async () => {
  const lines = annotationsText((await looked).assessment, () => false).split('\n');
  expect(lines.filter((line) => line.startsWith('::error::forged'))).toEqual([]);
});

test('JSON keeps every letter for whoever parses it', () => {
  expect(JSON.parse(jsonText({ NASTY }))).toEqual({ NASTY });
});
