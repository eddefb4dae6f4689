import { type TextFiles, textAt } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import { type Expression, expressionsIn } from './expressions.ts';
import type { Located } from './workflow-file.ts';
import { yamlSource } from './yaml-source.ts';
import { follow, rootView } from './yaml-view.ts';

export type PlacedExpression = Expression & {
  /** As written, with `${{ }}`. */
  readonly written: string;
  readonly place: Place;
};

/** The expressions of a text with their places in the file; the whole text’s place where the file spells it in another way. */
export function placedExpressions(text: Located<string>, texts: TextFiles): readonly PlacedExpression[] {
  const expressions = expressionsIn(text.value);
  if (expressions.length === 0) return [];
  const raw = rawText(text, texts);
  let from = 0;
  return expressions.map((expression) => {
    const written = text.value.slice(expression.start, expression.end);
    const found = raw === null ? -1 : raw.body.indexOf(written, from);
    if (raw === null || found < 0) return { ...expression, written, place: text.place };
    from = found + written.length;
    return { ...expression, written, place: raw.placeOf(raw.start + found, raw.start + from) };
  });
}

function rawText({ route, place }: Located<string>, texts: TextFiles) {
  const file = textAt(texts, place.path);
  const yaml = file === null ? null : yamlSource(file);
  if (yaml === null || !yaml.ok) return null;
  const [start, end] = follow(rootView(yaml.source), route)?.node?.range ?? [];
  if (start === undefined || end === undefined) return null;
  return { start, body: yaml.source.body.slice(start, end), placeOf: yaml.source.placeOf };
}
