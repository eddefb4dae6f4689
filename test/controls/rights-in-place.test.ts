import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusalsOf } from '../../src/workflow/accepted-by-github.ts';
import { editedAlone } from './edited-alone.ts';

/** One folder for each control, in it one for each situation: workflows, those that are edited again under `after/`, and what a person is told. */
const ROOT = 'test/fixtures/rights-in-place';
const situations = readdirSync(ROOT).flatMap((control) =>
  readdirSync(`${ROOT}/${control}`).map((shape) => ({ control, shape, folder: `${ROOT}/${control}/${shape}` })),
);
const FOLDER = '.github/workflows';

test.each(situations)('$control: $shape', async ({ control, folder }) => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  const files = Object.fromEntries(
    names.map((name) => [`${FOLDER}/${name}`, readFileSync(`${folder}/${name}`, 'utf8')]),
  );
  const { plan, after, told, again } = editedAlone(control, files);
  for (const name of names) {
    const path = `${FOLDER}/${name}`;
    const golden = `${folder}/after/${name}`;
    if (after[path] === files[path]) expect(existsSync(golden), `${golden} is not what is planned`).toBe(false);
    else await expect(after[path]).toMatchFileSnapshot(`../../${golden}`);
  }
  await expect(told).toMatchFileSnapshot(`../../${folder}/told.txt`);
  expect(plan.conflicts).toEqual([]);
  for (const file of plan.files) expect(refusalsOf(file.path, file.after)).toEqual([]);
  expect(again.files).toEqual([]);
});

test('there are edits, and situations without one', () => {
  const edited = situations.filter(({ folder }) => existsSync(`${folder}/after`));
  expect(edited.length).toBeGreaterThanOrEqual(4);
  expect(edited.length).toBeLessThan(situations.length);
});
