import { splitKeys } from './split-keys.ts';

/** The same stream, giving one key at a time to whoever reads it. */
export function singleKeys(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  const waiting: string[] = [];
  const read = (): string | null => {
    const ready = waiting.shift();
    if (ready !== undefined) return ready;
    const chunk: unknown = stdin.read();
    if (chunk === null) return null;
    waiting.push(...splitKeys(String(chunk)));
    return waiting.shift() ?? null;
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
