import { Refusal } from '../model/refusal.ts';
import { type GitOptions, runGit } from './git-process.ts';

/** Stdout of a git command that has to succeed. Throws a Refusal that quotes git when it does not. */
export async function gitBytes(directory: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(directory, args, options);
  if (code !== 0) throw gitRefused(args, stderr, code);
  return stdout;
}

/** Stdout without the newline that git ends it with. A newline inside a path survives. */
export async function gitText(directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await gitBytes(directory, args, options)).toString('utf8').replace(/\r?\n$/, '');
}

/** The records of a `-z` listing, as bytes: a path need not be UTF-8. */
export async function gitRecords(
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<readonly Buffer[]> {
  return splitAtNul(await gitBytes(directory, args, options));
}

export function splitAtNul(bytes: Buffer): readonly Buffer[] {
  const records: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    const stop = end === -1 ? bytes.length : end;
    records.push(bytes.subarray(start, stop));
    start = stop + 1;
  }
  return records;
}

/** Turns what git said into something the user can act on. */
export function gitRefused(args: readonly string[], stderr: string, code: number): Refusal {
  const said = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (/detected dubious ownership|unsafe repository/.test(stderr)) {
    const suggested = said.find((line) => line.startsWith('git config --global --add safe.directory'));
    return new Refusal('git does not trust this folder: it belongs to another user', {
      why: 'Git refuses to read a repository that another user owns, because its configuration could run programs.',
      next: [
        ...(suggested === undefined ? [] : [`if you trust it: ${suggested}`]),
        'or make yourself the owner of the folder',
      ],
      exitCode: 3,
    });
  }
  const reason = said.find((line) => /^(fatal|error):/.test(line)) ?? said[0] ?? `it ended with exit code ${code}`;
  return new Refusal('git could not read or write the repository', {
    why: `git ${args.find((each) => !each.startsWith('-')) ?? ''}: ${reason.replace(/^(fatal|error): /, '')}`,
    next: ['run git fsck in the repository', 'or name the repository with --repo OWNER/NAME'],
    exitCode: 3,
  });
}
