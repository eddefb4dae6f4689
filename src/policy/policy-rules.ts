import { escaped, type Ignored } from './keep-floor.ts';
import { mergePatch } from './merge-patch.ts';
import type { PolicyRule } from './policy.ts';
import { entryOf, isEqual, isNull, type PolicyMap, type PolicyNode, textsIn } from './policy-node.ts';

/**
 * What one file says, thing by thing in its own order. `above` is the file that is laid over it: what that one really replaces
 * is said to be replaced.
 */
export function rulesOf(root: PolicyMap, above: PolicyMap | null, ignored: readonly Ignored[]): readonly PolicyRule[] {
  return [...root.entries]
    .flatMap(([key, node]) => said(key, node))
    .map(({ pointer, node, says, control }) => ({
      ...node.at,
      pointer,
      says,
      control,
      ignored: whyIgnored(pointer, node, ignored) ?? replacedBy(pointer, node, above, ignored),
    }));
}

type Said = {
  readonly pointer: string;
  readonly node: PolicyNode;
  readonly says: string;
  readonly control: string | null;
};

function said(key: string, node: PolicyNode): readonly Said[] {
  const pointer = `/${key}`;
  const plain = (says: string, at = pointer, of = node, control: string | null = null): Said => ({
    pointer: at,
    node: of,
    says,
    control,
  });
  if (key === 'version') return [];
  if (isNull(node)) return [plain(`takes away ${key}`)];
  switch (key) {
    case 'pack':
      return [plain(`takes templates from ${textsIn(node).join()}`)];
    case 'owners':
      return [plain(`names the owners ${textsIn(node).join(', ')}`)];
    case 'overridable':
      return [plain(`lets repositories weaken ${textsIn(node).join(', ')}`)];
    case 'require':
      return below(node).map(([part, list]) =>
        plain(
          isNull(list) ? `takes away the required ${part}` : `requires ${part} ${textsIn(list).join(', ')}`,
          `${pointer}/${part}`,
          list,
        ),
      );
    case 'decisions':
      return below(node).map(([id, decision]) => {
        const remedy = textsIn(entryOf(decision, 'remedy'))[0];
        const says = isNull(decision)
          ? `takes away the decision about ${id}`
          : `${remedy === undefined ? 'answers' : `takes the remedy ${remedy}`} for ${id}`;
        return plain(says, `${pointer}/${escaped(id)}`, decision, id);
      });
    case 'waivers':
      return below(node).map(([slug, waiver]) => {
        const control = textsIn(entryOf(waiver, 'control'))[0] ?? null;
        const until = textsIn(entryOf(waiver, 'expires'))[0];
        const says = isNull(waiver)
          ? `takes away the waiver ${slug}`
          : `waives ${control ?? slug}${until === undefined ? '' : ` until ${until}`}`;
        return plain(says, `${pointer}/${escaped(slug)}`, waiver, control);
      });
    default:
      return [];
  }
}

const below = (node: PolicyNode): readonly (readonly [string, PolicyNode])[] =>
  node.kind === 'map' ? [...node.entries] : [];

function whyIgnored(pointer: string, { at }: PolicyNode, ignored: readonly Ignored[]): string | null {
  const why = ignored.filter(
    (each) => each.at.file === at.file && (each.pointer === pointer || each.pointer.startsWith(`${pointer}/`)),
  );
  return why.length === 0 ? null : why.map(({ because }) => because).join('; ');
}

/** Only what the layer above says otherwise, and was allowed to. */
function replacedBy(
  pointer: string,
  node: PolicyNode,
  above: PolicyMap | null,
  ignored: readonly Ignored[],
): string | null {
  if (above === null) return null;
  const other = pointer
    .split('/')
    .slice(1)
    .reduce<PolicyNode | undefined>((at, key) => entryOf(at, unescaped(key)), above);
  if (
    other === undefined ||
    keeps(mergePatch(node, other), node) ||
    ignored.some((each) => each.pointer.startsWith(pointer))
  )
    return null;
  if (pointer.startsWith('/require/') && textsIn(node).every((name) => textsIn(other).includes(name))) return null;
  return `${other.at.file}:${other.at.line} says otherwise, and may`;
}

/** True when everything that was said is still said. */
const keeps = (merged: PolicyNode, node: PolicyNode): boolean =>
  node.kind === 'map'
    ? [...node.entries].every(([key, value]) => {
        const still = entryOf(merged, key);
        return still !== undefined && keeps(still, value);
      })
    : isEqual(merged, node);

const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
