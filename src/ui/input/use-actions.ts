import { useLayoutEffect, useRef } from 'react';
import { type Action, actionFor, clashes } from '../keymap.ts';
import { keyName } from './key-name.ts';
import { useKeys } from './use-keys.ts';

/** An action without a handler is not available now: it is neither hinted at nor listened for. */
export type Handlers = Partial<Record<Action, (() => void) | undefined>>;

/**
 * Listens for these actions and no others, and returns them: what a screen handles is exactly what it hints at. Two keys that
 * arrive together each meet the handlers of the latest render.
 */
export function useActions(handlers: Handlers, isActive = true): readonly Action[] {
  const actions = actionsOf(handlers);
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  useKeys((input, key) => {
    const name = keyName(input, key);
    const action = name === null ? null : actionFor(name, actionsOf(latest.current));
    if (action !== null) latest.current[action]?.();
  }, isActive);
  const doubled = clashes(actions);
  if (doubled.length > 0) throw new Error(`keys with two meanings on one screen: ${doubled.join(', ')}`);
  return actions;
}

const actionsOf = (handlers: Handlers): readonly Action[] =>
  (Object.keys(handlers) as Action[]).filter((action) => handlers[action] !== undefined); // the type allows no other keys
