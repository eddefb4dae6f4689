// Budgets as ratios against a bare `node -e 0` in the same run (DESIGN section 10). Never part of the tests.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROUNDS = 9;
const bin = resolve('bin/harden-builds.js');
const home = mkdtempSync(join(tmpdir(), 'harden-builds-bench-'));
const env = { PATH: process.env.PATH, HOME: home, HARDEN_BUILDS_STATE_DIR: join(home, 'state') };

/** The median of a few runs, in milliseconds; the first run only warms the disk. */
function median(cwd, args) {
  const times = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    const run = spawnSync(process.execPath, args, { cwd, env, stdio: 'ignore' });
    if (run.status !== 0 && run.status !== 1) throw new Error(`${args.join(' ')} ended with ${run.status}`);
    if (round > 0) times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** A repository with this many workflows of four jobs each, none of them as it should be. */
function repository(count) {
  const root = join(home, `workflows-${count}`);
  mkdirSync(join(root, '.github/workflows'), { recursive: true });
  const job = (name) => `  ${name}:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm install
      - run: |
          npm test
          echo "\${{ github.event.pull_request.title }}"
`;
  for (let index = 0; index < count; index += 1) {
    const text = `name: w${index}\non: [push, pull_request]\njobs:\n${['a', 'b', 'c', 'd'].map(job).join('')}`;
    writeFileSync(join(root, `.github/workflows/w${index}.yml`), text);
  }
  writeFileSync(join(root, 'package.json'), '{"name":"bench","scripts":{"test":"node --test"}}\n');
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

try {
  const bare = median(home, ['-e', '0']);
  const rows = [
    ['--version', 1.3, home, ['--version']],
    ['check --local, 50 workflows', 12, repository(50), ['check', '--local', '--format', 'json']],
    ['check --local, 200 workflows', 30, repository(200), ['check', '--local', '--format', 'json']],
  ].map(([what, budget, cwd, args]) => {
    const ms = median(cwd, [bin, ...args]);
    return { what, ms: Math.round(ms), ratio: Number((ms / bare).toFixed(2)), budget, kept: ms / bare <= budget };
  });
  console.log(`bare node: ${Math.round(bare)} ms`);
  console.table(rows);
  process.exitCode = rows.every((row) => row.kept) ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
