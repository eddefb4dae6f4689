import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BIN = resolve(import.meta.dirname, '../../bin/harden-builds.js');
const ROOMY = { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 300_000 };
const clean = (path) => path.replace(/^\.\//, '');

/** The version of zizmor, or null where it is not installed. */
export function zizmorVersion() {
  const run = spawnSync('zizmor', ['--version'], ROOMY);
  return run.status === 0 ? run.stdout.trim().replace(/^zizmor /, '') : null;
}

/**
 * What zizmor says of a folder, by every persona, without the configuration and the ignore comments of the repository:
 * `{ files, findings: [{ audit, persona, path, line, endLine, step, lines, note }] }`. `files` are those that it could read, `lines`
 * where everything begins that it shows for one finding.
 */
export function askZizmor(folder) {
  const options = ['--offline', '--no-progress', '--no-config', '--no-ignores', '--no-exit-codes', '--persona=auditor'];
  const run = spawnSync('zizmor', [...options, '--format=json', '.'], { ...ROOMY, cwd: folder });
  const files = new Set([...run.stderr.matchAll(/completed (\S.*)$/gm)].map(([, path]) => clean(path)));
  // It ends with an error where there is nothing for it to read.
  if (run.stdout.trim() === '') {
    if (files.size > 0 || !run.stderr.includes('no inputs collected')) throw new Error(run.stderr.slice(-500));
    return { files, findings: [] };
  }
  const findings = JSON.parse(run.stdout).flatMap(({ ident, determinations, locations }) => {
    const local = locations.filter(({ symbolic }) => symbolic.key.Local !== undefined);
    return local
      .filter(({ symbolic }) => symbolic.kind === 'Primary')
      .slice(0, 1)
      .map(({ symbolic, concrete }) => ({
        audit: ident,
        persona: determinations.persona.toLowerCase(),
        path: clean(symbolic.key.Local.verbatim_path),
        line: concrete.location.start_point.row + 1,
        endLine: concrete.location.end_point.row + 1,
        step: stepLines(local),
        lines: local
          .filter(({ symbolic }) => symbolic.kind !== 'Hidden')
          .map((each) => each.concrete.location.start_point.row + 1),
        note: symbolic.annotation,
      }));
  });
  return { files, findings };
}

/** First and last line of the step that a finding is about; null when it is about none. */
function stepLines(local) {
  const step = local.find(({ symbolic }) => symbolic.kind === 'Hidden' && symbolic.annotation === 'this step');
  if (step === undefined) return null;
  const { start_point: start, end_point: end } = step.concrete.location;
  return [start.row + 1, end.row + 1];
}

/** What `check --local` says: `{ unread: paths, findings: [{ rule: control/rule, path, line, note }] }`. */
export function askOurselves(folder) {
  const home = mkdtempSync(join(tmpdir(), 'harden-builds-zizmor-'));
  try {
    const cwd = existsSync(join(folder, '.git')) ? folder : committed(folder, join(home, 'copy'));
    const env = { PATH: process.env.PATH, HOME: home, HARDEN_BUILDS_STATE_DIR: join(home, 'state') };
    const run = spawnSync(process.execPath, [BIN, 'check', '--local', '--format', 'json'], { ...ROOMY, cwd, env });
    if (run.status !== 0 && run.status !== 1)
      throw new Error(`check ended with ${run.status}\n${run.stderr.slice(-500)}`);
    const { controls } = JSON.parse(run.stdout);
    // Every control that reads workflows names those it could not; the first of them is enough.
    const doubts = controls.find(({ id }) => id === 'untrusted-code-checkout').unknown;
    const unread = doubts.filter(({ unlock }) => /^(?:mend|make|read) /.test(unlock)).map(({ source }) => source);
    const findings = controls.flatMap(({ id, findings: found }) =>
      found
        .filter(({ location }) => location?.path !== undefined)
        .map(({ rule, location, message }) => ({
          rule: `${id}/${rule}`,
          path: location.path,
          line: location.line,
          note: message,
        })),
    );
    return { unread: new Set(unread), findings };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** `check` reads commits, so a plain folder becomes one. */
function committed(folder, copy) {
  cpSync(folder, copy, { recursive: true });
  const identity = [
    '-c',
    'user.name=compare',
    '-c',
    'user.email=compare@example.invalid',
    '-c',
    'commit.gpgSign=false',
  ];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A', '-f'],
    ['commit', '-q', '--allow-empty', '-m', 'files'],
  ]) {
    const run = spawnSync('git', ['-C', copy, ...identity, ...args], ROOMY);
    if (run.status !== 0) throw new Error(run.stderr);
  }
  return copy;
}
