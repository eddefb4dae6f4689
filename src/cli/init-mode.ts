import { isCi, isSwitchedOn, type Surroundings } from '../adapters/process-environment.ts';
import { Refusal } from '../model/refusal.ts';
import type { InitInvocation } from './invocation.ts';

/** How `init` talks: a full screen, one question after another, or not at all. `because` says why it is not the full screen. */
export type InitMode =
  | { readonly kind: 'screen' }
  | { readonly kind: 'prompts'; readonly because: string | null }
  | { readonly kind: 'unattended' };

const LEAST = { columns: 60, rows: 16 } as const;

type Asked = Pick<InitInvocation, 'yes' | 'answers' | 'plain' | 'demo' | 'dryRun'>;

/**
 * Decides before anything is loaded or asked.
 * @throws Refusal with exit code 2, naming the command to use, when questions could not be answered.
 */
export function initMode(asked: Asked, around: Surroundings): InitMode {
  const { environment, stdinIsTerminal, stdoutIsTerminal, columns, rows } = around;
  if (asked.yes || asked.answers !== null) return { kind: 'unattended' };
  const ci = isCi(environment);
  const blind = whyBlind(asked, around);
  if (ci || !stdinIsTerminal || blind !== null) {
    if (asked.demo) return { kind: 'unattended' };
    throw noAnswers(asked, ci ? 'CI is set.' : (blind ?? 'Standard input is not a terminal.'));
  }
  if (asked.plain) return { kind: 'prompts', because: null };
  if (isSwitchedOn(environment.INK_SCREEN_READER)) return { kind: 'prompts', because: 'a screen reader is in use' };
  if (!stdoutIsTerminal) return { kind: 'prompts', because: 'standard output is not a terminal' };
  if (environment.TERM === 'dumb') return { kind: 'prompts', because: 'the terminal is "dumb"' };
  if ((columns ?? 0) < LEAST.columns || (rows ?? 0) < LEAST.rows) {
    const because = `the terminal is ${columns ?? 0}×${rows ?? 0}, and the full screen needs ${LEAST.columns}×${LEAST.rows}`;
    return { kind: 'prompts', because };
  }
  return { kind: 'screen' };
}

/** Prompts are written to standard error, so that a result on standard output stays clean. */
const whyBlind = ({ plain }: Asked, { stdoutIsTerminal, stderrIsTerminal }: Surroundings): string | null =>
  stderrIsTerminal || (stdoutIsTerminal && !plain)
    ? null
    : 'Standard error, where questions are written, is not a terminal.';

const noAnswers = ({ dryRun }: Asked, why: string): Refusal =>
  new Refusal('init needs answers, and nobody can be asked here', {
    why,
    next: [
      `harden-builds init ${dryRun === null ? '' : '--dry-run '}--yes    takes what is recommended`,
      ...(dryRun === null ? ['harden-builds init --dry-run --yes    shows what that would be'] : []),
      'harden-builds init --answers FILE    takes the answers from a file',
    ],
    exitCode: 2,
  });
