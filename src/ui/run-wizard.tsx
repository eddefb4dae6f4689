import type { Session } from '../session/session.ts';
import type { WizardActions, WizardEnding } from '../session/wizard-actions.ts';
import { fullScreen, type Terminal } from './terminal-session.ts';
import { Wizard } from './wizard.tsx';

export type WizardRun = { readonly actions: WizardActions; readonly initial: Session; readonly unicode: boolean };

/** Runs the wizard on the whole screen. Rejects with what `start`, `plan` or `deliver` rejected with, the terminal given back. */
export async function runWizard(run: WizardRun, terminal: Terminal): Promise<WizardEnding> {
  const ending = await fullScreen<WizardEnding>(<Wizard {...run} />, terminal);
  return ending.finished ? ending.value : { kind: 'cancelled', session: run.initial };
}
