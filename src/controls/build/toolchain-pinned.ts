import { buildStepsIn } from '../../ecosystems/build-steps.ts';
import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import { type FetchedTool, fetchedToolsIn } from '../../ecosystems/fetched-tools.ts';
import { type JobWork, jobWorkIn, runsProjectCode } from '../../ecosystems/job-work.ts';
import { type SetupStep, setupStepsIn } from '../../ecosystems/setup-versions.ts';
import { versionFile } from '../../ecosystems/version-files.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Operation } from '../../model/operation.ts';
import { remembered } from '../../model/remembered.ts';
import { privilegeOf } from '../../workflow/effective-permissions.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import type { Job } from '../../workflow/workflow-file.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const DOCS = 'https://docs.github.com/en/actions/reference/security/secure-use';

export default defineControl({
  id: 'toolchain-pinned',
  number: '1.05',
  section: 'build',
  tier: 'should',
  title: 'Tools used in the build are known and fixed',
  why: 'A compiler or a program that the build fetches while it runs is as powerful as your own code, and without a version it is whatever somebody published last.',
  trap: 'Nobody asks for an exact patch of Node.js or Go: a file with major and minor keeps security fixes coming. `npx` after `npm ci` runs what the lock file fixed. Versions in the matrix of a test are what the test is about.',
  docs: [DOCS],
  rules: {
    'piped-to-shell': 'A download runs at once, unseen.',
    'latest-tool': 'A tool is asked for in its newest version.',
    'unversioned-tool': 'A tool is installed without saying which version.',
    'system-package': 'A release takes a package of the system in whatever version it has that day.',
    'floating-version': 'A compiler or interpreter is asked for in its newest version.',
    'missing-version': 'A compiler or interpreter is set up without saying which version.',
    'major-version': 'A release says only the first number of a version.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect(known) {
    const { tree, texts } = known;
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    if (buildStepsIn(set, texts).length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'the build may be in a workflow that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow builds anything' };
    }
    const { flaws, unsure } = look(known);
    const limitedBy = [...unread, ...unsure, ...unreadFiles(texts, (path) => SAYS_VERSIONS.test(path))];
    const grave = flaws.find(({ isGrave }) => isGrave);
    const first = grave ?? flaws[0];
    if (first === undefined) {
      return { verdict: 'pass', message: 'every tool of the builds is said with its version', limitedBy };
    }
    const findings = flaws.map(({ finding }) => finding);
    const message = `${first.finding.message}${findings.length === 1 ? '' : `; ${findings.length} such places in all`}`;
    return { verdict: grave === undefined ? 'partial' : 'fail', message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'take-version-from-file',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Take the version from the file that says it',
      unavailable: ({ known }) =>
        fileEdits(known).length > 0 ? null : 'no file of the repository says a version that is missing',
      plan: ({ known }) => {
        const edits = fileEdits(known);
        const done = new Set(edits.flatMap(({ flaw }) => flaw));
        return [...asFiles(edits), ...byHand(look(known).flaws.filter(({ finding }) => !done.has(keyOf(finding))))];
      },
    },
    {
      id: 'fix-versions-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Say the versions yourself',
      plan: ({ known }) => byHand(look(known).flaws),
    },
  ],
});

/** Files whose text tells how exactly a version is said. */
const SAYS_VERSIONS = /^(?:\.[\w-]*version|\.nvmrc|package\.json|uv\.toml|pyproject\.toml)$/;

type Known = { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles };
type Flaw = {
  readonly finding: Finding;
  readonly isGrave: boolean;
  readonly advice: string;
  readonly setup: SetupStep | null;
};

const keyOf = ({ route, location, rule }: Finding): string => JSON.stringify([rule, route, location]);

/** Jobs that run the project's code, that belong to a release, or that hold rights: elsewhere a tool reaches nothing that ships. */
const look = ({ tree, texts }: Known): Look => lookAt(tree, texts);

type Look = { readonly flaws: readonly Flaw[]; readonly unsure: readonly Limit[] };

const lookAt = remembered((tree: Known['tree'], texts: Known['texts']): Look => {
  const set = workflowsIn(texts);
  const jobs = new Map<Job, Watched>(jobWorkIn(tree, texts, set).flatMap((work) => watched(work)));
  const fetched = fetchedToolsIn(set, texts).flatMap((tool) => fetchFlaw(tool, jobs.get(tool.job)) ?? []);
  const setups = setupStepsIn(set, texts);
  const versions = setups.flatMap((setup) => setupFlaw(setup, jobs.get(setup.job)) ?? []);
  const unsure = setups
    .filter(({ exactness, job }) => exactness === 'computed' && jobs.get(job)?.work.release != null)
    .map(undecided);
  const once = new Map<string, Flaw>();
  for (const flaw of [...fetched, ...versions]) {
    const key = keyOf(flaw.finding);
    if (once.get(key)?.isGrave !== true) once.set(key, flaw);
  }
  return { flaws: [...once.values()], unsure };
});

type Watched = { readonly work: JobWork; readonly isStrong: boolean };

function watched(work: JobWork): readonly (readonly [Job, Watched])[] {
  const privilege = privilegeOf(work.workflow, work.job, null);
  const isPrivileged = privilege.known && privilege.reasons.length > 0;
  const isStrong = work.release !== null || isPrivileged;
  return isStrong || runsProjectCode(work) ? [[work.job, { work, isStrong }]] : [];
}

