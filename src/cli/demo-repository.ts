import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gitText } from '../adapters/git-answer.ts';
import { DEMO_FILES, DEMO_REMOTE } from './demo-files.ts';

/** A throwaway repository and the folder that holds it and nothing else. */
export type DemoRepository = { readonly folder: string; readonly root: string; readonly state: string };

/** A fixed author and time: the demonstration needs no git identity and has the same commit everywhere. */
const IDENTITY = {
  GIT_AUTHOR_NAME: 'Demo Maintainer',
  GIT_AUTHOR_EMAIL: 'demo@users.noreply.github.com',
  GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z',
  GIT_COMMITTER_NAME: 'Demo Maintainer',
  GIT_COMMITTER_EMAIL: 'demo@users.noreply.github.com',
  GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z',
} as const;

/** Makes the repository with git itself, in a new temporary folder. */
export async function makeDemoRepository(): Promise<DemoRepository> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'harden-builds-demo-'));
  const root = join(folder, 'parcel');
  for (const [path, text] of Object.entries(DEMO_FILES)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const git = (...args: readonly string[]) => gitText(root, args, { environment: IDENTITY });
  await git('init', '--quiet', '--template=', '--initial-branch=main');
  await git('remote', 'add', 'origin', DEMO_REMOTE);
  await git('-c', 'core.autocrlf=false', 'add', '--all');
  await git('-c', 'commit.gpgSign=false', 'commit', '--quiet', '--message', 'Track parcels');
  return { folder, root, state: join(folder, 'state') };
}
