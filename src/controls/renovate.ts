import type { Detection, Limit } from '../model/control.ts';
import { type TextFile, type TextFiles, type TreeEntry, textAt } from '../model/files.ts';
import { type Finding, wholeFile } from '../model/finding.ts';
import type { YamlValue } from '../model/operation.ts';
import { readYaml } from '../workflow/yaml-source.ts';
import { dataOf, rootView } from '../workflow/yaml-view.ts';

/** What a Renovate configuration does with actions. `remote`: only presets that live elsewhere could say. */
export type Renovate =
  | {
      readonly path: string;
      readonly state: 'read';
      readonly actions: boolean;
      /** Every kind of dependency that it finds is updated; it is so unless `enabledManagers` names some. */
      readonly everything: boolean;
      readonly pinsDigests: boolean;
      readonly cooldown: boolean;
    }
  | { readonly path: string; readonly state: 'remote' | 'unreadable'; readonly because: string };

/** Renovate's own order (its documentation, "Configuration Options"). */
const PLACES = [
  'renovate.json',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
] as const;

const PINNING = /^(?:config:best-practices|helpers:pinGitHubActionDigests(?:ToSemver)?|:pinDigests|docker:pinDigests)$/;
const COOLDOWN = /^(?:security:minimumReleaseAge\w*|:stabilityDays\w*|npm:unpublishSafe)$/;
const REMOTE = /^(?:github|gitlab|gitea|bitbucket|local|https?:\/\/)/;

/** The Renovate configuration, or null when there is none. */
export function renovateIn(tree: readonly TreeEntry[], texts: TextFiles): Renovate | null {
  const path = PLACES.find((place) => tree.some((entry) => entry.path === place && entry.mode.startsWith('100')));
  if (path === undefined) return null;
  const file = textAt(texts, path);
  if (file === null) return { path, state: 'unreadable', because: 'it could not be read' };
  const config = configOf(file);
  if (config === null) return { path, state: 'unreadable', because: 'it could not be understood' };
  const presets = textsIn(config.extends);
  const rules = Array.isArray(config.packageRules) ? config.packageRules.filter(isMap) : [];
  const ofActions = rules.filter((rule) => textsIn(rule.matchManagers).includes('github-actions'));
  const pinsDigests =
    presets.some((preset) => PINNING.test(preset)) ||
    config.pinDigests === true ||
    ofActions.some((rule) => rule.pinDigests === true);
  const cooldown =
    typeof config.minimumReleaseAge === 'string' ||
    presets.some((preset) => COOLDOWN.test(preset)) ||
    ofActions.some((rule) => typeof rule.minimumReleaseAge === 'string');
  const managers = textsIn(config.enabledManagers);
  const actions =
    config.enabled !== false &&
    (managers.length === 0 || managers.includes('github-actions')) &&
    !ofActions.some((rule) => rule.enabled === false && Object.keys(rule).length <= 3) &&
    !(isMap(config['github-actions'] ?? null) && isDisabled(config['github-actions'] ?? null));
  const remote = presets.filter((preset) => REMOTE.test(preset));
  if (remote.length > 0 && !(actions && pinsDigests && cooldown)) {
    return { path, state: 'remote', because: `what it does is decided by the preset ${remote[0]}` };
  }
  const everything = config.enabled !== false && managers.length === 0;
  return { path, state: 'read', actions, everything, pinsDigests, cooldown };
}

/** The verdict of `dependabot-actions` where Renovate does the work. */
export function judgeRenovate(renovate: Renovate, unread: readonly Limit[]): Detection {
  const { path } = renovate;
  const finding = (rule: string, message: string, observed: string, expected: string): Finding => ({
    rule,
    message,
    observed,
    expected,
    location: wholeFile(path),
  });
  if (renovate.state !== 'read') {
    const limit: Limit = {
      fact: 'texts',
      reason: renovate.state === 'remote' ? 'unresolvable' : 'unreadable',
      unlock: `look at ${path}: ${renovate.because}`,
      at: path,
    };
    return { verdict: 'unknown', message: `${path}: ${renovate.because}`, limitedBy: [limit] };
  }
  const findings: readonly Finding[] = [
    ...(renovate.actions
      ? []
      : [
          finding(
            'actions-not-updated',
            `${path} switches the github-actions manager off`,
            'github-actions is off',
            'github-actions among the enabled managers',
          ),
        ]),
    ...(renovate.pinsDigests
      ? []
      : [
          finding(
            'renovate-unpinned',
            `${path} lets Renovate update tags without pinning them`,
            'no pinDigests',
            '"extends": ["config:best-practices"]',
          ),
        ]),
    ...(renovate.cooldown
      ? []
      : [
          finding(
            'cooldown-off',
            `${path} proposes releases on the day they appear`,
            'no minimumReleaseAge',
            '"minimumReleaseAge": "7 days"',
          ),
        ]),
  ];
  if (findings.length === 0) {
    return { verdict: 'pass', message: `${path} pins and updates the actions, with a cooldown`, limitedBy: unread };
  }
  const verdict = renovate.actions ? 'partial' : 'fail';
  return { verdict, message: findings.map(({ message }) => message).join('; '), findings, limitedBy: unread };
}

type Config = { readonly [key: string]: YamlValue };

const isMap = (value: YamlValue): value is Config =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isDisabled = (value: YamlValue): boolean => isMap(value) && value.enabled === false;

const textsIn = (value: YamlValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : typeof value === 'string' ? [value] : [];

/** JSON is YAML; most of JSON5 is, once its line comments are gone and its keys stand apart from their values. */
function configOf({ path, text }: TextFile): Config | null {
  const plain = text.replace(/^[ \t]*\/\/.*$/gm, '').replace(/([{,]\s*[\w$]+):(?=\S)/g, '$1: ');
  for (const attempt of [text, plain]) {
    const yaml = readYaml(path, attempt);
    const data = yaml.ok ? dataOf(rootView(yaml.source)) : null;
    if (isMap(data)) return data;
  }
  return null;
}
