import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import { known } from '../../src/model/fact.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { unifiedDiff } from '../../src/plan/unified-diff.ts';
import { refusalsOf } from '../../src/workflow/accepted-by-github.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';
import { PINS, PUBLIC } from './sample-facts.ts';
import { PACK, whenDone } from './try-remedy.ts';

/**
 * One folder for each way of publishing: `before.yml`, what is planned for it (`after.yml`, absent when nothing is edited), the files
 * beside it (`files/`), and what a person is told (`told.txt`).
 */
const SHAPES = 'test/fixtures/attest-in-place';
const PATH = '.github/workflows/release.yml';
const shapes = readdirSync(SHAPES);

function filesOf(shape: string): Readonly<Record<string, string>> {
  const folder = `${SHAPES}/${shape}/files`;
  const beside = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    : [];
  const paths = beside
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  const texts = paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]);
  return { ...Object.fromEntries(texts), [PATH]: readFileSync(`${SHAPES}/${shape}/before.yml`, 'utf8') };
}

const look = (files: Readonly<Record<string, string>>): Snapshot =>
  emptySnapshot(files, {
    pins: known(PINS, { via: 'catalogue', at: 'test' }),
    repository: known(PUBLIC, { via: 'api', at: 'test' }),
  });

const ATTESTING: readonly string[] = ['provenance-attested', 'sbom-attested'];

/** The recommended remedies of the controls that ask for attestations, as long as they have a gap. */
function planFor(snapshot: Snapshot): Plan {
  const judged = assess(snapshot, CONTROLS).controls.filter(
    ({ control, gap }) => gap && ATTESTING.includes(control.id),
  );
  const choices = judged.flatMap(({ control, remedies }) => {
    const [remedy] = remedies;
    const answers = Object.fromEntries((remedy?.questions ?? []).map((each) => [each.id, each.default?.value ?? '']));
    return remedy === undefined ? [] : [{ control: control.id, remedy: remedy.id, answers }];
  });
  return makePlan({ snapshot, controls: CONTROLS, choices, pack: PACK });
}

const verdicts = (snapshot: Snapshot): readonly string[] =>
  assess(snapshot, CONTROLS)
    .controls.filter(({ control }) => control.section === 'attest' && control.tier === 'must')
    .map(({ control, verdict, gap, message }) => `${control.id}: ${verdict}${gap ? ', with a gap' : ''} (${message})`);

const told = (snapshot: Snapshot, plan: Plan): string =>
  [
    ...plan.steps.flatMap(({ control, summary, why, lines }) => [
      `${control}: ${summary}`,
      `  (${why})`,
      ...lines.map((line) => `  ${line}`),
      '',
    ]),
    ...(plan.files.some(({ path }) => path !== PATH)
      ? [unifiedDiff(plan.files.filter(({ path }) => path !== PATH))]
      : []),
    'afterwards',
    ...verdicts(whenDone(snapshot, plan)).map((line) => `  ${line}`),
    '',
  ].join('\n');

test.each(shapes)('%s', async (shape) => {
  const snapshot = look(filesOf(shape));
  const plan = planFor(snapshot);
  const edited = plan.files.find(({ path }) => path === PATH)?.after;
  const golden = `${SHAPES}/${shape}/after.yml`;
  if (edited !== undefined) await expect(edited).toMatchFileSnapshot(`../../${golden}`);
  else expect(existsSync(golden), `${golden} is not what is planned: nothing is edited`).toBe(false);
  await expect(told(snapshot, plan)).toMatchFileSnapshot(`../../${SHAPES}/${shape}/told.txt`);
  expect(plan.conflicts).toEqual([]);
  for (const { path, after } of plan.files) expect(refusalsOf(path, after)).toEqual([]);
  const again = planFor(whenDone(snapshot, plan));
  expect(again.files).toEqual([]);
});

const WRITTEN_OTHERWISE: Readonly<Record<string, (text: string) => string>> = {
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'without a final line break': (text) => text.replace(/\n+$/, ''),
  'with a byte-order mark': (text) => `\ufeff${text}`,
};

const edits = shapes.filter((shape) => existsSync(`${SHAPES}/${shape}/after.yml`));

test.each(Object.entries(WRITTEN_OTHERWISE))('the same edit %s', (_name, written) => {
  for (const shape of edits) {
    const files = filesOf(shape);
    const plan = planFor(look({ ...files, [PATH]: written(files[PATH] ?? '') }));
    const after = plan.files.find(({ path }) => path === PATH)?.after;
    expect(after, shape).toBe(written(readFileSync(`${SHAPES}/${shape}/after.yml`, 'utf8')));
    expect(plan.conflicts, shape).toEqual([]);
  }
});

test('an edit that is there needs every shape to be there', () => {
  expect(edits.length).toBeGreaterThanOrEqual(18);
});
