import { splitKeys } from './split-keys.ts';

/**
 * The same stream, giving one key at a time to whoever reads it, and the next one only when the screen has taken the last in:
 * a key that moves the cursor and an enter that arrive together mean what they say.
 */
export function singleKeys(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  const waiting: string[] = [];
  let isResting = false;
  const wake = () => {
    isResting = false;
    stdin.emit('readable');
  };
  const read = (): string | null => {
    if (isResting) return null;
    if (waiting.length === 0) {
      const chunk: unknown = stdin.read();
      if (chunk !== null) waiting.push(...splitKeys(String(chunk)));
    }
    const key = waiting.shift();
    if (key === undefined) return null;
    isResting = true;
    // React renders in a microtask and runs its effects, which is where keys are listened for, in the immediate after.
    setImmediate(() => setImmediate(wake));
    return key;
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
