import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { YamlSource } from '../yaml-source.ts';
import { type Editing, edits, insertion, refused, type TextEdit } from './editing.ts';
import { columnOf, commentsAbove, commentsBelow, endMark, isBlankLine, lineStart } from './line-bounds.ts';
import { linesBelow } from './lines-below.ts';
import { contentEnd, dashOf, isFlow, keepsBlankLines, pairEnd, pairStart } from './node-bounds.ts';
import { placeBehindKey, putValue } from './put-value.ts';
import type { Target } from './target.ts';
import { trailingCommentEdit, withReason } from './trailing-comment.ts';
import { indented } from './write-yaml.ts';
import type { YamlStyle } from './yaml-style.ts';

/** Something new for a collection: as lines from the column of its siblings, and as it is written inside `{ }` or `[ ]`. */
export type Addition = {
  readonly lines: readonly string[];
  readonly flow: string;
  /** What `flow` has no room for and a comment at the end of the line may say. */
  readonly flowComment: string | null;
};

/** Where siblings of a collection stand: the key or dash, and the end of the content. */
export type Extent = {
  readonly start: number;
  readonly end: number;
  /** Blank lines below would become part of its text. */
  readonly keepsBlank: boolean;
};

/** Adds to a collection before the sibling with this index; `index` = number of siblings appends. */
export function addLines(
  source: YamlSource,
  target: Target,
  addition: Addition,
  index: number,
  style: YamlStyle,
): Editing {
  const { node } = target.view;
  const { body } = source;
  if (node === null || isEmptyCollection(node) || (isScalar(node) && node.value === null)) {
    return fill(source, target, addition, isSeq(node) ? style.listStep : style.step);
  }
  const siblings = extentsOf(node, body);
  if (siblings === null) return refused('the place is written in a form that cannot be edited');
  if (isFlow(node)) return addInFlow(body, siblings, addition, index);
  const before = siblings[index - 1];
  return before === undefined ? addFirst(body, siblings, addition) : edits(addBelow(body, siblings, before, addition));
}

/** As `addLines`, for a list that may be an empty value: a null does not say of itself that it should become a list. */
export function fill(source: YamlSource, target: Target, addition: Addition, step: number): Editing {
  const { node } = target.view;
  if (target.pair !== null && !target.inFlow) {
    return putValue(source, placeBehindKey(source, target), { head: '', below: indented(addition.lines, step) });
  }
  if (node === null || !isEmptyCollection(node) || node.range === undefined || node.range === null) {
    return refused('the place is written in a form that cannot be edited');
  }
  const [start, end] = node.range;
  return edits({ start, end, text: isSeq(node) ? `[${addition.flow}]` : `{ ${addition.flow} }` });
}

export const isEmptyCollection = (node: Node | null): boolean =>
  (isMap(node) || isSeq(node)) && node.items.length === 0;

function addBelow(body: string, siblings: readonly Extent[], before: Extent, { lines }: Addition): TextEdit {
  const column = columnOf(body, before.start);
  const end = commentsBelow(body, before.end, column);
  const isApart = areApart(body, siblings) && !before.keepsBlank;
  return linesBelow(body, end, end, [...(isApart ? [''] : []), ...indented(lines, column)]);
}

function addFirst(body: string, siblings: readonly Extent[], { lines }: Addition): Editing {
  const [first] = siblings;
  if (first === undefined) return refused('the place is written in a form that cannot be edited');
  const mark = endMark(body, first.start);
  const column = columnOf(body, first.start);
  const gap = areApart(body, siblings) ? mark : '';
  const leading = body.slice(lineStart(body, first.start), first.start);
  if (leading.trim() === '') {
    const text =
      indented(lines, column)
        .map((line) => line + mark)
        .join('') + gap;
    return edits(insertion(commentsAbove(body, first.start, 0), text));
  }
  // The first key of a list's item stands behind its dash: the new one takes that place.
  if (!/^[ -]*- *$/.test(leading)) return refused('the place is written in a form that cannot be edited');
  return edits(insertion(first.start, lines.map((line) => line + mark + ' '.repeat(column)).join('')));
}

function addInFlow(body: string, siblings: readonly Extent[], { flow, flowComment }: Addition, index: number): Editing {
  const before = siblings[index - 1];
  const [first] = siblings;
  if (before === undefined)
    return first === undefined ? refused('nothing stands there') : edits(insertion(first.start, `${flow}, `));
  const comment =
    flowComment === null ? null : trailingCommentEdit(body, before.end, (words) => withReason(words, flowComment));
  return edits(insertion(before.end, `, ${flow}`), ...(comment === null ? [] : [comment]));
}

/** Extents of a collection's entries; null when one of them has a form that is not ours to edit. */
export function extentsOf(node: Node, body: string): readonly Extent[] | null {
  if (isMap(node)) {
    return node.items.map((pair) => ({
      start: pairStart(pair as Pair),
      end: pairEnd(pair as Pair, body),
      keepsBlank: keepsBlankLines(pair.value as Node | null, body),
    }));
  }
  if (!isSeq(node)) return null;
  const extents = node.items.flatMap((each, index) => {
    const item = each as Node;
    const start = isFlow(node) ? item.range?.[0] : dashOf(node, index);
    if (start === undefined || start === null) return [];
    const end = Math.max(contentEnd(item, body), isFlow(node) ? 0 : start + 1);
    return [{ start, end, keepsBlank: keepsBlankLines(item, body) }];
  });
  return extents.length === node.items.length ? extents : null;
}

/** Siblings that are mostly separated by blank lines get a new one separated as well. */
function areApart(body: string, siblings: readonly Extent[]): boolean {
  const gaps = siblings.slice(1).filter(({ start }, index) => {
    const top = commentsAbove(body, start, siblings[index]?.end ?? 0);
    return top > 0 && isBlankLine(body, top - 1);
  });
  return siblings.length > 1 && gaps.length * 2 >= siblings.length - 1;
}
