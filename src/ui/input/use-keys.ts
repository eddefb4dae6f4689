import { type Key, useInput } from 'ink';
import { createContext, useCallback, useContext, useLayoutEffect, useRef, useState } from 'react';

type Listener = (input: string, key: Key) => void;

/** Who listens for keys now. */
export type KeyListeners = Set<Listener>;

const KeysContext = createContext<KeyListeners | null>(null);

export const KeysProvider = KeysContext.Provider;

/**
 * Hears every key, once, at the root. Ink's own hook begins to listen some time after a frame was drawn, and until then a key
 * still meets the screen before; listeners that enter this set while a frame is made are there before it can be seen.
 */
export function useKeySource(): KeyListeners {
  const [listeners] = useState<KeyListeners>(() => new Set());
  const hand = useCallback(
    (input: string, key: Key) => {
      for (const listener of [...listeners]) if (listeners.has(listener)) listener(input, key);
    },
    [listeners],
  );
  useInput(hand);
  return listeners;
}

/** Listens for keys while it is active, with the listener of the latest render. */
export function useKeys(listener: Listener, isActive: boolean): void {
  const listeners = useContext(KeysContext);
  if (listeners === null) throw new Error('a screen listens for keys outside the app');
  const latest = useRef(listener);
  useLayoutEffect(() => {
    latest.current = listener;
  });
  useLayoutEffect(() => {
    if (!isActive) return;
    const hear: Listener = (input, key) => latest.current(input, key);
    listeners.add(hear);
    return () => {
      listeners.delete(hear);
    };
  }, [listeners, isActive]);
}
