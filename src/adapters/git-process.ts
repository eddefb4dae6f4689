import { spawn } from 'node:child_process';
import { Refusal } from '../model/refusal.ts';
import { findProgram } from './git-program.ts';

export type GitResult = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };

export type GitOptions = {
  readonly input?: string | Uint8Array;
  /** Set on top of the scrubbed environment: the temporary index, the author. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Bytes of stdout after which git is stopped. */
  readonly maxOutput?: number;
  readonly milliseconds?: number;
};

const DEFAULT_MAX_OUTPUT = 64 * 1024 * 1024;
const DEFAULT_MILLISECONDS = 60_000;
const MAX_STDERR = 64 * 1024;

/**
 * What a repository's own configuration could otherwise use to run a program, write beside the temporary index or change
 * the bytes of a commit. `-c` beats every configuration file.
 */
const NEUTRAL: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.splitIndex=false',
  'core.quotePath=false',
  'core.sshCommand=false',
  'core.askPass=',
  'credential.helper=',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
  'gc.auto=0',
];

/** Variables of the user that git needs to find its configuration, its own programs and a temporary folder. */
const PASSED_ON: readonly string[] = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'SYSTEMROOT',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
];

/** No `GIT_*` variable from outside reaches git: they could point it at another repository, index or program. */
function scrubbed(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && PASSED_ON.includes(name.toUpperCase())) kept[name] = value;
  }
  return {
    ...kept,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    // Git before 2.39.4 does not know the line above; no protocol is called `none`, so those cannot fetch either.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_EDITOR: 'false',
    GIT_PAGER: '',
  };
}

/**
 * Runs one plumbing command in a folder and gives back what it said, whatever its exit code.
 * Throws a Refusal when git is not installed, does not end in time, or says more than `maxOutput` bytes.
 */
export function runGit(directory: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const program = findProgram('git', process.env);
  if (program === null) {
    throw new Refusal('git was not found', {
      why: 'The repository is read with the git command, and no folder of PATH holds it.',
      next: ['install git, then run again', 'or name the repository with --repo OWNER/NAME'],
      exitCode: 3,
    });
  }
  const maxOutput = options.maxOutput ?? DEFAULT_MAX_OUTPUT;
  const milliseconds = options.milliseconds ?? DEFAULT_MILLISECONDS;
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['--no-pager', ...NEUTRAL.flatMap((each) => ['-c', each]), ...args], {
      cwd: directory,
      env: { ...scrubbed(process.env), ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    let size = 0;
    let stderr = '';
    const stop = (because: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      // Something that git started could hold the other end open: its end is not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
      reject(gitStopped(args, because));
    };
    const timer = setTimeout(() => stop(`it did not end within ${milliseconds / 1000} s`), milliseconds);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutput) stop(`it wrote more than ${maxOutput} bytes`);
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MAX_STDERR) stderr += chunk.toString('utf8');
    });
    // Git may end before it has read everything (a refusal): its exit code and stderr say why.
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(new Error(`git could not be started in ${directory}`, { cause }));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === null) reject(new Error(`git ${args[0]} was ended by ${signal ?? 'a signal'}`));
      else resolve({ code, stdout: Buffer.concat(stdout), stderr });
    });
    child.stdin.end(options.input ?? '');
  });
}

const gitStopped = (args: readonly string[], because: string): Refusal =>
  new Refusal(`git ${args[0]} was stopped`, {
    why: `${because[0]?.toUpperCase()}${because.slice(1)}.`,
    next: ['look whether the disk is slow or full, then run again'],
    exitCode: 3,
  });
