import { type ExitCode, Refusal } from '../model/refusal.ts';
import { printable, printableText } from '../report/printable.ts';
import { TOOL, VERSION } from './version.ts';

/** What is written to standard error, and how the program ends. */
export type Ended = { readonly text: string; readonly exitCode: ExitCode };

/** The one place that draws what went wrong: a refusal with its next step, a defect of ours with all that is needed to report it. */
export function ended(error: unknown): Ended {
  if (error instanceof Refusal) return { text: refusalText(error), exitCode: error.exitCode };
  if (isCancelled(error)) return { text: `${TOOL}: interrupted\n`, exitCode: 130 };
  return { text: defectText(error), exitCode: 3 };
}

function refusalText(refusal: Refusal): string {
  const why = printableText(refusal.why).trim();
  const next = refusal.next.map((step) => `  next: ${printable(step)}`);
  return [
    `${TOOL}: ${printable(refusal.message)}`,
    ...(why === '' ? [] : why.split('\n').map((line) => `  ${line}`)),
    ...next,
    '',
  ].join('\n');
}

/** Prompts and screens end this way when the user presses Ctrl-C. */
const isCancelled = (error: unknown): boolean =>
  error instanceof Error && ['ExitPromptError', 'AbortPromptError', 'AbortError'].includes(error.name);

function defectText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  return [
    `${TOOL}: this is a defect of ${TOOL}, not of your repository`,
    '  Nothing was written after this point.',
    `  next: report it with these lines at ${REPORT_AT}`,
    '',
    `  ${TOOL} ${VERSION}, Node ${process.versions.node}, ${process.platform}`,
    ...withoutSecrets(printableText(stack))
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ].join('\n');
}

const REPORT_AT = 'https://github.com/harden-builds/harden-builds/issues';

/** A stack can quote a request. The forms are those of GitHub's tokens, and credentials in a URL. */
const withoutSecrets = (text: string): string =>
  text
    .replace(/\b(?:gh[a-z]_[A-Za-z0-9_]{16,}|github_pat_[A-Za-z0-9_]{16,})/g, '[token]')
    .replace(/(\/\/)[^/\s@]+@/g, '$1')
    .replace(/\b(authorization:\s*)\S+(?:\s+\S+)?/gi, '$1[token]');
