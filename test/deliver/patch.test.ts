import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { textToFile, textToStream } from '../../src/adapters/disk-text-output.ts';
import { deliverPatch } from '../../src/deliver/patch.ts';
import { sandbox } from '../adapters/git-sandbox.ts';
import { newFile, requestFor } from './delivery-request.ts';

const SHA = 'a'.repeat(40);
const DIFF = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+b\n';
const REQUEST = requestFor(SHA, [newFile('x', 'b\n')]);

function collector(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

describe('a patch', () => {
  test('goes to a stream as it is', async () => {
    const { stream, text } = collector();
    const outcome = await deliverPatch(REQUEST, DIFF, textToStream(stream));
    expect(text()).toBe(DIFF);
    expect(outcome).toMatchObject({ kind: 'patch', state: 'delivered', branch: null, commit: null, steps: [] });
  });

  test('goes to a file in one step, whose permissions stay', async () => {
    const { folder, write } = sandbox();
    const path = join(folder, 'a b.patch');
    write('a b.patch', 'old\n', 0o600);
    const outcome = await deliverPatch(REQUEST, DIFF, textToFile(path));
    expect(readFileSync(path, 'utf8')).toBe(DIFF);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['a b.patch', 'home']);
    expect(outcome.steps).toMatchObject([{ kind: 'file', target: path, state: 'done' }]);
    expect(outcome.notes).toEqual([`The patch applies to main at aaaaaaaaaaaa: git apply '${path}'`]);
  });

  test('without changes is empty, and an old one does not stay behind', async () => {
    const { folder, write } = sandbox();
    write('out.patch', 'old\n');
    const outcome = await deliverPatch(requestFor(SHA, []), '', textToFile(join(folder, 'out.patch')));
    expect(readFileSync(join(folder, 'out.patch'), 'utf8')).toBe('');
    expect(outcome).toMatchObject({ state: 'nothing-to-do', notes: [], steps: [] });
  });

  test('that cannot be written is refused with the reason', async () => {
    const { folder } = sandbox();
    mkdirSync(join(folder, 'taken'));
    await expect(deliverPatch(REQUEST, DIFF, textToFile(join(folder, 'taken')))).rejects.toMatchObject({
      exitCode: 3,
      why: 'It is a folder.',
    });
    await expect(deliverPatch(REQUEST, DIFF, textToFile(join(folder, 'no/out.patch')))).rejects.toMatchObject({
      why: `The folder ${join(folder, 'no')} does not exist.`,
    });
  });

  test('whose reader has left is no error', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
    });
    gone.on('error', () => undefined);
    expect((await deliverPatch(REQUEST, DIFF, textToStream(gone))).state).toBe('delivered');
  });
});
