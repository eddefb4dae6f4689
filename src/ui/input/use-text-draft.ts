import { useLayoutEffect, useRef, useState } from 'react';
import { draftOf, edited, type TextDraft, textOf } from './text-draft.ts';
import { useKeys } from './use-keys.ts';

export type TextField = {
  readonly draft: TextDraft;
  readonly text: string;
  /** Puts another text into the field. */
  reset(text: string): void;
};

type Typing = {
  readonly isActive: boolean;
  /** Enter. The text is the one at that moment, even when it was typed in the same tick. */
  onSave(text: string): void;
  onCancel(): void;
};

/** A text field: while it is active it has all keys but ctrl-c. */
export function useTextDraft(initial: string, { isActive, onSave, onCancel }: Typing): TextField {
  const [draft, setDraft] = useState(() => draftOf(initial));
  const current = useRef(draft);
  const latest = useRef({ onSave, onCancel });
  useLayoutEffect(() => {
    latest.current = { onSave, onCancel };
  });
  const put = (to: TextDraft) => {
    current.current = to;
    setDraft(to);
  };
  useKeys((input, key) => {
    if (key.return) latest.current.onSave(textOf(current.current));
    else if (key.escape) latest.current.onCancel();
    else put(edited(current.current, input, key));
  }, isActive);
  return { draft, text: textOf(draft), reset: (text) => put(draftOf(text)) };
}
