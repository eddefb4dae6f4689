import type { Environment } from '../adapters/process-environment.ts';
import { coloured, type Paint, plain } from '../report/paint.ts';
import type { Saying } from './invocation.ts';

/** Colour by flag, then `NO_COLOR`, then `FORCE_COLOR`, then whether a terminal that has it is listening. */
export function wantsColour(
  { color, output }: Pick<Saying, 'color' | 'output'>,
  environment: Environment,
  isTerminal: boolean,
): boolean {
  if (color === false || environment.NO_COLOR) return false;
  const { FORCE_COLOR, TERM } = environment;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && output === null && TERM !== 'dumb';
}

export const paintFor = (...asked: Parameters<typeof wantsColour>): Paint => (wantsColour(...asked) ? coloured : plain);
