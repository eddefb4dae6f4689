// Pinning the actions of 200 workflows, from the start of the program to the written result: ours against pin-github-action and
// actions-up, in one run, as a ratio (the built program is what is measured):
//   node scripts/compare/edit-bench.mjs [--workflows N] [--rounds N] [--with FOLDER | --install]
// FOLDER has the two in its node_modules; --install puts them into a temporary one; otherwise they are "not installed". Neither can be
// pointed at another host, so both get their answers within their own process, from our catalogue and without delay: what is
// compared is reading, deciding and writing, never a network. Ours also judges, proves each edit, and asks GitHub's parser.
// Measured on 1 December 2026, Node 20.20.2, a busy machine of two cores, 200 workflows with 2400 uses, the median of two rounds: ours
// 6.2 s of processor time; pin-github-action 3.4.0 1.9 s (0.31, 1600 written as `@commit # version`); actions-up 1.21.0 2.7 s (0.43,
// all 2400). An hour before, while the plan was still made twice: 11.9 s, 0.15 and 0.21.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    workflows: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    with: { type: 'string' },
    install: { type: 'boolean' },
  },
});
/** Leaves behind the processor time of the program, which does not depend on what else the machine does. */
const METER = `import { writeFileSync } from 'node:fs';
process.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(FILE, String((user + system) / 1000)); });
`;
const RIVALS = ['pin-github-action', 'actions-up'];
const bin = resolve('bin/harden-builds.js');
const home = mkdtempSync(join(tmpdir(), 'harden-builds-edit-bench-'));
const env = { PATH: process.env.PATH, HOME: home, HARDEN_BUILDS_STATE_DIR: join(home, 'state') };

try {
  const source = repository(Number(values.workflows));
  const installed = values.with ?? (values.install ? install() : null);
  const answers = join(home, 'answers.mjs');
  writeFileSync(answers, preload());
  const cpu = join(home, 'cpu');
  const meter = join(home, 'meter.mjs');
  writeFileSync(meter, METER.replace('FILE', JSON.stringify(cpu)));
  const metered = `--import=${pathToFileURL(meter).href}`;
  const withAnswers = {
    ...env,
    GITHUB_TOKEN: 'none',
    NODE_OPTIONS: `${metered} --import=${pathToFileURL(answers).href}`,
  };
  const ours = ['init', '--local', '--yes', '--only', 'actions-sha-pinned', '--deliver', 'worktree'];
  const contenders = [{ name: 'harden-builds', args: [bin, ...ours], env: { ...env, NODE_OPTIONS: metered } }];
  for (const name of RIVALS) {
    const folder = installed === null ? null : join(resolve(installed), 'node_modules', name);
    if (folder === null || !existsSync(folder)) {
      console.log(`${name}: not installed`);
      continue;
    }
    const { version, bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const program = join(folder, typeof bins === 'string' ? bins : bins[name]);
    const args = name === 'actions-up' ? ['--yes', '--min-age', '0'] : ['.github/workflows'];
    contenders.push({ name: `${name} ${version}`, args: [program, ...args], env: withAnswers });
  }
  const rows = contenders.map((contender) => measure(contender, source, cpu));
  const [first] = rows;
  console.table(rows.map((row) => ({ ...row, ratio: Number((row.cpu / first.cpu).toFixed(2)) })));
  console.log('ratio: processor time of the program divided by ours; 1 is as much, 2 twice as much');
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** The median of some runs, each on a fresh copy; the first one only warms the disk. */
function measure({ name, args, env: its }, source, cpu) {
  const times = [];
  const used = [];
  let pinned = 0;
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const cwd = join(home, 'copy');
    cpSync(source, cwd, { recursive: true });
    const start = process.hrtime.bigint();
    const run = spawnSync(process.execPath, args, { cwd, env: its, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (round > 0) times.push(Number(process.hrtime.bigint() - start) / 1e6);
    if (round > 0) used.push(Number(readFileSync(cpu, 'utf8')));
    if (run.status !== 0) throw new Error(`${name} ended with ${run.status}\n${run.stdout}${run.stderr}`);
    pinned = pinnedIn(join(cwd, '.github/workflows'));
    rmSync(cwd, { recursive: true });
  }
  return { name, ms: median(times), cpu: median(used), pinned };
}

function median(numbers) {
  return Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]);
}

function pinnedIn(folder) {
  const pins = (file) => readFileSync(join(folder, file), 'utf8').match(/uses: \S+@[0-9a-f]{40} # v?\d/g) ?? [];
  return readdirSync(folder).reduce((sum, file) => sum + pins(file).length, 0);
}

/** Workflows of four jobs each that use three actions by their tag. */
function repository(count) {
  const root = join(home, 'repository');
  mkdirSync(join(root, '.github/workflows'), { recursive: true });
  const job = (name) => `  ${name}:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4 # the version of .nvmrc
        with:
          node-version: 20
      - run: npm ci
      - uses: actions/upload-artifact@v4
        with: { name: "${name}", path: dist }
`;
  for (let index = 0; index < count; index += 1) {
    const text = `name: w${index}\non: [push, pull_request]\npermissions:\n  contents: read\njobs:\n${['a', 'b', 'c', 'd'].map(job).join('')}`;
    writeFileSync(join(root, `.github/workflows/w${index}.yml`), text);
  }
  const git = (...args) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=bench', '-c', 'user.email=bench@example.invalid', ...args], {
      env,
      stdio: 'ignore',
    });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'bench');
  return root;
}

