// Budgets as ratios against a bare `node -e 0` in the same run (DESIGN section 10). Never part of the tests.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';

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

const FRAME_END = '\u001B[?2026l';
const KEYS = { down: '\u001B[B', up: '\u001B[A', enter: '\r', help: '?', escape: '\u001B' };
const PRESSED = ['down', 'down', 'down', 'up', 'enter', 'down', 'up', 'help', 'escape', 'escape'];

/** The wizard in a terminal of 80×24: milliseconds to its first frame, and the bytes that it writes for each key. */
async function wizard(cwd) {
  let written = '';
  let last = 0n;
  const start = process.hrtime.bigint();
  const program = spawn(process.execPath, [bin, 'init', '--local'], {
    name: 'xterm-256color',
    cols: 80,
    rows: 24,
    cwd,
    env: { ...env, HARDEN_BUILDS_STATE_DIR: mkdtempSync(join(home, 'wizard-')) },
  });
  let first = null;
  program.onData((data) => {
    written += data;
    last = process.hrtime.bigint();
    if (first === null && written.includes(FRAME_END)) first = Number(last - start) / 1e6;
  });
  const ended = new Promise((done) => program.onExit(done));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  /** Nothing was written for a while: what belongs to the last key is out. */
  const quiet = async (ms) => {
    while (first === null || Number(process.hrtime.bigint() - last) / 1e6 < ms) await pause(20);
  };
  await quiet(3000);
  const bytes = [];
  for (const key of PRESSED) {
    const before = Buffer.byteLength(written);
    program.write(KEYS[key]);
    await pause(100);
    await quiet(700);
    bytes.push([key, Buffer.byteLength(written) - before]);
  }
  program.write('\u0003');
  await Promise.race([ended, pause(3000).then(() => program.kill())]);
  return { first, bytes };
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
  const looks = [];
  for (let round = 0; round < 5; round += 1) looks.push(await wizard(join(home, 'workflows-50')));
  const first = looks.map((look) => look.first).sort((a, b) => a - b)[2];
  rows.push({
    what: 'first frame of the wizard',
    ms: Math.round(first),
    ratio: Number((first / bare).toFixed(2)),
    budget: 5,
    kept: first / bare <= 5,
  });
  const [key, most] = looks.flatMap(({ bytes }) => bytes).sort((a, b) => b[1] - a[1])[0];
  const answered = looks[0].bytes.filter(([, count]) => count > 0).length;
  console.log(
    `a key press writes at most ${most} of 4096 bytes (${key}); ${answered} of ${PRESSED.length} keys drew something`,
  );
  console.log(`bare node: ${Math.round(bare)} ms`);
  console.table(rows);
  process.exitCode = rows.every((row) => row.kept) && most <= 4096 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
