import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { Refusal } from '../model/refusal.ts';
import { type ApiAddress, isCloudHost } from './github-hosts.ts';
import type { Environment } from './process-environment.ts';

/** A token and where it came from, in words for messages. The token itself is never shown. */
export type Credential = { readonly token: string; readonly origin: string };

/** Asks gh for the token it keeps for a host; null when there is none. */
export type AsksGh = (host: string) => Promise<string | null>;

const CLOUD = ['GH_TOKEN', 'GITHUB_TOKEN'] as const;
const ENTERPRISE = ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'] as const;

/**
 * Finds a token as gh does: variables of the host's kind first, then what gh has stored. A token of github.com never goes to
 * another host unless GITHUB_API_URL says that it belongs there, and a stored one only to the host's own address.
 */
export async function findCredential(
  host: string,
  address: ApiAddress,
  env: Environment,
  askGh: AsksGh = ghKeeping(env),
): Promise<Credential | null> {
  for (const variable of variablesFor(host, address)) {
    const token = env[variable];
    if (token) return usable(token, variable);
  }
  if (!address.standard) return null;
  const stored = await askGh(host);
  return stored === null ? null : usable(stored, `gh auth token --hostname ${host}`);
}

function variablesFor(host: string, address: ApiAddress): readonly string[] {
  if (!address.standard) return address.stated ? CLOUD : [];
  if (isCloudHost(host)) return CLOUD;
  return address.stated ? [...ENTERPRISE, ...CLOUD] : ENTERPRISE;
}

function usable(token: string, origin: string): Credential {
  if (/^[\x21-\x7e]+$/.test(token)) return { token, origin };
  throw new Refusal(`The token from ${origin} cannot be used`, {
    why: 'it contains a space, a line break or another character that no token has',
    next: [`set ${origin.startsWith('gh ') ? 'GH_TOKEN' : origin} again, without a line break at its end`],
    exitCode: 2,
  });
}

/** Runs `gh auth token`, bounded in time and output. Any failure means that gh keeps no token. */
const ghKeeping =
  (env: Environment): AsksGh =>
  (host) =>
    new Promise((resolve) => {
      const silent = { ...env, GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1' };
      for (const variable of [...CLOUD, ...ENTERPRISE]) delete silent[variable as keyof typeof silent];
      execFile(
        env.GH_PATH || 'gh',
        ['auth', 'token', '--hostname', host],
        // Not in the current folder: some systems look for programs there first.
        { env: silent, cwd: homedir(), timeout: 5000, maxBuffer: 65_536, windowsHide: true },
        (error, stdout) => resolve(error === null && stdout.trim() !== '' ? stdout.trim() : null),
      );
    });
