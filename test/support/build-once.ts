import { execFileSync } from 'node:child_process';

/** End-to-end tests run the built program, so the suite begins by building it. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
