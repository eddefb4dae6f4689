import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { isRecord } from '../model/is-record.ts';

export type PayloadBody =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  /** `line` is 1-based. */
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** What a payload template rendered to, as the JSON of a request. It is written as YAML, of which JSON is a part. */
export function payloadBody(text: string): PayloadBody {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined)
    return { ok: false, line: lineOf(error.pos[0]), problem: `is not valid YAML: ${error.message.split('\n')[0]}` };
  let odd: { line: number; problem: string } | null = null;
  const say = (node: { range?: readonly number[] | null }, problem: string) => {
    odd ??= { line: lineOf(node.range?.[0]), problem };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, node) => say(node, 'an alias has no place in a request: write the value'),
    Pair: (_, { key }) =>
      isScalar(key) && typeof key.value === 'string'
        ? undefined
        : say(isScalar(key) ? key : {}, 'a key must be a text'),
    Scalar: (_, node) =>
      typeof node.value === 'number' && !Number.isFinite(node.value)
        ? say(node, `${String(node.source)} is no number of JSON`)
        : undefined,
  });
  if (odd !== null) return { ok: false, ...(odd as { line: number; problem: string }) };
  const body: unknown = isMap(document.contents) ? document.toJS() : null;
  return isRecord(body)
    ? { ok: true, body }
    : { ok: false, line: 1, problem: 'must be a mapping: the body of a request' };
}
