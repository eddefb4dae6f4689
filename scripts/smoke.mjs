// The built program on the Node that runs this script: the version, the help, and the demo from end to end.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const home = mkdtempSync(join(tmpdir(), 'harden-builds-home-'));
const env = { PATH: process.env.PATH, HOME: home, TMPDIR: process.env.TMPDIR ?? tmpdir() };
const run = (...args) =>
  execFileSync(process.execPath, ['bin/harden-builds.js', ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
try {
  const version = run('--version').trim();
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`--version says ${JSON.stringify(version)}`);
  if (!run('--help').includes('init')) throw new Error('--help does not name init');
  const demo = spawnSync(process.execPath, ['bin/harden-builds.js', 'init', '--demo'], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (demo.status !== 0) throw new Error(`the demo ended with ${demo.status}\n${demo.stderr}`);
  console.log(`Node ${process.versions.node}: harden-builds ${version}, demo delivered`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
