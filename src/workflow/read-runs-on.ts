import type { Located, RunsOn } from './workflow-file.ts';
import { at, entriesOf, isMapping, isSequence, itemsOf, locatedText, textOf, type YamlView } from './yaml-view.ts';

const MATRIX_VALUE = /^\$\{\{\s*matrix\.([\w-]+(?:\.[\w-]+)*)\s*\}\}$/;

/** What `runs-on:` says, with `${{ matrix.x }}` replaced by the values that the job's own matrix spells out. */
export function readRunsOn(view: YamlView | null, matrix: YamlView | null): RunsOn | null {
  if (view === null) return null;
  const labels = isMapping(view) ? at(view, 'labels') : view;
  const group = isMapping(view) ? textOf(at(view, 'group')) : null;
  const found = labels === null ? [] : textsOf(labels).map((text) => labelsFor(text, matrix));
  return {
    labels: found.flatMap((each) => each.labels),
    group,
    expression: found.find((each) => each.expression !== null)?.expression ?? groupExpression(view),
  };
}

type Labels = { readonly labels: readonly Located<string>[]; readonly expression: Located<string> | null };

function labelsFor(text: Located<string>, matrix: YamlView | null): Labels {
  if (!text.value.includes('${{')) return { labels: [text], expression: null };
  const path = MATRIX_VALUE.exec(text.value)?.[1]?.split('.');
  const values = path === undefined || matrix === null ? null : matrixValues(matrix, path);
  const computed = values === null || values.length === 0 || values.some((value) => value.value.includes('${{'));
  return computed ? { labels: [], expression: text } : { labels: values, expression: null };
}

/** All values of `matrix.<path>`, from its list and from `include:`; null when the matrix is computed. */
function matrixValues(matrix: YamlView, path: readonly string[]): readonly Located<string>[] | null {
  if (!isMapping(matrix)) return null;
  const [axis = '', ...rest] = path;
  const list = at(matrix, axis);
  const include = at(matrix, 'include');
  if (list !== null && !isSequence(list)) return null;
  if (include !== null && !isSequence(include)) return null;
  const listed = list === null ? [] : itemsOf(list);
  const included = include === null ? [] : itemsOf(include).map((item) => at(item, axis));
  const heads = [...listed, ...included].filter((each) => each !== null);
  const values = heads.map((head) =>
    rest.reduce<YamlView | null>((here, key) => (here === null ? null : at(here, key)), head),
  );
  return values.includes(null) ? null : values.flatMap((value) => (value === null ? [] : textsOf(value)));
}

const textsOf = (view: YamlView): readonly Located<string>[] =>
  (isSequence(view) ? itemsOf(view) : [view]).flatMap((each) => locatedText(each) ?? []);

function groupExpression(view: YamlView): Located<string> | null {
  const computed = entriesOf(view).find(([key, value]) => key === 'group' && textOf(value)?.includes('${{'));
  return computed === undefined ? null : locatedText(computed[1]);
}
