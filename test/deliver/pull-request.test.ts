import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pullRequestsAt } from '../../src/adapters/github-pull-requests.ts';
import { Interrupted } from '../../src/deliver/interrupted.ts';
import { deliverPullRequest } from '../../src/deliver/pull-request.ts';
import type { DeliveredFile, DeliveryRequest } from '../../src/model/delivery.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { headOf, type TwinRepository } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';

const OLD = 'on: push\r\n';
const NEW = 'on: push\r\npermissions: {}\r\n';
const WORKFLOW: DeliveredFile = { path: '.github/workflows/ci.yml', mode: '100644', before: OLD, after: NEW };
const OWNERS: DeliveredFile = { path: '.github/CODEOWNERS', mode: '100644', before: null, after: '* @octo/team\n' };
const BRANCH = 'harden-builds/init';

let twin: Twin;
beforeEach(async () => {
  twin = await startTwin({
    repositories: {
      'octo/app': {
        files: { '.github/workflows/ci.yml': OLD, 'README.md': '# App\n', 'build.sh*': 'make\n' },
        roles: { ada: 'admin', wil: 'write' },
      },
    },
    tokens: {
      admin: { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] },
      'no-workflow': { kind: 'classic', login: 'ada', scopes: ['repo'] },
      outsider: { kind: 'classic', login: 'eve', scopes: ['repo', 'workflow'] },
      job: {
        kind: 'installation',
        login: 'wil',
        permissions: ['contents=read', 'contents=write', 'pull_requests=write'],
      },
    },
  });
});
afterEach(() => twin.close());

const app = (): TwinRepository => twin.repository('octo/app');
const requestFor = (files: readonly DeliveredFile[], of: Partial<DeliveryRequest> = {}): DeliveryRequest => ({
  files,
  base: { ref: 'main', sha: headOf(app()) },
  branch: BRANCH,
  title: 'Secure the build',
  body: 'What changed.\n\n<!-- harden-builds:pr v1 -->\n',
  message: 'Secure the build\n\nWhy.\n\nHarden-Builds: 1.2.3\n',
  draft: false,
  reviewers: [],
  ...of,
});
const deliver = (request: DeliveryRequest, token: string | null = 'admin', signal?: AbortSignal) =>
  deliverPullRequest(
    request,
    pullRequestsAt(clientOf(twin, token), { owner: 'octo', name: 'app' }, { forkPause: 1 }),
    signal,
  );
const refusalOf = async (delivery: Promise<unknown>): Promise<Refusal> => {
  const thrown = await delivery.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Refusal);
  return thrown as Refusal;
};
const textsAt = (repository: TwinRepository, branch = BRANCH) =>
  Object.fromEntries(
    [...twin.state.store.filesOf(headOf(repository, branch))].map(([path, { oid, mode }]) => {
      const object = twin.state.store.get(oid);
      return [path, `${mode} ${object?.type === 'blob' ? object.bytes.toString('utf8') : ''}`];
    }),
  );
const written = () => twin.requests.filter(({ method }) => method !== 'GET');
const commitsOn = (branch = BRANCH) => twin.state.store.history(headOf(app(), branch)).length - 1;

