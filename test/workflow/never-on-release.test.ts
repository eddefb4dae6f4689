import { expect, test } from 'vitest';
import { isNeverOnRelease } from '../../src/workflow/never-on-release.ts';

test.each([
  [null, false],
  ["github.event_name == 'pull_request'", true],
  ["${{ github.event_name == 'pull_request' }}", true],
  ["github.event_name == 'pull_request' && github.actor != 'bot'", true],
  ["github.event_name == 'pull_request' || always()", false],
  ["github.event_name != 'pull_request'", false],
  ["github.event_name == 'push'", false],
  ["!startsWith(github.ref, 'refs/tags/')", true],
  ["startsWith(github.ref, 'refs/tags/')", false],
  ["(github.event_name == 'merge_group')", true],
  ["!(github.event_name == 'pull_request')", false],
  ["${{ github.event_name == 'pull_request' }}\n", false],
  ["${{ github.event_name == 'pull_request' }} && ${{ true }}", false],
])('%s: %s', (condition, never) => {
  expect(isNeverOnRelease(condition)).toBe(never);
});
