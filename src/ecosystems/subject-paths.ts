import { replaceExpressions } from '../workflow/expressions.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { everyAssignment } from './script-values.ts';

/** Where a text stands that another step of the job is to repeat. */
export type WordSite = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  /** Folder its names start from; null when that is computed. */
  readonly directory: string | null;
  /** The script, when the text is a word of it. */
  readonly script: string | null;
};

/** What the runner sets for every step, as expressions say it. */
const RUNNER_VARIABLES: Readonly<Record<string, string>> = {
  GITHUB_REF_NAME: '${{ github.ref_name }}',
  GITHUB_SHA: '${{ github.sha }}',
  GITHUB_REPOSITORY: '${{ github.repository }}',
  GITHUB_REPOSITORY_OWNER: '${{ github.repository_owner }}',
  GITHUB_RUN_NUMBER: '${{ github.run_number }}',
  GITHUB_WORKSPACE: '${{ github.workspace }}',
  RUNNER_TEMP: '${{ runner.temp }}',
  RUNNER_OS: '${{ runner.os }}',
  RUNNER_ARCH: '${{ runner.arch }}',
  'GITHUB_REF#refs/tags/': '${{ github.ref_name }}',
};

/**
 * The values that a text has in its step, in words that an input of another step of the job can repeat: several for the variable of a
 * loop. Null as soon as a part of it is computed.
 */
export function valuesOfWord(word: string, site: WordSite, depth = 0): readonly string[] | null {
  const plain = withOwnEnv(word, site.step);
  if (site.script === null) return [plain];
  const [masked, unmask] = maskedExpressions(plain);
  const variable = /\$(?:\{([^{}]+)\}|([A-Za-z_]\w*))/.exec(masked);
  if (variable === null) return /[$`]/.test(masked) ? null : [unmask(masked)];
  const found = depth > 8 ? null : valuesOfVariable(variable[1] ?? variable[2] ?? '', site);
  if (found === null) return null;
  const parts = found.map((value) => {
    const text = masked.slice(0, variable.index) + value + masked.slice(variable.index + variable[0].length);
    return valuesOfWord(unmask(text), site, depth + 1);
  });
  return parts.every((part) => part !== null) ? parts.flat() : null;
}

function valuesOfVariable(name: string, site: WordSite): readonly string[] | null {
  const { step, job, workflow, script } = site;
  const loop = new RegExp(`\\bfor\\s+${escaped(name)}\\s+in\\s+([^;\\n]+?)\\s*(?:;|\\n)\\s*do\\b`).exec(
    script ?? '',
  )?.[1];
  if (loop !== undefined) {
    const words = loop.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
    return words.every((word) => !/["'(]/.test(word)) ? words : null;
  }
  const assigned = everyAssignment(script ?? '', name);
  if (assigned.length > 0) {
    const value = unquoted(assigned[0] ?? '');
    return assigned.length === 1 && !/["'\s;`]|\$\(/.test(value) ? [value] : null;
  }
  const own = step.env[name]?.value;
  if (own !== undefined) return [own];
  if (job.env[name] !== undefined || workflow.env[name] !== undefined || isWrittenBefore(name, site))
    return [`\${{ env.${name} }}`];
  return Object.hasOwn(RUNNER_VARIABLES, name) ? [RUNNER_VARIABLES[name] ?? ''] : null;
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');

/** An earlier step of the job gives it to all later ones. */
const isWrittenBefore = (name: string, { job, step }: WordSite): boolean =>
  job.steps
    .slice(0, Math.max(0, job.steps.indexOf(step)))
    .some(
      ({ run }) => run !== null && /GITHUB_ENV/.test(run.value) && new RegExp(`\\b${escaped(name)}=`).test(run.value),
    );

/** The environment of a step is its own: another one would find nothing under that name. */
const withOwnEnv = (text: string, { env }: Step): string =>
  text.replace(/\$\{\{\s*env\.([A-Za-z_][\w-]*)\s*\}\}/g, (whole, name: string) => env[name]?.value ?? whole);

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\#/]/g, '\\$&');

/** Every `${{ … }}` as one letter of a private range, and the way back. */
function maskedExpressions(text: string): readonly [string, (masked: string) => string] {
  const found: string[] = [];
  const masked = replaceExpressions(text, (whole) => String.fromCharCode(FIRST_MASK + found.push(whole) - 1));
  return [masked, (back) => back.replace(MASKS, (each) => found[each.charCodeAt(0) - FIRST_MASK] ?? '')];
}
const FIRST_MASK = 0xe000;
const MASKS = /[\ue000-\uf8ff]/g;

/**
 * The text as lines of `subject-path` that match the same files (patterns of @actions/glob: `*`, `?`, `**`, `[…]`; no braces, no `..`).
 * Null when it cannot be said in them.
 */
export function subjectPaths(word: string, site: WordSite): readonly string[] | null {
  const values = valuesOfWord(word, site);
  if (values === null) return null;
  const paths = values.map((value) => pathsOf(value.trim(), site));
  return paths.every((each) => each !== null) ? [...new Set(paths.flat())] : null;
}

function pathsOf(value: string, site: WordSite): readonly string[] | null {
  const [masked, unmask] = maskedExpressions(value);
  const { directory, script } = site;
  const paths = expanded(masked).map((each) => {
    // Where the shell expands it, two stars are one.
    const text = script === null || /globstar/.test(script) ? each : each.replaceAll('**', '*');
    if (!/^[\w@%+=:./*?[\] \ue000-\uf8ff-]+$/.test(text) || text.startsWith('-') || text.endsWith('/')) return null;
    if (text.startsWith('/') || beginsWithFolder(unmask(text))) return text;
    if (/^[\ue000-\uf8ff]/.test(text) && directory !== '' && !beginsWithName(unmask(text), site)) return null;
    return directory === null ? null : normalised(directory === '' ? text : `${directory}/${text}`);
  });
  return paths.every((each) => each !== null) ? paths.map((each) => unmask(each)) : null;
}

const beginsWithFolder = (text: string): boolean => /^\$\{\{\s*(?:github\.workspace|runner\.temp)\s*\}\}/.test(text);

/** Whether the expression in front is surely a part of a name, and not a folder from the root. */
function beginsWithName(text: string, { workflow, job }: WordSite): boolean {
  if (/^\$\{\{\s*github\.(?:ref_name|sha|run_number|repository|event\.release\.tag_name)\s*\}\}/.test(text))
    return true;
  const name = /^\$\{\{\s*env\.([\w-]+)\s*\}\}/.exec(text)?.[1];
  const value = name === undefined ? undefined : (job.env[name] ?? workflow.env[name])?.value;
  return value !== undefined && /^[\w.-]/.test(value);
}

/** `{a,b}` as two texts. */
function expanded(text: string): readonly string[] {
  const brace = /\{([^{}]*)\}/.exec(text);
  if (brace === null) return [text];
  const [before, after] = [text.slice(0, brace.index), text.slice(brace.index + brace[0].length)];
  return (brace[1] ?? '').split(',').flatMap((each) => expanded(before + each + after));
}

/** Without `.` and `..`; null when it leaves the workspace. */
function normalised(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? null : parts.join('/');
}
