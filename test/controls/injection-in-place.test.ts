import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusalsOf } from '../../src/workflow/accepted-by-github.ts';
import { editedAlone } from './edited-alone.ts';

/** One folder for each kind of script: `before.yml`, what is planned for it (`after.yml`, absent when nothing is), and what a person is told. */
const SHAPES = 'test/fixtures/injection-in-place';
const shapes = readdirSync(SHAPES);
const CONTROL = 'script-injection';
const before = (shape: string): string => readFileSync(`${SHAPES}/${shape}/before.yml`, 'utf8');
const pathOf = (text: string): string => (/^runs:/m.test(text) ? 'action.yml' : '.github/workflows/ci.yml');

test.each(shapes)('%s', async (shape) => {
  const text = before(shape);
  const path = pathOf(text);
  const { plan, after, told, again } = editedAlone(CONTROL, { [path]: text });
  const golden = `${SHAPES}/${shape}/after.yml`;
  if (after[path] !== text) await expect(after[path]).toMatchFileSnapshot(`../../${golden}`);
  else expect(existsSync(golden), `${golden} is not what is planned: nothing is edited`).toBe(false);
  await expect(told).toMatchFileSnapshot(`../../${SHAPES}/${shape}/told.txt`);
  expect(plan.conflicts).toEqual([]);
  for (const file of plan.files) expect(refusalsOf(file.path, file.after)).toEqual([]);
  expect(again.files).toEqual([]);
});

const WRITTEN_OTHERWISE: Readonly<Record<string, (text: string) => string>> = {
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'without a final line break': (text) => text.replace(/\n+$/, ''),
  'with a byte-order mark': (text) => `\ufeff${text}`,
};

test.each(Object.entries(WRITTEN_OTHERWISE))('the same edit %s', (_name, written) => {
  const edited = shapes.filter((shape) => existsSync(`${SHAPES}/${shape}/after.yml`));
  expect(edited.length).toBeGreaterThanOrEqual(7);
  for (const shape of edited) {
    const text = before(shape);
    const { after } = editedAlone(CONTROL, { [pathOf(text)]: written(text) });
    const golden = readFileSync(`${SHAPES}/${shape}/after.yml`, 'utf8');
    expect(after[pathOf(text)], shape).toBe(written(golden));
  }
});
