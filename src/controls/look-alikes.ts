import { WELL_KNOWN_ACTIONS } from './action-runtimes.ts';

const OWNERS = new Set(WELL_KNOWN_ACTIONS.map((known) => known.split('/', 1)[0]));

/**
 * The well-known action that a name is one slip of the finger away from; null when there is none. Only the owner is looked at: nobody
 * but the owner can make a repository under a known name.
 */
export function lookAlikeOf(action: string): string | null {
  const name = action.toLowerCase();
  const [owner = '', repo = ''] = name.split('/');
  if (OWNERS.has(owner)) return null;
  const meant = (known: string) => known.endsWith(`/${repo}`) && isOneSlip(owner, known.slice(0, -repo.length - 1));
  return WELL_KNOWN_ACTIONS.find(meant) ?? null;
}

/** One letter more, less, other, or two that changed places. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}
