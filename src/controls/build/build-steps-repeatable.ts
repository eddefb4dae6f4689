import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import type { Ecosystem, EcosystemId } from '../../ecosystems/ecosystem.ts';
import { type InstallStep, installStepsIn } from '../../ecosystems/install-steps.ts';
import { type ReleaseGraph, releaseGraph } from '../../ecosystems/release-graph.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import { remembered } from '../../model/remembered.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { shellWord } from '../shell-word.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

export default defineControl({
  id: 'build-steps-repeatable',
  number: '1.02',
  section: 'build',
  tier: 'must',
  title: 'Build steps are clear and repeatable',
  why: 'The same commit must bring in the same dependencies, otherwise reviewing the commit says nothing about what the build puts into the artifact.',
  trap: 'A lock file that the install command does not enforce is decoration. Installing a tool with `npm install -g` is another matter. Repeatable steps are weaker than a reproducible, bit-for-bit equal build.',
  docs: [
    'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-builds',
    'https://docs.github.com/en/actions/reference/security/secure-use',
  ],
  rules: {
    'loose-install': 'Dependencies are installed without enforcing the lock file.',
    'no-lockfile': 'Dependencies are installed, and no lock file fixes them.',
    'lockfile-ignored': 'The lock file is listed in .gitignore.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }) {
    const { installs, findings, graph } = judge(tree, texts);
    const limitedBy = [
      ...unreadWorkflows(workflowsIn(texts), tree, texts),
      ...unreadFiles(texts, (path) =>
        /^\.gitignore$|(?:^|\/)(?:[Mm]akefile|GNUmakefile|[Jj]ustfile|[^/]+\.(?:sh|ps1))$/.test(path),
      ),
    ];
    if (installs.length === 0 && findings.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'the installs may be in a workflow that cannot be read', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow installs dependencies' };
    }
    if (findings.length === 0) {
      return { verdict: 'pass', message: 'every install takes exactly what the lock file says', limitedBy };
    }
    const unread = unreadFiles(texts, (path) =>
      /(?:^|\/)(?:go\.mod|package\.json|Cargo\.toml|pyproject\.toml)$/.test(path),
    );
    if (unread.length > 0) {
      const message = 'a manifest that cannot be read may say what the installs take';
      return { verdict: 'unknown', message, limitedBy: [...limitedBy, ...unread] };
    }
    const shipsThem = installs.some((install) => !install.locked && isShipped(install, graph));
    return {
      verdict: shipsThem ? 'fail' : 'partial',
      message: shipsThem
        ? 'what is released contains dependencies that were resolved during the build'
        : `${findings.length === 1 ? 'one install does' : `${findings.length} installs do`} not take exactly what is locked`,
      findings,
      limitedBy,
    };
  },

  remedies: [
    {
      id: 'install-strictly',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Make the install commands refuse a stale lock file',
      unavailable({ known }) {
        const { installs } = judge(known.tree, known.texts);
        return installs.some(canWrite) ? null : 'no loose install has a strict form that could be written in its place';
      },
      plan: ({ known }) => [...swaps(known.tree, known.texts), ...byHand(known.tree, known.texts)],
    },
    {
      id: 'commit-lockfile',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Commit the lock file, and let scripts install from it',
      unavailable: ({ known }) =>
        byHand(known.tree, known.texts).length > 0 ? null : 'every lock file is there, and none is ignored',
      plan: ({ known }) => byHand(known.tree, known.texts),
    },
  ],
});

type Judged = {
  readonly installs: readonly InstallStep[];
  readonly findings: readonly Finding[];
  readonly graph: ReleaseGraph;
};

const judge = remembered((tree: readonly TreeEntry[], texts: TextFiles): Judged => {
  const set = workflowsIn(texts);
  const installs = installStepsIn(set, tree, texts);
  const loose = onceEach(installs.filter(({ strict }) => !strict)).map(looseFinding);
  const ignored = ecosystemsIn(tree, texts).flatMap((project) => ignoredFinding(project, texts) ?? []);
  return { installs, findings: [...loose, ...ignored], graph: releaseGraph(tree, texts, set) };
});

/** One written command that several jobs reach through a local action is one finding. */
function onceEach(installs: readonly InstallStep[]): readonly InstallStep[] {
  const byPlace = new Map(installs.map((each) => [JSON.stringify([each.place, each.command]), each]));
  return [...byPlace.values()];
}

function looseFinding({ command, locked, strictForm, place, route, ecosystem, via }: InstallStep): Finding {
  const written = command.trim();
  const through = via === null ? '' : ` (through ${via})`;
  const evidence = { observed: written, location: place, route: route.join('.') };
  return !locked
    ? {
        ...evidence,
        rule: 'no-lockfile',
        message: `"${written}"${through} resolves ${ecosystem} dependencies anew in every run`,
        expected: `a committed lock file, and an install that enforces it`,
      }
    : {
        ...evidence,
        rule: 'loose-install',
        message: `"${written}"${through} does not refuse a lock file that is out of date`,
        expected: strictForm?.trim() ?? 'a command that refuses it',
      };
}

/** A plain line of .gitignore that names the lock file; patterns are left to git. */
function ignoredFinding({ lockfile }: Ecosystem, texts: TextFiles): Finding | null {
  const file = lockfile === null ? undefined : texts['.gitignore'];
  if (lockfile === null || file === undefined || !('text' in file)) return null;
  const name = lockfile.slice(lockfile.lastIndexOf('/') + 1);
  const line = file.text.split(/\r?\n/).findIndex((each) => each.trim() === name || each.trim() === `/${lockfile}`);
  if (line === -1) return null;
  return {
    rule: 'lockfile-ignored',
    message: `.gitignore lists ${lockfile}, so a fresh clone could lose it`,
    observed: name,
    expected: `no line for ${name}`,
    location: { ...wholeFile('.gitignore'), line: line + 1, endLine: line + 1, endColumn: name.length + 1 },
  };
}

