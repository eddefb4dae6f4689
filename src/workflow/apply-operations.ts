import type { TextFile } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import { addKey } from './edit/add-key.ts';
import { appendLines } from './edit/append-lines.ts';
import { batchesOf } from './edit/batches.ts';
import { areApart, type Editing, refused, type TextEdit, withEdits } from './edit/editing.ts';
import { grant } from './edit/grant.ts';
import { insertItem } from './edit/insert-item.ts';
import { linesToPaste } from './edit/lines-to-paste.ts';
import { removeAt } from './edit/remove.ts';
import { replaceText } from './edit/replace-text.ts';
import { replaceValue } from './edit/replace-value.ts';
import { setScalar } from './edit/set-scalar.ts';
import { type YamlSource, yamlSource } from './yaml-source.ts';

export type Applied =
  | { readonly ok: true; readonly text: string }
  /** `lines` are what a person writes by hand instead, for all of the operations. */
  | { readonly ok: false; readonly reason: string; readonly lines: readonly string[] };

/**
 * Carries out operations one after the other, each on the text that the one before left. Everything outside the ranges they touch
 * stays as it is, to the byte. An operation whose effect is already there changes nothing. One that is refused refuses all.
 */
export function applyOperations(file: TextFile, operations: readonly Operation[]): Applied {
  let text = file.text;
  for (const batch of batchesOf(operations)) {
    const next = applyBatch(text === file.text ? file : { ...file, text }, batch);
    if (!next.ok) return { ok: false, reason: next.reason, lines: operations.flatMap(linesToPaste) };
    text = next.text;
  }
  return { ok: true, text };
}

type Next = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

function applyBatch(file: TextFile, batch: readonly Operation[]): Next {
  const { path, text } = file;
  const [first] = batch;
  if (first?.op === 'append-lines') {
    if (/\.ya?ml$/.test(path)) return { ok: false, reason: `${path} is YAML, so lines cannot be added at its end` };
    return { ok: true, text: appendLines(text, first.lines) };
  }
  // Controls have read the file that is edited first, so that reading is used again.
  const yaml = yamlSource(file);
  if (!yaml.ok) return { ok: false, reason: `${path} ${yaml.broken.message}` };
  const all: (readonly TextEdit[])[] = [];
  for (const operation of batch) {
    const editing = editFor(yaml.source, operation);
    if (editing.kind === 'refused') return { ok: false, reason: `${path}: ${editing.reason}` };
    if (editing.kind === 'edits') all.push(editing.edits);
  }
  if (!areApart(all)) return applyOneByOne(file, batch);
  return { ok: true, text: yaml.source.bom + withEdits(yaml.source.body, all.flat()) };
}

/** Two values on one line can want the same comment; then each is read after the other. */
function applyOneByOne(file: TextFile, batch: readonly Operation[]): Next {
  return batch.reduce<Next>((so, operation) => (so.ok ? applyBatch({ ...file, text: so.text }, [operation]) : so), {
    ok: true,
    text: file.text,
  });
}

function editFor(source: YamlSource, operation: Operation): Editing {
  switch (operation.op) {
    case 'set-scalar':
      return setScalar(source, operation);
    case 'add-key':
      return addKey(source, operation);
    case 'replace-value':
      return replaceValue(source, operation);
    case 'insert-item':
      return insertItem(source, operation);
    case 'remove':
      return removeAt(source, operation);
    case 'grant':
      return grant(source, operation);
    case 'replace-text':
      return replaceText(source, operation);
    case 'append-lines':
      return refused('lines are added to a text, not to a value');
  }
}
