import { isRecord } from '../model/is-record.ts';
import { sameData } from '../workflow/edit/same-data.ts';

/**
 * Where the body of a request asks for less than the program's own does, in words that name the key. Empty when it asks for the
 * same or for more. Keys of GitHub's API, version 2026-03-10; one that is not known here has to stay as it is.
 */
export const weakerThan = (floor: unknown, body: unknown): readonly string[] => compared('', '', floor, body);

function compared(key: string, at: string, floor: unknown, body: unknown): readonly string[] {
  const weak = (why: string): readonly string[] => [`${at === '' ? 'the request' : at}: ${why}`];
  if (body === undefined) return weak(`is left out; at least ${shown(floor)} is asked for`);
  const special = KEYS[key]?.(floor, body);
  if (special !== undefined) return special === null ? [] : weak(special);
  if (Array.isArray(floor)) return sameData(floor, body) ? [] : weak(`must be ${shown(floor)}`);
  if (isRecord(floor)) {
    if (!isRecord(body)) return weak(`must be a mapping, not ${shown(body)}`);
    return [
      ...Object.entries(floor).flatMap(([name, value]) => compared(name, under(at, name), value, body[name])),
      ...Object.entries(body).flatMap(([name, value]) =>
        !Object.hasOwn(floor, name) && LOOSENING.includes(name) && value !== false
          ? [`${under(at, name)}: ${shown(value)} lets more through`]
          : [],
      ),
    ];
  }
  if (typeof floor === 'number')
    return typeof body === 'number' && body >= floor ? [] : weak(`must be at least ${floor}, not ${shown(body)}`);
  if (typeof floor === 'boolean' && typeof body === 'boolean' && body !== floor && !FIXED.includes(key))
    // A permission may be taken back, and a requirement be added.
    return body === !ALLOWING.includes(key) ? [] : weak(`must be ${floor}`);
  return body === floor ? [] : weak(`must be ${shown(floor)}, not ${shown(body)}`);
}

const under = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);
const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Switches of which the other position is another meaning, not a stronger one. */
const FIXED = ['enabled', 'protected_branches', 'custom_branch_policies'];
/** Switches that allow. */
const ALLOWING = ['github_owned_allowed', 'verified_allowed'];
/** Switches that the program leaves out, and that take something back. */
const LOOSENING = ['do_not_enforce_on_create', 'update_allows_fetch_and_merge', 'can_admins_bypass'];
const OPENNESS = ['local_only', 'selected', 'all'];

/** What a key must say, where bigger and smaller do not tell: null when it does. */
type Rule = (floor: unknown, body: unknown) => string | null;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const lacks = (of: readonly unknown[], all: readonly unknown[]): readonly unknown[] =>
  all.filter((each) => !of.some((other) => sameData(each, other)));

const KEYS: Readonly<Record<string, Rule>> = {
  // Of a ruleset a word; of a ref that may use an environment a pattern.
  name: (_, body) => (typeof body === 'string' && /[^*/\s]/u.test(body) ? null : `${shown(body)} is no name`),
  bypass_actors: (floor, body) => {
    if (!Array.isArray(body)) return 'must be a list';
    const wide = lacks(list(floor), body).find((actor) => !isRecord(actor) || actor.actor_type !== 'Integration');
    return wide === undefined
      ? null
      : `${shown(wide)} would get past the rules; only an App (Integration) may be added`;
  },
  include: (floor, body) => {
    const [gone] = list(body).includes('~ALL') ? [] : lacks(list(body), list(floor));
    return gone === undefined ? null : `${shown(gone)} is no longer named`;
  },
  exclude: (floor, body) => {
    // A tag such as v1 is moved on purpose, and is no version.
    const [more] = lacks(list(floor), list(body)).filter(
      (ref) => !/^refs\/tags\/v(?:\d+|\?|\[0-9\])$/u.test(String(ref)),
    );
    return Array.isArray(body) && more === undefined ? null : `${shown(more ?? body)} is taken out`;
  },
  rules: (floor, body) => {
    for (const rule of list(floor)) {
      const type = isRecord(rule) ? rule.type : null;
      const same = list(body).filter((each) => isRecord(each) && each.type === type);
      if (same.length === 0) return `the rule ${shown(type)} is left out`;
      const [weak] = same.flatMap((each) => compared('', String(type), rule, each));
      if (weak !== undefined) return weak;
    }
    return null;
  },
  required_status_checks: (floor, body) => {
    const names = (of: unknown): readonly unknown[] => list(of).map((each) => (isRecord(each) ? each.context : each));
    const [gone] = lacks(names(body), names(floor));
    return gone === undefined ? null : `${shown(gone)} is no longer required`;
  },
  patterns_allowed: (_, body) => {
    const wide = list(body).find((each) => !/^[A-Za-z0-9][\w-]*\//u.test(String(each)));
    return Array.isArray(body) && wide === undefined ? null : `${shown(wide ?? body)} names no owner`;
  },
  allowed_events: (floor, body) => {
    const [more] = lacks(list(floor), list(body));
    return Array.isArray(body) && more === undefined ? null : `${shown(more ?? body)} is no event that is used`;
  },
  allowed_actions: (floor, body) =>
    OPENNESS.includes(String(body)) && OPENNESS.indexOf(String(body)) <= OPENNESS.indexOf(String(floor))
      ? null
      : `${shown(body)} allows more than ${shown(floor)}`,
};
