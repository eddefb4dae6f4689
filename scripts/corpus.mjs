// The product on a folder of real repositories: node scripts/corpus.mjs DIR [--only NAME]
// For each: our views of its files and the `unpinned` findings of `check` are the oracle's (DIR/.facts/NAME.facts.json, when there);
// `init --yes` makes one branch and touches nothing else; GitHub's parser takes every changed workflow; a second plan is empty.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compareOracle, loadViews } from './compare/oracles.mjs';

const [folder, flag, only] = process.argv.slice(2);
if (folder === undefined) {
  console.error('node scripts/corpus.mjs DIR [--only NAME]');
  process.exit(2);
}
const BRANCH = 'harden-builds/init';
const bin = resolve('bin/harden-builds.js');
const home = mkdtempSync(join(tmpdir(), 'harden-builds-corpus-'));
const env = { PATH: process.env.PATH, HOME: home, HARDEN_BUILDS_STATE_DIR: join(home, 'state') };
const names = readdirSync(folder)
  .filter((name) => !name.startsWith('.') && (flag !== '--only' || name === only))
  .sort();

/** Runs the built program, which must end with one of these codes and without a stack. */
function product(cwd, codes, ...args) {
  const run = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 120_000,
  });
  if (!codes.includes(run.status))
    throw new Error(`harden-builds ${args.join(' ')} ended with ${run.status}\n${run.stderr.slice(-2000)}`);
  if (/^\s+at .+:\d+:\d+/m.test(run.stderr)) throw new Error(`a stack on stderr\n${run.stderr.slice(-2000)}`);
  return run.stdout;
}

const git = (cwd, ...args) => execFileSync('git', ['-C', cwd, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });

/** HEAD, index, working tree and stash, as one digest. */
function stateOf(cwd) {
  const hash = createHash('sha256');
  hash
    .update(git(cwd, 'symbolic-ref', '-q', 'HEAD'))
    .update(git(cwd, 'rev-parse', 'HEAD'))
    .update(git(cwd, 'stash', 'list'));
  hash.update(readFileSync(join(cwd, '.git/index')));
  const entries = readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !join(entry.parentPath, entry.name).startsWith(join(cwd, '.git/')))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of entries) hash.update(path.slice(cwd.length)).update(readFileSync(path));
  return hash.digest('hex');
}

/** GitHub's builders of the SLSA framework verify themselves by their tag, so they are called by it. */
const mustUseTag = (uses) =>
  /^slsa-framework\/slsa-github-generator\/\.github\/workflows\/[^@]+@v\d+(\.\d+)*$/i.test(uses);

function compareUnpinned(name, report) {
  const facts = join(folder, '.facts', `${name}.facts.json`);
  if (!existsSync(facts)) return [];
  const oracle = JSON.parse(readFileSync(facts, 'utf8'));
  const key = (path, line) => `${path}:${line}`;
  // The oracle also knows files that the folder does not carry.
  const files = [...(oracle.workflows ?? []), ...(oracle.actions ?? [])].filter((file) =>
    existsSync(join(folder, name, file.path)),
  );
  const expected = files.flatMap((file) =>
    (file.uses ?? [])
      .filter((use) => use.pinned === false && use.kind !== 'docker' && !mustUseTag(use.uses))
      .map((use) => key(file.path, use.line)),
  );
  const control = report.controls.find((each) => each.id === 'actions-sha-pinned');
  const found = control.findings
    .filter((finding) => finding.rule === 'unpinned')
    .map((finding) => key(finding.location.path, finding.location.line));
  return [
    ...expected.filter((place) => !found.includes(place)).map((place) => `the oracle has ${place} unpinned, we do not`),
    ...found
      .filter((place) => !expected.includes(place))
      .map((place) => `we have ${place} unpinned, the oracle does not`),
  ];
}

const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser').catch(() => ({}));

/** Errors of GitHub's parser that the original did not have; keys newer than the parser do not count. */
function refusals(path, before, after) {
  if (parseWorkflow === undefined || !/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return [];
  const errors = (content) =>
    parseWorkflow({ name: path, content }, new NoOperationTraceWriter())
      .context.errors.getErrors()
      .map((error) => error.rawMessage ?? error.message);
  const old = before === null ? [] : errors(before);
  return errors(after).filter((message) => !old.includes(message) && !/cache-mode|background|wait/.test(message));
}

const problems = [];
const rows = [];
const views = await loadViews();
const compared = {};
for (const name of names) {
  const cwd = join(home, name);
  cpSync(join(folder, name), cwd, { recursive: true });
  const say = (message) => problems.push(`${name}: ${message}`);
  try {
    const oracle = compareOracle(views, folder, name);
    for (const difference of oracle.differences) say(difference);
    for (const [what, count] of Object.entries(oracle.counts)) compared[what] = (compared[what] ?? 0) + count;
    const report = JSON.parse(product(cwd, [0, 1], 'check', '--local', '--format', 'json'));
    for (const message of compareUnpinned(name, report)) say(message);
    const before = stateOf(cwd);
    product(cwd, [0], 'init', '--local', '--yes', '--deliver', 'branch');
    if (stateOf(cwd) !== before) say('HEAD, index, working tree or stash is not what it was');
    const branches = git(cwd, 'for-each-ref', '--format=%(refname:short)', 'refs/heads').trim().split('\n');
    const made = branches.includes(BRANCH);
    const changed = made ? git(cwd, 'diff', '--name-only', '-z', `main..${BRANCH}`).split('\0').filter(Boolean) : [];
    for (const path of changed) {
      const old = spawnSync('git', ['-C', cwd, 'show', `main:${path}`], { encoding: 'utf8' });
      for (const message of refusals(path, old.status === 0 ? old.stdout : null, git(cwd, 'show', `${BRANCH}:${path}`)))
        say(`${path}: ${message}`);
    }
    if (made) {
      const again = product(cwd, [0], 'init', '--local', '--yes', '--base', BRANCH, '--dry-run', '--format', 'patch');
      if (again !== '') say(`a second plan is not empty:\n${again.split('\n').slice(0, 12).join('\n')}`);
    } else if (product(cwd, [0], 'init', '--local', '--yes', '--dry-run', '--format', 'patch') !== '')
      say('changes were planned and no branch was made');
    const unpinned =
      report.controls
        .find((each) => each.id === 'actions-sha-pinned')
        ?.findings.filter((finding) => finding.rule === 'unpinned').length ?? 0;
    rows.push({ name, percent: report.summary.percent, unpinned, changed: changed.length });
  } catch (error) {
    say(error.message);
  }
  rmSync(cwd, { recursive: true, force: true });
}
console.table(rows);
console.log(
  `compared with the oracles: ${Object.entries(compared)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')}`,
);
rmSync(home, { recursive: true, force: true });
for (const problem of problems) console.error(problem);
console.log(`${names.length} repositories, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
