import { type Asks, PromptCancelled } from '../../../src/cli/line-prompts/asks.ts';

/** What a person would answer: a part of an option's name, a text, yes or no, the names to tick, or ctrl-c. */
export type Reply = string | boolean | readonly string[] | typeof CTRL_C;
export const CTRL_C = Symbol('ctrl-c');

/** Prompts answered from a script. Throws when something is asked that the script does not expect, or has no such option. */
export function scriptedAsks(replies: readonly Reply[]) {
  const left = [...replies];
  const said: string[] = [];
  const listeners = new Set<() => void>();
  const reply = <T>(message: string, is: (value: unknown) => value is T): T => {
    said.push(`? ${message}`);
    const next = left.shift();
    if (next === CTRL_C) throw new PromptCancelled();
    if (!is(next)) throw new Error(`no such answer to "${message}": ${String(next)}\n${said.join('\n')}`);
    return next;
  };
  const isText = (value: unknown): value is string => typeof value === 'string';
  const asks: Asks = {
    async select({ message, options }) {
      const wanted = reply(message, isText);
      const option = options.find(({ name, disabled }) => name.includes(wanted) && disabled === undefined);
      if (option === undefined)
        throw new Error(`"${message}" has no "${wanted}": ${options.map(({ name }) => name).join(' | ')}`);
      return option.value;
    },
    async input({ message, initial, refuse }) {
      for (;;) {
        const text = reply(message, isText) || (initial ?? '');
        const refusal = refuse(text);
        if (refusal === null) return text;
        said.push(`! ${refusal}`);
      }
    },
    async confirm({ message }) {
      return reply(message, (value): value is boolean => typeof value === 'boolean');
    },
    async checkbox({ message, options }) {
      const wanted = reply(message, (value): value is readonly string[] => Array.isArray(value));
      return options.filter(({ name }) => wanted.some((part) => name.includes(part))).map(({ value }) => value);
    },
    say: (line) => void said.push(line),
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    asks,
    said,
    left,
    interrupt: () => listeners.forEach((listener) => void listener()),
    listening: () => listeners.size,
  };
}
