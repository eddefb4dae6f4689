import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';

/** `busy`: another run holds it. `unavailable`: no lock can be kept here, so the run goes on without one. */
export type Lock =
  | { readonly state: 'held'; release(): Promise<void> }
  | { readonly state: 'busy' | 'unavailable'; readonly note: string };

type Holder = { readonly pid: number; readonly host: string; readonly at: string };

/** A holder on another machine cannot be asked whether it is alive: after this many milliseconds it counts as gone. */
const FOREIGN_HOLDER_EXPIRES = 12 * 60 * 60 * 1000;

/** Takes a lock file, also from a holder that has died. */
export async function takeLock(path: string): Promise<Lock> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), at: new Date().toISOString() } satisfies Holder);
  // Twice: once more after a dead holder's file has been cleared away.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(mine).finally(() => file.close());
      return { state: 'held', release: () => releaseLock(path, mine) };
    } catch (error) {
      // Everything that fs throws carries a code.
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'EEXIST')
        return { state: 'unavailable', note: `${path} could not be created (${code}), so two runs could overlap.` };
    }
    const theirs = await readFile(path, 'utf8').catch(() => null);
    if (theirs !== null && isAlive(theirs)) break;
    if (theirs !== null) await clearAway(path, theirs);
  }
  return {
    state: 'busy',
    note: `Another run of harden-builds works on this repository. If there is none, remove ${path}.`,
  };
}

async function releaseLock(path: string, mine: string): Promise<void> {
  const now = await readFile(path, 'utf8').catch(() => null);
  if (now === mine) await rm(path, { force: true });
}

/** Moves the dead holder's file away; should another run have taken the lock meanwhile, its file goes back. */
async function clearAway(path: string, dead: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== dead) await link(aside, path);
  } catch {
    // Another run was quicker: the next attempt sees what it left.
  }
  await rm(aside, { force: true });
}

function isAlive(text: string): boolean {
  const holder = holderIn(text);
  // Its writer died between creating and filling it, or is about to fill it: the note says how to go on.
  if (holder === null) return text === '';
  if (holder.host !== hostname()) return Date.now() - Date.parse(holder.at) < FOREIGN_HOLDER_EXPIRES;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another user. Everything that kill throws carries a code.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holderIn(text: string): Holder | null {
  try {
    // Checked field by field below.
    const { pid, host, at } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    return typeof pid === 'number' && pid > 0 && typeof host === 'string' && typeof at === 'string'
      ? { pid, host, at }
      : null;
  } catch {
    return null;
  }
}
