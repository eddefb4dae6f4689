// The same workflow as other people would have typed it. Each variant gives a text of the same meaning (but for the indentation inside
// scripts), or null where it does not apply. Used by scripts/compare/remedies.mjs.
import { isAlias, isMap, isScalar, isSeq, parseDocument, Scalar, visit } from 'yaml';

export const VARIANTS = {
  'as it is': (text) => text,
  CRLF: (text) => replacedIfOther(text, text.replaceAll(/\r?\n/g, '\r\n')),
  'no final newline': (text) => replacedIfOther(text, text.replace(/\s+$/, '')),
  BOM: (text) => (text.startsWith('\uFEFF') ? null : `\uFEFF${text}`),
  'indented by 3': (text) => spread(text, 1.5),
  'indented by 4, CRLF, open': (text) => spread(text, 2).replaceAll(/\r?\n/g, '\r\n').replace(/\s+$/, ''),
  'lists flush': flush,
  'flow maps': (text) => rewritten(text, flowEdits),
  anchors: (text) => rewritten(text, anchorEdits),
  aliases: (text) => rewritten(text, aliasEdits),
  'comments everywhere': commented,
  'double quotes': (text) => rewritten(text, quoteEdits),
};

const replacedIfOther = (text, other) => (text === other ? null : other);

/** Every column times a factor; the space behind a dash grows with it, so that keys stay below each other. */
function spread(text, factor) {
  const columns = (width) => ' '.repeat(Math.ceil(width * factor));
  return text
    .split('\n')
    .map((line) => {
      const [, lead, rest] = /^( *)(.*)$/s.exec(line);
      let at = lead.length;
      let out = columns(at);
      let left = rest;
      for (let dash = /^- +(?=\S)/.exec(left); dash !== null; dash = /^- +(?=\S)/.exec(left)) {
        at += dash[0].length;
        out += `-${columns(at).slice(out.length + 1)}`;
        left = left.slice(dash[0].length);
      }
      return out + left;
    })
    .join('\n');
}

/** Lists in the column of their key, where no script stands in between: moves the lines of each `steps:` list. */
function flush(text) {
  const document = parseDocument(text, { keepSourceTokens: true });
  const lines = text.split('\n');
  const starts = lineStarts(text);
  let changed = false;
  visit(document, {
    Pair(_, pair) {
      if (!isSeq(pair.value) || pair.value.flow || pair.key?.value !== 'steps') return;
      const column = columnAt(text, pair.key.range[0]);
      const shift = columnAt(text, pair.value.range[0]) - column;
      if (shift <= 0) return;
      const from = lineOf(starts, pair.value.range[0]);
      const to = lineOf(starts, pair.value.range[1] - 1);
      for (let line = from; line <= to; line += 1) {
        if (lines[line].slice(0, shift).trim() === '') lines[line] = lines[line].slice(shift);
      }
      changed = true;
    },
  });
  return changed ? lines.join('\n') : null;
}

function rewritten(text, editsFor) {
  const document = parseDocument(text, { keepSourceTokens: true, merge: false });
  const edits = document.errors.length > 0 ? [] : editsFor(document, text);
  if (edits.length === 0) return null;
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((body, { start, end, to }) => body.slice(0, start) + to + body.slice(end), text);
}

const FLOW_KEYS = ['with', 'permissions', 'env', 'defaults', 'concurrency'];

function flowEdits(document, text) {
  const edits = [];
  visit(document, {
    Pair(_, pair) {
      const { key, value } = pair;
      if (!isMap(value) || value.flow || !FLOW_KEYS.includes(key?.value) || value.anchor !== undefined)
        return undefined;
      const end = value.items.at(-1)?.value?.range?.[1];
      if (end === undefined || text.slice(key.range[1], end).includes('#')) return visit.SKIP;
      const isSimple = value.items.every(
        (each) => isScalar(each.value) && !/^[|>]/.test(text.slice(each.value.range[0])),
      );
      if (!isSimple) return visit.SKIP;
      const entries = value.items.map((each) => `${spelled(each.key, text)}: ${spelled(each.value, text)}`);
      if (entries.some((each) => each.includes('\n'))) return visit.SKIP;
      edits.push({ start: key.range[1] + 1, end, to: ` { ${entries.join(', ')} }` });
      return visit.SKIP;
    },
  });
  return edits;
}

