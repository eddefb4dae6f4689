// Our views of a repository's files against an oracle that was made by other means (DIR/.facts/NAME.facts.json): triggers,
// permissions as written and in force, `uses` by class, CODEOWNERS, Dependabot. Used by scripts/corpus.mjs.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const VIEWS = `
export { effectiveCodeowners, ownersOf, parseCodeowners } from './src/workflow/codeowners.ts';
export { dependabotIn } from './src/workflow/dependabot.ts';
export { effectivePermissions } from './src/workflow/effective-permissions.ts';
export { isFullSha } from './src/workflow/parse-uses.ts';
export { workflowsIn } from './src/workflow/read-workflows.ts';
export { stepsOf } from './src/workflow/steps.ts';
`;

/** The places our views read. */
const READ = /^(?:\.github\/.*|(?:docs\/)?CODEOWNERS|(?:.*\/)?action\.ya?ml)$/;

/** Our views, as the product has them. */
export async function loadViews() {
  const folder = mkdtempSync(join(tmpdir(), 'harden-builds-views-'));
  const outfile = join(folder, 'views.mjs');
  const stdin = { contents: VIEWS, resolveDir: resolve('.'), loader: 'ts' };
  const banner = {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error', banner });
  const views = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return views;
}

/** The differences, one sentence each, and how many things of each kind were compared. Empty when there is no oracle. */
export function compareOracle(views, folder, name) {
  const facts = join(folder, '.facts', `${name}.facts.json`);
  if (!existsSync(facts)) return { counts: {}, differences: [] };
  const oracle = JSON.parse(readFileSync(facts, 'utf8'));
  const { tree, texts } = filesOf(join(folder, name));
  const set = views.workflowsIn(texts);
  const counts = {};
  const differences = [];
  const same = (what, where, ours, theirs) => {
    counts[what] = (counts[what] ?? 0) + 1;
    const [left, right] = [sorted(ours), sorted(theirs)].map((value) => JSON.stringify(value));
    if (left !== right) differences.push(`${where}: ${what}: we see ${left}, the oracle ${right}`);
  };
  // The oracle also knows files that the folder does not carry.
  const known = (file) => Object.hasOwn(texts, file.path);
  for (const file of oracle.workflows.filter(known)) {
    const workflow = set.workflows.find(({ path }) => path === file.path);
    if (workflow === undefined) {
      same('readable', file.path, false, true);
      continue;
    }
    compareWorkflow(views, same, workflow, file);
  }
  for (const file of (oracle.actions ?? []).filter(known)) {
    const action = set.actions.find(({ path }) => path === file.path);
    // Only actions that GitHub or a workflow of the repository can reach are read.
    if (action !== undefined) same('uses', file.path, usesOf(views, [action]), theirUses(file));
  }
  compareOwners(views, same, tree, texts, oracle);
  compareDependabot(views, same, tree, texts, oracle.dependabot);
  return { counts, differences };
}

function compareWorkflow(views, same, workflow, file) {
  same('triggers', file.path, names(workflow.triggers.map(({ event }) => event)), names(file.on));
  const push = workflow.triggers.find(({ event }) => event === 'push')?.config;
  same('push-tags', file.path, push != null && typeof push === 'object' && 'tags' in push, file.push_tags);
  same('permissions', file.path, written(workflow.permissions), file.has_permissions ? file.permissions : undefined);
  same('jobs', file.path, names(workflow.jobs.map(({ id }) => id)), names(file.jobs.map(({ id }) => id)));
  for (const job of workflow.jobs) {
    const theirs = file.jobs.find(({ id }) => id === job.id);
    if (theirs === undefined) continue;
    const where = `${file.path} ${job.id}`;
    same('job permissions', where, written(job.permissions), theirs.has_permissions ? theirs.permissions : undefined);
    const inForce = theirs.has_permissions ? theirs.permissions : file.has_permissions ? file.permissions : undefined;
    const ours = views.effectivePermissions(workflow, job, null);
    same('permissions in force', where, inForceOf(ours), asInForce(inForce));
    same('steps', where, views.stepsOf(job).length, theirs.steps);
  }
  same('uses', file.path, usesOf(views, workflow.jobs), theirUses(file));
}

function compareOwners(views, same, tree, texts, { codeowners, workflows }) {
  const effective = views.effectiveCodeowners(tree, texts);
  same('codeowners', 'CODEOWNERS', effective?.path, codeowners?.path);
  if (codeowners == null || effective === null || !('file' in effective)) return;
  const parsed = views.parseCodeowners(effective.file.text);
  same('codeowners', `${effective.path} rules`, parsed.rules.length, codeowners.rules);
  const owned = workflows.filter(({ path }) => (views.ownersOf(parsed, path)?.owners.length ?? 0) > 0);
  same('codeowners', `${effective.path} workflows`, owned.length, codeowners.workflows_owned);
  const own = (views.ownersOf(parsed, effective.path)?.owners.length ?? 0) > 0;
  same('codeowners', `${effective.path} itself`, own, codeowners.codeowners_file_owned);
}

function compareDependabot(views, same, tree, texts, theirs) {
  const ours = views.dependabotIn(tree, texts);
  same('dependabot', 'path', ours?.path, theirs?.path);
  if (theirs == null || ours === null || !('updates' in ours)) return;
  const ecosystems = ours.updates.map(({ ecosystem }) => ecosystem?.value);
  same('dependabot', `${ours.path} ecosystems`, names(ecosystems), names(theirs.ecosystems));
  const actions = ours.updates.filter(({ ecosystem }) => ecosystem?.value === 'github-actions');
  same('dependabot', `${ours.path} covers actions`, actions.length > 0, theirs.github_actions);
  if (actions.length === 0) return;
  const cooled = actions.some(({ cooldown }) => cooldown !== null);
  same('dependabot', `${ours.path} cooldown`, cooled, theirs.actions_cooldown ?? false);
  const grouped = actions.some((update) => update.grouped);
  same('dependabot', `${ours.path} groups`, grouped, theirs.actions_grouped ?? false);
  const folders = actions.flatMap(({ directories }) => directories.map(({ value }) => value));
  same('dependabot', `${ours.path} directories`, names(folders), names((theirs.actions_directories ?? []).flat()));
}

/** `permissions:` as data; undefined when it is not written. */
function written(located) {
  if (located === null) return undefined;
  const { kind, scopes } = located.value;
  return kind === 'map' ? { ...scopes } : kind;
}

/** Scopes that give anything: `none` is the same as not being there. */
const granted = (scopes) => Object.fromEntries(Object.entries(scopes).filter(([, level]) => level !== 'none'));

/** What the token may do; every scope at once by the word that stands for it. */
function inForceOf(effective) {
  if (!effective.known) return 'the default';
  const given = granted(effective.scopes);
  if (Object.keys(given).length < EVERY_SCOPE) return given;
  return given.contents === 'write' ? 'write-all' : 'read-all';
}

const asInForce = (permissions) =>
  permissions === undefined
    ? 'the default'
    : typeof permissions === 'string'
      ? permissions
      : granted(permissions ?? {});

/** More scopes than anybody lists by hand: it was one of the two words. */
const EVERY_SCOPE = 15;

/** Places of `uses`, each once: an anchor is one place however often it is used. */
const usesOf = (views, parts) =>
  names(
    parts
      .flatMap((part) => [part.uses ?? null, ...views.stepsOf(part).map(({ uses }) => uses)])
      .flatMap((uses) =>
        uses === null ? [] : `${uses.place.line} ${uses.value.text.trim()} ${classOf(views, uses.value)}`,
      ),
  );

const theirUses = ({ uses }) => names((uses ?? []).map((each) => `${each.line} ${each.uses.trim()} ${each.kind}`));

/** The oracle's classes. */
function classOf(views, uses) {
  if (uses.kind !== 'action' && uses.kind !== 'reusable-workflow') return uses.kind;
  if (views.isFullSha(uses.ref)) return 'sha';
  if (/^v?\d+$/.test(uses.ref)) return 'tag-major';
  return /^v?\d+\.\d/.test(uses.ref) ? 'tag' : 'branch-or-other';
}

const names = (all) => [...new Set(all)].sort();

/** Keys in one order, so that equal data is equal text. */
function sorted(value) {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function filesOf(root) {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('.git/') && READ.test(path) && statSync(join(root, path)).isFile());
  const entries = paths.map((path) => [path, { path, mode: '100644', text: readFileSync(join(root, path), 'utf8') }]);
  return { tree: paths.map((path) => ({ path, mode: '100644', oid: '' })), texts: Object.fromEntries(entries) };
}
