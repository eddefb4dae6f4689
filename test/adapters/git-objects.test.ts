import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/adapters/git-blob-text.ts';
import { gitFiles } from '../../src/adapters/git-objects.ts';
import { locateRepository } from '../../src/adapters/locate-repository.ts';
import type { TextFile, UnreadableFile } from '../../src/model/files.ts';
import { sandbox } from './git-sandbox.ts';

type Read = Readonly<Record<string, TextFile | UnreadableFile>>;

async function readHead(root: string): Promise<Read> {
  const located = await locateRepository(root);
  const files = gitFiles(located, located.headSha);
  const texts = await files.readTexts(await files.listTree());
  return Object.fromEntries(texts.map((text) => [text.path, text]));
}

const reasonFor = (file: TextFile | UnreadableFile | undefined): string | undefined =>
  file !== undefined && 'unreadable' in file ? file.unreadable : undefined;
const textOf = (file: TextFile | UnreadableFile | undefined): string | undefined =>
  file !== undefined && 'text' in file ? file.text : undefined;

describe('texts of a commit', () => {
  test('are the bytes that were committed: byte order mark, CRLF and a missing final newline included', async () => {
    const { git, repository } = sandbox();
    const root = repository('app', {});
    const texts = {
      'bom.yml': '\ufeffon: push\n',
      'crlf.yml': 'on: push\r\njobs: {}\r\n',
      'open.yml': 'on: push',
      'empty.yml': '',
      'a b\tc"d.yml': 'x',
      'ünï/漢字.yml': 'é',
    };
    git('app', 'config', 'core.autocrlf', 'false');
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(join(root, 'ünï'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git('app', 'add', '--all');
    git('app', 'commit', '--quiet', '-m', 'Texts');
    git('app', 'config', 'core.autocrlf', 'true');
    const read = await readHead(root);
    expect(Object.fromEntries(Object.entries(read).map(([path, file]) => [path, textOf(file)]))).toEqual(texts);
  });

  test('do not depend on the working tree', async () => {
    const { repository } = sandbox();
    const root = repository('app', { 'ci.yml': 'committed\n', 'gone.yml': 'still here\n' });
    writeFileSync(join(root, 'ci.yml'), 'edited\n');
    rmSync(join(root, 'gone.yml'));
    const read = await readHead(root);
    expect(textOf(read['ci.yml'])).toBe('committed\n');
    expect(textOf(read['gone.yml'])).toBe('still here\n');
  });

  test('are missing with the reason for what is no text', async () => {
    const { folder, git, repository, write } = sandbox();
    const root = repository('app', {
      'latin.yml': Uint8Array.from([0x6e, 0xe4, 0x6d, 0x65]),
      'utf16.yml': Buffer.from('\ufeffon: push', 'utf16le'),
      'picture.png': Uint8Array.from([0x89, 0x50, 0x00, 0x47]),
      'exact.yml': '#'.repeat(MAX_FILE_BYTES),
      'large.yml': '#'.repeat(MAX_FILE_BYTES + 1),
    });
    write('secret.txt', 'outside\n');
    symlinkSync(join(folder, 'secret.txt'), join(root, 'link.yml'));
    git('app', 'add', 'link.yml');
    git('app', 'commit', '--quiet', '-m', 'Link');
    const read = await readHead(root);
    expect(reasonFor(read['latin.yml'])).toBe('not-utf8');
    expect(reasonFor(read['utf16.yml'])).toBe('not-utf8');
    expect(reasonFor(read['picture.png'])).toBe('binary');
    expect(reasonFor(read['large.yml'])).toBe('too-large');
    expect(textOf(read['exact.yml'])).toHaveLength(MAX_FILE_BYTES);
    expect(read['link.yml']).toEqual({
      path: 'link.yml',
      unreadable: 'not-a-file',
      detail: 'link.yml is a symbolic link',
    });
  });

  test('answers come in the order of the questions, one each, also when two files are one object', async () => {
    const { repository } = sandbox();
    const located = await locateRepository(
      repository('app', { 'a.yml': 'same\n', 'b.yml': 'same\n', 'c.yml': 'other\n' }),
    );
    const files = gitFiles(located, located.headSha);
    const [a, b, c] = await files.listTree();
    const asked = [c, a, b, a].flatMap((entry) => entry ?? []);
    expect((await files.readTexts(asked)).map(({ path }) => path)).toEqual(['c.yml', 'a.yml', 'b.yml', 'a.yml']);
    expect((await files.readTexts(asked)).map(textOf)).toEqual(['other\n', 'same\n', 'same\n', 'same\n']);
    expect(await files.readTexts([])).toEqual([]);
  });

  test('a path that is not UTF-8 is listed with replacement characters and read by its object', async () => {
    const { folder, git, repository } = sandbox();
    repository('app', { 'ci.yml': 'x\n' });
    const blob = git('app', 'rev-parse', 'HEAD:ci.yml').trim();
    // mktree takes any bytes; the file system of the test need not.
    const record = Buffer.concat([Buffer.from(`100644 blob ${blob}\tn`), Buffer.from([0xe4]), Buffer.from('me.yml\0')]);
    const tree = execFileSync('git', ['mktree', '-z'], { cwd: join(folder, 'app'), input: record })
      .toString()
      .trim();
    const commit = git('app', 'commit-tree', '-m', 'Odd', tree).trim();
    const files = gitFiles({ root: join(folder, 'app'), isPartial: false }, commit);
    const listed = await files.listTree();
    expect(listed.map(({ path }) => path)).toEqual(['n\ufffdme.yml']);
    expect((await files.readTexts(listed)).map(textOf)).toEqual(['x\n']);
  });
});

test('a commit whose tree is damaged cannot be read at all', async () => {
  const { git, repository } = sandbox();
  const root = repository('app', { 'ci.yml': 'x\n' });
  const tree = git('app', 'rev-parse', 'HEAD^{tree}').trim();
  rmSync(join(root, '.git/objects', tree.slice(0, 2), tree.slice(2)));
  const located = await locateRepository(root);
  await expect(gitFiles(located, located.headSha).listTree()).rejects.toMatchObject({ name: 'Refusal', exitCode: 3 });
});

describe('a partial clone', () => {
  test('is read without fetching: objects that stayed behind are named as missing', async () => {
    const { folder, git, repository } = sandbox();
    const source = repository('app', { 'old.yml': 'old\n', 'ci.yml': 'ci\n' });
    git('app', 'config', 'uploadpack.allowFilter', 'true');
    git('.', 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${source}`, 'partial');
    git('partial', 'checkout', '--quiet', 'HEAD', '--', 'ci.yml');
    const root = join(folder, 'partial');
    expect((await locateRepository(root)).isPartial).toBe(true);
    const objectsBefore = git('partial', 'count-objects', '-v');
    const read = await readHead(root);
    expect(textOf(read['ci.yml'])).toBe('ci\n');
    expect(reasonFor(read['old.yml'])).toBe('missing-object');
    expect(git('partial', 'count-objects', '-v')).toBe(objectsBefore);
    renameSync(source, `${source}-gone`);
    expect(reasonFor((await readHead(root))['old.yml'])).toBe('missing-object');
  });
});
