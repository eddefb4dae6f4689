import { type TextFile, type TextFiles, textAt } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import { commandsIn, type ShellCommand, shellOf } from '../workflow/shell-commands.ts';
import type { Job, Located, Step, Workflow } from '../workflow/workflow-file.ts';

const remembered = new WeakMap<Step, readonly ShellCommand[]>();

/** The commands of a step's own `run:`; remembered by the step. */
export function ownCommands(workflow: Workflow, job: Job, step: Step, isOfAction: boolean): readonly ShellCommand[] {
  if (step.run === null) return [];
  const before = remembered.get(step);
  if (before !== undefined) return before;
  const shell = isOfAction ? shellOf(null, null, step) : shellOf(workflow, job, step);
  const commands = commandsOf(step.run.value, shell ?? 'bash');
  remembered.set(step, commands);
  return commands;
}

/**
 * The commands of a script. Where the shell's grammar cannot be followed, the plain words of each line are taken, so that a
 * publish command inside a script that is not understood is still seen.
 */
export function commandsOf(script: string, shell: string): readonly ShellCommand[] {
  if (/^(?:python|node|perl|ruby|deno)/.test(shell)) return [];
  const reading = commandsIn(script, shell);
  if (reading.known) return reading.commands;
  return script.split(/\r?\n/).flatMap((text, line) => {
    const [name, ...args] = text.replace(/(?:&&|\|\||[|;<>]).*$/, '').match(/\S+/g) ?? [];
    return name === undefined || name.startsWith('#') ? [] : [{ name, args, line, text: text.trim(), pipedTo: null }];
  });
}

/** Where a command of a `run:` stands in its file. The whole script when its lines are folded. */
export function placeOfCommand(run: Located<string>, command: ShellCommand, texts: TextFiles): Place {
  const file = textAt(texts, run.place.path);
  const lines = file === null ? [] : linesOf(file);
  const wanted = command.text.split('\n', 1)[0]?.trimEnd() ?? '';
  // A block scalar begins with its header, so that its first line is the next one.
  for (const line of [run.place.line + command.line + 1, run.place.line + command.line]) {
    const at = lines[line - 1]?.indexOf(wanted) ?? -1;
    if (wanted === '' || at < 0 || line > run.place.endLine) continue;
    return { path: run.place.path, line, column: at + 1, endLine: line, endColumn: at + 1 + wanted.length };
  }
  return run.place;
}

const linesByFile = new WeakMap<TextFile, readonly string[]>();

function linesOf(file: TextFile): readonly string[] {
  const lines = linesByFile.get(file) ?? file.text.replace(/^\uFEFF/, '').split('\n');
  linesByFile.set(file, lines);
  return lines;
}
