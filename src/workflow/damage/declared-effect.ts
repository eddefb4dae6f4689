import type { Operation, Route, YamlValue } from '../../model/operation.ts';
import { atLeast, type PermissionLevel } from '../../model/permission.ts';
import { nextOccurrence } from '../edit/occurrence.ts';
import { sameData } from '../edit/same-data.ts';

/** An item that came into or went out of a list: later routes count differently than those of the original. */
export type Shift = { readonly list: Route; readonly index: number; readonly by: 1 | -1 };

export type Effect =
  | { readonly ok: true; readonly data: YamlValue; readonly shifts: readonly (Shift | null)[] }
  | { readonly ok: false; readonly reason: string };

type Data = YamlValue | undefined;
type Mapping = { readonly [key: string]: YamlValue };

/** Applies operations to plain data: what the edited text must mean. Knows nothing of texts. */
export function declaredEffect(data: YamlValue, operations: readonly Operation[]): Effect {
  let state = data;
  const shifts: (Shift | null)[] = [];
  for (const operation of operations) {
    const next = effectOf(state, operation);
    if (next === undefined) return { ok: false, reason: `${operation.op} has no meaning there` };
    shifts.push(shiftOf(state, next, operation));
    state = next;
  }
  return { ok: true, data: state, shifts };
}

/** Undefined when the operation has no meaning there. */
function effectOf(data: YamlValue, operation: Operation): Data {
  switch (operation.op) {
    case 'set-scalar':
      return changed(data, operation.route, (value) => rescaled(value, operation.now));
    case 'replace-value':
      return changed(data, operation.route, () => operation.value);
    case 'add-key':
      return changed(data, operation.route, (value) => withKey(value, operation.key, operation.value));
    case 'insert-item':
      return changed(data, operation.route, (value) => withItem(value, operation.index, operation.value));
    case 'remove':
      return changed(data, operation.route.slice(0, -1), (value) => without(value, operation.route.at(-1))) ?? data;
    case 'grant':
      return changed(data, operation.route, (value) => withGrant(value, operation.scope, operation.level));
    case 'replace-text':
      return changed(data, operation.route, (value) => replaced(value, operation.was, operation.now));
    case 'append-lines':
      return undefined;
  }
}

function changed(data: YamlValue, route: Route, change: (value: YamlValue) => Data): Data {
  const [part, ...rest] = route;
  if (part === undefined) return change(data);
  const inner = childOf(data, part);
  const next = inner === undefined ? undefined : changed(inner, rest, change);
  if (next === undefined) return undefined;
  return isList(data) ? data.with(Number(part), next) : { ...mapping(data), [part]: next };
}

function childOf(data: YamlValue, part: string | number): Data {
  if (isList(data)) return typeof part === 'number' ? data[part] : undefined;
  const map = mapping(data);
  return typeof part === 'string' && Object.hasOwn(map, part) ? map[part] : undefined;
}

const isList = (data: YamlValue): data is readonly YamlValue[] => Array.isArray(data);

const isMapping = (data: YamlValue): data is Mapping => typeof data === 'object' && data !== null && !isList(data);

const mapping = (data: YamlValue): Mapping => (isMapping(data) ? data : {});

/** Text stays text; what was a number, a switch or nothing becomes what YAML 1.2 reads in the new word. */
function rescaled(value: YamlValue, now: string): Data {
  if (typeof value === 'string') return now;
  if (typeof value === 'object' && value !== null) return undefined;
  if (/^(?:true|True|TRUE)$/.test(now)) return true;
  if (/^(?:false|False|FALSE)$/.test(now)) return false;
  if (/^(?:null|Null|NULL)$/.test(now)) return null;
  if (/^0o[0-7]+$|^0x[0-9a-fA-F]+$/.test(now)) return Number(now);
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(now) ? Number(now) : now;
}

function withKey(value: YamlValue, key: string, added: YamlValue): Data {
  if (value !== null && !isMapping(value)) return undefined;
  return { ...mapping(value), [key]: added };
}

function withItem(value: YamlValue, index: number, added: YamlValue): Data {
  const list = value === null ? [] : value;
  if (!isList(list)) return undefined;
  const there = list[index];
  return there !== undefined && sameData(there, added) ? list : list.toSpliced(index, 0, added);
}

function without(value: YamlValue, part: string | number | undefined): Data {
  if (isList(value)) return typeof part === 'number' && part < value.length ? value.toSpliced(part, 1) : value;
  return Object.fromEntries(Object.entries(mapping(value)).filter(([key]) => key !== part));
}

function withGrant(value: YamlValue, scope: string, level: PermissionLevel): Data {
  const permissions = mapping(value).permissions ?? {};
  if (!isMapping(value) || !isMapping(permissions)) return undefined;
  const have = Object.hasOwn(permissions, scope) ? permissions[scope] : undefined;
  // `grant` refuses any other word, so that this is a level or absent.
  if (have !== undefined && atLeast(have as PermissionLevel, level)) return value;
  return { ...value, permissions: { ...permissions, [scope]: level } };
}

function replaced(value: YamlValue, was: string, now: string): Data {
  if (typeof value !== 'string') return undefined;
  const at = nextOccurrence(value, was, now);
  if (at === 'absent') return undefined;
  return at === 'done' ? value : value.slice(0, at) + now + value.slice(at + was.length);
}

function shiftOf(before: YamlValue, after: YamlValue, operation: Operation): Shift | null {
  if (operation.op !== 'insert-item' && operation.op !== 'remove') return null;
  const list = operation.op === 'insert-item' ? operation.route : operation.route.slice(0, -1);
  const index = operation.op === 'insert-item' ? operation.index : operation.route.at(-1);
  const [old, now] = [lengthAt(before, list), lengthAt(after, list)];
  if (typeof index !== 'number' || old === now) return null;
  return { list, index, by: operation.op === 'insert-item' ? 1 : -1 };
}

function lengthAt(data: YamlValue, route: Route): number {
  let here: Data = data;
  for (const part of route) here = here === undefined ? undefined : childOf(here, part);
  return here !== undefined && isList(here) ? here.length : 0;
}
