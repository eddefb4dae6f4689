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
const INSTALLS = /^(?:install|i|add|ci|remove|uninstall|update|upgrade)$/;
const PROGRAM_FILE = /\.(?:[cm]?[jt]sx?|py|rb|php|pl|sh|bash|ps1|bat|cmd|groovy|go)$/i;

/** Whether a name says that what bears it releases something: `release.mjs`, `publishCI.ts`, `docker:push`. */
export function saysReleasing(name: string): boolean {
  const apart = name.replace(/([a-z])(?=[A-Z])/g, '$1-');
  return SPEAKS_OF_RELEASING.test(apart) && !OF_SOMETHING_ELSE.test(name);
}

/** Whether a command runs a file of the repository in a language that is not read. */
export const runsOwnFile = ({ program, words }: Invocation): boolean =>
  RUNS_FILES.test(program) && words.slice(0, 2).some((word) => /[./]/.test(word) && PROGRAM_FILE.test(word));

/** Whether a command that cannot be followed any further says by its words that it releases something. */
export function speaksOfReleasing(invocation: Invocation): boolean {
  const { program, words, written } = invocation;
  if (RUNS_FILES.test(program)) return saysReleasing(fileOf(words) ?? '');
  if (RUNS_TASKS.test(program))
    return (
      !INSTALLS.test(words[0] ?? '') && words.slice(0, 3).some((word) => !/[/\\=]/.test(word) && saysReleasing(word))
    );
  // What compilers write stands in folders of that name: `target/release/app`.
  return written.includes('/') && (PROGRAM_FILE.test(written) ? saysReleasing(written) : saysReleasing(program));
}

/** The file that an interpreter runs: the first word that looks like one, before the words that file takes. */
const fileOf = (words: readonly string[]): string | undefined => words.slice(0, 2).find((word) => /[./]/.test(word));
