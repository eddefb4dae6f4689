import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askAboutActions } from '../../src/collectors/action-answers.ts';
import { pinRequests, remoteUsesIn } from '../../src/collectors/pin-requests.ts';
import { pinsKnown } from '../../src/collectors/pins.ts';
import type { PinCatalogue } from '../../src/model/pin.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { headOf } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';

const CATALOGUE: PinCatalogue = {
  pins: {
    'actions/checkout@v4': { sha: 'c'.repeat(40), version: 'v4.0.0', source: 'catalogue' },
    'gone/action@v1': { sha: 'd'.repeat(40), version: 'v1.0.0', source: 'catalogue' },
  },
  tagObjects: {},
  versions: { [`gone/action@${'e'.repeat(40)}`]: ['v1.2.3'] },
  offlineSince: '2026-01-31',
};

let twin: Twin;
beforeEach(async () => {
  twin = await startTwin({
    repositories: {
      'actions/checkout': {
        tags: [['v3.9.9', 'v3'], ['v4.1.0'], ['v4.2.0', 'v4.2', 'v4'], ['v5.0.0-beta.1']],
        releases: [{ tag: 'v4.2.0' }],
      },
      'Acme/Annotated': { tags: [{ annotated: 'v1.0.0' }] },
      'github/codeql-action': {
        tags: [['v3.1.0'], ['v3.10.0', 'v3'], ['codeql-bundle-v9.9.9']],
        releases: [{ tag: 'codeql-bundle-v9.9.9' }],
      },
      'octo/branchy': {},
    },
    tokens: { token: { kind: 'classic', login: 'ada', scopes: ['repo'] } },
  });
});
afterEach(() => twin.close());

const setOf = (...uses: readonly string[]) => {
  const steps = uses.map((each) => `      - uses: ${each}\n`).join('');
  const text = `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
  const path = '.github/workflows/ci.yml';
  return workflowsIn({ [path]: { path, mode: '100644', text } });
};

const pinsFor = async (uses: readonly string[], wanted: readonly string[] = [], catalogue = CATALOGUE) => {
  const used = remoteUsesIn(setOf(...uses));
  const requests = pinRequests(used, wanted);
  const fact = pinsKnown(await askAboutActions(clientOf(twin, 'token'), requests), used, requests, catalogue);
  return { ...fact.value, source: fact.source };
};

const shaOf = (slug: string, tag: string): string => twin.repository(slug).refs.get(`refs/tags/${tag}`) ?? '';

describe('pins', () => {
  test('a floating major is the commit it names now, with the most precise tag there', async () => {
    const { pins, offlineSince } = await pinsFor(['actions/checkout@v4']);
    const sha = shaOf('actions/checkout', 'v4.2.0');
    expect(pins['actions/checkout@v4']).toEqual({ sha, version: 'v4.2.0', source: 'api' });
    expect(offlineSince).toBeNull();
  });

  test('keys are in lower case, an annotated tag means its commit', async () => {
    const { pins, tagObjects } = await pinsFor(['Acme/Annotated@v1.0.0']);
    expect(pins['acme/annotated@v1.0.0']).toMatchObject({ sha: headOf(twin.repository('acme/annotated')) });
    expect(tagObjects).toEqual({});
  });

  test('the id of a tag object is known for what it is', async () => {
    const oid = shaOf('acme/annotated', 'v1.0.0');
    const { tagObjects } = await pinsFor([`Acme/Annotated@${oid}`]);
    expect(tagObjects[oid]).toEqual({
      action: 'acme/annotated',
      tag: 'v1.0.0',
      sha: headOf(twin.repository('acme/annotated')),
    });
  });

  test('a comment’s version is looked up, true or not', async () => {
    const sha = shaOf('actions/checkout', 'v3.9.9');
    const { versions } = await pinsFor([`actions/checkout@${sha} # v4.1.0`]);
    expect(versions[`actions/checkout@${sha}`]).toEqual(expect.arrayContaining(['v3.9.9']));
    expect(versions[`actions/checkout@${shaOf('actions/checkout', 'v4.1.0')}`]).toEqual(['v4.1.0']);
  });

  test('a branch has a commit and no version', async () => {
    const { pins } = await pinsFor(['octo/branchy@main']);
    expect(pins['octo/branchy@main']).toEqual({
      sha: headOf(twin.repository('octo/branchy')),
      version: null,
      source: 'api',
    });
  });

  test('the newest is the latest release, or the highest version when that is none', async () => {
    const { pins } = await pinsFor([], ['actions/checkout@latest', 'github/codeql-action@latest']);
    expect(pins['actions/checkout@latest']).toMatchObject({ version: 'v4.2.0' });
    expect(pins['github/codeql-action@latest']).toMatchObject({
      version: 'v3.10.0',
      sha: shaOf('github/codeql-action', 'v3'),
    });
  });

  test('reusable workflows and sub-paths share their repository’s pins', async () => {
    const { pins } = await pinsFor(['github/codeql-action/init@v3', 'github/codeql-action/analyze@v3']);
    expect(pins['github/codeql-action@v3']).toMatchObject({ version: 'v3.10.0' });
    expect(twin.requests).toHaveLength(1);
  });

  test('what the host does not know comes from the catalogue, and its date stays', async () => {
    const { pins, offlineSince } = await pinsFor(['gone/action@v1', 'actions/checkout@v4']);
    expect(pins['gone/action@v1']).toMatchObject({ source: 'catalogue' });
    expect(pins['actions/checkout@v4']).toMatchObject({ source: 'api' });
    expect(offlineSince).toBe('2026-01-31');
  });

  test('what is pinned elsewhere here counts when the catalogue confirms it', async () => {
    const confirmed = `gone/action@${'e'.repeat(40)} # v1.2.3`;
    const { pins } = await pinsFor(['gone/action@v1.2.3', confirmed]);
    expect(pins['gone/action@v1.2.3']).toEqual({ sha: 'e'.repeat(40), version: 'v1.2.3', source: 'repository' });
    const lying = await pinsFor(['gone/action@v9.9.9', `gone/action@${'e'.repeat(40)} # v9.9.9`]);
    expect(lying.pins).not.toHaveProperty(['gone/action@v9.9.9']);
  });

  test('nobody knows it: no pin', async () => {
    expect((await pinsFor(['no/body@v1'])).pins).not.toHaveProperty(['no/body@v1']);
  });

  test('names from a workflow cannot become part of the query', async () => {
    await pinsFor(['evil"){x}/re"po@v1}#']);
    const body = twin.requests[0]?.body as { query: string; variables: Record<string, string> };
    expect(body.query).not.toContain('evil');
    expect(Object.values(body.variables).join()).toContain('evil');
  });

  test('fifty repositories a question', async () => {
    await pinsFor(Array.from({ length: 51 }, (_, n) => `many/action-${n}@v1`));
    expect(twin.requests).toHaveLength(2);
  });

  test.each([
    ['without GraphQL', { status: 404, body: { message: 'Not Found' } }],
    ['over the limit', { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message: 'x' }] } }],
  ])('%s the catalogue answers', async (_name, answer) => {
    twin.fail({ on: /graphql/, answer });
    const { pins, offlineSince, source } = await pinsFor(['actions/checkout@v4']);
    expect(pins).toEqual(CATALOGUE.pins);
    expect(offlineSince).toBe('2026-01-31');
    expect(source).toEqual({ via: 'catalogue', at: 'offline pin catalogue' });
  });
});