describe('a first delivery', () => {
  test('is one signed commit on a branch of its own, and a pull request', async () => {
    const outcome = await deliver(requestFor([WORKFLOW, OWNERS]));
    expect(outcome).toMatchObject({
      kind: 'pr',
      state: 'delivered',
      branch: BRANCH,
      commit: headOf(app(), BRANCH),
      url: 'https://github.com/octo/app/pull/1',
      notes: [],
    });
    expect(outcome.steps.map(({ kind, state }) => [kind, state])).toEqual([
      ['ref', 'done'],
      ['commit', 'done'],
      ['pull-request', 'done'],
    ]);
    expect(textsAt(app())).toEqual({
      '.github/CODEOWNERS': '100644 * @octo/team\n',
      '.github/workflows/ci.yml': `100644 ${NEW}`,
      'README.md': '100644 # App\n',
      'build.sh': '100755 make\n',
    });
    expect(commitsOn()).toBe(1);
    expect(twin.state.store.commitOf(headOf(app(), BRANCH))?.message).toBe(
      'Secure the build\n\nWhy.\n\nHarden-Builds: 1.2.3',
    );
    expect(written().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /repos/octo/app/git/refs',
      'POST /graphql',
      'POST /repos/octo/app/pulls',
    ]);
    expect(app().pulls).toMatchObject([{ title: 'Secure the build', base: 'main', draft: false }]);
  });

  test('says how each step is undone', async () => {
    const { steps } = await deliver(requestFor([OWNERS]));
    expect(steps.map(({ inverse }) => inverse)).toEqual([
      `gh api -X DELETE repos/octo/app/git/refs/heads/${BRANCH}`,
      null,
      'gh pr close 1 --repo octo/app --delete-branch',
    ]);
  });

  test('of an executable goes through the git objects, which know modes', async () => {
    const script: DeliveredFile = { path: 'build.sh', mode: '100755', before: 'make\n', after: 'make all\n' };
    await deliver(requestFor([script]));
    expect(textsAt(app())['build.sh']).toBe('100755 make all\n');
    expect(twin.requests.some(({ path }) => path === '/graphql')).toBe(false);
  });

  test('where GraphQL is not served goes through the git objects', async () => {
    twin.fail({ on: /graphql/, answer: { status: 404, body: { message: 'Not Found' } } });
    await deliver(requestFor([WORKFLOW, OWNERS]));
    expect(textsAt(app())['.github/workflows/ci.yml']).toBe(`100644 ${NEW}`);
    expect(commitsOn()).toBe(1);
  });

  test('of nothing asks nothing', async () => {
    expect(await deliver(requestFor([]))).toMatchObject({ state: 'nothing-to-do', url: null });
    expect(twin.requests).toEqual([]);
  });

  test('of what the base already holds writes nothing', async () => {
    const same = { ...WORKFLOW, after: OLD };
    expect(await deliver(requestFor([same]))).toMatchObject({ state: 'nothing-to-do' });
    expect(written()).toEqual([]);
  });

  test('a draft, and reviewers', async () => {
    await deliver(requestFor([OWNERS], { draft: true, reviewers: ['wil', 'octo/team'] }));
    expect(app().pulls).toMatchObject([{ draft: true, reviewers: ['wil', 'team'] }]);
  });

  test('where drafts are not to be had opens it for review, and says so', async () => {
    app().allowsDrafts = false;
    const { notes } = await deliver(requestFor([OWNERS], { draft: true }));
    expect(notes).toEqual([expect.stringContaining('Drafts are not available')]);
    expect(app().pulls).toMatchObject([{ draft: false }]);
  });

  test('a reviewer who cannot be asked is a note', async () => {
    const outcome = await deliver(requestFor([OWNERS], { reviewers: ['stranger'] }));
    expect(outcome).toMatchObject({ state: 'delivered', notes: [expect.stringContaining('stranger')] });
  });

  test('a body without our line gets it', async () => {
    await deliver(requestFor([OWNERS], { body: 'Plain.' }));
    expect(app().pulls[0]?.body).toBe('Plain.\n\n<!-- harden-builds:pr -->\n');
  });

  test('a branch called like the first part of the name: another name, and a note', async () => {
    app().refs.set('refs/heads/harden-builds', headOf(app()));
    const outcome = await deliver(requestFor([OWNERS]));
    expect(outcome).toMatchObject({
      branch: 'harden-builds-init',
      notes: [expect.stringContaining('harden-builds-init')],
    });
  });

  test('starts at the planned base though the default branch moved on', async () => {
    const request = requestFor([OWNERS]);
    const { store } = twin.state;
    const moved = store.commit({
      tree: store.treeWith(headOf(app()), new Map()),
      parents: [headOf(app())],
      message: 'x',
    });
    app().refs.set('refs/heads/main', moved);
    await deliver(request);
    expect(store.commitOf(headOf(app(), BRANCH))?.parents).toEqual([request.base.sha]);
  });
});

