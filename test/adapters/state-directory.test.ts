import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type StateDirectory, stateDirectory, stateRoot } from '../../src/adapters/state-directory.ts';
import { sandbox } from './git-sandbox.ts';

const OCTO = { host: 'github.com', owner: 'Octo', name: 'App.js' };
const fresh = (): { folder: string; state: StateDirectory } => {
  const { folder } = sandbox();
  return { folder, state: stateDirectory(OCTO, { HARDEN_BUILDS_STATE_DIR: join(folder, 'state') }) };
};

describe('where state is kept', () => {
  test('the own variable, then XDG, then the place of the system', () => {
    const { home } = sandbox();
    const both = { HARDEN_BUILDS_STATE_DIR: '/own', XDG_STATE_HOME: '/xdg' };
    expect(stateRoot(both, 'linux')).toBe(resolve('/own'));
    expect(stateRoot({ ...both, HARDEN_BUILDS_STATE_DIR: '' }, 'linux')).toBe(join('/xdg', 'harden-builds'));
    expect(stateRoot({ XDG_STATE_HOME: 'relative' }, 'linux')).toBe(join(home, '.local/state/harden-builds'));
    expect(stateRoot({ LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'harden-builds'));
    expect(stateRoot({ LOCALAPPDATA: '/local' }, 'linux')).toBe(join(home, '.local/state/harden-builds'));
  });

  test('one folder for each repository, whatever the case of its name; one for each checkout without a remote', () => {
    const at = (of: Parameters<typeof stateDirectory>[0]): string =>
      stateDirectory(of, { HARDEN_BUILDS_STATE_DIR: '/s' }).path;
    expect(at(OCTO)).toBe(resolve('/s/github.com/octo/app.js'));
    expect(at({ host: '127.0.0.1:8080', owner: 'octo', name: 'app' })).toBe(resolve('/s/127.0.0.1_8080/octo/app'));
    expect(at({ checkout: '/a' })).toMatch(/[/\\]local[/\\][0-9a-f]{64}$/);
    expect(at({ checkout: '/a' })).not.toBe(at({ checkout: '/b' }));
  });

  test.each([
    { ...OCTO, owner: '..' },
    { ...OCTO, name: '../../etc' },
    { ...OCTO, host: 'a/b' },
    { ...OCTO, name: '' },
  ])('a name that would leave the folder is a bug, not a path: %j', (of) => {
    expect(() => stateDirectory(of, { HARDEN_BUILDS_STATE_DIR: '/s' })).toThrow('not a part');
  });
});

describe('what is remembered', () => {
  test('comes back as it was written, readable by the user alone', async () => {
    const { state } = fresh();
    expect(await state.read('session.json')).toEqual({ value: null, note: null });
    expect(await state.write('session.json', { answers: { owner: '@ada' } })).toBeNull();
    expect(await state.write('receipts/20260131-branch.json', { id: 1 })).toBeNull();
    expect(await state.read('session.json')).toEqual({ value: { answers: { owner: '@ada' } }, note: null });
    expect(await state.list('receipts')).toEqual(['receipts/20260131-branch.json']);
    expect(await state.list('nothing')).toEqual([]);
    expect(lstatSync(join(state.path, 'session.json')).mode & 0o777).toBe(0o600);
    expect(lstatSync(state.path).mode & 0o777).toBe(0o700);
    expect(readdirSync(state.path).sort()).toEqual(['receipts', 'session.json']);
  });

  test('what is not JSON counts as absent, is kept aside and said', async () => {
    const { state } = fresh();
    await state.write('last.json', {});
    writeFileSync(join(state.path, 'last.json'), '{"half":');
    const { value, note } = await state.read('last.json');
    expect(value).toBeNull();
    expect(note).toContain('last.json.bad');
    expect(readFileSync(join(state.path, 'last.json.bad'), 'utf8')).toBe('{"half":');
    expect(await state.read('last.json')).toEqual({ value: null, note: null });
  });

  test('a place that cannot be written is a note, and nothing is thrown', async () => {
    const { folder } = sandbox();
    writeFileSync(join(folder, 'file'), '');
    const state = stateDirectory(OCTO, { HARDEN_BUILDS_STATE_DIR: join(folder, 'file/below') });
    expect(await state.read('last.json')).toEqual({ value: null, note: null });
    expect(await state.write('last.json', {})).toContain('HARDEN_BUILDS_STATE_DIR');
    expect(await state.lock()).toMatchObject({ state: 'unavailable' });
    mkdirSync(join(folder, 'state/github.com/octo/app.js/last.json'), { recursive: true });
    const blocked = stateDirectory(OCTO, { HARDEN_BUILDS_STATE_DIR: join(folder, 'state') });
    expect((await blocked.read('last.json')).note).toContain('EISDIR');
    expect(await blocked.write('last.json', {})).toContain('could not be written');
  });

  test('a name with a way out is a bug, not a path', () => {
    const { state } = fresh();
    expect(() => state.read('../x.json')).toThrow('not a name');
    expect(() => state.write('a/b/c.json', 1)).toThrow('not a name');
  });
});

describe('the lock', () => {
  test('is held by one run at a time and given back', async () => {
    const { state } = fresh();
    const first = await state.lock();
    expect(first.state).toBe('held');
    expect(await state.lock()).toMatchObject({
      state: 'busy',
      note: expect.stringContaining(join(state.path, 'lock')),
    });
    if (first.state === 'held') await first.release();
    expect(existsSync(join(state.path, 'lock'))).toBe(false);
    expect((await state.lock()).state).toBe('held');
  });

  test('of many that ask at once exactly one gets it', async () => {
    const { state } = fresh();
    const locks = await Promise.all(Array.from({ length: 20 }, () => state.lock()));
    expect(locks.filter((lock) => lock.state === 'held')).toHaveLength(1);
  });

  test('of a run that has died is taken over', async () => {
    const { state } = fresh();
    await state.write('last.json', {});
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const dead = { pid: child.pid, host: hostname(), at: new Date().toISOString() };
    writeFileSync(join(state.path, 'lock'), JSON.stringify(dead));
    expect((await state.lock()).state).toBe('held');
    expect(readdirSync(state.path).sort()).toEqual(['last.json', 'lock']);
  });

  test('of another machine counts for half a day', async () => {
    const { state } = fresh();
    await state.write('last.json', {});
    const hold = (hours: number): void =>
      writeFileSync(
        join(state.path, 'lock'),
        JSON.stringify({
          pid: 1,
          host: 'elsewhere.example',
          at: new Date(Date.now() - hours * 3_600_000).toISOString(),
        }),
      );
    hold(1);
    expect((await state.lock()).state).toBe('busy');
    hold(13);
    expect((await state.lock()).state).toBe('held');
  });

  test('that is not ours any more is not removed', async () => {
    const { state } = fresh();
    const mine = await state.lock();
    writeFileSync(join(state.path, 'lock'), '{"pid":1,"host":"x","at":"2026-01-31T00:00:00Z"}');
    if (mine.state === 'held') await mine.release();
    expect(existsSync(join(state.path, 'lock'))).toBe(true);
  });
});
