import type { Invocation } from './invocation.ts';

const LOCAL = /(?:^|[=/@])(?:localhost|127\.0\.0\.1|0\.0\.0\.0|registry\.local(?:host)?)(?::\d+)?(?:\/|$)/i;

/** Pushing to a registry that runs beside the job is a test, and makes nothing public. */
export const staysOnTheMachine = (invocation: Invocation): boolean =>
  [...invocation.words, ...invocation.options].some((word) => LOCAL.test(word));

/** Whether every name in a list of image tags (one a line, or separated by commas) is at such a registry. */
export function allAreLocal(names: string): boolean {
  const given = names.split(/[\s,]+/).filter((name) => name !== '');
  return given.length > 0 && given.every((name) => LOCAL.test(name));
}
