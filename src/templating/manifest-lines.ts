import { type Document, isMap, isScalar, isSeq, type LineCounter } from 'yaml';

/** The line of what a path of keys and indexes leads to, or of the last thing on the way that is there. 1-based. */
export type LineOf = (path: readonly (string | number)[]) => number;

export const linesOf =
  (document: Document.Parsed, lines: LineCounter): LineOf =>
  (path) => {
    let node: unknown = document.contents;
    let offset = 0;
    for (const key of path) {
      let next: unknown = null;
      if (isMap(node)) {
        const pair = node.items.find((each) => isScalar(each.key) && each.key.value === key);
        offset = (isScalar(pair?.key) ? pair.key.range?.[0] : undefined) ?? offset;
        next = pair?.value;
      } else if (isSeq(node) && typeof key === 'number') {
        const item: unknown = node.items[key];
        offset = (isMap(item) || isScalar(item) || isSeq(item) ? item.range?.[0] : undefined) ?? offset;
        next = item;
      }
      node = next;
    }
    return lines.linePos(offset).line || 1;
  };
