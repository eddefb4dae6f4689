import { type ClientOptions, createGitHubClient, type GitHubClient } from '../../src/adapters/github-client.ts';
import type { Twin } from './twin.ts';

/** The product's own client, pointed at a twin that plays github.com; impatient, so that tests do not wait. */
export const clientOf = (
  twin: Pick<Twin, 'url' | 'graphqlUrl'>,
  token: string | null,
  options: Partial<ClientOptions> = {},
): GitHubClient =>
  createGitHubClient({
    host: 'github.com',
    address: { rest: twin.url, graphql: twin.graphqlUrl, stated: true, standard: false },
    credential: token === null ? null : { token, origin: 'GH_TOKEN' },
    version: '1.2.3',
    patience: 1,
    paced: false,
    ...options,
  });
