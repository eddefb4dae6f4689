import { createContext, useContext } from 'react';
import type { Session } from '../session/session.ts';
import type { Dispatch, WizardActions } from '../session/wizard-actions.ts';

/** What lies over the screen. */
export type Overlay = 'help' | 'leaving' | null;

/** What every screen needs: the session, the room it has, and the ways out. */
export type Shell = {
  readonly session: Session;
  readonly dispatch: Dispatch;
  readonly preview: WizardActions['preview'];
  readonly rows: number;
  readonly columns: number;
  readonly unicode: boolean;
  readonly overlay: Overlay;
  setOverlay(overlay: Overlay): void;
  /** Opens a page, or does nothing where there is no browser; the address is shown in any case. */
  openUrl(url: string): void;
  /** Ends the wizard. */
  leave(): void;
};

const ShellContext = createContext<Shell | null>(null);

export const ShellProvider = ShellContext.Provider;

/** The shell around the current screen. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error('a screen was drawn outside the app');
  return shell;
}
