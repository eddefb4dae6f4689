import { isReadable, type TextFile, type TextFiles, type UnreadableFile } from '../model/files.ts';
import { type ReadResult, readAction, readWorkflow } from './read-workflow.ts';
import { stepsOf } from './steps.ts';
import type { ActionMetadata, Broken, Step, Workflow } from './workflow-file.ts';
import { type YamlSource, yamlSource } from './yaml-source.ts';

/** Everything that GitHub Actions reads in a repository. Each list is sorted by path. */
export type WorkflowSet = {
  readonly workflows: readonly Workflow[];
  readonly actions: readonly ActionMetadata[];
  /** Files that are there and that GitHub could not run. */
  readonly broken: readonly Broken[];
  /** Files that are there and whose text could not be had. */
  readonly unreadable: readonly UnreadableFile[];
};

const WORKFLOW_PATH = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const ACTION_PATH = /^(?:\.github\/actions\/(?:.+\/)?)?action\.ya?ml$/;
/** Published actions may lie anywhere (docs/decisions/0003). */
const ELSEWHERE = /^(?!(?:.+\/)?node_modules\/).+\/action\.ya?ml$/;

const sets = new WeakMap<TextFiles, WorkflowSet>();

/** The workflows and actions among the texts; remembered by the object that holds the texts, and by each file. */
export function workflowsIn(texts: TextFiles): WorkflowSet {
  const before = sets.get(texts);
  if (before !== undefined) return before;
  const set = readAll(texts);
  sets.set(texts, set);
  return set;
}

export const isWorkflowPath = (path: string): boolean => WORKFLOW_PATH.test(path);

function readAll(texts: TextFiles): WorkflowSet {
  const paths = Object.keys(texts).sort();
  const workflows = new Map(paths.filter(isWorkflowPath).flatMap((path) => reading(texts, path, workflowOf)));
  const actions = new Map<string, Reading<ActionMetadata>>();
  const wanted = paths.filter((path) => ACTION_PATH.test(path) && !isShadowed(texts, path));
  for (const reading of workflows.values())
    if (reading.kind === 'value') for (const local of localActionsOf(reading.value, texts)) wanted.push(local);
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    if (actions.has(path)) continue;
    for (const [, found] of reading(texts, path, actionOf)) {
      actions.set(path, found);
      if (found.kind === 'value') for (const local of localActions(stepsOf(found.value), texts)) wanted.push(local);
    }
  }
  for (const path of paths.filter((each) => ELSEWHERE.test(each) && !actions.has(each) && !isShadowed(texts, each))) {
    for (const [, found] of reading(texts, path, actionOf)) {
      // A file of that name need not be an action; only one that says how it runs is.
      if (found.kind === 'value' && found.value.using !== null) actions.set(path, found);
    }
  }
  const all: readonly Reading<unknown>[] = [...workflows.values(), ...actions.values()];
  return {
    workflows: sorted([...workflows.values()].flatMap((each) => (each.kind === 'value' ? [each.value] : []))),
    actions: sorted([...actions.values()].flatMap((each) => (each.kind === 'value' ? [each.value] : []))),
    broken: sorted(all.flatMap((each) => (each.kind === 'broken' ? [each.broken] : []))),
    unreadable: sorted(all.flatMap((each) => (each.kind === 'unreadable' ? [each.file] : []))),
  };
}

type Reading<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'broken'; readonly broken: Broken }
  | { readonly kind: 'unreadable'; readonly file: UnreadableFile };

/** A symbolic link or a submodule is not a file that GitHub runs: it gives no reading at all. */
function reading<T>(
  texts: TextFiles,
  path: string,
  read: (file: TextFile) => ReadResult<T>,
): readonly [string, Reading<T>][] {
  const file = texts[path];
  if (file === undefined) return [];
  if (!isReadable(file)) return file.unreadable === 'not-a-file' ? [] : [[path, { kind: 'unreadable', file }]];
  const result = read(file);
  return [[path, result.ok ? { kind: 'value', value: result.value } : { kind: 'broken', broken: result.broken }]];
}

const workflowOf = rememberedByFile(readWorkflow);
const actionOf = rememberedByFile(readAction);

function rememberedByFile<T>(read: (source: YamlSource) => ReadResult<T>): (file: TextFile) => ReadResult<T> {
  const results = new WeakMap<TextFile, ReadResult<T>>();
  return (file) => {
    const before = results.get(file);
    if (before !== undefined) return before;
    const yaml = yamlSource(file);
    const result = yaml.ok ? read(yaml.source) : yaml;
    results.set(file, result);
    return result;
  };
}

const localActionsOf = (workflow: Workflow, texts: TextFiles): readonly string[] =>
  workflow.jobs.flatMap((job) => localActions(stepsOf(job), texts));

/** Where the metadata of local actions lies; `action.yml` comes before `action.yaml`, as on the runner. */
function localActions(steps: readonly Step[], texts: TextFiles): readonly string[] {
  return steps.flatMap(({ uses }) => {
    if (uses?.value.kind !== 'local' && uses?.value.kind !== 'self') return [];
    const folder = uses.value.path === '' ? '' : `${uses.value.path}/`;
    const path = [`${folder}action.yml`, `${folder}action.yaml`].find((each) => Object.hasOwn(texts, each));
    return path === undefined ? [] : [path];
  });
}

const isShadowed = (texts: TextFiles, path: string): boolean =>
  path.endsWith('.yaml') && Object.hasOwn(texts, path.replace(/\.yaml$/, '.yml'));

const sorted = <T extends { readonly path: string }>(all: readonly T[]): readonly T[] =>
  [...all].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
