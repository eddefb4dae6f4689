import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refusal } from '../model/refusal.ts';
import { findProgram } from './git-program.ts';
import { type PackArchive, packArchive } from './pack-archive.ts';

const MILLISECONDS = 120_000;
const MAX_OUTPUT = 1024 * 1024;

/**
 * A package of the registry that the user has configured, fetched by the user's own npm: its login, its proxy and its mirror
 * hold. It runs in an empty folder, so that no configuration of the repository that is looked at is read, and no script of the
 * package runs. The name and version were checked to be nothing else.
 * @throws Refusal when npm is not there, or the registry does not give the package.
 */
export async function packFromNpm(name: string, version: string): Promise<PackArchive> {
  const folder = mkdtempSync(join(tmpdir(), 'harden-builds-pack-'));
  try {
    // Without one, npm would look for a project in the folders above.
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const said = await npmPack(folder, `${name}@${version}`);
    const { filename, integrity } = described(said) ?? {};
    if (filename === undefined || !/^[A-Za-z0-9._-]+\.tgz$/u.test(filename))
      throw refused(name, version, 'npm did not say which file it wrote.');
    const archive = packArchive(join(folder, filename), `npm:${name}@${version}`);
    if (integrity !== undefined && integrity !== archive.integrity)
      throw refused(name, version, `The archive is ${archive.integrity}, and npm announced ${integrity}.`);
    return archive;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function npmPack(folder: string, wanted: string): Promise<string> {
  const [program, ...first] = npmCommand();
  if (program === undefined) {
    throw new Refusal('npm was not found', {
      why: 'A pack of the registry is fetched with the npm command, and no folder of PATH holds it.',
      next: ['install npm, then run again', 'or fetch the archive yourself and name it: npm:./FILE.tgz'],
      exitCode: 2,
    });
  }
  const args = [...first, 'pack', '--ignore-scripts', '--json', '--loglevel=error', '--', wanted];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      timeout: MILLISECONDS,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < MAX_OUTPUT) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < MAX_OUTPUT) stderr += text;
    });
    child.on('error', (cause) => reject(new Error('npm could not be started', { cause })));
    child.on('close', (code) => {
      if (code === 0) resolve(stdout);
      else
        reject(
          refused(
            ...split(wanted),
            reasonIn(stderr) ?? (code === null ? 'npm did not end in time.' : `npm ended with ${code}.`),
          ),
        );
    });
  });
}

/** On Windows npm is a script for the shell; Node runs its program directly, so that no shell reads the arguments. */
function npmCommand(): readonly string[] {
  if (process.platform === 'win32')
    return [process.execPath, join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')];
  const npm = findProgram('npm', process.env);
  return npm === null ? [] : [npm];
}

const split = (wanted: string): [string, string] => {
  const at = wanted.lastIndexOf('@');
  return [wanted.slice(0, at), wanted.slice(at + 1)];
};

/** `npm error …` without the place of its log; addresses lose what stands before an @. */
const reasonIn = (stderr: string): string | null => {
  const lines = stderr.split('\n').flatMap((line) => /^npm (?:error|ERR!) ?(.*)$/u.exec(line)?.[1] ?? []);
  const told = lines.filter((line) => line !== '' && !/complete log|code /u.test(line)).slice(0, 4);
  return told.length === 0 ? null : told.join(' ').replace(/(\/\/)[^/\s@]+@/gu, '$1');
};

function described(stdout: string): { readonly filename?: string; readonly integrity?: string } | null {
  try {
    const list: unknown = JSON.parse(stdout);
    const [first]: readonly unknown[] = Array.isArray(list) ? list : [];
    if (typeof first !== 'object' || first === null) return null;
    const text = (key: string): string | undefined => {
      const value = Object.entries(first).find(([name]) => name === key)?.[1];
      return typeof value === 'string' ? value : undefined;
    };
    const filename = text('filename');
    const integrity = text('integrity');
    return { ...(filename === undefined ? {} : { filename }), ...(integrity === undefined ? {} : { integrity }) };
  } catch {
    return null;
  }
}

const refused = (name: string, version: string, why: string): Refusal =>
  new Refusal(`npm did not give ${name}@${version}`, {
    why,
    next: [`npm view ${name}@${version} shows whether it is there and you may read it`],
    exitCode: 3,
  });
