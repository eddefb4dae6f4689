import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StateDirectory, stateDirectory } from '../../src/adapters/state-directory.ts';
import { ownAnswers } from '../../src/cli/own-answers.ts';
import { temporaryFolder } from './program.ts';

let folder: ReturnType<typeof temporaryFolder>;
let state: StateDirectory;

beforeEach(() => {
  folder = temporaryFolder();
  state = stateDirectory({ checkout: '/somewhere' }, { HARDEN_BUILDS_STATE_DIR: folder.path });
});
afterEach(() => folder.dispose());

test('a second wizard neither takes over nor overwrites the answers of the first, and says so', async () => {
  const first = await ownAnswers(state);
  await first.keep({ by: 'first' });
  const second = await ownAnswers(state);
  expect(second.saved).toBeNull();
  expect(second.notes.join()).toContain('The answers given here are not kept.');
  await second.keep({ by: 'second' });
  await second.release();
  expect((await state.read('session.json')).value).toEqual({ by: 'first' });
  expect((await ownAnswers(state)).notes).not.toEqual([]);

  await first.release();
  const third = await ownAnswers(state);
  expect(third).toMatchObject({ saved: { by: 'first' }, notes: [] });
  await third.release();
});

test('without a place for state the answers are not kept, and nothing is said twice', async () => {
  const none = await ownAnswers(null);
  await none.keep({ by: 'nobody' });
  await none.release();
  expect(none).toMatchObject({ saved: null, notes: [] });
});
