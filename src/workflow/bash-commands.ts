import {
  type Command,
  forEachChild,
  type ParsedScript,
  type Pipeline,
  parse,
  type SyntaxNode,
  type Word,
} from 'unbash';
import type { ShellCommand, ShellReading } from './shell-commands.ts';
import { withoutWrappers } from './shell-wrappers.ts';
import { placesIn } from './yaml-source.ts';

/** Reads a bash or sh script. `masked` has the same length as `original`, which is what is quoted. */
export function bashCommands(masked: string, original: string): ShellReading {
  const script = parse(masked);
  const [error] = script.errors ?? [];
  if (error !== undefined) return { known: false, because: `the script is not understood: ${error.message}` };
  const placeOf = placesIn('', original);
  const lineOf = (offset: number) => placeOf(offset, offset).line - 1;
  const reader: Reader = { original, lineOf, found: [], problem: null };
  visit(script, reader, null);
  if (reader.problem !== null) return { known: false, because: `the script is not understood: ${reader.problem}` };
  return { known: true, commands: reader.found };
}

type Reader = {
  readonly original: string;
  readonly lineOf: (offset: number) => number;
  readonly found: ShellCommand[];
  problem: string | null;
};

function visit(node: SyntaxNode | ParsedScript, reader: Reader, pipedTo: string | null): void {
  if (node.type === 'Script') {
    // A command substitution is parsed on its own, and reports its own errors.
    reader.problem ??= node.errors?.[0]?.message ?? null;
  }
  if (node.type === 'Command') read(node, reader, pipedTo);
  if (node.type === 'Pipeline') {
    for (const [index, command] of node.commands.entries())
      visit(command, reader, receiver(node, index, reader) ?? pipedTo);
    return;
  }
  // What a compound command or a redirected group prints goes where the group's output goes; a substitution's does not.
  const passes = node.type !== 'Command' && node.type !== 'Script' ? pipedTo : null;
  forEachChild(node, (child) => visit(child, reader, child.type === 'Script' ? null : passes));
}

function read(node: Command, reader: Reader, pipedTo: string | null): void {
  const words = wordsOf(node, reader.original);
  const command = withoutWrappers(words);
  if (command === null) return;
  const line = reader.lineOf(node.name?.pos ?? node.pos);
  reader.found.push({ ...command, line, text: reader.original.slice(node.pos, node.end).trim(), pipedTo });
}

function receiver({ commands }: Pipeline, index: number, reader: Reader): string | null {
  const next = commands[index + 1];
  const inner = next?.type === 'Redirected' ? next.command : next;
  if (inner === undefined) return null;
  if (inner.type !== 'Command') return inner.type.toLowerCase();
  return withoutWrappers(wordsOf(inner, reader.original))?.name ?? null;
}

function wordsOf(node: Command, original: string): readonly string[] {
  const words: Word[] = node.name === undefined ? [] : [node.name];
  for (const part of node.suffix) if (part.type === 'Word') words.push(part);
  const assigned = node.suffix.flatMap((part) => (part.type === 'Assignment' ? [part] : []));
  const all = [...words.map((word) => ({ pos: word.pos, text: spelled(word, original) })), ...assigned];
  return all.sort((a, b) => a.pos - b.pos).map(({ text }) => text);
}

/** The word without quotes; as written when an expression of GitHub stood in it. */
const spelled = (word: Word, original: string): string => {
  const written = original.slice(word.pos, word.end);
  return written === word.text ? word.value : unquoted(written);
};

const unquoted = (text: string): string => (/^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text);