function spelled(node, text) {
  const raw = text.slice(node.range[0], node.range[1]);
  const isPlain = node.type === Scalar.PLAIN;
  return isPlain && /[,[\]{}]/.test(raw) ? `'${raw.replaceAll("'", "''")}'` : raw;
}

function anchorEdits(document) {
  const edits = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!['with', 'permissions', 'env', 'runs-on', 'uses', 'steps'].includes(key?.value)) return;
      if (
        !(isMap(value) || isScalar(value) || isSeq(value)) ||
        value.anchor !== undefined ||
        value.range[0] === value.range[1]
      )
        return;
      edits.push({ start: key.range[1] + 1, end: key.range[1] + 1, to: ` &a${edits.length}` });
    },
  });
  return edits;
}

/** The second of two equal values names the first. */
function aliasEdits(document, text) {
  const first = new Map();
  const edits = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!['with', 'permissions', 'runs-on', 'uses'].includes(key?.value) || isAlias(value) || value === null)
        return undefined;
      if (value.anchor !== undefined || value.range[0] === value.range[1]) return undefined;
      const end = isMap(value) && !value.flow ? value.items.at(-1)?.value?.range?.[1] : value.range[1];
      if (end === undefined || text.slice(key.range[1], end).includes('#') || hasBlock(value, text)) return undefined;
      const same = `${key.value}\0${JSON.stringify(value.toJSON())}`;
      const before = first.get(same);
      if (before === undefined) {
        first.set(same, { key, used: false, name: `n${first.size}` });
        return undefined;
      }
      if (!before.used)
        edits.push({ start: before.key.range[1] + 1, end: before.key.range[1] + 1, to: ` &${before.name}` });
      before.used = true;
      edits.push({ start: key.range[1] + 1, end, to: ` *${before.name}` });
      return visit.SKIP;
    },
  });
  return edits;
}

function hasBlock(node, text) {
  let found = false;
  visit(node, {
    Scalar(_, { range }) {
      found ||= /^[|>]/.test(text.slice(range[0], range[0] + 1));
    },
  });
  return found;
}

function quoteEdits(document, text) {
  const edits = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (
        !isScalar(value) ||
        value.type !== Scalar.PLAIN ||
        typeof value.value !== 'string' ||
        !['uses', 'runs-on', 'run', 'on'].includes(key?.value)
      )
        return;
      if (text.slice(value.range[0], value.range[1]).includes('\n')) return;
      edits.push({ start: value.range[0], end: value.range[1], to: JSON.stringify(value.value) });
    },
  });
  return edits;
}

/** A comment above and behind whatever can carry one. */
function commented(text) {
  const document = parseDocument(text, { keepSourceTokens: true });
  const edits = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.srcToken === undefined) return;
      const start = text.lastIndexOf('\n', key.range[0]) + 1;
      const lead = text.slice(start, key.range[0]);
      if (lead.trim() === '') edits.push({ start, end: start, to: `${lead}# above ${key.value}\n` });
      if (
        !isScalar(value) ||
        /^[|>]/.test(text.slice(value.range[0], value.range[0] + 1)) ||
        value.range[0] === value.range[1]
      )
        return;
      const end = text.indexOf('\n', value.range[1]);
      if (end !== -1 && text.slice(value.range[1], end).trim() === '')
        edits.push({ start: value.range[1], end, to: ` # beside ${key.value}` });
    },
  });
  if (document.errors.length > 0 || edits.length === 0) return null;
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((body, { start, end, to }) => body.slice(0, start) + to + body.slice(end), text);
}

const columnAt = (text, offset) => offset - (text.lastIndexOf('\n', offset - 1) + 1);

function lineStarts(text) {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

const lineOf = (starts, offset) => starts.findLastIndex((start) => start <= offset);
