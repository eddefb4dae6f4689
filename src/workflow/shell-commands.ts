import { bashCommands } from './bash-commands.ts';
import { maskExpressions } from './mask-expressions.ts';
import { windowsCommands } from './windows-commands.ts';
import type { Job, RunsOn, Step, Workflow } from './workflow-file.ts';

/** One command that a script can run. Words are without quotes; what is computed stays as it is written. */
export type ShellCommand = {
  /** The program, by name when it is installed and by path when it is a script of the repository, without `sudo`, `env`, `time` and the like before it. */
  readonly name: string;
  readonly args: readonly string[];
  /** 0-based line inside the script. */
  readonly line: number;
  /** As written, wrappers and assignments included. */
  readonly text: string;
  /** Name of the program that its output is piped into; null when there is none. */
  readonly pipedTo: string | null;
};

export type ShellReading =
  | { readonly known: true; readonly commands: readonly ShellCommand[] }
  | { readonly known: false; readonly because: string };

/** The commands of a script, wherever they stand in it; not the words in its strings and here-documents. */
export function commandsIn(script: string, shell: string): ShellReading {
  const masked = maskExpressions(script);
  switch (programOf(shell)) {
    case 'bash':
    case 'sh':
      return bashCommands(masked, script);
    case 'pwsh':
    case 'powershell':
      return { known: true, commands: windowsCommands(masked, script, 'pwsh') };
    case 'cmd':
      return { known: true, commands: windowsCommands(masked, script, 'cmd') };
    default:
      return { known: false, because: `the shell "${shell}" is not one whose commands can be read` };
  }
}

/**
 * The shell that runs a step: its own, else the job's or workflow's default, else that of the runner. Null when that cannot be said.
 * Steps of an action name their shell themselves, so workflow and job may be null.
 */
export function shellOf(workflow: Workflow | null, job: Job | null, step: Step): string | null {
  const named = step.shell ?? job?.defaultShell ?? workflow?.defaultShell ?? null;
  if (named !== null) return named.includes('${{') ? null : programOf(named);
  if (job === null || job.runsOn === null) return null;
  if (job.container !== null) return 'sh';
  return shellOfRunner(job.runsOn);
}

function shellOfRunner({ labels, expression }: RunsOn): string | null {
  if (expression !== null) return null;
  const shells = new Set(labels.flatMap(({ value }) => shellOfLabel(value) ?? []));
  const [only] = shells;
  return shells.size === 1 && only !== undefined ? only : null;
}

/** GitHub's labels, and the words that other runner vendors build theirs from. */
function shellOfLabel(label: string): string | null {
  if (/windows|win32|win64/i.test(label)) return 'pwsh';
  return /ubuntu|linux|debian|alpine|macos|darwin/i.test(label) ? 'bash' : null;
}

/** `bash -l {0}` and `/bin/bash` are bash. */
function programOf(shell: string): string {
  const [first = ''] = shell.trim().split(/\s+/);
  return (first.split('/').at(-1) ?? first).replace(/\.exe$/i, '').toLowerCase();
}
