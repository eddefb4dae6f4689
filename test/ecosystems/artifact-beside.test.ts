import { expect, test } from 'vitest';
import { arrivalsIn } from '../../src/ecosystems/untrusted-code.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';

const PATH = '.github/workflows/report.yml';
const runBy = (run: string, between = ''): readonly (string | null)[] => {
  const text = `on:
  workflow_run:
    workflows: [x]
    types: [completed]
jobs:
  report:
    runs-on: ubuntu-24.04
    permissions:
      pull-requests: write
    steps:
      - uses: actions/download-artifact@v8
        with:
          path: \${{ runner.temp }}/handed-over
          run-id: \${{ github.event.workflow_run.id }}
${between}      - run: ${run}
`;
  const texts = { [PATH]: { path: PATH, mode: '100644' as const, text } };
  return arrivalsIn(workflowsIn(texts), texts).map((arrival) => arrival.runBy);
};

test.each([
  'bash "$RUNNER_TEMP/handed-over/result"',
  'bash "${RUNNER_TEMP}/handed-over/result"',
  'node "$RUNNER_TEMP/handed-over/x.js"',
])('an artifact beside the workspace is run by %s', (run) => expect(runBy(run)).toEqual([run]));

test.each(['make', 'cat "$RUNNER_TEMP/handed-over/result"'])('and not by %s', (run) =>
  expect(runBy(run)).toEqual([null]),
);

test('a checkout of the repository’s own code does not clean it away', () => {
  const [first] = runBy('bash "$RUNNER_TEMP/handed-over/result"', '      - uses: actions/checkout@v7\n');
  expect(first).toBe('bash "$RUNNER_TEMP/handed-over/result"');
});
