import type { TextFile } from '../model/files.ts';
import type { Operation, YamlValue } from '../model/operation.ts';
import { damageOfAppending } from './damage/appended-lines.ts';
import { declaredEffect } from './damage/declared-effect.ts';
import { lostComment } from './damage/lost-comment.ts';
import { lostLine } from './damage/lost-line.ts';
import { touchedLines } from './damage/touched-lines.ts';
import { sameData } from './edit/same-data.ts';
import { type YamlSource, yamlSource } from './yaml-source.ts';
import { dataOf, rootView } from './yaml-view.ts';

/**
 * What an edit did beyond what its operations declare, or null when it did exactly that: the data of both texts is compared with the
 * operations applied to plain data, no line changed that no operation touches, and every comment that none removes is still there.
 */
export function damageOf(before: TextFile, after: TextFile, operations: readonly Operation[]): string | null {
  if (operations.some(({ op }) => op === 'append-lines')) return damageOfAppending(before.text, after.text, operations);
  const old = yamlSource(before);
  if (!old.ok) return before.text === after.text ? null : `the original ${old.broken.message}`;
  const now = yamlSource(after);
  if (!now.ok) return `the edited file ${now.broken.message}`;
  if (old.source.bom !== now.source.bom) return 'the byte-order mark changed';
  return damageBetween(old.source, now.source, operations);
}

function damageBetween(old: YamlSource, now: YamlSource, operations: readonly Operation[]): string | null {
  const effect = declaredEffect(dataOf(rootView(old)), operations);
  if (!effect.ok) return effect.reason;
  const different = firstDifference(effect.data, dataOf(rootView(now)), []);
  if (different !== null) return `the meaning differs from what was declared at ${different || 'the top'}`;
  const touched = touchedLines(old, operations, effect.shifts);
  return lostLine(old.body, now.body, touched) ?? lostComment(old.body, now.body, touched);
}

/** The route to the first value that differs, or null. */
function firstDifference(declared: YamlValue, found: YamlValue, route: readonly string[]): string | null {
  if (sameData(declared, found)) return null;
  if (!isCollection(declared) || !isCollection(found)) return route.join('.');
  const [left, right] = [new Map(Object.entries(declared)), new Map(Object.entries(found))];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(key), right.get(key)];
    if (a === undefined || b === undefined) return [...route, key].join('.');
    const inner = firstDifference(a, b, [...route, key]);
    if (inner !== null) return inner;
  }
  return route.join('.');
}

const isCollection = (value: YamlValue): value is readonly YamlValue[] | { readonly [key: string]: YamlValue } =>
  typeof value === 'object' && value !== null;
