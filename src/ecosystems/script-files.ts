import { type TextFiles, textAt } from '../model/files.ts';
import { inDirectory } from './ecosystem.ts';
import type { Followed } from './follow-command.ts';
import type { Invocation } from './invocation.ts';

const SHELLS: Readonly<Record<string, string>> = {
  bash: 'bash',
  sh: 'sh',
  zsh: 'bash',
  dash: 'sh',
  source: 'bash',
  '.': 'bash',
  pwsh: 'pwsh',
  powershell: 'pwsh',
};

/** `./scripts/release.sh`, `bash scripts/release.sh`: the script. Null when the command runs no script file; empty when it cannot be seen. */
export function scriptFiles(invocation: Invocation, directory: string, texts: TextFiles): readonly Followed[] | null {
  const named = scriptPath(invocation);
  if (named === null) return null;
  if (isGivenInline(invocation)) return [{ via: `${invocation.program} -c`, script: named, shell: 'bash', directory }];
  for (const path of placesOf(named, directory)) {
    const file = textAt(texts, path);
    if (file === null) continue;
    const shell = shellOfScript(path, file.text);
    return shell === null ? [] : [{ via: path, script: file.text, shell, directory }];
  }
  return [];
}

const isGivenInline = (invocation: Invocation): boolean =>
  Object.hasOwn(SHELLS, invocation.program) && invocation.options.some((option) => /^-[a-z]*c$/.test(option));

/** The script that a command names, as it is written; null when it names none. */
export function scriptPath({ program, words, written }: Invocation): string | null {
  if (Object.hasOwn(SHELLS, program) && !written.includes('/')) return words[0] ?? null;
  return written.includes('/') && !written.startsWith('@') ? written : null;
}

/** A script is looked up where the command runs, then from the root: variables in front of the path stand for the root mostly. */
export function placesOf(named: string, directory: string): readonly string[] {
  const plain = named
    .replace(/^(?:\$\{\{[^}]*\}\}|\$\{?\w+\}?|\$\(\w+\))\//, '')
    .replace(/^(?:\.\/)+/, '')
    .replaceAll('\\', '/');
  if (plain.startsWith('/') || plain.includes('$')) return [];
  return [normalPath(inDirectory(directory, plain)), plain];
}

/** Without `.` and `..`. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function shellOfScript(path: string, text: string): string | null {
  const interpreter = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(text);
  const program = (interpreter?.[1]?.endsWith('/env') ? interpreter[2] : interpreter?.[1])?.split('/').at(-1);
  if (program !== undefined) return SHELLS[program] ?? null;
  if (/\.ps1$/i.test(path)) return 'pwsh';
  if (/\.(?:bat|cmd)$/i.test(path)) return 'cmd';
  return /\.(?:py|js|mjs|cjs|ts|rb|pl|php|groovy)$/.test(path) ? null : 'bash';
}
