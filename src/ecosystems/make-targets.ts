import { type TextFile, type TextFiles, textAt } from '../model/files.ts';
import { inDirectory } from './ecosystem.ts';
import type { Followed } from './follow-command.ts';
import { type Invocation, optionValue } from './invocation.ts';

const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const JUSTFILES = ['justfile', 'Justfile', '.justfile'];
const MOST_TARGETS = 40;

/**
 * `make release`: the recipes of the target and of what it depends on. Null when the command is not make or just; empty when its
 * file or the target cannot be seen.
 */
export function makeRecipes(invocation: Invocation, directory: string, texts: TextFiles): readonly Followed[] | null {
  const isJust = invocation.program === 'just';
  if (!isJust && !['make', 'gmake'].includes(invocation.program)) return null;
  const folder = optionValue(invocation, '-C', '--directory');
  const at = folder === null ? directory : inDirectory(directory, folder.replace(/^\.\//, ''));
  const named = optionValue(invocation, '-f', '--file', '--makefile');
  const names = named === null ? (isJust ? JUSTFILES : MAKEFILES) : [named];
  const file = names.flatMap((name) => textAt(texts, inDirectory(at, name)) ?? [])[0];
  if (file === undefined) return [];
  const goals = invocation.words.filter((word) => !word.includes('='));
  return recipesOf(file, goals, at);
}

const followed = new WeakMap<TextFile, Map<string, readonly Followed[]>>();

/** What goals run; remembered by the file, so that a job that calls make again and again costs no more than one that does once. */
function recipesOf(file: TextFile, goals: readonly string[], directory: string): readonly Followed[] {
  const known = followed.get(file) ?? new Map<string, readonly Followed[]>();
  followed.set(file, known);
  const key = JSON.stringify([directory, ...goals]);
  const found = known.get(key) ?? readRecipes(file, goals, directory);
  known.set(key, found);
  return found;
}

function readRecipes(file: TextFile, goals: readonly string[], directory: string): readonly Followed[] {
  const rules = rulesOf(file);
  const wanted = goals.length > 0 ? [...goals] : rules.slice(0, 1).map((rule) => rule.target);
  const seen = new Set<string>();
  const script: string[] = [];
  for (let target = wanted.pop(); target !== undefined && seen.size < MOST_TARGETS; target = wanted.pop()) {
    if (seen.has(target)) continue;
    seen.add(target);
    for (const rule of rules.filter((each) => each.target === target)) {
      for (const line of rule.recipe) script.push(line);
      for (const need of rule.needs) wanted.push(need);
    }
  }
  if (script.length === 0) return [];
  return [
    {
      via: `${file.path} "${goals.join(' ') || rules[0]?.target}"`,
      script: script.join('\n'),
      shell: 'bash',
      directory,
    },
  ];
}

type Rule = { readonly target: string; readonly needs: readonly string[]; readonly recipe: string[] };

const remembered = new WeakMap<TextFile, readonly Rule[]>();

/** Rules of a makefile or justfile, with the variables that are set to plain text filled in. Remembered by the file. */
function rulesOf(file: TextFile): readonly Rule[] {
  const rules = remembered.get(file) ?? readRules(file.text);
  remembered.set(file, rules);
  return rules;
}

/** Characters that variables may add to one file; those that hold others several times would otherwise grow without end. */
const MOST_FILLED_IN = 1_000_000;

type Room = { left: number };

function readRules(text: string): readonly Rule[] {
  const rules: Rule[] = [];
  const room: Room = { left: MOST_FILLED_IN };
  let open: readonly Rule[] = [];
  const variables = new Map<string, string>([['MAKE', 'make']]);
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const recipe = /^(?:\t| {2,})\s*[@+-]*\s*(.*)$/.exec(line)?.[1];
    const assigned = /^\s*(?:export\s+)?([\w.-]+)\s*[:?+]?:?=\s*(.*?)\s*$/.exec(line);
    const head = /^([^\s#:=][^:=#]*?)\s*::?(?!=)\s*([^#=;]*)(?:;\s*(.*))?/.exec(line);
    if (recipe !== undefined && open.length > 0) {
      for (const rule of open) rule.recipe.push(expand(recipe, variables, room));
    } else if (assigned !== null) variables.set(assigned[1] ?? '', assigned[2] ?? '');
    else if (head !== null) {
      const needs = words(expand(head[2] ?? '', variables, room));
      const isJustRecipe = /^[\w-]+(?:\s+[\w*+$-]+(?:=\S+)?)+$/.test(head[1] ?? '');
      const targets = isJustRecipe ? words(head[1] ?? '').slice(0, 1) : words(expand(head[1] ?? '', variables, room));
      open = targets.map((target) => ({ target, needs, recipe: head[3] === undefined ? [] : [head[3]] }));
      for (const rule of open) if (!rule.target.startsWith('.')) rules.push(rule);
    } else if (line.trim() !== '' && !line.startsWith('#')) open = [];
  }
  return rules;
}

const words = (text: string): readonly string[] => text.match(/\S+/g) ?? [];

/** Stands for a value that cannot be told, while values around it are still looked at. */
const UNKNOWN = '\u0000';

function expand(text: string, variables: ReadonlyMap<string, string>, room: Room): string {
  let expanded = text;
  for (let depth = 0; depth < 3; depth += 1) {
    expanded = expanded.replace(/\$[({]([\w.-]+)[)}]/g, (whole, name: string) => {
      const value = variables.get(name);
      if (value === undefined || value.length > room.left) return whole;
      room.left -= value.length;
      return value;
    });
  }
  // What is left is make's own: a shell would take `$(X)` for a command.
  // The innermost first: `$(subst /,-,$(VERSION))` holds another one.
  for (let depth = 0; depth < 3; depth += 1) expanded = expanded.replace(/\$\([^()]*\)|\$\{[^{}]*\}/g, UNKNOWN);
  return expanded.replaceAll(UNKNOWN, '${X}').replaceAll('$$', '$');
}