/** Kinds whose files carry the dependencies inside; consumers of a library resolve their own (catalogue 1.02). */
const isShipped = ({ workflow }: InstallStep, { workflows }: ReleaseGraph): boolean =>
  workflows.some(
    ({ files, publishes }) =>
      files.includes(workflow) && publishes.some(({ kind }) => kind === 'binaries' || kind === 'container'),
  );

function swaps(tree: readonly TreeEntry[], texts: TextFiles): readonly EditFile[] {
  const loose = onceEach(judge(tree, texts).installs.filter(canWrite));
  const paths = [...new Set(loose.map(({ place }) => place.path))];
  return paths.map((path) => ({
    kind: 'edit-file',
    path,
    operations: loose
      .filter(({ place }) => place.path === path)
      .map(({ route, command, strictForm }) => ({
        op: 'replace-text',
        route,
        was: command,
        now: strictForm ?? command,
      })),
    summary: 'installs take exactly what the lock file says: a stale lock file stops the build on purpose',
  }));
}

const LOCK_COMMAND: Readonly<Partial<Record<EcosystemId, string>>> = {
  npm: 'npm install --package-lock-only',
  pnpm: 'pnpm install --lockfile-only',
  yarn: 'yarn install',
  bun: 'bun install',
  pip: 'pip-compile --generate-hashes --output-file requirements.txt pyproject.toml',
  uv: 'uv lock',
  poetry: 'poetry lock',
  hatch: 'hatch dep lock',
  cargo: 'cargo generate-lockfile',
  go: 'go mod tidy',
  gradle: './gradlew dependencies --write-locks',
  dotnet: 'dotnet restore --use-lock-file',
  bundler: 'bundle lock',
  composer: 'composer update --lock',
};

/** Somebody wrote that the lock file need not hold: a workspace with parts of another repository, an update. It is not ours to undo. */
const isMeant = ({ command }: InstallStep): boolean =>
  /\s--(?:no-(?:frozen-lockfile|lockfile|package-lock|immutable)|(?:frozen-lockfile|lockfile|package-lock|immutable)=false|fix-lockfile)(?=\s|$)/.test(
    command,
  );

/** The strict form can stand in the place of a loose install. */
const canWrite = (install: InstallStep): boolean =>
  install.strictForm !== null && install.isWritten && !isMeant(install);

const byHand = (tree: readonly TreeEntry[], texts: TextFiles): readonly ManualStep[] => [
  ...lockByHand(tree, texts),
  ...strictByHand(tree, texts),
];

function strictByHand(tree: readonly TreeEntry[], texts: TextFiles): readonly ManualStep[] {
  const loose = onceEach(judge(tree, texts).installs.filter((each) => !canWrite(each)));
  const step = (summary: string, why: string, installs: readonly InstallStep[]): readonly ManualStep[] => {
    const lines = installs.flatMap(({ strictForm, command, place, via }) =>
      strictForm === null
        ? []
        : [`# ${via ?? `${place.path}:${place.line}`}: ${command.trim()} → ${strictForm.trim()}`],
    );
    return lines.length === 0 ? [] : [{ kind: 'manual', summary, why, lines, url: null }];
  };
  return [
    ...step(
      'let the lock file hold where an option says that it need not',
      'somebody wrote the option, and the build may rest on it: find out why before it goes',
      loose.filter(isMeant),
    ),
    ...step(
      'install strictly in the scripts that workflows run',
      'only workflows are edited here: what a script does elsewhere too is yours to decide',
      loose.filter((each) => !isMeant(each)),
    ),
  ];
}

/** Never generated silently: it decides versions, and a person should see which. */
function lockByHand(tree: readonly TreeEntry[], texts: TextFiles): readonly ManualStep[] {
  const without = judge(tree, texts).installs.filter(({ strict, locked }) => !strict && !locked);
  const ids = [...new Set(without.map(({ ecosystem }) => ecosystem))];
  const unlocked = ecosystemsIn(tree, texts).filter(({ id, lockfile }) => ids.includes(id) && lockfile === null);
  const ignored = judge(tree, texts).findings.filter(({ rule }) => rule === 'lockfile-ignored');
  const tracked: readonly ManualStep[] = ignored.map(({ observed }) => ({
    kind: 'manual',
    summary: `take ${observed} out of .gitignore`,
    why: 'a file that git ignores is lost to whoever clones afresh once it was removed',
    lines: [`git add --force ${shellWord(observed)}`],
    url: null,
    path: '.gitignore',
  }));
  if (ids.length === 0) return tracked;
  const folders = unlocked.length > 0 ? unlocked : ids.map((id) => ({ id, directory: '' }));
  const lines = folders.flatMap(({ id, directory }) => {
    const command = LOCK_COMMAND[id];
    if (command === undefined) return [];
    return [directory === '' ? command : `(cd ${shellWord(directory)} && ${command})`];
  });
  return [
    ...tracked,
    {
      kind: 'manual',
      summary: 'generate and commit the lock file, then install from it',
      why: 'a lock file decides versions, so it is not written behind your back',
      lines: lines.length > 0 ? lines : ['# lock the dependencies with your package manager, and commit the result'],
      url: 'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-builds',
    },
  ];
}