function install() {
  const folder = join(home, 'rivals');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...RIVALS], {
    cwd: folder,
    stdio: 'ignore',
  });
  return folder;
}

/** Answers the questions that the two ask of GitHub; one that is not known here gets a 404, as from GitHub. */
function preload() {
  const { actions } = JSON.parse(readFileSync('src/adapters/pin-catalogue.json', 'utf8'));
  return `const actions = ${JSON.stringify(actions)};
const tagsOf = (action) => (actions[action]?.tags ?? []).map((line) => line.split(' '));
const shaOf = (action, ref) => (tagsOf(action).find(([tag]) => tag === ref) ?? tagsOf(action).find(([tag]) => tag.startsWith(ref + '.')))?.[1];
const release = ([tag]) => ({ tag_name: tag, name: tag, body: '', html_url: '', target_commitish: 'main', draft: false, prerelease: false, published_at: '2026-01-01T00:00:00Z' });
function answer(path) {
  const [, owner, name, what] = /^\\/repos\\/([^/]+)\\/([^/]+)\\/([^?]*)/.exec(path) ?? [];
  const action = owner + '/' + name;
  const rest = decodeURIComponent(what ?? '');
  const ref = /^git\\/ref\\/tags\\/(.+)$/.exec(rest)?.[1];
  if (ref !== undefined) { const sha = shaOf(action, ref); return sha && { ref: 'refs/tags/' + ref, object: { type: 'commit', sha } }; }
  if (rest === 'releases/latest') { const [tag] = tagsOf(action); return tag && release(tag); }
  if (rest === 'releases') return tagsOf(action).slice(0, 30).map(release);
  const tagged = /^releases\\/tags\\/(.+)$/.exec(rest)?.[1];
  if (tagged !== undefined) { const tag = tagsOf(action).find(([each]) => each === tagged); return tag && release(tag); }
  if (rest === 'tags') return tagsOf(action).map(([tag, sha]) => ({ name: tag, commit: { sha } }));
  const matching = /^git\\/matching-refs\\/tags\\/(.*)$/.exec(rest)?.[1];
  if (matching !== undefined) return tagsOf(action).filter(([tag]) => tag.startsWith(matching)).map(([tag, sha]) => ({ ref: 'refs/tags/' + tag, object: { type: 'commit', sha } }));
  const commit = /^(?:git\\/)?commits\\/(.+)$/.exec(rest)?.[1];
  if (commit !== undefined) return { sha: commit, message: '', author: { date: '2026-01-01T00:00:00Z' } };
  return undefined;
}
globalThis.fetch = async (input) => {
  const { pathname, search } = new URL(typeof input === 'string' ? input : input.url ?? String(input));
  const found = answer(pathname + search);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-ratelimit-remaining': '4999', 'x-ratelimit-limit': '5000', 'x-ratelimit-reset': '2000000000' };
  return new Response(JSON.stringify(found ?? { message: 'Not Found' }), { status: found === undefined ? 404 : 200, headers });
};
`;
}
