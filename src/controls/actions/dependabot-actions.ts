import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import type { EcosystemId } from '../../ecosystems/ecosystem.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import type { Operation, YamlValue } from '../../model/operation.ts';
import { type Answers, textAnswer } from '../../model/question.ts';
import { type DependabotUpdate, dependabotIn } from '../../workflow/dependabot.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import { cooldownQuestion, intervalQuestion } from '../questions.ts';
import { judgeRenovate, renovateIn } from '../renovate.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const NEW_FILE = '.github/dependabot.yml';
/** Dependabot's own default since 2026-07-30; less than that is a choice to be shown. */
const SHORTEST_COOLDOWN = 3;

export default defineControl({
  id: 'dependabot-actions',
  number: '4.16',
  section: 'actions',
  tier: 'must',
  title: 'Actions and dependencies are updated, with a cooldown',
  why: 'Pinned actions rot without a robot that proposes updates, and most hijacked releases are found within days: an update robot that waits a little gives you fixes without the poison.',
  trap: 'The directory "/" covers .github/workflows but not composite actions in .github/actions/*. The semver-…-days cooldowns do nothing for github-actions. Security updates do not wait for the cooldown. Images in docker:// and local actions are not updated.',
  docs: [
    'https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference',
    'https://docs.github.com/en/actions/reference/security/secure-use',
  ],
  rules: {
    'no-update-robot': 'Neither Dependabot nor Renovate is configured.',
    'actions-not-updated': 'The configuration leaves out the actions that the workflows use.',
    'directory-uncovered': 'A local action uses other actions, and its folder is not covered.',
    'ecosystem-uncovered': 'A detected kind of dependency is not covered.',
    'cooldown-off': 'New releases are proposed before anyone could notice that they are hijacked.',
    'renovate-unpinned': 'Renovate updates tags and does not pin actions to commits.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }) {
    const unread = unreadWorkflows(workflowsIn(texts), tree, texts);
    const dependabot = dependabotIn(tree, texts);
    const renovate = renovateIn(tree, texts);
    const limitedBy: readonly Limit[] =
      renovate === null || renovate.state === 'read'
        ? unread
        : [
            ...unread,
            {
              fact: 'texts',
              reason: 'unresolvable',
              unlock: `look at ${renovate.path}: ${renovate.because}`,
              at: renovate.path,
            },
          ];
    const byRenovate = renovate === null ? null : judgeRenovate(renovate, unread);
    if (dependabot !== null && 'broken' in dependabot && byRenovate?.verdict !== 'pass') {
      const { path, broken } = dependabot;
      const limit: Limit = { fact: 'texts', reason: 'unreadable', unlock: `mend ${path}: it ${broken}`, at: path };
      return { verdict: 'unknown', message: `${path} cannot be judged: it ${broken}`, limitedBy: [limit] };
    }
    const updates = dependabot !== null && 'updates' in dependabot ? dependabot.updates : [];
    if (byRenovate !== null && !updates.some(isForActions)) return byRenovate;
    if (dependabot === null) {
      return { verdict: 'fail', message: 'nothing keeps the actions up to date', findings: [absent], limitedBy };
    }
    const findings = gapsIn(dependabot.path, updates, tree, texts).map(({ finding }) => finding);
    const [first] = findings;
    if (first === undefined) {
      const note = updates.some((update) => isForActions(update) && update.cooldown === null)
        ? '; Dependabot waits its usual three days'
        : '';
      return {
        verdict: 'pass',
        message: `${dependabot.path} covers the actions and the dependencies${note}`,
        limitedBy,
      };
    }
    return {
      verdict: findings.some(({ rule }) => rule === 'actions-not-updated') ? 'fail' : 'partial',
      message: findings.length === 1 ? first.message : `${dependabot.path} has ${findings.length} gaps`,
      findings,
      limitedBy,
    };
  },

  // The robot opens pull requests; no run that exists today changes.
  remedies: [
    {
      id: 'extend-dependabot',
      kind: 'edit',
      risk: 'safe',
      phase: 1,
      title: 'Complete the Dependabot configuration',
      unavailable({ known }) {
        const dependabot = dependabotIn(known.tree, known.texts);
        if (dependabot === null) return 'there is no Dependabot configuration to complete';
        return 'broken' in dependabot ? `${dependabot.path} ${dependabot.broken}` : null;
      },
      questions: () => [intervalQuestion, cooldownQuestion],
      plan({ known }, answers) {
        const dependabot = dependabotIn(known.tree, known.texts);
        if (dependabot === null || 'broken' in dependabot) return [];
        const gaps = gapsIn(dependabot.path, dependabot.updates, known.tree, known.texts);
        const operations = completing(gaps, dependabot.updates.length, answers);
        if (operations.length === 0) return [];
        const summary = 'Dependabot keeps the actions and the dependencies current, with a cooldown';
        return [{ kind: 'edit-file', path: dependabot.path, operations, summary }];
      },
    },
    {
      id: 'create-dependabot',
      kind: 'new-file',
      risk: 'safe',
      phase: 1,
      title: 'Create .github/dependabot.yml with a cooldown',
      unavailable({ known }) {
        const dependabot = dependabotIn(known.tree, known.texts);
        if (dependabot !== null) return `${dependabot.path} exists`;
        const renovate = renovateIn(known.tree, known.texts);
        return renovate === null ? null : `${renovate.path} exists, and two robots would propose the same updates`;
      },
      questions: () => [intervalQuestion, cooldownQuestion],
      plan: ({ known }, answers) => [
        {
          kind: 'create-file',
          path: NEW_FILE,
          template: 'dependabot',
          inputs: {
            interval: textAnswer(answers, 'update-interval', 'weekly'),
            'cooldown-days': textAnswer(answers, 'update-cooldown', '7'),
            ecosystems: wantedEcosystems(known.tree, known.texts).flatMap((name) =>
              foldersOf(name, known.tree, known.texts).map((folder) => (folder === '/' ? name : `${name} ${folder}`)),
            ),
          },
          summary: 'Dependabot keeps the actions and the dependencies current, with a cooldown',
        },
      ],
    },
    {
      id: 'complete-renovate',
      kind: 'manual',
      risk: 'safe',
      phase: 1,
      title: 'Let Renovate pin actions and wait some days',
      unavailable: ({ known }) =>
        renovateIn(known.tree, known.texts) === null ? 'there is no Renovate configuration' : null,
      plan: ({ known }) => [
        {
          kind: 'manual',
          summary: 'extend the Renovate configuration',
          why: 'its presets are resolved by Renovate, so only you can see what they add up to',
          lines: ['"extends": ["config:best-practices"],', '"minimumReleaseAge": "7 days"'],
          url: 'https://docs.github.com/en/actions/reference/security/secure-use',
          path: renovateIn(known.tree, known.texts)?.path ?? 'renovate.json',
        },
      ],
    },
  ],
});

