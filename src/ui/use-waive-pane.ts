import { useState } from 'react';
import type { Assessed } from '../model/assessment.ts';
import { refuseExpiry, refuseReason, suggestedExpiry } from '../session/waiver-draft.ts';
import { useTextDraft } from './input/use-text-draft.ts';
import type { Row } from './rows/row.ts';
import { waiveRows } from './rows/waive-rows.ts';
import { useShell } from './shell.ts';

export type WaivePane = { readonly isOpen: boolean; rows(prose: number): readonly Row[]; open(): void };

/** Asks for the reason, then for the last day, and waives the control. */
export function useWaivePane(assessed: Assessed, observedAt: string): WaivePane {
  const { dispatch, unicode, overlay } = useShell();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const close = () => {
    setOpen(false);
    setReason(null);
    setRefused(null);
  };
  const field = useTextDraft('', {
    isActive: isOpen && overlay === null,
    onSave: (text) => {
      const typed = text.trim();
      const refusal = reason === null ? refuseReason(typed) : refuseExpiry(typed, observedAt);
      setRefused(refusal);
      if (refusal !== null) return;
      if (reason === null) {
        setReason(typed);
        field.reset(suggestedExpiry(observedAt));
      } else {
        dispatch({ type: 'waived', control: assessed.control.id, reason, expires: typed });
        close();
      }
    },
    onCancel: close,
  });
  return {
    isOpen,
    rows: (prose) => waiveRows(assessed, reason, field.draft, refused, { prose, unicode }),
    open: () => {
      field.reset('');
      setOpen(true);
    },
  };
}
