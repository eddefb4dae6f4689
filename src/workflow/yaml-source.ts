import { Composer, type Node, type ParsedNode, Parser } from 'yaml';
import type { TextFile } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import { linkAliases } from './alias-links.ts';
import type { Broken } from './workflow-file.ts';
import { nestsTooDeeply, YAML_LIMITS } from './yaml-limits.ts';

/**
 * A YAML text that was read, with positions. Offsets count UTF-16 units of `body`, which is the text without its byte-order mark,
 * so that line 1 column 1 is the first character that a person sees.
 */
export type YamlSource = {
  readonly path: string;
  readonly bom: string;
  readonly body: string;
  readonly root: ParsedNode | null;
  /** The node itself, or what it names when it is an alias. */
  resolve(node: Node): Node;
  /** Nodes that an alias elsewhere names: changing one changes several places. */
  readonly shared: ReadonlySet<Node>;
  placeOf(start: number, end: number): Place;
};

export type YamlReading =
  | { readonly ok: true; readonly source: YamlSource }
  | { readonly ok: false; readonly broken: Broken };

const readings = new WeakMap<TextFile, YamlReading>();

/** Reads a file as YAML 1.2; remembered by the file object. */
export function yamlSource(file: TextFile): YamlReading {
  const before = readings.get(file);
  if (before !== undefined) return before;
  const reading = readYaml(file.path, file.text);
  readings.set(file, reading);
  return reading;
}

/** Reads one YAML document. Never throws: what cannot be read is `broken`, with the reason and the place. */
export function readYaml(path: string, text: string): YamlReading {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(bom.length);
  const placeOf = placesIn(path, body);
  const broken = (message: string, at: number): YamlReading => ({
    ok: false,
    broken: { path, message, place: placeOf(at, at) },
  });
  if (body.length > YAML_LIMITS.characters) return broken(`is longer than ${YAML_LIMITS.characters} characters`, 0);
  const tokens = [...new Parser().parse(body)];
  if (nestsTooDeeply(tokens)) return broken(`nests deeper than ${YAML_LIMITS.depth} levels`, 0);
  // `core` whatever a %YAML directive says: GitHub reads `on` as text, and so must we. Duplicate keys are looked for by alias-links.
  const composer = new Composer({ schema: 'core', merge: false, uniqueKeys: false, keepSourceTokens: true });
  const documents = [...composer.compose(tokens, true, body.length)];
  const [document, second] = documents;
  if (document === undefined) return broken('is empty', 0);
  if (second !== undefined) return broken('holds more than one YAML document', second.range[0]);
  const [error] = document.errors;
  if (error !== undefined) return broken(firstLine(error.message), error.pos[0]);
  const { targets, shared, problem } = linkAliases(document.contents);
  if (problem !== null) return broken(problem.message, problem.at);
  const resolve = (node: Node): Node => (targets as ReadonlyMap<Node, Node>).get(node) ?? node;
  return { ok: true, source: { path, bom, body, root: document.contents, resolve, shared, placeOf } };
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message;

/** Turns offsets into places. Lines end at a line feed; a carriage return before it belongs to the end of the line. */
export function placesIn(path: string, body: string): (start: number, end: number) => Place {
  const starts = [0];
  for (let at = body.indexOf('\n'); at !== -1; at = body.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return (start, end) => {
    const line = lineAt(start);
    const endLine = lineAt(end);
    return {
      path,
      line: line + 1,
      column: start - (starts[line] ?? 0) + 1,
      endLine: endLine + 1,
      endColumn: end - (starts[endLine] ?? 0) + 1,
    };
  };
}
