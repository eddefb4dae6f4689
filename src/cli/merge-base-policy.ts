import { gitFiles } from '../adapters/git-objects.ts';
import { runGit } from '../adapters/git-process.ts';
import type { LocalRepository } from '../adapters/locate-repository.ts';
import type { Environment } from '../adapters/process-environment.ts';
import type { TextFile, UnreadableFile } from '../model/files.ts';
import { POLICY_PATH } from '../policy/policy.ts';

/** The policy file that counts for a run; `file` is undefined when there is none. */
export type PolicyFile = {
  readonly file: TextFile | UnreadableFile | undefined;
  /** The commit it was read at; null when there is none to be read. */
  readonly commit: string | null;
  readonly note: string | null;
};

/**
 * In a run for a pull request, the policy as it was before that pull request: otherwise a change could waive itself. Null when
 * this is no such run.
 */
export async function mergeBasePolicy(
  checkout: LocalRepository | null,
  environment: Environment,
): Promise<PolicyFile | null> {
  const target = environment.GITHUB_BASE_REF ?? '';
  const isPullRequest = /^pull_request(?:_target)?$/.test(environment.GITHUB_EVENT_NAME ?? '');
  if (checkout === null || !isPullRequest || !/^[A-Za-z0-9][\w./-]*$/.test(target)) return null;
  const base = await mergeBase(checkout, target);
  if (base === null) {
    const note = `the commit that this pull request starts from is not in this clone, so ${POLICY_PATH} is not used; fetch-depth: 0 brings it`;
    return { file: undefined, commit: null, note };
  }
  const files = gitFiles(checkout, base);
  const entry = (await files.listTree()).find(({ path }) => path === POLICY_PATH);
  return { file: entry === undefined ? undefined : (await files.readTexts([entry]))[0], commit: base, note: null };
}

async function mergeBase({ root, remotes }: LocalRepository, target: string): Promise<string | null> {
  for (const { name } of remotes) {
    const { code, stdout } = await runGit(root, ['merge-base', 'HEAD', `refs/remotes/${name}/${target}`]);
    const sha = stdout.toString('utf8').trim();
    if (code === 0 && /^[0-9a-f]{40,64}$/.test(sha)) return sha;
  }
  return null;
}
