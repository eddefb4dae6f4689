import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apiFiles } from '../../src/adapters/api-files.ts';
import { remoteBase } from '../../src/adapters/api-repository.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { headOf } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';

const PLACE = { host: 'github.com', owner: 'octo', name: 'app' };
const FILES = {
  'crlf.yml': 'a: 1\r\nb: 2\r\n',
  'bom.yml': '\uFEFFa: 1\n',
  'run.sh*': 'echo hi',
  'empty.txt': '',
  'binary.bin': 'a\u0000b',
  'big.txt': 'x'.repeat(512 * 1024 + 1),
  'dir/ümläut 😀.md': '# hi\n',
};

let twin: Twin;
beforeEach(async () => {
  twin = await startTwin({
    repositories: { 'octo/app': { files: FILES, tags: [['v1'], { annotated: 'v2' }] } },
    tokens: { token: { kind: 'classic', login: 'octo', scopes: ['repo'] } },
  });
});
afterEach(() => twin.close());

const read = async () => {
  const files = apiFiles(clientOf(twin, 'token'), PLACE, headOf(twin.repository('octo/app')));
  const tree = await files.listTree();
  return { tree, texts: Object.fromEntries((await files.readTexts(tree)).map((file) => [file.path, file])) };
};

describe('apiFiles', () => {
  test.each(['with GraphQL', 'without'])('every byte arrives, %s', async (how) => {
    if (how === 'without') twin.fail({ on: /graphql/, answer: { status: 404, body: {} } });
    const { tree, texts } = await read();
    expect(tree.map(({ path }) => path).sort()).toEqual(
      Object.keys(FILES)
        .map((path) => path.replace('*', ''))
        .sort(),
    );
    expect(texts).toMatchObject({
      'crlf.yml': { text: FILES['crlf.yml'], mode: '100644' },
      'bom.yml': { text: FILES['bom.yml'] },
      'run.sh': { text: 'echo hi', mode: '100755' },
      'empty.txt': { text: '' },
      'dir/ümläut 😀.md': { text: '# hi\n' },
      'binary.bin': { unreadable: 'binary' },
      'big.txt': { unreadable: 'too-large' },
    });
  });

  test('a text that GraphQL cut off is read again whole', async () => {
    const body = { data: { repository: { b0: { text: 'a', byteSize: 12, isBinary: false, isTruncated: true } } } };
    twin.fail({ on: /graphql/, answer: { status: 200, body } });
    expect((await read()).texts['crlf.yml']).toMatchObject({ text: FILES['crlf.yml'] });
  });

  test('a text that lost its byte order mark on the way is read again', async () => {
    const files = apiFiles(clientOf(twin, 'token'), PLACE, headOf(twin.repository('octo/app')));
    const entry = (await files.listTree()).find(({ path }) => path === 'bom.yml');
    const body = { data: { repository: { b0: { text: 'a: 1\n', byteSize: 8, isBinary: false, isTruncated: false } } } };
    twin.fail({ on: /graphql/, answer: { status: 200, body } });
    expect(await files.readTexts(entry === undefined ? [] : [entry])).toMatchObject([{ text: FILES['bom.yml'] }]);
  });

  test('a blob that the host does not give is an unreadable file', async () => {
    twin.fail({ on: /graphql|blobs/, answer: { status: 404, body: {} } });
    expect((await read()).texts['crlf.yml']).toMatchObject({ unreadable: 'missing-object' });
  });

  test('half a list is refused', async () => {
    twin.fail({ on: /git\/trees/, answer: { status: 200, body: { tree: [], truncated: true } } });
    await expect(read()).rejects.toThrow(Refusal);
  });

  test('a commit that is not there is refused with the reason', async () => {
    const files = apiFiles(clientOf(twin, 'token'), PLACE, 'f'.repeat(40));
    await expect(files.listTree()).rejects.toMatchObject({ exitCode: 3, why: expect.stringContaining('404') });
  });
});

describe('remoteBase', () => {
  test.each([
    [null, 'main'],
    ['main', 'main'],
    ['v1', 'v1'],
  ])('%s', async (ref, name) => {
    const base = await remoteBase(clientOf(twin, 'token'), PLACE, ref);
    const oid = twin.repository('octo/app').refs.get(name === 'main' ? 'refs/heads/main' : 'refs/tags/v1');
    expect(base).toEqual({ ref: name, sha: oid });
  });

  test('an annotated tag means its commit', async () => {
    expect(await remoteBase(clientOf(twin, 'token'), PLACE, 'v2')).toMatchObject({
      sha: headOf(twin.repository('octo/app')),
    });
  });

  test('what is not there is refused', async () => {
    await expect(remoteBase(clientOf(twin, 'token'), PLACE, 'absent')).rejects.toThrow(Refusal);
    await expect(remoteBase(clientOf(twin, 'token'), { ...PLACE, name: 'absent' }, null)).rejects.toThrow(Refusal);
  });
});
