import { expect, test } from 'vitest';
import { explainAllJson, explainMarkdown, explainText, listText } from '../../src/report/explain.ts';
import { plain } from '../../src/report/paint.ts';
import { control } from './sample.ts';

const remedy = { id: 'pin', kind: 'edit', risk: 'safe', phase: 3, title: 'Pin | each', plan: () => [] } as const;
const one = control({ remedies: [remedy] });

test('a page has the reason, the trap, the rules, the remedies and the documentation', () => {
  for (const page of [explainMarkdown(one), explainText(one, { columns: 80, paint: plain })]) {
    for (const part of [one.why, one.trap, 'unpinned', 'pin', one.docs[0]]) expect(page).toContain(part);
  }
  expect(explainMarkdown(one)).toContain('| `pin` | edit | safe | Pin \\| each |');
});

test('the JSON has a version and no function in it', () => {
  const json = explainAllJson([one]);
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  expect(json.controls[0]).toMatchObject({ id: 'sample-control', number: '4.01', remedies: [{ id: 'pin' }] });
});

test('the list has every control once', () => {
  const text = listText([one, control({ id: 'other', number: '1.01', section: 'build' })], plain);
  expect(text.match(/sample-control|other/g)).toEqual(['sample-control', 'other']);
});
