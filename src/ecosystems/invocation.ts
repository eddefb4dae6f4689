import type { ShellCommand } from '../workflow/shell-commands.ts';
import { innerOf } from './wrapped-command.ts';

/**
 * A command line in the form that tables can be matched against: the program without its folder and file ending, the words
 * that are not options, and the options (`--filter x` as `--filter=x` where the program is known to take a value there).
 */
export type Invocation = {
  readonly program: string;
  readonly words: readonly string[];
  readonly options: readonly string[];
  /** Everything behind the program, as it is written. */
  readonly args: readonly string[];
  /** The program as written: `./gradlew`. */
  readonly written: string;
};

/** Options that take the next word as their value. Without this `pnpm --filter app publish` would run `app`. */
const TAKES_VALUE: Readonly<Record<string, readonly string[]>> = {
  npm: ['--prefix', '-C', '-w', '--workspace', '--tag', '--access', '--registry', '--otp', '--loglevel'],
  pnpm: ['--filter', '-F', '-C', '--dir', '--tag', '--access', '--registry', '--filter-prod', '--reporter'],
  yarn: ['--cwd', '--registry', '--tag', '--access', '--mutex', '--network-timeout'],
  bun: ['--cwd', '--filter', '-F', '--tag', '--access'],
  cargo: [
    '--manifest-path',
    '-p',
    '--package',
    '--features',
    '-F',
    '--target',
    '--target-dir',
    '--profile',
    '-j',
    '--color',
    '-C',
  ],
  go: ['-C'],
  mvn: ['-f', '--file', '-pl', '--projects', '-s', '--settings', '-P', '-T'],
  mvnw: ['-f', '--file', '-pl', '--projects', '-s', '--settings', '-P', '-T'],
  gradle: ['-p', '--project-dir', '-b', '-c', '-I', '--init-script', '-x', '--exclude-task'],
  gradlew: ['-p', '--project-dir', '-b', '-c', '-I', '--init-script', '-x', '--exclude-task'],
  make: ['-C', '--directory', '-f', '--file', '-j'],
  gmake: ['-C', '--directory', '-f', '--file'],
  docker: [
    '--context',
    '-c',
    '--host',
    '-H',
    '-f',
    '--file',
    '-t',
    '--tag',
    '--platform',
    '--target',
    '--build-arg',
    '-o',
    '--output',
    '--config',
  ],
  helm: ['--namespace', '-n', '--kube-context', '--registry-config'],
  pip: [
    '-r',
    '--requirement',
    '-c',
    '--constraint',
    '-i',
    '--index-url',
    '--extra-index-url',
    '-f',
    '--find-links',
    '-t',
    '--target',
  ],
  uv: [
    '--directory',
    '--project',
    '--group',
    '--extra',
    '--python',
    '-p',
    '--with',
    '-r',
    '--package',
    '--index-url',
    '--no-group',
  ],
  poetry: ['-C', '--directory', '--with', '--without', '--only', '-E', '--extras', '-P', '--project'],
  bundle: ['--gemfile', '--path', '--jobs', '-j', '--without', '--with', '--retry'],
  composer: ['-d', '--working-dir'],
  dotnet: [
    '-c',
    '--configuration',
    '-o',
    '--output',
    '-k',
    '--api-key',
    '-s',
    '--source',
    '-f',
    '--framework',
    '-r',
    '--runtime',
    '-v',
    '--verbosity',
  ],
  gh: [
    '-R',
    '--repo',
    '-t',
    '--title',
    '-n',
    '--notes',
    '-F',
    '--notes-file',
    '--target',
    '--discussion-category',
    '--notes-start-tag',
  ],
  terraform: ['-chdir'],
};

/** The command, and what it runs when it is a wrapper (`npx X`, `uv run X`, `python -m X`): outermost first. */
export function invocationsOf(command: Pick<ShellCommand, 'name' | 'args'>): readonly Invocation[] {
  const found: Invocation[] = [];
  let name = command.name;
  let args = command.args;
  for (let depth = 0; depth < 5; depth += 1) {
    const invocation = invocationOf(name, args);
    found.push(invocation);
    const inner = innerOf(invocation.program, args);
    if (inner === null) break;
    [name, args] = inner;
  }
  return found;
}

export function invocationOf(name: string, args: readonly string[]): Invocation {
  const program = programName(name);
  const valued = TAKES_VALUE[program === 'pip3' ? 'pip' : program] ?? [];
  const words: string[] = [];
  const options: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    const next = args[index + 1];
    if (arg === '--') continue;
    if (!arg.startsWith('-') || arg === '-') words.push(arg);
    else if (valued.includes(arg) && next !== undefined) {
      options.push(`${arg}=${next}`);
      index += 1;
    } else options.push(arg);
  }
  return { program, words, options, args, written: name };
}

/** `./gradlew.bat` is `gradlew`, `${BIN}twine` is `twine`; `@changesets/cli` keeps its scope, and `twine==6.1.0` loses its version. */
const programName = (name: string): string =>
  (name.startsWith('@') ? name : name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
    .replace(/^\$\{\w+\}(?=[a-z])/, '')
    .replace(/\.(?:exe|cmd|bat)$/i, '')
    .replace(/(?<=.)(?:@|==)[^@/=]*$/, '');

/** Whether an option is given, as `--push` or with a value (`--push=true`); `--push=false` is not. */
export const hasOption = (invocation: Invocation, ...names: readonly string[]): boolean =>
  invocation.options.some((option) => {
    const [name, value] = splitOption(option);
    return names.includes(name) && value !== 'false';
  });

/** Like `hasOption`, but not when its value is computed: `--dry-run="$DRY"` may be a real run. */
export const isSurelyGiven = (invocation: Invocation, ...names: readonly string[]): boolean =>
  invocation.options.some((option) => {
    const [name, value] = splitOption(option);
    return names.includes(name) && (value === null || (value !== 'false' && !value.includes('$')));
  });

/** The value of an option that is given as `--name=value`, or null. */
export function optionValue(invocation: Invocation, ...names: readonly string[]): string | null {
  for (const option of invocation.options) {
    const [name, value] = splitOption(option);
    if (names.includes(name) && value !== null) return value;
  }
  return null;
}

function splitOption(option: string): readonly [string, string | null] {
  const at = option.indexOf('=');
  return at < 0 ? [option, null] : [option.slice(0, at), option.slice(at + 1)];
}
