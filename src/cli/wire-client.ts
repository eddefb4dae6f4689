import { type Credential, findCredential } from '../adapters/credentials.ts';
import { diskAnswerStore } from '../adapters/disk-answer-store.ts';
import { createGitHubClient, type GitHubClient } from '../adapters/github-client.ts';
import { apiAddressOf, isCloudHost } from '../adapters/github-hosts.ts';
import type { Environment } from '../adapters/process-environment.ts';
import { VERSION } from './version.ts';

export type WiredClient = {
  readonly client: GitHubClient;
  readonly credential: Credential | null;
  /** The host is GitHub itself, and not a server inside a network that may have its own registries. */
  readonly isGitHub: boolean;
};

/** The host's API, with the token that belongs there if there is one. */
export async function wireClient(
  host: string,
  environment: Environment,
  onLog: (line: string) => void,
): Promise<WiredClient> {
  const address = apiAddressOf(host, environment);
  const credential = await findCredential(host, address, environment);
  const store = diskAnswerStore(environment);
  const client = createGitHubClient({ host, address, credential, version: VERSION, store, onLog });
  return { client, credential, isGitHub: isCloudHost(host) && address.standard };
}
