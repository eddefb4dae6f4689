import { Refusal } from '../model/refusal.ts';
import type { Base } from '../model/target.ts';
import { runGit } from './git-process.ts';
import type { LocalRepository } from './locate-repository.ts';

/** The commit that is checked out. The ref is the branch's short name, or `HEAD` when it is detached. */
export const headBase = (repository: Pick<LocalRepository, 'headRef' | 'headSha'>): Base => ({
  ref: repository.headRef?.replace(/^refs\/heads\//, '') ?? 'HEAD',
  sha: repository.headSha,
  dirty: false,
});

/**
 * Head of a remote's default branch as this clone last saw it: `refs/remotes/<remote>/HEAD`, else its `main` or `master`.
 * Null when the clone has none of them.
 */
export async function remoteDefaultBase(root: string, remote: string): Promise<Base | null> {
  const prefix = `refs/remotes/${remote}/`;
  const { code, stdout } = await runGit(root, ['symbolic-ref', '--quiet', `${prefix}HEAD`]);
  const named = code === 0 ? [stdout.toString('utf8').trim()] : [];
  for (const ref of [...named, `${prefix}main`, `${prefix}master`]) {
    const sha = ref.startsWith(prefix) ? await commitOf(root, ref) : null;
    if (sha !== null) return { ref: ref.slice(prefix.length), sha, dirty: false };
  }
  return null;
}

/** The commit that `--base REF`, or another flag, names: a branch, a tag, a remote branch or a commit id. Throws a Refusal when it names none. */
export async function namedBase(root: string, ref: string, flag = '--base'): Promise<Base> {
  if (ref === '' || ref.startsWith('-') || /[\u0000-\u0020\u007f]/.test(ref)) {
    throw new Refusal(`${flag} "${ref}" cannot be a ref`, {
      why: 'A ref does not begin with a dash and holds no spaces or control characters.',
      next: ['give a branch, a tag or a commit id'],
      exitCode: 2,
    });
  }
  const sha = await commitOf(root, ref);
  if (sha === null) {
    throw new Refusal(`${flag} "${ref}" names no commit here`, {
      why: 'This clone has no branch, tag or commit of that name. A shallow clone has only a few.',
      next: [`run git fetch origin, then give a ref that git rev-parse "${ref}" understands`],
      exitCode: 2,
    });
  }
  return { ref, sha, dirty: false };
}

/** Whether a commit is in the object store of this clone. */
export async function hasCommit(root: string, sha: string): Promise<boolean> {
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha)) return false;
  return (await runGit(root, ['cat-file', '-e', `${sha}^{commit}`])).code === 0;
}

async function commitOf(root: string, ref: string): Promise<string | null> {
  const { code, stdout } = await runGit(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  // Git before 2.30 repeats --end-of-options on a line of its own.
  const sha = stdout.toString('utf8').trim().split(/\s+/).at(-1) ?? '';
  return code === 0 && /^[0-9a-f]{40,64}$/.test(sha) ? sha : null;
}
