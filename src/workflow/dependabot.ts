import { type TextFiles, type TreeEntry, textAt } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import type { Located } from './workflow-file.ts';
import { yamlSource } from './yaml-source.ts';
import {
  at,
  follow,
  isMapping,
  isSequence,
  itemsOf,
  locatedText,
  rootView,
  textOf,
  type YamlView,
} from './yaml-view.ts';

export const DEPENDABOT_PLACES = ['.github/dependabot.yml', '.github/dependabot.yaml'] as const;

/** One entry of `updates:`. */
export type DependabotUpdate = {
  readonly route: Route;
  readonly place: Place;
  readonly ecosystem: Located<string> | null;
  /** From `directory` or `directories`, as written; may hold globs. */
  readonly directories: readonly Located<string>[];
  readonly interval: Located<string> | null;
  /** Null when there is no `cooldown:` mapping. */
  readonly cooldown: { readonly route: Route; readonly defaultDays: Located<string> | null } | null;
  readonly grouped: boolean;
  readonly openPullRequestsLimit: Located<string> | null;
  readonly targetBranch: Located<string> | null;
};

export type Dependabot =
  | { readonly path: string; readonly version: string | null; readonly updates: readonly DependabotUpdate[] }
  | { readonly path: string; readonly broken: string };

/** The Dependabot configuration, or null when there is none. */
export function dependabotIn(tree: readonly TreeEntry[], texts: TextFiles): Dependabot | null {
  const path = DEPENDABOT_PLACES.find((place) => tree.some((entry) => entry.path === place && entry.mode !== '040000'));
  if (path === undefined) return null;
  const file = textAt(texts, path);
  if (file === null) return { path, broken: 'could not be read' };
  const yaml = yamlSource(file);
  if (!yaml.ok) return { path, broken: yaml.broken.message };
  const root = rootView(yaml.source);
  const updates = at(root, 'updates');
  if (!isSequence(updates)) return { path, broken: 'has no list of "updates"' };
  return { path, version: textOf(at(root, 'version')), updates: itemsOf(updates).filter(isMapping).map(readUpdate) };
}

function readUpdate(view: YamlView): DependabotUpdate {
  const cooldown = at(view, 'cooldown');
  const several = at(view, 'directories');
  const groups = at(view, 'groups');
  const [start, end] = view.node?.range ?? [0, 0];
  return {
    route: view.route,
    place: view.source.placeOf(start, end),
    ecosystem: locatedText(at(view, 'package-ecosystem')),
    directories: [at(view, 'directory'), ...(several === null ? [] : itemsOf(several))].flatMap(
      (each) => locatedText(each) ?? [],
    ),
    interval: locatedText(follow(view, ['schedule', 'interval'])),
    cooldown:
      cooldown === null ? null : { route: cooldown.route, defaultDays: locatedText(at(cooldown, 'default-days')) },
    grouped: isMapping(groups),
    openPullRequestsLimit: locatedText(at(view, 'open-pull-requests-limit')),
    targetBranch: locatedText(at(view, 'target-branch')),
  };
}
