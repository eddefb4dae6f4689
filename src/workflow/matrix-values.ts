import { originOf } from './origin.ts';
import type { Job, Located } from './workflow-file.ts';
import { at, entriesOf, follow, isMapping, isSequence, itemsOf, locatedText, type YamlView } from './yaml-view.ts';

const MATRIX_VALUE = /^\$\{\{\s*matrix\.([\w-]+(?:\.[\w-]+)*)\s*\}\}$/;
const ANY_MATRIX_VALUE = /\$\{\{\s*matrix\.([\w-]+(?:\.[\w-]+)*)\s*\}\}/g;

/** The path below `matrix` when a text is nothing but `${{ matrix.path }}`; null otherwise. */
export const matrixPath = (text: string): readonly string[] | null => MATRIX_VALUE.exec(text)?.[1]?.split('.') ?? null;

/** All values of `matrix.<path>`, from its list and from `include:`; null when the matrix is computed. */
export function matrixValues(matrix: YamlView, path: readonly string[]): readonly Located<string>[] | null {
  if (!isMapping(matrix)) return null;
  const [axis = '', ...rest] = path;
  const list = named(matrix, axis);
  const include = at(matrix, 'include');
  if (list !== null && !isSequence(list)) return null;
  if (include !== null && !isSequence(include)) return null;
  const listed = list === null ? [] : itemsOf(list);
  const included = include === null ? [] : itemsOf(include).map((item) => named(item, axis));
  const heads = [...listed, ...included].filter((each) => each !== null);
  const values = heads.map((head) =>
    rest.reduce<YamlView | null>((here, key) => (here === null ? null : named(here, key)), head),
  );
  return values.includes(null) ? null : values.flatMap((value) => (value === null ? [] : textsUnder(value)));
}

/** An entry as an expression names it: GitHub takes no notice of capitals there. */
const named = (view: YamlView, key: string): YamlView | null =>
  at(view, key) ?? entriesOf(view).find(([each]) => each.toLowerCase() === key.toLowerCase())?.[1] ?? null;

export const textsUnder = (view: YamlView): readonly Located<string>[] =>
  (isSequence(view) ? itemsOf(view) : [view]).flatMap((each) => locatedText(each) ?? []);

/**
 * What a text of a job can be when the job's matrix spells its values out: one text for each value, where that value stands, or
 * where the text stands when it holds more than the value. Null when it depends on anything else.
 */
export function spelledOut(job: Job, text: Located<string>): readonly Located<string>[] | null {
  if (!text.value.includes('${{')) return [text];
  const matrix = follow(originOf(job), ['strategy', 'matrix']);
  if (matrix === null) return null;
  const whole = matrixPath(text.value);
  if (whole !== null) return resolved(matrixValues(matrix, whole));
  const [only, second] = [...text.value.matchAll(ANY_MATRIX_VALUE)];
  if (only?.[1] === undefined || second !== undefined) return null;
  const values = resolved(matrixValues(matrix, only[1].split('.')));
  if (values === null) return null;
  return resolved(values.map(({ value }) => ({ ...text, value: text.value.replace(only[0], () => value) })));
}

const resolved = (values: readonly Located<string>[] | null): readonly Located<string>[] | null =>
  values === null || values.length === 0 || values.some(({ value }) => value.includes('${{')) ? null : values;
