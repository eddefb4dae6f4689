import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Refusal } from '../model/refusal.ts';
import { gitRefused, gitText } from './git-answer.ts';
import { runGit } from './git-process.ts';
import { type Remote, remotesIn } from './git-remotes.ts';
import { type GitSetting, gitSettings, isOn, settingValue, valuesUnder } from './git-settings.ts';

/** A checkout and what is known of it without reading a file. Paths are real and absolute. */
export type LocalRepository = {
  /** Top of the working tree. */
  readonly root: string;
  /** Of this working tree; differs from `commonDir` in a linked worktree. */
  readonly gitDir: string;
  readonly commonDir: string;
  readonly headSha: string;
  /** `refs/heads/main`, or null when HEAD is detached. */
  readonly headRef: string | null;
  readonly remotes: readonly Remote[];
  readonly isShallow: boolean;
  /** Some objects may have stayed with the remote (`git clone --filter`). */
  readonly isPartial: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
  /** `user.name` and `user.email`, when both are configured. */
  readonly author: { readonly name: string; readonly email: string } | null;
  /** `commit.gpgSign`: this user's own commits are signed. */
  readonly signsCommits: boolean;
};

/** Finds the repository around a folder. Throws a Refusal that says what is wrong with the path or the repository. */
export async function locateRepository(path: string): Promise<LocalRepository> {
  const folder = await realFolder(path);
  const ordinary = await locateOrdinary(folder);
  if (ordinary !== null && isWithin(ordinary.root, folder)) return ordinary;
  const { isBare, isInsideGitDir, isShallow, objectFormat } = await ask(folder, path);
  if (isBare)
    throw refuse(
      `${path} is a bare repository`,
      'It has no working tree to look at.',
      'clone it, and give the path of the clone',
    );
  if (isInsideGitDir)
    throw refuse(
      `${path} is inside a .git folder`,
      'The files of the repository are not here.',
      'give the path of the working tree',
    );
  const [root, gitDir, commonDir, settings] = await Promise.all([
    gitText(folder, ['rev-parse', '--show-toplevel']).then((top) => realpath(resolve(folder, top))),
    gitText(folder, ['rev-parse', '--absolute-git-dir']).then((dir) => realpath(dir)),
    gitText(folder, ['rev-parse', '--git-common-dir']).then((dir) => realpath(resolve(folder, dir))),
    gitSettings(folder),
  ]);
  if (!isWithin(root, folder)) {
    throw refuse(
      `${path} is not inside its own working tree`,
      `Its configuration says the working tree is ${root} (core.worktree).`,
      `give the path ${root} if that is the repository you mean`,
    );
  }
  const [headSha, headRef] = await Promise.all([headOf(root, path), branchOf(root)]);
  return { root, gitDir, commonDir, headSha, headRef, isShallow, objectFormat, ...saidBy(settings) };
}

const EVERYTHING = [
  '--is-bare-repository',
  '--is-inside-git-dir',
  '--is-shallow-repository',
  '--show-object-format',
  '--absolute-git-dir',
  '--git-common-dir',
  '--show-toplevel',
  'HEAD^{commit}',
  '--symbolic-full-name',
  'HEAD',
] as const;

/** All of it in one question, each answer on a line. Null when git refuses or says anything else: then thing by thing, to say what is wrong. */
async function locateOrdinary(folder: string): Promise<LocalRepository | null> {
  const [{ code, stdout }, settings] = await Promise.all([
    runGit(folder, ['rev-parse', ...EVERYTHING]),
    gitSettings(folder).catch(() => null),
  ]);
  const lines = stdout.toString('utf8').split(/\r?\n/);
  const [bare, insideGitDir, shallow, format, gitDir = '', commonDir = '', root = '', headSha = '', headRef = ''] =
    lines;
  // A line break in a path makes one line more.
  if (code !== 0 || settings === null || lines.length !== EVERYTHING.length) return null;
  if (bare !== 'false' || insideGitDir !== 'false' || !/^[0-9a-f]{40,64}$/.test(headSha)) return null;
  return {
    root: await realpath(resolve(folder, root)),
    gitDir: await realpath(gitDir),
    commonDir: await realpath(resolve(folder, commonDir)),
    headSha,
    headRef: headRef.startsWith('refs/') ? headRef : null,
    isShallow: shallow === 'true',
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    ...saidBy(settings),
  };
}

const saidBy = (
  settings: readonly GitSetting[],
): Pick<LocalRepository, 'remotes' | 'isPartial' | 'author' | 'signsCommits'> => ({
  remotes: remotesIn(settings),
  isPartial:
    valuesUnder(settings, 'remote', 'promisor').some(({ name }) => isOn(settings, `remote.${name}.promisor`)) ||
    settings.some(({ key }) => key === 'extensions.partialclone'),
  author: authorIn(settings),
  signsCommits: isOn(settings, 'commit.gpgsign'),
});

function authorIn(settings: readonly GitSetting[]): LocalRepository['author'] {
  const name = settingValue(settings, 'user.name')?.trim() ?? '';
  const email = settingValue(settings, 'user.email')?.trim() ?? '';
  return name === '' || email === '' ? null : { name, email };
}

async function realFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw refuse(
      `${path} does not exist`,
      'There is nothing at this path.',
      'give the path of a folder in a git repository',
    );
  if (!found.isDirectory()) {
    throw new Refusal(`${path} is a file`, {
      why: 'PATH names a folder of a git repository.',
      next: ['give the folder that holds it'],
      exitCode: 2,
    });
  }
  return realpath(path);
}

type Answers = Pick<LocalRepository, 'isShallow' | 'objectFormat'> & {
  readonly isBare: boolean;
  readonly isInsideGitDir: boolean;
};

async function ask(folder: string, path: string): Promise<Answers> {
  const args = [
    'rev-parse',
    '--is-bare-repository',
    '--is-inside-git-dir',
    '--is-shallow-repository',
    '--show-object-format',
  ];
  const { code, stdout, stderr } = await runGit(folder, args);
  if (code !== 0 && /not a git repository/.test(stderr)) {
    throw refuse(
      `${path} is not in a git repository`,
      'Neither it nor a folder above it holds a .git.',
      'run this inside a clone, or name the repository with --repo OWNER/NAME',
    );
  }
  if (code !== 0) throw gitRefused(args, stderr, code);
  const [bare, insideGitDir, shallow, format] = stdout.toString('utf8').split(/\r?\n/);
  return {
    isBare: bare === 'true',
    isInsideGitDir: insideGitDir === 'true',
    isShallow: shallow === 'true',
    // A git older than SHA-256 repositories repeats the question instead of answering it.
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
  };
}

async function headOf(root: string, path: string): Promise<string> {
  const { code, stdout } = await runGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (code === 0) return stdout.toString('utf8').trim();
  throw refuse(
    `${path} has no commits yet`,
    'Everything is judged at a commit, and HEAD does not name one.',
    'make a first commit, then run again',
  );
}

async function branchOf(root: string): Promise<string | null> {
  const { code, stdout } = await runGit(root, ['symbolic-ref', '--quiet', 'HEAD']);
  return code === 0 ? stdout.toString('utf8').trim() : null;
}

const isWithin = (root: string, folder: string): boolean => {
  const way = relative(root, folder);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
};

const refuse = (title: string, why: string, next: string): Refusal =>
  new Refusal(title, { why, next: [next], exitCode: 3 });
