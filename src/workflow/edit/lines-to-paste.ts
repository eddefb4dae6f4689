import type { Operation, Route, YamlValue } from '../../model/operation.ts';
import { commentLines } from './add-key.ts';
import { indented, itemLines, pairLines } from './write-yaml.ts';
import type { YamlStyle } from './yaml-style.ts';

const STYLE: YamlStyle = { step: 2, listStep: 2, quote: "'" };

/** What a person writes by hand when an operation cannot be carried out: where as a comment, then the exact lines. */
export function linesToPaste(operation: Operation): readonly string[] {
  if (operation.op === 'append-lines') return operation.lines;
  return [`# ${placeOf(operation)}`, ...yamlLines(operation)];
}

function placeOf(operation: Exclude<Operation, { op: 'append-lines' }>): string {
  const route = operation.route.length === 0 ? 'top level' : operation.route.join('.');
  return operation.op === 'remove' ? `${route}: remove` : route;
}

function yamlLines(operation: Exclude<Operation, { op: 'append-lines' }>): readonly string[] {
  switch (operation.op) {
    case 'set-scalar': {
      const [first = '', ...rest] = namedLines(operation, operation.now);
      return [operation.comment === undefined ? first : `${first} # ${operation.comment}`, ...rest];
    }
    case 'add-key':
      return [...commentLines(operation.comment), ...pairLines(operation.key, operation.value, STYLE)];
    case 'replace-value':
      return [...commentLines(operation.comment), ...namedLines(operation, operation.value)];
    case 'insert-item':
      return [...commentLines(operation.comment), ...itemLines(operation.value, STYLE)];
    case 'remove':
      return [];
    case 'grant': {
      const [line = ''] = pairLines(operation.scope, operation.level, STYLE);
      return ['permissions:', ...indented([operation.why === '' ? line : `${line} # ${operation.why}`], STYLE.step)];
    }
    case 'replace-text':
      return operation.now.split('\n');
  }
}

function namedLines({ route }: { readonly route: Route }, value: YamlValue): readonly string[] {
  const name = route.at(-1);
  return typeof name === 'string' ? pairLines(name, value, STYLE) : itemLines(value, STYLE);
}