function fetchFlaw(tool: FetchedTool, watch: Watched | undefined): Flaw | null {
  if (watch === undefined) return null;
  const { job, kind, command, via, place, route, fixedForm } = tool;
  if (kind === 'system' && watch.work.release === null) return null;
  const { rule, says, expected } = fetchSays(tool);
  return {
    finding: {
      rule,
      message: `the job ${job.id} ${says}${via === null ? '' : ` (through ${via})`}`,
      observed: command,
      expected,
      location: place,
      route: [...route, tool.tool].join('.'),
    },
    isGrave: watch.isStrong && (kind === 'piped' || kind === 'latest'),
    advice: fixedForm ?? expected,
    setup: null,
  };
}

function fetchSays({ kind, tool, fixedForm }: FetchedTool): Readonly<Record<'rule' | 'says' | 'expected', string>> {
  const version = fixedForm ?? 'a version';
  switch (kind) {
    case 'piped':
      return {
        rule: 'piped-to-shell',
        says: `runs what ${tool} answers, unseen`,
        expected: 'a download with a version, checked against a checksum before it runs',
      };
    case 'latest':
      return { rule: 'latest-tool', says: `takes ${tool}, whatever that is today`, expected: version };
    case 'unversioned':
      return { rule: 'unversioned-tool', says: `installs ${tool} without a version`, expected: version };
    case 'system':
      return {
        rule: 'system-package',
        says: `takes ${tool} from the system’s packages, in the version of the day`,
        expected: 'a version, or an image that has it',
      };
  }
}

const SAYS = {
  floating: ['floating-version', 'takes the newest'],
  missing: ['missing-version', 'does not say which version of'],
  major: ['major-version', 'says only the first number of the version of'],
} as const;

function setupFlaw(setup: SetupStep, watch: Watched | undefined): Flaw | null {
  const { exactness, tool, version, action, job, actual, input, place, route, via } = setup;
  if (watch === undefined || exactness === 'fixed' || exactness === 'computed') return null;
  const inRelease = watch.work.release !== null;
  // What a test's matrix lists is what the test is about.
  if (!inRelease && (exactness === 'major' || /\bmatrix\./.test(actual.with[input]?.value ?? ''))) return null;
  const [rule, says] = SAYS[exactness];
  const expected = `${input}: <major.minor>, or a file that says it`;
  return {
    finding: {
      rule,
      message: `the job ${job.id} ${says} ${tool}${version === null ? '' : ` (${version})`}${via === null ? '' : ` (through ${via})`}`,
      observed: version === null ? `${action} without ${input}` : `${input}: ${version}`,
      expected,
      location: place,
      route: route.join('.'),
    },
    isGrave: false,
    advice: expected,
    setup,
  };
}

const undecided = ({ tool, place, job }: SetupStep): Limit => ({
  fact: 'texts',
  reason: 'unresolvable',
  unlock: `say which version of ${tool} the job ${job.id} uses: line ${place.line} of ${place.path} computes it`,
  at: place.path,
});

const LANGUAGES: Readonly<Record<string, readonly ['node' | 'python' | 'go' | 'java', string]>> = {
  'actions/setup-node': ['node', 'node-version-file'],
  'actions/setup-python': ['python', 'python-version-file'],
  'actions/setup-go': ['go', 'go-version-file'],
  'actions/setup-java': ['java', 'java-version-file'],
};

type FileEdit = { readonly path: string; readonly operations: readonly Operation[]; readonly flaw: readonly string[] };

/** Only what stands in the step itself: a value of a matrix or of a variable may serve other steps. */
function fileEdits(known: Known): readonly FileEdit[] {
  const { tree, texts } = known;
  const view = {
    tree,
    texts,
    paths: new Set(tree.map(({ path }) => path)),
    ecosystems: ecosystemsIn(tree, texts),
    name: null,
  };
  return look(known).flaws.flatMap(({ setup, finding }): readonly FileEdit[] => {
    const language = setup === null ? undefined : LANGUAGES[setup.action];
    if (setup === null || language === undefined || setup.exactness === 'major') return [];
    const { actual, input, route, place } = setup;
    const written = actual.with[input];
    if (written === undefined ? setup.exactness !== 'missing' : written.route !== route) return [];
    const file = versionFile(language[0], view);
    if (file === null) return [];
    return [{ path: place.path, operations: fromFile(actual, input, language[1], file), flaw: [keyOf(finding)] }];
  });
}

function fromFile(step: SetupStep['actual'], input: string, key: string, file: string): readonly Operation[] {
  const { route } = step;
  const inputs = Object.keys(step.with);
  if (inputs.length === 0) return [{ op: 'add-key', route, key: 'with', value: { [key]: file }, after: 'uses' }];
  const add: Operation = { op: 'add-key', route: [...route, 'with'], key, value: file };
  return inputs.includes(input) ? [add, { op: 'remove', route: [...route, 'with', input] }] : [add];
}

const asFiles = (edits: readonly FileEdit[]): readonly EditFile[] =>
  [...new Set(edits.map(({ path }) => path))].map((path) => ({
    kind: 'edit-file',
    path,
    operations: edits.filter((each) => each.path === path).flatMap(({ operations }) => operations),
    summary: 'the version of the language comes from the file that developers use too',
  }));

function byHand(flaws: readonly Flaw[]): readonly ManualStep[] {
  if (flaws.length === 0) return [];
  const lines = flaws.map(({ finding, advice }) => {
    const { location, observed } = finding;
    const at = location !== null && 'path' in location ? `${location.path}:${location.line}` : '';
    return `# ${at}: ${observed}  →  ${advice}`;
  });
  return [
    {
      kind: 'manual',
      summary: `say the version of ${flaws.length === 1 ? 'one tool' : `${flaws.length} tools`} of the build`,
      why: 'which version is the right one stands nowhere in the repository',
      lines: [...new Set(lines)],
      url: DOCS,
    },
  ];
}