describe('a repeated delivery', () => {
  test('of the same plan does nothing at all', async () => {
    const first = await deliver(requestFor([WORKFLOW, OWNERS]));
    const before = written().length;
    expect(await deliver(requestFor([WORKFLOW, OWNERS]))).toMatchObject({
      state: 'nothing-to-do',
      url: first.url,
      branch: BRANCH,
      steps: [],
    });
    expect(written()).toHaveLength(before);
  });

  test('of a changed plan adds one commit and renews the description', async () => {
    await deliver(requestFor([WORKFLOW]));
    const changed = { ...WORKFLOW, after: `${NEW}# more\r\n` };
    const body = 'Other.\n<!-- harden-builds:pr v1 -->';
    const outcome = await deliver(requestFor([changed], { body, title: 'Other' }));
    expect(outcome).toMatchObject({ state: 'updated', url: 'https://github.com/octo/app/pull/1' });
    expect(commitsOn()).toBe(2);
    expect(textsAt(app())['.github/workflows/ci.yml']).toBe(`100644 ${NEW}# more\r\n`);
    expect(app().pulls).toMatchObject([{ body, title: 'Secure the build' }]);
  });

  test('takes back what the new plan leaves alone', async () => {
    const script: DeliveredFile = { path: 'build.sh', mode: '100755', before: 'make\n', after: 'make all\n' };
    await deliver(requestFor([WORKFLOW, OWNERS, script]));
    await deliver(requestFor([WORKFLOW]));
    expect(textsAt(app())).toEqual({
      '.github/workflows/ci.yml': `100644 ${NEW}`,
      'README.md': '100644 # App\n',
      'build.sh': '100755 make\n',
    });
  });

  test('of line ends that the host changed in the description is no change', async () => {
    await deliver(requestFor([OWNERS]));
    const pull = app().pulls[0];
    if (pull !== undefined) pull.body = pull.body?.replaceAll('\n', '\r\n') ?? null;
    expect(await deliver(requestFor([OWNERS]))).toMatchObject({ state: 'nothing-to-do' });
  });

  test('with somebody else’s commit on the branch is refused, naming another', async () => {
    await deliver(requestFor([OWNERS]));
    const { store } = twin.state;
    const head = headOf(app(), BRANCH);
    const tree = store.treeWith(head, new Map([['fix.txt', { mode: '100644', oid: store.blob('x') }]]));
    app().refs.set(`refs/heads/${BRANCH}`, store.commit({ tree, parents: [head], message: 'My own fix\n' }));
    const before = written().length;
    const refusal = await refusalOf(deliver(requestFor([WORKFLOW])));
    expect(refusal.message).toContain(BRANCH);
    expect(refusal.why).toContain('My own fix');
    expect(refusal.next.join()).toContain('--branch');
    expect(written()).toHaveLength(before);
  });

  test('with a pull request of somebody else on the branch is refused', async () => {
    await deliver(requestFor([OWNERS]));
    const pull = app().pulls[0];
    if (pull !== undefined) pull.body = 'mine now';
    expect((await refusalOf(deliver(requestFor([WORKFLOW])))).why).toContain('/pull/1');
  });

  test('after the pull request was closed takes the next name', async () => {
    await deliver(requestFor([OWNERS]));
    const pull = app().pulls[0];
    if (pull !== undefined) pull.state = 'closed';
    const outcome = await deliver(requestFor([OWNERS]));
    expect(outcome).toMatchObject({
      state: 'delivered',
      branch: `${BRANCH}-2`,
      url: 'https://github.com/octo/app/pull/2',
    });
  });

  test('after the branch was merged begins it anew at the base', async () => {
    await deliver(requestFor([OWNERS]));
    app().refs.set('refs/heads/main', headOf(app(), BRANCH));
    const pull = app().pulls[0];
    if (pull !== undefined) pull.state = 'closed';
    expect(await deliver(requestFor([WORKFLOW]))).toMatchObject({ state: 'delivered', branch: BRANCH });
    expect(twin.state.store.commitOf(headOf(app(), BRANCH))?.parents).toEqual([headOf(app())]);
  });

  test('after one that ended before the pull request opens it', async () => {
    twin.fail({ on: /POST .*\/pulls$/, answer: { status: 500, body: {} }, times: 1 });
    const refusal = await refusalOf(deliver(requestFor([OWNERS])));
    expect(refusal.next.join()).toContain('/compare/main...octo:harden-builds/init');
    expect(await deliver(requestFor([OWNERS]))).toMatchObject({
      state: 'delivered',
      url: 'https://github.com/octo/app/pull/1',
    });
    expect(commitsOn()).toBe(1);
  });

  test('that loses the race for the pull request finds the winner’s', async () => {
    await deliver(requestFor([OWNERS]));
    // Both runs looked before either had opened one.
    twin.fail({ on: /GET .*\/pulls\?/, answer: { status: 200, body: [] }, times: 2 });
    expect(await deliver(requestFor([OWNERS]))).toMatchObject({ url: 'https://github.com/octo/app/pull/1' });
  });
});

