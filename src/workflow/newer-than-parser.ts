/**
 * Keys that GitHub accepts and its published parser, @actions/workflow-parser 0.3.61, does not know yet, with the day they came
 * (GitHub changelog). A key goes when the parser has learned it: test/workflow/accepted-by-github.test.ts says so.
 */
export const NEWER_THAN_PARSER: Readonly<Record<string, string>> = {
  background: '2026-06-25',
  wait: '2026-06-25',
  'cache-mode': '2026-09-10',
};
