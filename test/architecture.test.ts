import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

const PURE = [
  'model',
  'workflow',
  'ecosystems',
  'controls',
  'policy',
  'assess',
  'templating',
  'plan',
  'report',
  'session',
];

/** Who may import whom (DESIGN section 3). A folder that is not named here does not exist. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  workflow: ['model'],
  ecosystems: ['model', 'workflow'],
  controls: ['model', 'workflow', 'ecosystems'],
  collectors: ['model', 'workflow', 'ecosystems'],
  policy: ['model'],
  assess: ['model', 'policy'],
  templating: ['model', 'workflow'],
  plan: ['model', 'workflow', 'ecosystems', 'templating', 'assess'],
  deliver: ['model'],
  report: ['model', 'assess', 'plan', 'policy'],
  session: ['model', 'assess', 'plan', 'policy'],
  ui: ['model', 'assess', 'plan', 'session', 'report'],
  adapters: ['model', 'collectors', 'deliver'],
  cli: [...PURE, 'collectors', 'deliver', 'ui', 'adapters'],
};

/** A file that says at its top why it is longer may be. */
const LONGEST = 400;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file));
const textOf = (file: string) => readFileSync(`src/${file}`, 'utf8');
const folderOf = (file: string) => file.split('/')[0] ?? '';
const importsOf = (file: string) =>
  [...textOf(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');

describe('the house', () => {
  test('has the rooms of the design and no other', () => {
    const rooms = readdirSync('src', { withFileTypes: true }).map((entry) => entry.name);
    expect(rooms.filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  test.each(files)('%s imports only what its folder may', (file) => {
    const folder = folderOf(file);
    const others = importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => folderOf(posix.join(posix.dirname(file), specifier)))
      .filter((other) => other !== folder && other !== '..');
    expect(others.filter((other) => !MAY_IMPORT[folder]?.includes(other))).toEqual([]);
  });

  test.each(files.filter((file) => PURE.includes(folderOf(file))))('%s sees no disk, no network, no clock', (file) => {
    expect(importsOf(file).filter((specifier) => specifier.startsWith('node:'))).toEqual([]);
    expect(textOf(file)).not.toMatch(/\bDate\.now\(|\bnew Date\(\)|\bprocess\.|\bfetch\(|\bMath\.random\(/);
  });

  test.each(files.filter((file) => folderOf(file) === 'ui' && file !== 'ui/terminal-session.ts'))(
    '%s leaves the process to the terminal session',
    (file) => {
      expect(textOf(file)).not.toMatch(/\bprocess\./);
      expect(importsOf(file).filter((specifier) => specifier.startsWith('node:'))).toEqual([]);
    },
  );

  test.each(files.filter((file) => folderOf(file) === 'controls'))('%s does not know another control', (file) => {
    if (/registry\.ts$/.test(file)) return;
    const siblings = importsOf(file).filter((specifier) => /\/(?:build|attest|sign|actions|next)\//.test(specifier));
    expect(siblings).toEqual([]);
  });

  test.each(files)('%s is short, has a name of its own and casts nothing to any', (file) => {
    const text = textOf(file);
    const lines = text.split('\n').length;
    expect(lines, 'find a better home for part of it').toBeLessThanOrEqual(LONGEST);
    expect(posix.basename(file)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*\.tsx?$/);
    expect(file).not.toMatch(/(?:^|\/)(?:utils?|helpers?|common|misc|shared|types|index)(?:\/|\.tsx?$)/);
    expect(text).not.toMatch(/\bas any\b(?=[;,)\]])|:\s*any(?=\s*[;,)=\]|>}[])|<any>|@ts-ignore|@ts-nocheck/);
  });
});
