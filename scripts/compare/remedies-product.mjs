// The pure middle of the product, as built from its sources, and the snapshot of a repository of a folder with the weakest
// settings there are, so that as many remedies as possible are offered. Used by scripts/compare/remedies.mjs and edit-bench.mjs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const PARTS = `
export { offlineActionRepositories } from './src/adapters/offline-action-repositories.ts';
export { offlineAdvisories } from './src/adapters/offline-advisories.ts';
export { offlinePins } from './src/adapters/offline-pins.ts';
export { gitFiles } from './src/adapters/git-objects.ts';
export { assess, offered } from './src/assess/assess.ts';
export { collectSnapshot } from './src/collectors/collect-snapshot.ts';
export { CONTROLS } from './src/controls/registry.ts';
export { known } from './src/model/fact.ts';
export { refuseAnswer } from './src/model/question.ts';
export { makePlan, previewPlan } from './src/plan/make-plan.ts';
export { overlay } from './src/plan/overlay.ts';
export { recommendedChoices } from './src/plan/recommended-choices.ts';
export { strictSnapshot } from './src/plan/strict-snapshot.ts';
export { parsePack } from './src/templating/pack-manifest.ts';
export { newRefusals } from './src/workflow/accepted-by-github.ts';
export { readYaml } from './src/workflow/yaml-source.ts';
export { dataOf, rootView } from './src/workflow/yaml-view.ts';
`;

/** Our parts, as the product has them. */
export async function loadProduct() {
  const folder = mkdtempSync(join(tmpdir(), 'harden-builds-remedies-'));
  const outfile = join(folder, 'parts.mjs');
  const stdin = { contents: PARTS, resolveDir: resolve('.'), loader: 'ts' };
  const banner = {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error', banner });
  const parts = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return { ...parts, pack: builtInPack(parts) };
}

function builtInPack({ parsePack }) {
  const files = readdirSync('templates', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice('templates/'.length).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
  });
  const parsed = parsePack(Object.fromEntries(texts));
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.pack;
}

/** What HEAD of a clone holds, in a public repository whose settings protect nothing. */
export async function snapshotOf(product, root) {
  const sha = execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  const catalogue = product.offlinePins();
  const advisories = product.offlineAdvisories();
  const actionRepositories = product.offlineActionRepositories();
  const readers = {
    repository: product.gitFiles({ root, isPartial: false }, sha),
    api: null,
    catalogue,
    actionRepositories,
    advisories,
  };
  const target = {
    mode: 'local',
    host: 'github.com',
    owner: 'octo',
    name: 'app',
    base: { ref: 'main', sha, dirty: false },
  };
  // The day after the catalogue ends, so that its pins are fresh.
  const now = `${catalogue.offlineSince}T12:00:00.000Z`;
  const seen = await product.collectSnapshot(target, readers, { now, pinsWanted: Object.keys(catalogue.pins) });
  const nothing = { path: 'nothing', mode: '100644', text: '' };
  const strict = product.strictSnapshot(nothing, { pins: catalogue, advisories, actionRepositories });
  const { tree, texts, pins } = seen.facts;
  return { ...seen, facts: { ...strict.facts, tree, texts, pins } };
}

const SAMPLES = [
  'app',
  '1',
  '@octo-org/build',
  'make dist',
  'ubuntu-24.04',
  'https://example.com/key',
  'octo@example.com',
  'dist/*',
  '30',
];

/** The default, or the first of some plausible answers that the question takes; undefined when it takes none. */
export function answerTo(product, question) {
  if (question.default !== undefined) return question.default.value;
  const samples =
    question.kind === 'confirm'
      ? [true]
      : question.kind === 'choice'
        ? question.choices.map(({ value }) => value)
        : question.kind === 'list'
          ? SAMPLES.map((each) => [each])
          : SAMPLES;
  return samples.find((each) => product.refuseAnswer(question, each) === null);
}
