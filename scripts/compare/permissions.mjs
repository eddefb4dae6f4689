// Our table of what actions need beside an independent one, job by job, on every repository of a folder:
//   node scripts/compare/permissions.mjs DIR [TABLE] [--list]
// TABLE is a folder with action-security.yml files (the knowledge base of step-security/secure-repo). Compared are the jobs whose
// actions stand in both tables, by what the actions alone ask for. The knowledge base is old: what the documentation of an action says
// today (documented-permissions.yml) goes before it, and explained-permissions.yml says why where the two sides still differ.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { readTable, theirNeeds } from './permissions-table.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { list: { type: 'boolean' } } });
const [folder, table] = positionals;
if (folder === undefined) {
  console.error('node scripts/compare/permissions.mjs DIR [TABLE] [--list]');
  process.exit(2);
}
if (table === undefined || !existsSync(table)) {
  console.log('the independent table is not given: nothing to compare with');
  process.exit(0);
}

const views = await loadViews();
const theirs = readTable(table);
const base = new Map(theirs);
for (const [action, entry] of Object.entries(readYaml('documented-permissions.yml'))) theirs.set(action, entry);
const explained = readYaml('explained-permissions.yml');
const seen = { jobs: 0, compared: 0, same: 0, sameAlone: 0, explained: 0, unexplained: 0 };
const classes = new Map();
const unknown = new Map();
const left = [];

for (const name of readdirSync(folder).filter((each) => !each.startsWith('.') && isFolder(join(folder, each)))) {
  const set = views.workflowsIn(textsOf(join(folder, name)));
  for (const workflow of set.workflows) for (const job of workflow.jobs) compareJob(name, set, workflow, job);
}

const percent = (part) => `${((100 * part) / Math.max(1, seen.compared)).toFixed(1)} %`;
console.log(`${seen.jobs} jobs with actions, ${seen.compared} of them with actions that both tables know`);
console.log(`the same as the knowledge base alone: ${seen.sameAlone} (${percent(seen.sameAlone)})`);
console.log(
  `the same: ${seen.same} (${percent(seen.same)}), explained: ${seen.explained}, unexplained: ${seen.unexplained}`,
);
for (const [reason, count] of [...classes].sort(([, a], [, b]) => b - a)) console.log(`  ${count} jobs: ${reason}`);
if (values.list) for (const line of left) console.log(line);
const often = [...unknown].sort(([, a], [, b]) => b - a).slice(0, 15);
console.log(
  `actions that only they know: ${often.map(([action, count]) => `${action} ${count}`).join(', ') || 'none'}`,
);
const sources = readYaml('permission-sources.yml');
const sourced = Object.values(sources).flatMap((part) => (Array.isArray(part) ? part : Object.keys(part)));
const [, rows] = readFileSync('src/controls/action-permissions.ts', 'utf8').split('const TABLE');
const actions = [...rows.matchAll(/^ {2}'([^']+)':/gm)].map(([, action]) => action);
const bare = actions.filter((action) => !sourced.includes(action));
console.log(
  `${actions.length} actions in our table, ${sources.unconfirmed.length} without a written source, ${bare.length} without a line: ${bare.join(', ') || 'none'}`,
);
process.exitCode = seen.unexplained + bare.length > 0 ? 1 : 0;

function compareJob(repository, set, workflow, job) {
  const steps = views.reachedSteps(set).filter((reached) => reached.job === job);
  const used = steps.flatMap(({ step, actual }) => {
    const action = views.actionName(actual);
    return action === null ? [] : [{ action, step, actual }];
  });
  if (used.length === 0) return;
  seen.jobs += 1;
  const both = used.map(({ action, step, actual }) => {
    const inputs = Object.fromEntries(Object.entries(actual.with).map(([key, { value }]) => [key, value]));
    const environment = Object.fromEntries(
      [workflow.env, job.env, step.env, actual.env].flatMap((env) =>
        Object.entries(env).map(([key, { value }]) => [key, value]),
      ),
    );
    const ours = views.actionNeeds(action, actual);
    const entry = theirs.get(action);
    if (ours === null && entry !== undefined) unknown.set(action, (unknown.get(action) ?? 0) + 1);
    return {
      action,
      alone: base.has(action) ? theirNeeds(base.get(action), inputs, environment) : {},
      ours: ours === null ? null : asScopes(ours),
      theirs: entry === undefined ? null : theirNeeds(entry, inputs, environment),
    };
  });
  if (both.some((each) => each.ours === null || each.theirs === null)) return;
  seen.compared += 1;
  const mine = joined(both.map((each) => each.ours));
  const other = joined(both.map((each) => each.theirs));
  if (isSame(mine, joined(both.map((each) => each.alone)))) seen.sameAlone += 1;
  const scopes = [...new Set([...Object.keys(mine), ...Object.keys(other)])].filter(
    (scope) => mine[scope] !== other[scope],
  );
  if (scopes.length === 0) {
    seen.same += 1;
    return;
  }
  const reasons = scopes.map((scope) =>
    reasonFor(
      scope,
      both.filter((each) => each.ours[scope] !== each.theirs[scope]),
    ),
  );
  if (reasons.includes(null)) seen.unexplained += 1;
  else seen.explained += 1;
  for (const reason of new Set(reasons))
    classes.set(reason ?? 'not explained', (classes.get(reason ?? 'not explained') ?? 0) + 1);
  for (const scope of scopes) {
    const who = both.filter((each) => each.ours[scope] !== each.theirs[scope]).map(({ action }) => action);
    left.push(
      `${repository} ${workflow.path} ${job.id}: ${scope}: ours ${mine[scope] ?? 'none'}, theirs ${other[scope] ?? 'none'} (${[...new Set(who)].join(', ')})`,
    );
  }
}

/** One written reason covers a difference when it names one of the actions that make it, and the scope. */
function reasonFor(scope, actions) {
  const found = explained.find(
    (each) => each.scope === scope && actions.some(({ action }) => each.actions.includes(action)),
  );
  return found === undefined ? null : found.reason.trim();
}

function readYaml(name) {
  return parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
}

function isSame(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((scope) => one[scope] === other[scope]);
}

function asScopes(needs) {
  return joined(needs.map(({ scope, level }) => ({ [scope]: level })));
}

function joined(maps) {
  const scopes = {};
  for (const map of maps) {
    for (const [scope, level] of Object.entries(map)) if (scopes[scope] !== 'write') scopes[scope] = level;
  }
  return scopes;
}

function isFolder(path) {
  return statSync(path).isDirectory();
}

/** Workflows and local actions of a repository, as the views read them. */
function textsOf(root) {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/(?:^|\/)(?:\.git|node_modules)\//.test(path))
    .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(path))
    .filter((path) => statSync(join(root, path)).isFile());
  return Object.fromEntries(
    paths.map((path) => [path, { path, mode: '100644', text: readFileSync(join(root, path), 'utf8') }]),
  );
}

async function loadViews() {
  const temporary = mkdtempSync(join(tmpdir(), 'harden-builds-permissions-'));
  const outfile = join(temporary, 'views.mjs');
  const contents = [
    "export { workflowsIn } from './src/workflow/read-workflows.ts';",
    "export { actionName, reachedSteps } from './src/ecosystems/reached-steps.ts';",
    "export { actionNeeds } from './src/controls/action-permissions.ts';",
  ].join('\n');
  const banner = {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  };
  const stdin = { contents, resolveDir: resolve('.'), loader: 'ts' };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error', banner });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(temporary, { recursive: true });
  return loaded;
}