const absent: Finding = {
  rule: 'no-update-robot',
  message: 'no robot proposes updates of the actions that the workflows use',
  observed: 'no Dependabot and no Renovate configuration',
  expected: `${NEW_FILE} with an update for github-actions`,
  location: null,
};

const isForActions = (update: DependabotUpdate): boolean =>
  update.ecosystem?.value === 'github-actions' && update.openPullRequestsLimit?.value !== '0';

/** A limit of 0 switches version updates off and leaves security updates on. */
const isSwitchedOff = (update: DependabotUpdate): boolean =>
  update.ecosystem?.value === 'github-actions' && update.openPullRequestsLimit?.value === '0';

const reaches = ({ directories }: DependabotUpdate, folder: string): boolean =>
  directories.some(({ value }) => covers(value, folder));

type Gap = { readonly finding: Finding; readonly mend: (answers: Answers) => Mend | null };
type Mend = { readonly item: YamlValue } | { readonly operation: Operation };

function gapsIn(
  path: string,
  updates: readonly DependabotUpdate[],
  tree: readonly TreeEntry[],
  texts: TextFiles,
): readonly Gap[] {
  const forActions = updates.filter(isForActions);
  const covered = forActions.flatMap(({ directories }) => directories.map(({ value }) => value));
  const nested = actionFolders(texts).filter((folder) => !covered.some((glob) => covers(glob, folder)));
  const gap = (rule: string, observed: string, expected: string, message: string, mend: Gap['mend']): Gap => ({
    finding: { rule, message, observed, expected, location: wholeFile(path), route: 'updates' },
    mend,
  });
  const switchedOff = updates.find((update) => isSwitchedOff(update) && reaches(update, '/'));
  const limit = switchedOff?.openPullRequestsLimit ?? null;
  const absentHere = gap(
    'actions-not-updated',
    limit === null ? 'no update for github-actions in /' : 'open-pull-requests-limit: 0',
    'package-ecosystem: github-actions, directory: /',
    limit === null ? `${path} has no update for github-actions` : `${path} switches the updates of actions off`,
    (answers) =>
      limit === null
        ? { item: entry('github-actions', ['/', ...nested], answers) }
        : { operation: { op: 'set-scalar', route: limit.route, was: '0', now: '5' } },
  );
  const uncovered = nested.map((folder, index) =>
    gap(
      'directory-uncovered',
      folder,
      `github-actions with directory ${folder}`,
      `${path} does not cover the action in ${folder}`,
      // One entry for all of them, written for the first.
      (answers) => (index === 0 ? { item: entry('github-actions', nested, answers) } : null),
    ),
  );
  const actions = covered.some((glob) => covers(glob, '/')) ? uncovered : [absentHere];
  const listed = updates.flatMap(({ ecosystem }) => ecosystem?.value ?? []);
  const renovate = renovateIn(tree, texts);
  // Two robots would propose the same updates.
  const isShared = renovate !== null && (renovate.state !== 'read' || renovate.everything);
  const others = (isShared ? [] : wantedEcosystems(tree, texts))
    .filter((name) => !listed.includes(name) && !(name === 'npm' && listed.includes('bun')))
    .map((name) =>
      gap('ecosystem-uncovered', name, `package-ecosystem: ${name}`, `${path} does not cover ${name}`, (answers) => ({
        item: entry(name, foldersOf(name, tree, texts), answers),
      })),
    );
  return [...actions, ...others, ...updates.flatMap((update) => cooldownGap(update) ?? [])];
}

