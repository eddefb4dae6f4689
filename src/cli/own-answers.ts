import type { StateDirectory } from '../adapters/state-directory.ts';

/** The answers of one repository's wizard, which only one run at a time keeps. */
export type OwnAnswers = {
  /** What an earlier run left; null when there is nothing, or when it is another run's. */
  readonly saved: unknown;
  readonly notes: readonly string[];
  keep(answers: unknown): Promise<void>;
  release(): Promise<void>;
};

/**
 * Takes the lock of the state for as long as the wizard runs: two of them would overwrite each other's answers. The second goes
 * on without keeping its own, and says so. Whatever else is kept is one file written in one step, and needs no lock.
 */
export async function ownAnswers(state: StateDirectory | null): Promise<OwnAnswers> {
  const nothing = { saved: null, notes: [], keep: async () => {}, release: async () => {} };
  if (state === null) return nothing;
  const lock = await state.lock();
  if (lock.state === 'busy') return { ...nothing, notes: [`${lock.note} The answers given here are not kept.`] };
  // Where no lock can be kept nothing else can, and whoever writes first says so.
  const { value, note } = await state.read('session.json');
  const notes = note === null ? [] : [note];
  return {
    saved: value,
    notes,
    keep: async (answers) => void (await state.write('session.json', answers)),
    release: async () => {
      if (lock.state === 'held') await lock.release();
    },
  };
}
