import { type TextFiles, textAt } from '../model/files.ts';
import { directoryOf, inDirectory } from './ecosystem.ts';
import type { Followed } from './follow-command.ts';
import { type Invocation, optionValue } from './invocation.ts';

/** Many packages may have the script that a task runner is asked for; identical texts count once. */
const MOST_PACKAGES = 60;

const OTHER_PACKAGES = [
  '-w',
  '--workspace',
  '--workspaces',
  '-ws',
  '-r',
  '--recursive',
  '--filter',
  '-F',
  '--filter-prod',
];

/** `npm run release`: the scripts of package.json that it runs. Null when the command runs no package script. */
export function packageScripts(
  invocation: Invocation,
  directory: string,
  texts: TextFiles,
): readonly Followed[] | null {
  const asked = scriptName(invocation);
  if (asked === null) return null;
  const folder = optionValue(invocation, '--prefix', '-C', '--dir', '--cwd');
  const own = inDirectory(inDirectory(directory, folder ?? '').replace(/\/$/, ''), 'package.json');
  const anywhere =
    asked.anywhere || invocation.options.some((option) => OTHER_PACKAGES.includes(option.split('=')[0] ?? ''));
  const manifests = anywhere
    ? Object.keys(texts).filter(isManifest).slice(0, MOST_PACKAGES)
    : [own, 'package.json'].filter(unique);
  const extra = asked.anywhere ? '' : handedOn(invocation, asked.name);
  const found = new Map<string, Followed>();
  for (const path of manifests) {
    const scripts = scriptsOf(texts, path);
    const lines = [`pre${asked.name}`, asked.name, `post${asked.name}`].flatMap((name) => {
      const line = scripts[name];
      return line === undefined ? [] : name === asked.name ? `${line}${extra}` : line;
    });
    if (scripts[asked.name] === undefined) continue;
    const script = lines.join('\n');
    if (!found.has(script))
      found.set(script, { via: `${path} "${asked.name}"`, script, shell: 'bash', directory: directoryOf(path) });
    if (!anywhere) break;
  }
  if (found.size === 0 && asked.implied) return null;
  return [...found.values()];
}

/** `implied`: the word may be a script or a program (`pnpm vitest`). */
function scriptName(invocation: Invocation): { name: string; anywhere: boolean; implied: boolean } | null {
  const { program, words } = invocation;
  const [first, second, third] = words;
  if (['turbo', 'lerna', 'wireit'].includes(program)) {
    const name = first === 'run' ? second : first;
    return name === undefined ? null : { name, anywhere: true, implied: true };
  }
  if (program === 'nx') {
    const target =
      optionValue(invocation, '--target', '-t', '--targets') ?? (first === 'run' ? second?.split(':')[1] : undefined);
    return target === undefined ? null : { name: target, anywhere: true, implied: true };
  }
  if (!['npm', 'pnpm', 'yarn', 'bun'].includes(program) || first === undefined) return null;
  if (program === 'yarn' && first === 'workspace' && third !== undefined) {
    return { name: third === 'run' ? (words[3] ?? '') : third, anywhere: true, implied: true };
  }
  if (program === 'yarn' && first === 'workspaces') {
    return { name: words.at(-1) ?? '', anywhere: true, implied: true };
  }
  if (/^(?:run|run-script|rum|urn)$/.test(first))
    return second === undefined ? null : { name: second, anywhere: false, implied: false };
  if (program !== 'bun' && /^(?:test|t|tst|start)$/.test(first))
    return { name: first === 'start' ? 'start' : 'test', anywhere: false, implied: true };
  return program === 'npm' ? null : { name: first, anywhere: false, implied: true };
}

/** What stands behind the script's name is written behind the script: `npm run release -- --dry-run`. */
function handedOn({ args }: Invocation, name: string): string {
  const rest = args.slice(args.indexOf(name) + 1);
  const given = rest[0] === '--' ? rest.slice(1) : rest;
  return given
    .map((word) => ` ${/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["\\`]/g, '\\$&')}"`}`)
    .join('');
}

const isManifest = (path: string): boolean => path === 'package.json' || path.endsWith('/package.json');
const unique = (path: string, index: number, all: readonly string[]): boolean => all.indexOf(path) === index;

/** `scripts` of a package.json; empty when it is absent or is not JSON. */
export function scriptsOf(texts: TextFiles, path: string): Readonly<Record<string, string>> {
  const manifest = packageManifest(texts, path);
  const scripts = manifest?.scripts;
  if (typeof scripts !== 'object' || scripts === null) return {};
  return Object.fromEntries(
    Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const manifests = new WeakMap<object, Readonly<Record<string, unknown>> | null>();

/** A package.json as data; null when it is absent or is not a JSON object. */
export function packageManifest(texts: TextFiles, path: string): Readonly<Record<string, unknown>> | null {
  const file = textAt(texts, path);
  if (file === null) return null;
  const before = manifests.get(file);
  if (before !== undefined) return before;
  const data = jsonObject(file.text);
  manifests.set(file, data);
  return data;
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const data: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    // An object that is no array has string keys and values of any kind.
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