function cooldownGap({ cooldown, ecosystem, openPullRequestsLimit }: DependabotUpdate): Gap | null {
  const days = cooldown?.defaultDays ?? null;
  // A limit of 0 switches version updates off.
  if (days === null || openPullRequestsLimit?.value === '0') return null;
  if (!/^\d+$/.test(days.value) || Number(days.value) >= SHORTEST_COOLDOWN) return null;
  return {
    finding: {
      rule: 'cooldown-off',
      message: `new releases of ${ecosystem?.value ?? 'dependencies'} are proposed after ${days.value} days, before others could notice a hijacked one`,
      observed: `default-days: ${days.value}`,
      expected: `default-days: ${SHORTEST_COOLDOWN} or more`,
      location: days.place,
      route: days.route.join('.'),
    },
    mend: (answers) => ({
      operation: {
        op: 'set-scalar',
        route: days.route,
        was: days.value,
        now: textAnswer(answers, 'update-cooldown', '7'),
      },
    }),
  };
}

/** Entries are appended in the order of the gaps; the folders of one ecosystem share an entry. */
function completing(gaps: readonly Gap[], length: number, answers: Answers): readonly Operation[] {
  const mends = gaps.flatMap(({ mend }) => mend(answers) ?? []);
  const items = mends.flatMap((mend) => ('item' in mend ? [mend.item] : []));
  const inserts = items.map(
    (value, index): Operation => ({ op: 'insert-item', route: ['updates'], index: length + index, value }),
  );
  return [...mends.flatMap((mend) => ('operation' in mend ? [mend.operation] : [])), ...inserts];
}

const entry = (ecosystem: string, folders: readonly string[], answers: Answers): YamlValue => ({
  'package-ecosystem': ecosystem,
  ...(folders.length === 1 ? { directory: folders[0] ?? '/' } : { directories: folders }),
  schedule: { interval: textAnswer(answers, 'update-interval', 'weekly') },
  cooldown: { 'default-days': Number(textAnswer(answers, 'update-cooldown', '7')) },
});

/** Folders of local actions that use actions of others; the root's is covered by "/". */
const actionFolders = (texts: TextFiles): readonly string[] =>
  workflowsIn(texts)
    .actions.filter((action) => action.path.includes('/'))
    .filter((action) => stepsOf(action).some(({ uses }) => uses?.value.kind === 'action'))
    .map(({ path }) => `/${path.slice(0, path.lastIndexOf('/'))}`);

/** Whether a `directory` or an item of `directories` covers a folder: `*` stays within a folder, `**` does not. */
function covers(glob: string, folder: string): boolean {
  const plain = (path: string) => `/${path.replace(/^\/+|\/+$/g, '')}`;
  const pattern = plain(glob)
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\u0000')
    .replaceAll('**', '.*')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '(?:.*/)?');
  return new RegExp(`^${pattern}$`).test(plain(folder));
}

/** Dependabot's name for what we call an ecosystem; null where it has none. */
const DEPENDABOT_NAME: Readonly<Record<EcosystemId, string | null>> = {
  npm: 'npm',
  pnpm: 'npm',
  yarn: 'npm',
  bun: 'bun',
  pip: 'pip',
  uv: 'uv',
  poetry: 'pip',
  hatch: 'pip',
  cargo: 'cargo',
  go: 'gomod',
  maven: 'maven',
  gradle: 'gradle',
  dotnet: 'nuget',
  bundler: 'bundler',
  composer: 'composer',
  docker: 'docker',
  helm: 'helm',
  terraform: 'terraform',
  make: null,
  cmake: null,
  'github-action': null,
};

const wantedEcosystems = (tree: readonly TreeEntry[], texts: TextFiles): readonly string[] =>
  [...new Set(ecosystemsIn(tree, texts).flatMap(({ id }) => DEPENDABOT_NAME[id] ?? []))].sort();

const foldersOf = (name: string, tree: readonly TreeEntry[], texts: TextFiles): readonly string[] =>
  [
    ...new Set(
      ecosystemsIn(tree, texts)
        .filter(({ id }) => DEPENDABOT_NAME[id] === name)
        .map(({ directory }) => `/${directory}`),
    ),
  ].sort();
