import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isWorthReading, PACK_LIMITS, type PackEntry } from '../model/pack.ts';
import { Refusal } from '../model/refusal.ts';

export type PackArchive = {
  readonly entries: readonly PackEntry[];
  /** `sha512-…` in base64, as npm writes it. */
  readonly integrity: string;
};

/**
 * An archive that `npm pack` made, read in memory: nothing is unpacked to the disk.
 * @throws Refusal when it is not there or not such an archive.
 */
export function packArchive(file: string, named: string): PackArchive {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    // Everything that fs throws carries a code.
    const { code } = error as NodeJS.ErrnoException;
    throw notRead(named, code === 'ENOENT' ? 'There is no such file.' : `It cannot be read (${code ?? 'unknown'}).`);
  }
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  let tar: Buffer;
  try {
    tar = gunzipSync(bytes, { maxOutputLength: PACK_LIMITS.archiveBytes });
  } catch {
    throw notRead(named, `It is not gzipped, or holds more than ${PACK_LIMITS.archiveBytes} bytes.`);
  }
  const entries = entriesOf(tar);
  if (entries === null) throw notRead(named, 'It is not a whole tar archive.');
  return { entries, integrity };
}

const BLOCK = 512;

/** Reads ustar with pax paths (POSIX.1-2001, pax interchange format), which is what npm writes; null when it is broken. */
function entriesOf(tar: Buffer): readonly PackEntry[] | null {
  const entries: PackEntry[] = [];
  let paxPath: string | null = null;
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const head = tar.subarray(at, at + BLOCK);
    if (head.every((byte) => byte === 0)) return entries;
    const size = Number.parseInt(field(head, 124, 12).trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0 || at + BLOCK + size > tar.length) return null;
    const body = tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = field(head, 156, 1);
    if (type === 'x') {
      paxPath = paxRecord(body, 'path');
      continue;
    }
    const prefix = field(head, 257, 5) === 'ustar' ? field(head, 345, 155) : '';
    const name = paxPath ?? (prefix === '' ? field(head, 0, 100) : `${prefix}/${field(head, 0, 100)}`);
    paxPath = null;
    if (type === '5' || type === 'g') continue;
    const path = withoutFirst(name);
    if (type !== '0' && type !== '') entries.push({ path, kind: 'link', size: 0, bytes: new Uint8Array() });
    else entries.push({ path, kind: 'file', size, bytes: isWorthReading(path, size) ? body : new Uint8Array() });
    if (entries.length > PACK_LIMITS.entries) return null;
  }
  return null;
}

/** npm puts everything into one folder, `package`. A path that is not inside it stays as it is, and is refused by its form. */
const withoutFirst = (name: string): string =>
  /^[^/]+\/(?=.)/u.test(name) && !name.startsWith('..') ? name.slice(name.indexOf('/') + 1) : `/${name}`;

const field = (head: Buffer, from: number, length: number): string => {
  const text = head.subarray(from, from + length).toString('utf8');
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
};

/** `<length> <key>=<value>\n`, the length counting the whole record in bytes. */
function paxRecord(body: Buffer, wanted: string): string | null {
  for (let at = 0; at < body.length; ) {
    const blank = body.indexOf(0x20, at);
    const length = Number.parseInt(body.subarray(at, blank).toString('utf8'), 10);
    if (blank === -1 || !(length > 0)) return null;
    const [key, ...value] = body
      .subarray(blank + 1, at + length - 1)
      .toString('utf8')
      .split('=');
    if (key === wanted) return value.join('=');
    at += length;
  }
  return null;
}

const notRead = (named: string, why: string): Refusal =>
  new Refusal(`no template pack can be read from ${named}`, {
    why,
    next: ['name an archive that npm pack made of a folder with pack.yml'],
    exitCode: 2,
  });
