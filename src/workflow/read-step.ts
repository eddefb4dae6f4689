import { remember } from './origin.ts';
import { parseUses } from './parse-uses.ts';
import type { UsesReference } from './uses-reference.ts';
import type { Located, Step } from './workflow-file.ts';
import {
  at,
  entriesOf,
  isMapping,
  itemsOf,
  located,
  locatedText,
  textOf,
  trailingComment,
  type YamlView,
} from './yaml-view.ts';

/** Every item of `steps:` that is a mapping. */
export const readSteps = (steps: YamlView | null): readonly Step[] =>
  steps === null ? [] : itemsOf(steps).filter(isMapping).map(readStep);

function readStep(view: YamlView): Step {
  const step: Step = {
    route: view.route,
    place: firstLineOf(view),
    id: textOf(at(view, 'id')),
    name: textOf(at(view, 'name')),
    uses: readUses(at(view, 'uses')),
    run: locatedText(at(view, 'run')),
    shell: textOf(at(view, 'shell')),
    with: textsIn(at(view, 'with')),
    env: textsIn(at(view, 'env')),
    condition: textOf(at(view, 'if')),
    parallel: readSteps(at(view, 'parallel')),
  };
  remember(step, view);
  return step;
}

export function readUses(view: YamlView | null): Located<UsesReference> | null {
  const text = textOf(view);
  return view === null || text === null ? null : located(view, parseUses(text, trailingComment(view)));
}

/** The scalars of a mapping by key; an empty value counts as an empty text. */
export function textsIn(view: YamlView | null): Readonly<Record<string, Located<string>>> {
  const entries = view === null ? [] : entriesOf(view);
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      if (value.node !== null && textOf(value) === null && !isNull(value)) return [];
      return [[key, located(value, textOf(value) ?? '')] as const];
    }),
  );
}

const isNull = (view: YamlView): boolean => view.node !== null && 'value' in view.node && view.node.value === null;

/** A step is shown by its first line. */
function firstLineOf({ node, source }: YamlView) {
  const start = node?.range?.[0] ?? 0;
  const line = /^[^\r\n]*/.exec(source.body.slice(start, start + 1000))?.[0] ?? '';
  return source.placeOf(start, start + line.trimEnd().length);
}
