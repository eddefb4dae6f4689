import type { Tier } from '../model/control.ts';
import { mergePatch } from './merge-patch.ts';
import { isRequired, type Requirement, type RulePlace } from './policy.ts';
import { entryOf, isEqual, isNull, type PolicyMap, type PolicyNode, textsIn } from './policy-node.ts';

/** A line of the repository that does not count, because the organisation does not let it be weakened. */
export type Ignored = { readonly at: RulePlace; readonly pointer: string; readonly because: string };

export type KeptFloor = { readonly patch: PolicyMap; readonly ignored: readonly Ignored[] };

export type FloorInput = {
  readonly organisation: PolicyMap;
  readonly patch: PolicyMap;
  /** JSON pointers; each stands for what is below it too. */
  readonly overridable: readonly string[];
  readonly tierOf: (control: string) => Tier | null;
};

/**
 * What of a repository's file may be laid over the organisation's. Weaker, and so ignored unless it is declared overridable:
 * another or no pack; other owners (any one of several may approve); a required tier or control that is missing; another remedy
 * or answer than the decided one; a waiver, new or wider, for what is required. Everything else adds, and is taken.
 */
export function keepFloor(input: FloorInput): KeptFloor {
  const { organisation, patch } = input;
  const ignored: Ignored[] = [];
  const entries = new Map<string, PolicyNode>();
  const take = (key: string, node: PolicyNode, ask: Keeping): void => {
    const kept = ask(node, entryOf(organisation, key), { ...input, ignored });
    if (kept !== null) entries.set(key, kept);
  };
  for (const [key, node] of patch.entries) if (key !== 'waivers') take(key, node, KEEPING[key] ?? asIs);
  const waivers = patch.entries.get('waivers');
  if (waivers !== undefined) {
    const required = requiredStill(organisation, { ...patch, entries });
    take('waivers', waivers, (node, below, context) => keepWaivers(node, below, context, required));
  }
  return { patch: { ...patch, entries }, ignored };
}

type Context = FloorInput & { readonly ignored: Ignored[] };

/** The part of a value that may be taken, or null for nothing of it. `below` is the organisation's. */
type Keeping = (node: PolicyNode, below: PolicyNode | undefined, context: Context) => PolicyNode | null;

const asIs: Keeping = (node) => node;

const same =
  (pointer: string, what: string): Keeping =>
  (node, below, context) => {
    if (below === undefined || isEqual(node, below) || mayOverride(context, pointer)) return node;
    return ignore(context, node, pointer, `${what} of the organisation stays (${placeText(below.at)})`);
  };

const keepRequire: Keeping = (node, below, context) => {
  if (below === undefined || mayOverride(context, '/require')) return node;
  if (node.kind !== 'map')
    return isNull(node) ? ignore(context, node, '/require', `what is required stays (${placeText(below.at)})`) : node;
  const entries = [...node.entries].flatMap(([key, list]): [string, PolicyNode][] => {
    const kept = keepAll(list, entryOf(below, key), `/require/${key}`, context);
    return kept === null ? [] : [[key, kept]];
  });
  return { ...node, entries: new Map(entries) };
};

/** A list with what the organisation's has and this one leaves out; what it adds is taken. */
function keepAll(
  node: PolicyNode,
  below: PolicyNode | undefined,
  pointer: string,
  context: Context,
): PolicyNode | null {
  if (below === undefined || mayOverride(context, pointer)) return node;
  const own = textsIn(node);
  const missing = textsIn(below).filter((name) => !own.includes(name));
  if (missing.length === 0) return node;
  const because = `${missing.join(', ')} stays required (${placeText(below.at)})`;
  if (isNull(node)) return ignore(context, node, pointer, because);
  ignore(context, node, pointer, because);
  const above = textsIn(below);
  const items = [
    ...listOf(below),
    ...listOf(node).filter((item) => !textsIn(item).some((name) => above.includes(name))),
  ];
  return { kind: 'list', at: below.at, items };
}

const listOf = (node: PolicyNode): readonly PolicyNode[] => (node.kind === 'list' ? node.items : [node]);

const keepDecisions: Keeping = (node, below, context) => keepDecided(node, below, '/decisions', context);

/** Goes down to the single values: one that the organisation decided stays, one that it left open is taken. */
function keepDecided(
  node: PolicyNode,
  below: PolicyNode | undefined,
  pointer: string,
  context: Context,
): PolicyNode | null {
  if (below === undefined || isEqual(node, below) || mayOverride(context, pointer)) return node;
  if (node.kind === 'map' && below.kind === 'map') {
    const entries = [...node.entries].flatMap(([key, value]): [string, PolicyNode][] => {
      const kept = keepDecided(value, below.entries.get(key), `${pointer}/${escaped(key)}`, context);
      return kept === null ? [] : [[key, kept]];
    });
    return { ...node, entries: new Map(entries) };
  }
  return ignore(context, node, pointer, `the decision of the organisation stays (${placeText(below.at)})`);
}

function keepWaivers(
  node: PolicyNode,
  below: PolicyNode | undefined,
  context: Context,
  required: Requirement,
): PolicyNode | null {
  if (node.kind !== 'map') return node;
  const entries = [...node.entries].flatMap(([slug, waiver]): [string, PolicyNode][] => {
    const before = entryOf(below, slug);
    const control = textsIn(entryOf(mergePatch(before, waiver), 'control'))[0] ?? '';
    const tier = context.tierOf(control);
    const isAsked = tier !== null && isRequired(required, { id: control, tier });
    const pointer = `/waivers/${escaped(slug)}`;
    if (isNull(waiver) || !isAsked || mayOverride(context, pointer) || isNarrower(before, mergePatch(before, waiver)))
      return [[slug, waiver]];
    ignore(context, waiver, pointer, `the organisation requires ${control}, and does not let it be waived`);
    return [];
  });
  return { ...node, entries: new Map(entries) };
}

/** The same waiver, for less or for a shorter time. */
function isNarrower(before: PolicyNode | undefined, after: PolicyNode): boolean {
  if (before === undefined) return false;
  const [was, is] = [before, after].map((node) => (key: string) => textsIn(entryOf(node, key))[0] ?? null);
  if (was === undefined || is === undefined) return false;
  const limits = ['path', 'rule'].every((key) => was(key) === null || was(key) === is(key));
  return limits && was('control') === is('control') && (is('expires') ?? '9') <= (was('expires') ?? '');
}

/** What the organisation requires and the repository was not allowed to take away. */
function requiredStill(organisation: PolicyMap, patch: PolicyMap): Requirement {
  const before = entryOf(organisation, 'require');
  const after = entryOf(mergePatch(organisation, patch), 'require');
  const still = (key: string) => {
    const left = textsIn(entryOf(after, key));
    return textsIn(entryOf(before, key)).filter((name) => left.includes(name));
  };
  // What is no tier was told when the file was read, and matches none here.
  return { tiers: still('tiers') as readonly Tier[], controls: still('controls') };
}

const KEEPING: Readonly<Record<string, Keeping>> = {
  pack: same('/pack', 'the template pack'),
  owners: same('/owners', 'the list of owners'),
  require: keepRequire,
  decisions: keepDecisions,
};

const mayOverride = ({ overridable }: FloorInput, pointer: string): boolean =>
  overridable.some((each) => pointer === each || pointer.startsWith(`${each}/`));

function ignore(context: Context, { at }: PolicyNode, pointer: string, because: string): null {
  context.ignored.push({ at, pointer, because });
  return null;
}

/** RFC 6901. */
export const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const placeText = ({ file, line }: RulePlace): string => `${file}:${line}`;
