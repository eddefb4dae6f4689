import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGitHubClient } from '../../src/adapters/github-client.ts';
import { pullRequestsAt } from '../../src/adapters/github-pull-requests.ts';
import { deliverPullRequest } from '../../src/deliver/pull-request.ts';
import type { DeliveryRequest } from '../../src/model/delivery.ts';

/** A second opinion, by people who do not know us: it serves no GraphQL, so this is the road through the git objects. */
describe('against another imitation of GitHub', () => {
  let emulator: Emulator;
  let url = '';
  beforeAll(async () => {
    emulator = await createEmulator({
      service: 'github',
      port: 0,
      hostname: '127.0.0.1',
      seed: {
        tokens: { token: { login: 'octo', scopes: ['repo', 'workflow'] } },
        github: { users: [{ login: 'nobody' }, { login: 'octo' }], repos: [{ owner: 'octo', name: 'app' }] },
      },
    });
    url = `http://127.0.0.1:${new URL(emulator.url).port}`;
  });
  afterAll(() => emulator.close());

  test('a first run opens a pull request, a second none, a third adds to it', async () => {
    const client = createGitHubClient({
      host: 'github.com',
      address: { rest: url, graphql: `${url}/graphql`, stated: true, standard: false },
      credential: { token: 'token', origin: 'GH_TOKEN' },
      version: '1.2.3',
      patience: 1,
      paced: false,
    });
    const main = await client.read((octokit) =>
      octokit.rest.git.getRef({ owner: 'octo', repo: 'app', ref: 'heads/main' }),
    );
    if (!main.ok) throw new Error(main.failure.message);
    const request = (after: string): DeliveryRequest => ({
      files: [{ path: '.github/workflows/ci.yml', mode: '100644', before: null, after }],
      base: { ref: 'main', sha: main.data.object.sha },
      branch: 'harden-builds/init',
      title: 'Secure the build',
      body: 'What changed.\n<!-- harden-builds:pr v1 -->',
      message: 'Secure the build\n\nHarden-Builds: 1.2.3\n',
      draft: false,
      reviewers: [],
    });
    const deliver = (after: string) =>
      deliverPullRequest(request(after), pullRequestsAt(client, { owner: 'octo', name: 'app' }));
    const open = () => client.read((octokit) => octokit.rest.pulls.list({ owner: 'octo', repo: 'app' }));

    expect(await deliver('on: push\n')).toMatchObject({ state: 'delivered' });
    expect(await deliver('on: push\n')).toMatchObject({ state: 'nothing-to-do' });
    expect(await deliver('on: pull_request\n')).toMatchObject({ state: 'updated' });
    expect(await open()).toMatchObject({ data: [{ title: 'Secure the build' }] });
    const file = await client.read((octokit) =>
      octokit.rest.repos.getContent({
        owner: 'octo',
        repo: 'app',
        path: '.github/workflows/ci.yml',
        ref: 'harden-builds/init',
      }),
    );
    const content = file.ok && 'content' in file.data ? file.data.content : '';
    expect(Buffer.from(content, 'base64').toString('utf8')).toBe('on: pull_request\n');
  });
});
