import type { TextFile } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import { isFullSha } from './parse-uses.ts';
import type { UsesReference } from './uses-reference.ts';
import type { Located } from './workflow-file.ts';
import { yamlSource } from './yaml-source.ts';
import {
  at,
  entriesOf,
  isMapping,
  isSequence,
  itemsOf,
  located,
  locatedText,
  rootView,
  textOf,
  type YamlView,
} from './yaml-view.ts';

/** Where the lockfile of workflow dependencies lies. */
export const LOCKFILE = '.github/workflows/actions.lock';

/** What is locked. Keys are `owner/repo@ref`, owner and repository in lower case. */
export type ActionsLockfile = {
  /** What each workflow may run, by its path; `place` is that of the path. */
  readonly workflows: readonly {
    readonly path: string;
    readonly place: Place;
    readonly keys: readonly Located<string>[];
  }[];
  readonly dependencies: ReadonlyMap<string, { readonly place: Place; readonly uses: readonly string[] }>;
};

export type LockfileReading =
  | { readonly ok: true; readonly lockfile: ActionsLockfile }
  | { readonly ok: false; readonly problems: readonly { readonly message: string; readonly place: Place }[] };

/** Reads the lockfile as `gh actions-lock` writes it (schema v0.0.1 to v0.0.3). What later schemas add is left alone. */
export function readLockfile(file: TextFile): LockfileReading {
  const yaml = yamlSource(file);
  if (!yaml.ok) return { ok: false, problems: [{ message: `it ${yaml.broken.message}`, place: yaml.broken.place }] };
  const root = rootView(yaml.source);
  const problems: { message: string; place: Place }[] = [];
  const problem = (view: YamlView, message: string) => {
    problems.push({ message, place: view.key === null ? located(view, '').place : keyPlace(view) });
  };
  const version = at(root, 'version');
  if (!/^v?\d+\.\d+\.\d+$/.test(textOf(version) ?? '')) problem(version ?? root, 'it names no version of its form');
  const [listed, locked] = [at(root, 'workflows'), at(root, 'dependencies')];
  if (listed !== null && listed.node !== null && !isMapping(listed))
    problem(listed, '"workflows" is not a mapping of paths');
  if (!isMapping(locked)) problem(locked ?? root, '"dependencies" is not a mapping of references');
  const workflows = (listed === null ? [] : entriesOf(listed)).map(([path, view]) => {
    if (!isSequence(view)) problem(view, `the entry of ${path} is not a list`);
    const keys = itemsOf(view).flatMap((item) => {
      const text = locatedText(item);
      return text === null ? [] : [{ ...text, value: keyIn(text.value) }];
    });
    return { path, place: keyPlace(view), keys };
  });
  const dependencies = new Map(
    (locked === null ? [] : entriesOf(locked)).map(([key, view]) => {
      const flaw = flawOf(key, view);
      if (flaw !== null) problem(view, flaw);
      const uses = at(view, 'uses');
      const nested = uses === null ? [] : itemsOf(uses).flatMap((item) => textOf(item) ?? []);
      return [keyIn(key), { place: keyPlace(view), uses: nested.map(keyIn) }] as const;
    }),
  );
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lockfile: { workflows, dependencies } };
}

/** The key under which a reference is locked; null for what is not locked (local code, images). */
export const lockKey = (uses: UsesReference): string | null =>
  uses.kind === 'action' || uses.kind === 'reusable-workflow'
    ? `${uses.owner}/${uses.repo}`.toLowerCase().concat('@', uses.ref)
    : null;

/** Schema v0.0.1 appended the commit to the key. */
function keyIn(written: string): string {
  const [name = '', ref = ''] = written.replace(/:sha\d+-[0-9a-f]*$/, '').split(/@(.*)/s);
  return `${name.toLowerCase()}@${ref}`;
}

function flawOf(key: string, view: YamlView): string | null {
  const [, ref] = /^[^/@\s]+\/[^/@\s]+@([^\s@]+)$/.exec(key.replace(/:sha\d+-[0-9a-f]*$/, '')) ?? [];
  if (ref === undefined) return `"${key}" is not of the form owner/repo@ref`;
  const digest = /^(?:sha1-([0-9a-f]{40})|sha256-([0-9a-f]{64}))$/.exec(textOf(at(view, 'commit')) ?? '');
  if (digest === null) return `${key} names no commit`;
  return isFullSha(ref) && ref !== (digest[1] ?? digest[2]) ? `${key} names another commit than its own` : null;
}

function keyPlace({ source, key, node }: YamlView): Place {
  const [start, end] = key?.range ?? node?.range ?? [0, 0];
  return source.placeOf(start, end);
}
