import type { TextFiles } from '../model/files.ts';
import type { Invocation } from './invocation.ts';
import { makeRecipes } from './make-targets.ts';
import { packageScripts } from './package-scripts.ts';
import { scriptFiles } from './script-files.ts';

/** A script that a command runs. `via` names where it stands. */
export type Followed = {
  readonly via: string;
  readonly script: string;
  readonly shell: string;
  readonly directory: string;
};

/** Null: the command runs nothing of the repository that could be followed. Empty: it does, and it cannot be seen. */
export function followCommand(invocation: Invocation, directory: string, texts: TextFiles): readonly Followed[] | null {
  return (
    packageScripts(invocation, directory, texts) ??
    makeRecipes(invocation, directory, texts) ??
    scriptFiles(invocation, directory, texts)
  );
}

const SPEAKS_OF_RELEASING = /(?:^|[/:_.-])(?:release|publish|deploy|upload|push)(?:$|[/:_.-])/i;
const OF_SOMETHING_ELSE =
  /notes|keys|changelog|check|verify|test|dry|download|docs|lint|artifact|coverage|draft|prepare|version|branch|label/i;
const RUNS_FILES = /^(?:node|tsx|ts-node|deno|bun|ruby|php|perl|groovy|zx|jbang|go|python[\d.]*|bash|sh|zsh|pwsh)$/;
const RUNS_TASKS =
  /^(?:tox|nox|rake|invoke|inv|task|mage|gulp|grunt|gradle|hatch|poe|make|gmake|just|npm|pnpm|yarn|bun|ant|scons|earthly|dagger|mise)$/;

/** Whether a command that cannot be followed any further says by its words that it releases something. */
export function speaksOfReleasing(invocation: Invocation): boolean {
  const { program, words, written } = invocation;
  const says = (word: string) => SPEAKS_OF_RELEASING.test(word) && !OF_SOMETHING_ELSE.test(word);
  if (RUNS_FILES.test(program)) return words.slice(0, 2).some((word) => /[./]/.test(word) && says(word));
  if (RUNS_TASKS.test(program)) return words.slice(0, 3).some((word) => !/[/\\=]/.test(word) && says(word));
  return written.includes('/') && says(written);
}
