import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import control from '../../src/controls/actions/workflow-permissions-least.ts';
import { known } from '../../src/model/fact.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { refusalsOf } from '../../src/workflow/accepted-by-github.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';
import { PACK, whenDone } from './try-remedy.ts';

/**
 * One folder for each situation: `before.yml`, what is planned for it (`after.yml`, absent when nothing is edited), the files beside it
 * (`files/`), the default of the repository where it is known (`token-default.txt`), and what else is planned and told (`told.txt`).
 */
const SITUATIONS = 'test/fixtures/permissions-in-place';
const PATH = '.github/workflows/work.yml';
const situations = readdirSync(SITUATIONS);

function filesOf(situation: string): Readonly<Record<string, string>> {
  const folder = `${SITUATIONS}/${situation}/files`;
  const beside = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((entry) => entry.isFile())
    : [];
  const paths = beside.map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  const texts = paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]);
  return { ...Object.fromEntries(texts), [PATH]: readFileSync(`${SITUATIONS}/${situation}/before.yml`, 'utf8') };
}

function look(situation: string, files: Readonly<Record<string, string>>): Snapshot {
  const path = `${SITUATIONS}/${situation}/token-default.txt`;
  if (!existsSync(path)) return emptySnapshot(files);
  const defaultWorkflowPermissions = readFileSync(path, 'utf8').trim() === 'write' ? 'write' : 'read';
  const defaults = { defaultWorkflowPermissions, canApprovePullRequestReviews: false } as const;
  return emptySnapshot(files, { tokenDefaults: known(defaults, { via: 'api', at: 'test' }) });
}

function planFor(snapshot: Snapshot): Plan {
  const [remedy] = assess(snapshot, [control]).controls[0]?.remedies ?? [];
  const choices = remedy === undefined ? [] : [{ control: control.id, remedy: remedy.id, answers: {} }];
  return makePlan({ snapshot, controls: [control], choices, pack: PACK });
}

const told = (snapshot: Snapshot, plan: Plan): string =>
  [
    ...plan.files.filter(({ path }) => path !== PATH).flatMap(({ path, after }) => [`${path}:`, after]),
    ...plan.steps.flatMap(({ summary, why, lines }) => [
      summary,
      `  (${why})`,
      ...lines.map((line) => `  ${line}`),
      '',
    ]),
    ...assess(whenDone(snapshot, plan), [control]).controls.map(
      ({ verdict, message }) => `afterwards: ${verdict} (${message})`,
    ),
    '',
  ].join('\n');

test.each(situations)('%s', async (situation) => {
  const snapshot = look(situation, filesOf(situation));
  const plan = planFor(snapshot);
  const edited = plan.files.find(({ path }) => path === PATH)?.after;
  const golden = `${SITUATIONS}/${situation}/after.yml`;
  if (edited !== undefined) await expect(edited).toMatchFileSnapshot(`../../${golden}`);
  else expect(existsSync(golden), `${golden} is not what is planned: nothing is edited`).toBe(false);
  await expect(told(snapshot, plan)).toMatchFileSnapshot(`../../${SITUATIONS}/${situation}/told.txt`);
  expect(plan.conflicts).toEqual([]);
  for (const { path, after } of plan.files) expect(refusalsOf(path, after)).toEqual([]);
  expect(planFor(whenDone(snapshot, plan)).files).toEqual([]);
});

const WRITTEN_OTHERWISE: Readonly<Record<string, (text: string) => string>> = {
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'without a final line break': (text) => text.replace(/\n+$/, ''),
  'with a byte-order mark': (text) => `\ufeff${text}`,
};

const edits = situations.filter((situation) => existsSync(`${SITUATIONS}/${situation}/after.yml`));

test.each(Object.entries(WRITTEN_OTHERWISE))('the same edit %s', (_name, written) => {
  expect(edits.length).toBeGreaterThanOrEqual(13);
  for (const situation of edits) {
    const files = filesOf(situation);
    const plan = planFor(look(situation, { ...files, [PATH]: written(files[PATH] ?? '') }));
    const after = plan.files.find(({ path }) => path === PATH)?.after;
    expect(after, situation).toBe(written(readFileSync(`${SITUATIONS}/${situation}/after.yml`, 'utf8')));
  }
});
