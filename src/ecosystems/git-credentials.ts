import type { TextFiles } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job } from '../workflow/workflow-file.ts';
import { runOf } from './commands-by-job.ts';
import type { Invocation } from './invocation.ts';
import { actionName, localAction } from './reached-steps.ts';

/**
 * What a job does with the credentials that a checkout left behind. `pushes` and `fetches` name what is seen to; `unseen` is what
 * could, and cannot be followed. `ownToken` pushes, with a token that it is handed itself.
 */
export type GitUse = {
  readonly pushes: string | null;
  readonly fetches: string | null;
  readonly unseen: string | null;
  readonly ownToken: string | null;
};

const remembered = new WeakMap<WorkflowSet, Map<Job, GitUse>>();

/** Remembered by the set and the job: each of a job's checkouts asks. */
export function gitUseOf(job: Job, set: WorkflowSet, texts: TextFiles): GitUse {
  const known = remembered.get(set) ?? new Map<Job, GitUse>();
  remembered.set(set, known);
  const use = known.get(job) ?? readGitUse(job, set, texts);
  known.set(job, use);
  return use;
}

function readGitUse(job: Job, set: WorkflowSet, texts: TextFiles): GitUse {
  const { steps, commands } = runOf(job, set, texts);
  const invocations = commands.flatMap((each) => each.invocations);
  const names = steps.flatMap(({ actual }) => actionName(actual) ?? []);
  const isRedirected = invocations.some(setsTokenAddress);
  const pushing = invocations.filter(isPush);
  const kept = pushing.find((each) => !(each.program === 'git' && (isRedirected || each.words.some(holdsToken))));
  const [first] = pushing;
  const fetching = invocations.find(({ program, words }) => program === 'git' && FETCHES.has(words[0] ?? ''));
  const hidden = commands.find(({ isHidden }) => isHidden);
  const unread = steps.find(
    ({ actual }) =>
      (actual.uses?.value.kind === 'local' || actual.uses?.value.kind === 'self') &&
      localAction(set, actual)?.using !== 'composite',
  );
  return {
    pushes: kept === undefined ? (names.find((name) => PUSHING_ACTIONS.has(name)) ?? null) : spelled(kept),
    fetches: fetching === undefined ? null : spelled(fetching),
    unseen: hidden?.command.text.trim() ?? unread?.actual.uses?.value.text ?? null,
    ownToken: names.find((name) => OWN_TOKEN.has(name)) ?? (first === undefined ? null : spelled(first)),
  };
}

/** `https://x-access-token:…@github.com/…`: the address brings the token along. */
const holdsToken = (word: string): boolean => /^https?:\/\/[^/\s]+@/.test(word);

const setsTokenAddress = ({ program, words }: Invocation): boolean =>
  program === 'git' && words[0] === 'remote' && words[1] === 'set-url' && words.some(holdsToken);

const spelled = ({ program, words }: Invocation): string => [program, ...words.slice(0, 1)].join(' ');

const FETCHES: ReadonlySet<string> = new Set(['fetch', 'pull', 'submodule', 'lfs', 'clone', 'ls-remote', 'remote']);

/** Tools that push commits or tags with the credentials of the checkout, by their own documentation. */
function isPush({ program, words, options }: Invocation): boolean {
  const [verb = '', next = ''] = words;
  if (options.some((option) => /^--(?:dry-run|no-push)\b/.test(option))) return false;
  switch (program) {
    case 'git':
      return verb === 'push' || (verb === 'subtree' && next === 'push');
    case 'lerna':
      return verb === 'version' || verb === 'publish';
    case 'nx':
    case 'auto':
      return verb === 'release' || verb === 'shipit';
    case 'cargo':
      return verb === 'release' || verb === 'smart-release';
    case 'mkdocs':
      return verb === 'gh-deploy';
    case 'mike':
      return options.includes('--push') || options.includes('-p');
    case 'ghp-import':
      return options.some((option) => option === '--push' || /^-\w*p/.test(option));
    case 'mvn':
    case 'mvnw':
      return words.some((word) => /^release:|^scm:|^org\.apache\.maven\.plugins:maven-(?:release|scm)/.test(word));
    case 'gradle':
    case 'gradlew':
      return words.some((word) => /(?:^|:)release$/.test(word));
    default:
      return PUSHING_PROGRAMS.has(program);
  }
}

const PUSHING_PROGRAMS: ReadonlySet<string> = new Set(
  'semantic-release release-it np gh-pages python-semantic-release cr'.split(' '),
);

/**
 * These push with the token of an input or a variable of theirs, so that the checkout's can go: the first writes it to `.netrc`,
 * the second puts it into the address.
 */
const OWN_TOKEN: ReadonlySet<string> = new Set(['changesets/action', 'helm/chart-releaser-action']);

// Not here, because they bring a token and no doubt: ad-m/github-push-action, peter-evans/create-pull-request (both sign in
// with an input whose default is the job's token) and mathieudutour/github-tag-action, which asks the API.
const PUSHING_ACTIONS: ReadonlySet<string> = new Set([
  'cycjimmy/semantic-release-action',
  'codfish/semantic-release-action',
  'endbug/add-and-commit',
  'github-actions-x/commit',
  'jamesives/github-pages-deploy-action',
  'python-semantic-release/python-semantic-release',
  'relekang/python-semantic-release',
  'stefanzweifel/git-auto-commit-action',
]);
