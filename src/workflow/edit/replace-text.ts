import { isScalar, type Scalar } from 'yaml';
import type { Operation } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { type Editing, edits, refused, SAME } from './editing.ts';
import { endMark, lineEnd, nextLine } from './line-bounds.ts';
import { isBlockScalar } from './node-bounds.ts';
import { nextOccurrence } from './occurrence.ts';
import { placeBehindKey, putValue } from './put-value.ts';
import { tokenEdit } from './set-scalar.ts';
import { aimAt, type Target } from './target.ts';
import { isPlain } from './write-scalar.ts';
import { writtenBelowKey } from './write-yaml.ts';
import { styleNear } from './yaml-style.ts';

type ReplaceText = Extract<Operation, { op: 'replace-text' }>;

/** Replaces the first occurrence of a text inside a scalar that is not already part of the new text. */
export function replaceText(source: YamlSource, operation: ReplaceText): Editing {
  const { route, was, now } = operation;
  const aim = aimAt(source, route);
  if (aim.kind !== 'found') return aim.kind === 'missing' ? refused(`${route.join('.')} is not there`) : aim;
  const { node } = aim.target.view;
  if (!isScalar(node) || typeof node.value !== 'string' || was === '')
    return refused(`${route.join('.')} is not a text`);
  const found = nextOccurrence(node.value, was, now);
  if (found === 'done') return SAME;
  if (found === 'absent') return refused(`${route.join('.')} does not hold "${was}"`);
  if (isBlockScalar(node)) return inBlock(source, node, operation);
  const text = node.value.slice(0, found) + now + node.value.slice(found + was.length);
  const inPlace = onItsLine(source, node, operation, found, isPlain(text, aim.target.inFlow));
  if (inPlace !== null) return inPlace;
  return text.includes('\n') ? onSeveralLines(source, aim.target, text) : onOneLine(source, aim.target, text);
}

/**
 * A plain text of several lines keeps them: only what differs is replaced. Null when this is none, when the difference lies on a
 * line break, and when the new text would not stay plain.
 */
function onItsLine(
  { body }: YamlSource,
  node: Scalar,
  { was, now }: ReplaceText,
  found: number,
  stays: boolean,
): Editing | null {
  const [start = 0, end = 0] = node.range ?? [];
  const raw = body.slice(start, end);
  if (node.type !== 'PLAIN' || !raw.includes('\n') || !stays) return null;
  // Each line break, with the white space around it, is one space of the value, unless there are empty lines.
  const offsets = [...raw.matchAll(/[^\S\n]*\n[^\S\n]*|[\s\S]/g)].map(({ index }) => start + index);
  if (offsets.push(end) !== String(node.value).length + 1) return null;
  const head = sharedHead(was, now);
  const tail = sharedHead([...was.slice(head)].reverse(), [...now.slice(head)].reverse());
  const from = offsets[found + head];
  const to = offsets[found + was.length - tail];
  const text = now.slice(head, now.length - tail);
  if (from === undefined || to === undefined || (body.slice(from, to) + text).includes('\n')) return null;
  return edits({ start: from, end: to, text });
}

/** How many characters two texts begin with in common. */
function sharedHead(one: ArrayLike<string>, other: ArrayLike<string>): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one[length] === other[length]) length++;
  return length;
}

function onOneLine(source: YamlSource, target: Target, text: string): Editing {
  const token = tokenEdit(source, target, text);
  return typeof token === 'string' ? refused(token) : edits(token);
}

function onSeveralLines(source: YamlSource, target: Target, text: string): Editing {
  if (target.inFlow || target.pair === null) return onOneLine(source, target, text);
  return putValue(
    source,
    placeBehindKey(source, target),
    writtenBelowKey(text, styleNear(source, target.parent?.node ?? null)),
  );
}

function inBlock({ body }: YamlSource, node: Scalar, { was, now }: ReplaceText): Editing {
  const folded = node.type === 'BLOCK_FOLDED';
  if (folded && (was + now).includes('\n'))
    return refused('the text is folded, so its line breaks are not those of the file');
  const raw = rawText(body, node);
  if (raw === null) return refused('the text says its own indentation');
  const at = nextOccurrence(raw.text, was, now);
  const start = typeof at === 'number' ? raw.offsets[at] : undefined;
  if (typeof at !== 'number' || start === undefined) return refused(`"${was}" is broken over several lines`);
  const last = at + was.length - 1;
  const end =
    raw.text[last] === '\n' ? (raw.offsets[last + 1] ?? node.range?.[1] ?? start) : (raw.offsets[last] ?? start) + 1;
  const lead = endMark(body, start) + ' '.repeat(raw.indent);
  const [first = '', ...rest] = now.split('\n');
  const lines = rest.map((line, index) =>
    line === '' && index < rest.length - 1 ? endMark(body, start) : lead + line,
  );
  return edits({ start, end, text: first + lines.join('') });
}

/** The lines of a block scalar without their indentation, and the offset in the file of each character; null when it is explicit. */
function rawText(
  body: string,
  node: Scalar,
): { readonly text: string; readonly offsets: readonly number[]; readonly indent: number } | null {
  const [header = 0, stop = 0] = node.range ?? [];
  if (/^[|>][+-]?\d/.test(body.slice(header, header + 3))) return null;
  const offsets: number[] = [];
  let text = '';
  let indent: number | null = null;
  for (let line = nextLine(body, header); line < stop; line = nextLine(body, line)) {
    const end = Math.min(lineEnd(body, line), stop);
    const written = body.slice(line, end);
    if (indent === null && written.trim() !== '') indent = written.search(/\S/);
    for (let at = line + Math.min(indent ?? 0, written.length); at < end; at++) {
      offsets.push(at);
      text += body[at];
    }
    if (end < stop) {
      offsets.push(end);
      text += '\n';
    }
  }
  return { text, offsets, indent: indent ?? 0 };
}
