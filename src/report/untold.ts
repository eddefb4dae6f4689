import type { Plan } from '../model/plan.ts';

/** What stays as it is and is not told already, as a setting or a step by hand. */
export function untold({ leftOut, settings, steps }: Pick<Plan, 'leftOut' | 'settings' | 'steps'>): Plan['leftOut'] {
  const told = new Set([...settings, ...steps].map(({ control }) => control));
  return leftOut.filter(({ control }) => !told.has(control));
}
