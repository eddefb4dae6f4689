import type { EditFile } from '../model/change.ts';
import { type TextFile, type TextFiles, textAt } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import { applyOperations } from '../workflow/apply-operations.ts';
import { damageOf } from '../workflow/prove-no-damage.ts';

/** Why an edit is refused; null when it changes what it says and nothing else. */
export function whyNot(file: TextFile, operations: readonly Operation[]): string | null {
  const applied = applyOperations(file, operations);
  return applied.ok ? damageOf(file, { ...file, text: applied.text }, operations) : applied.reason;
}

/** Edits of several files that only make sense together, one for each file; null when one of them is refused. */
export function soundTogether(edits: readonly EditFile[], texts: TextFiles): readonly EditFile[] | null {
  const paths = [...new Set(edits.map(({ path }) => path))].sort();
  const joined = paths.map((path): EditFile => {
    const own = edits.filter((each) => each.path === path);
    const summary = [...new Set(own.map((each) => each.summary))].join(', and ');
    return { kind: 'edit-file', path, operations: own.flatMap(({ operations }) => operations), summary };
  });
  const isSound = joined.every(({ path, operations }) => {
    const file = textAt(texts, path);
    return file !== null && whyNot(file, operations) === null;
  });
  return isSound ? joined : null;
}

/** The texts once the edits are made, for saying what they leave to do. */
export function textsAfter(texts: TextFiles, edits: readonly EditFile[]): TextFiles {
  const changed = edits.flatMap(({ path, operations }) => {
    const file = textAt(texts, path);
    const applied = file === null ? null : applyOperations(file, operations);
    return file === null || applied?.ok !== true ? [] : [[path, { ...file, text: applied.text }] as const];
  });
  return { ...texts, ...Object.fromEntries(changed) };
}
