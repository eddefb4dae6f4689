import type { Surroundings } from '../../adapters/process-environment.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { initMode } from '../init-mode.ts';
import { beginRun } from '../init-run.ts';
import type { InitInvocation } from '../invocation.ts';
import type { Output } from '../output.ts';
import { initUnattended } from './init-unattended.ts';

/** Looks, chooses, delivers: with a screen, with questions, or without a word. */
export async function init(invocation: InitInvocation, around: Surroundings, output: Output): Promise<ExitCode> {
  const mode = initMode(invocation, around);
  if (invocation.demo) return (await import('./init-demo.ts')).initDemo(invocation, around, output, mode);
  const run = await beginRun(invocation, around, output);
  if (mode.kind === 'unattended') return initUnattended(run);
  return (await import('./init-wizard.ts')).initWizard(run, mode);
}