describe('what may not be done is said before anything is written', () => {
  test('a classic token without the workflow scope', async () => {
    const refusal = await refusalOf(deliver(requestFor([WORKFLOW]), 'no-workflow'));
    expect(refusal.next[0]).toBe('gh auth refresh --hostname github.com --scopes workflow');
    expect(written()).toEqual([]);
    expect(await deliver(requestFor([OWNERS]), 'no-workflow')).toMatchObject({ state: 'delivered' });
  });

  test('a base whose file is not the one that was planned for', async () => {
    const refusal = await refusalOf(deliver(requestFor([{ ...WORKFLOW, before: 'on: pull_request\n' }])));
    expect(refusal.message).toContain('.github/workflows/ci.yml');
    const taken = { path: 'README.md', mode: '100644', before: null, after: 'x' } as const;
    expect((await refusalOf(deliver(requestFor([taken])))).message).toContain('README.md');
    expect(written()).toEqual([]);
  });

  test('an archived repository', async () => {
    app().archived = true;
    expect((await refusalOf(deliver(requestFor([OWNERS])))).why).toContain('archived');
  });

  test('nobody is logged in', async () => {
    const refused = await refusalOf(deliver(requestFor([OWNERS]), null));
    expect(refused.message).toContain('You are not logged in to github.com');
    expect(refused.next[0]).toContain('gh auth login');
  });

  test('no right to push and no forks', async () => {
    app().allowsForks = false;
    expect((await refusalOf(deliver(requestFor([OWNERS]), 'outsider'))).why).toContain('forks');
    expect(written()).toEqual([]);
  });

  test('a base that the host does not know', async () => {
    const base = { ref: 'main', sha: 'f'.repeat(40) };
    expect((await refusalOf(deliver(requestFor([OWNERS], { base })))).message).toContain('fffffff');
  });
});

