import type { Facts } from './fact.ts';
import type { Target } from './target.ts';

/** Every fact that was gathered, frozen: plain JSON with no secret in it. Nothing pure may read a clock but `observedAt`. */
export type Snapshot = {
  readonly observedAt: string;
  readonly target: Target;
  readonly facts: Facts;
};
