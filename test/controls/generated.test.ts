import { execFileSync } from 'node:child_process';
import { test } from 'vitest';

test('the registry and the pages of the controls are current: else run `npm run generate`', () => {
  execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { stdio: 'pipe' });
});
