import { lstatSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskAnswerStore, type StoreLimits } from '../../src/adapters/disk-answer-store.ts';
import { answerKey } from '../../src/adapters/github-cache.ts';
import { sandbox } from './git-sandbox.ts';

const key = (n: number): string => answerKey('ghp_secret', `https://api.github.com/${n}`);
const answer = (body: string) => ({ etag: 'W/"1"', headers: { link: '<x>' }, body });

const fresh = (limits?: StoreLimits) => {
  const root = join(sandbox().folder, 'state');
  const open = () => diskAnswerStore({ HARDEN_BUILDS_STATE_DIR: root }, limits);
  return { root, answers: join(root, 'answers'), open };
};

describe('answers between runs', () => {
  test('come back in another run, readable by the user alone, and no file tells the token', async () => {
    const { answers, open } = fresh();
    expect(await open().get(key(1))).toBeNull();
    await open().put(key(1), answer('{"a":1}'));
    expect(await open().get(key(1))).toEqual(answer('{"a":1}'));
    expect(await open().get(key(2))).toBeNull();
    expect(readdirSync(answers)).toEqual([`${key(1)}.json`]);
    expect(lstatSync(join(answers, `${key(1)}.json`)).mode & 0o777).toBe(0o600);
    expect(lstatSync(answers).mode & 0o777).toBe(0o700);
  });

  test.each(['', '{', 'null', '[]', '{"etag":1,"headers":{},"body":""}', '{"etag":"x","headers":{"a":1},"body":""}'])(
    'what is not an answer counts as none and is replaced: %j',
    async (text) => {
      const { answers, open } = fresh();
      await open().put(key(1), answer('old'));
      writeFileSync(join(answers, `${key(1)}.json`), text);
      expect(await open().get(key(1))).toBeNull();
      await open().put(key(1), answer('new'));
      expect(await open().get(key(1))).toEqual(answer('new'));
    },
  );

  test('the least used go first when there are too many files, too many bytes, or they are old', async () => {
    const day = 24 * 60 * 60 * 1000;
    const stored = async (limits: StoreLimits) => {
      const { answers, open } = fresh(limits);
      const store = open();
      for (const n of [1, 2, 3]) {
        await store.put(key(n), answer('x'.repeat(1000)));
        const used = new Date(Date.now() - (4 - n) * day);
        utimesSync(join(answers, `${key(n)}.json`), used, used);
      }
      await open().put(key(4), answer('y'));
      const kept = await Promise.all([1, 2, 3, 4].map((n) => open().get(key(n))));
      return [1, 2, 3, 4].filter((_, index) => kept[index] !== null);
    };
    const roomy = { files: 100, bytes: 1e6, age: 100 * day };
    expect(await stored(roomy)).toEqual([1, 2, 3, 4]);
    expect(await stored({ ...roomy, files: 2 })).toEqual([2, 3, 4]);
    expect(await stored({ ...roomy, bytes: 1500 })).toEqual([3, 4]);
    expect(await stored({ ...roomy, age: 2.5 * day })).toEqual([2, 3, 4]);
  });

  test('an answer that is used stays young', async () => {
    const day = 24 * 60 * 60 * 1000;
    const { answers, open } = fresh({ files: 100, bytes: 1e6, age: day });
    await open().put(key(1), answer('x'));
    const used = new Date(Date.now() - 2 * day);
    utimesSync(join(answers, `${key(1)}.json`), used, used);
    await open().get(key(1));
    await open().put(key(2), answer('y'));
    expect(await open().get(key(1))).not.toBeNull();
  });

  test('where nothing can be kept, nothing is thrown', async () => {
    const { folder } = sandbox();
    writeFileSync(join(folder, 'file'), '');
    const store = diskAnswerStore({ HARDEN_BUILDS_STATE_DIR: join(folder, 'file') });
    await store.put(key(1), answer('x'));
    expect(await store.get(key(1))).toBeNull();
  });
});
