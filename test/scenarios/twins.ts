import { afterEach } from 'vitest';
import type { TwinSeed } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';

const running: Twin[] = [];

/** Ended after the test; a request that a twin does not know fails it. */
export async function twinOf(seed: TwinSeed): Promise<Twin> {
  const twin = await startTwin(seed);
  running.push(twin);
  return twin;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((twin) => twin.close()));
});
