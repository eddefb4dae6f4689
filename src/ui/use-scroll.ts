import { useState } from 'react';
import type { Handlers } from './input/use-actions.ts';
import type { Row } from './rows/row.ts';
import { clamp } from './window.ts';

export type Scroll = {
  readonly top: number;
  readonly handlers: Pick<Handlers, 'scrollUp' | 'scrollDown' | 'pageUp' | 'pageDown'>;
  /** The rows in sight. */
  visible(rows: readonly Row[]): readonly Row[];
  toTop(): void;
};

/** A window over more lines than fit. There is nothing to scroll, and so no key for it, when they all fit. */
export function useScroll(length: number, room: number): Scroll {
  const [asked, setAsked] = useState(0);
  const most = Math.max(0, length - room);
  const top = clamp(asked, 0, most);
  const by = (lines: number) => () => setAsked((before) => clamp(clamp(before, 0, most) + lines, 0, most));
  const page = Math.max(1, room - 1);
  return {
    top,
    handlers: most === 0 ? {} : { scrollUp: by(-1), scrollDown: by(1), pageUp: by(-page), pageDown: by(page) },
    visible: (rows) => rows.slice(top, top + room),
    toTop: () => setAsked(0),
  };
}