describe('a commit that cannot be made', () => {
  test('leaves no branch behind', async () => {
    const denied = { data: { createCommitOnBranch: null }, errors: [{ type: 'FORBIDDEN', message: 'not accessible' }] };
    twin.fail({ on: /HardenCommit/, answer: { status: 200, body: denied } });
    const refusal = await refusalOf(deliver(requestFor([WORKFLOW])));
    expect(refusal.message).toContain('nothing was left behind');
    expect(refusal.next.join()).toContain('workflow');
    expect(app().refs.has(`refs/heads/${BRANCH}`)).toBe(false);
  });

  test('says when the branch could not be removed either', async () => {
    twin.fail({ on: /HardenCommit|DELETE/, answer: { status: 502, body: {} } });
    expect((await refusalOf(deliver(requestFor([WORKFLOW])))).message).toContain('left behind, without changes');
  });

  test('with a job’s token, which can never write workflows', async () => {
    const refusal = await refusalOf(deliver(requestFor([WORKFLOW]), 'job'));
    expect(refusal.next.join()).toContain('workflow');
    expect(app().refs.has(`refs/heads/${BRANCH}`)).toBe(false);
  });

  test('because the branch moved meanwhile overwrites nothing', async () => {
    await deliver(requestFor([OWNERS]));
    const stale = {
      data: { createCommitOnBranch: null },
      errors: [{ type: 'STALE_DATA', message: 'Expected branch' }],
    };
    twin.fail({ on: /HardenCommit/, answer: { status: 200, body: stale } });
    const refusal = await refusalOf(deliver(requestFor([{ ...OWNERS, after: '* @octo/other\n' }])));
    expect(refusal.message).toContain('changed while');
    expect(commitsOn()).toBe(1);
  });
});

describe('without the right to push', () => {
  test('a fork gets the branch, the repository the pull request', async () => {
    const outcome = await deliver(requestFor([WORKFLOW, OWNERS]), 'outsider');
    expect(outcome).toMatchObject({ state: 'delivered', notes: [expect.stringContaining('eve/app')] });
    expect(outcome.steps.map(({ kind }) => kind)).toEqual(['fork', 'ref', 'commit', 'pull-request']);
    expect(app().pulls).toMatchObject([{ head: { owner: 'eve', branch: BRANCH } }]);
    expect(app().refs.has(`refs/heads/${BRANCH}`)).toBe(false);
    expect(textsAt(twin.repository('eve/app'))['.github/CODEOWNERS']).toBe('100644 * @octo/team\n');
  });

  test('a second time finds the fork’s pull request', async () => {
    await deliver(requestFor([OWNERS]), 'outsider');
    expect(await deliver(requestFor([OWNERS]), 'outsider')).toMatchObject({ state: 'nothing-to-do' });
    expect(app().pulls).toHaveLength(1);
  });

  test('a fork that is not there yet is waited for', async () => {
    twin.fail({ on: /GET \/repos\/eve\/app\/git\/ref\/heads%2Fmain/, answer: { status: 404, body: {} }, times: 2 });
    expect(await deliver(requestFor([OWNERS]), 'outsider')).toMatchObject({ state: 'delivered' });
    expect(twin.requests.filter(({ path }) => path === '/repos/eve/app/git/ref/heads%2Fmain')).toHaveLength(3);
  });
});

describe('an interruption', () => {
  test('between two requests stops there and says what exists', async () => {
    const controller = new AbortController();
    const github = pullRequestsAt(clientOf(twin, 'admin'), { owner: 'octo', name: 'app' });
    const stopped = deliverPullRequest(
      requestFor([OWNERS]),
      {
        ...github,
        commitOnBranch: async (...of) => {
          const answer = await github.commitOnBranch(...of);
          controller.abort();
          return answer;
        },
      },
      controller.signal,
    );
    const thrown = await stopped.catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Interrupted);
    expect((thrown as Interrupted).steps.map(({ kind }) => kind)).toEqual(['ref', 'commit']);
    expect(app().pulls).toEqual([]);
    expect(await deliver(requestFor([OWNERS]))).toMatchObject({ state: 'delivered' });
    expect(commitsOn()).toBe(1);
  });

  test('before the first request asks nothing', async () => {
    await expect(deliver(requestFor([OWNERS]), 'admin', AbortSignal.abort())).rejects.toThrow(Interrupted);
    expect(twin.requests).toEqual([]);
  });
});
