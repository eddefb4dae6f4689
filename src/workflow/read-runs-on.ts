import { matrixPath, matrixValues, textsUnder } from './matrix-values.ts';
import type { Located, RunsOn } from './workflow-file.ts';
import { at, entriesOf, isMapping, locatedText, textOf, type YamlView } from './yaml-view.ts';

/** What `runs-on:` says, with `${{ matrix.x }}` replaced by the values that the job's own matrix spells out. */
export function readRunsOn(view: YamlView | null, matrix: YamlView | null): RunsOn | null {
  if (view === null) return null;
  const labels = isMapping(view) ? at(view, 'labels') : view;
  const group = isMapping(view) ? textOf(at(view, 'group')) : null;
  const found = labels === null ? [] : textsUnder(labels).map((text) => labelsFor(text, matrix));
  return {
    labels: found.flatMap((each) => each.labels),
    group,
    expression: found.find((each) => each.expression !== null)?.expression ?? groupExpression(view),
  };
}

type Labels = { readonly labels: readonly Located<string>[]; readonly expression: Located<string> | null };

function labelsFor(text: Located<string>, matrix: YamlView | null): Labels {
  if (!text.value.includes('${{')) return { labels: [text], expression: null };
  const path = matrixPath(text.value);
  const values = path === null || matrix === null ? null : matrixValues(matrix, path);
  const computed = values === null || values.length === 0 || values.some((value) => value.value.includes('${{'));
  return computed ? { labels: [], expression: text } : { labels: values, expression: null };
}

function groupExpression(view: YamlView): Located<string> | null {
  const computed = entriesOf(view).find(([key, value]) => key === 'group' && textOf(value)?.includes('${{'));
  return computed === undefined ? null : locatedText(computed[1]);
}
