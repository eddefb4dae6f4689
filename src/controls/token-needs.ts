import { actionName, localAction, type ReachedStep, reachedSteps } from '../ecosystems/reached-steps.ts';
import { type TracedCommand, tracedCommands } from '../ecosystems/traced-command.ts';
import type { TextFiles } from '../model/files.ts';
import { atLeast, type PermissionLevel } from '../model/permission.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { actionNeeds } from './action-permissions.ts';

/** A scope the job uses, and which step says so. */
export type Need = { readonly scope: string; readonly level: PermissionLevel; readonly why: string };

/**
 * What a job does with its token. Not `understood` as soon as one step could use it in a way that cannot be seen: then `needs` is
 * only what was recognised, good for a suggestion and never for an edit.
 */
export type TokenNeeds = { readonly understood: boolean; readonly because: string; readonly needs: readonly Need[] };

export function tokenNeeds(workflow: Workflow, job: Job, set: WorkflowSet, texts: TextFiles): TokenNeeds {
  if (job.uses !== null) return { understood: false, because: `it calls ${job.uses.value.text}`, needs: [] };
  const steps = reachedSteps(set).filter((reached) => reached.job === job);
  const commands = tracedCommands(set, texts).filter((traced) => traced.at.job === job);
  const parts = [
    ...steps.map((reached) => ofAction(reached, set)),
    ...steps.map((reached) => ofScript(reached, commands, workflow, steps)),
  ];
  const doubts = parts.flatMap((part) => (typeof part === 'string' ? [part] : []));
  const needs = joined(parts.flatMap((part) => (typeof part === 'string' ? [] : part)));
  return { understood: doubts.length === 0, because: doubts[0] ?? '', needs };
}

/** The needs of one part of a job, or the sentence that says why they cannot be told. */
type Part = readonly Need[] | string;

function ofAction({ actual }: ReachedStep, set: WorkflowSet): Part {
  const uses = actual.uses?.value;
  if (uses === undefined) return [];
  if (uses.kind === 'local' || uses.kind === 'self') {
    // The steps of a composite action are reached one by one; what a program does with the token, nobody can see.
    const isComposite = localAction(set, actual)?.using === 'composite';
    return isComposite ? [] : `what ${uses.text} does with the token is not known`;
  }
  const name = actionName(actual);
  const needs = name === null ? null : actionNeeds(name, actual);
  if (name === null || needs === null) return `what ${uses.text} does with the token is not known`;
  return needs.map(({ scope, level }) => ({ scope, level, why: name }));
}

function ofScript(
  reached: ReachedStep,
  commands: readonly TracedCommand[],
  workflow: Workflow,
  steps: readonly ReachedStep[],
): Part {
  const { actual, job, step } = reached;
  if (actual.run === null) return [];
  const own = commands.filter(({ at }) => at.actual === actual && at.step === step);
  const named = actual.name ?? `the step on line ${actual.run.place.line}`;
  const hasToken =
    [workflow.env, job.env, step.env, step.with, actual.env].some(holdsToken) || TOKEN.test(actual.run.value);
  const canPush = steps.some(({ actual: step }) => keepsCredentials(step));
  const mintsIdentity = job.permissions === null || declaresIdentity(job);
  if (!hasToken && !canPush && !mintsIdentity) return [];
  if (own.length === 0) return `the script of ${named} cannot be read`;
  const parts = own.map((traced) => ofCommand(traced, { hasToken, canPush }));
  const doubt = parts.find((part) => typeof part === 'string');
  return doubt ?? parts.flatMap((part) => (typeof part === 'string' ? [] : part));
}

const TOKEN = /secrets\.GITHUB_TOKEN|github\.token|ACTIONS_ID_TOKEN/i;

const holdsToken = (env: Step['env']): boolean => Object.values(env).some(({ value }) => TOKEN.test(value));

/** A checkout leaves the token behind for every later `git` unless it is told not to. */
const keepsCredentials = (step: Step): boolean =>
  actionName(step) === 'actions/checkout' && step.with['persist-credentials']?.value !== 'false';

const declaresIdentity = (job: Job): boolean =>
  job.permissions?.value.kind === 'map' && job.permissions.value.scopes['id-token'] === 'write';

/** `hasToken`: it is handed to the script. `canPush`: a checkout left it behind for `git`. */
type Reach = { readonly hasToken: boolean; readonly canPush: boolean };

function ofCommand({ command, invocations, isHidden }: TracedCommand, { hasToken, canPush }: Reach): Part {
  const [outer] = invocations;
  const program = outer?.program ?? command.name;
  const words = outer?.words ?? [];
  if (isHidden) return `"${command.text.trim()}" releases something that cannot be followed`;
  // Without the job's token in reach, `gh` and `git` work with one of their own.
  if (program === 'gh' && !hasToken) return [];
  if (program === 'git' && !hasToken && !canPush) return [];
  if (program === 'gh') return ofGh(words) ?? `"${command.text.trim()}" uses the API in a way that is not known`;
  if (program === 'git') return ofGit(words);
  if (!hasToken && program === 'node' && command.args.includes('--test')) return [];
  if (QUIET.has(program) || (words.length === 0 && /^(?:-v|--version)$/.test(command.args.join(' ')))) return [];
  if (!hasToken && invocations.some(({ program: each, words: rest }) => isBuildTool(each, rest))) return [];
  return `what "${command.text.trim().split('\n')[0]}" does with the token is not known`;
}

function ofGit([verb = '']: readonly string[]): readonly Need[] {
  if (verb === 'push') return [{ scope: 'contents', level: 'write', why: 'git push' }];
  const fetches = ['fetch', 'clone', 'pull', 'ls-remote', 'submodule'].includes(verb);
  return fetches ? [{ scope: 'contents', level: 'read', why: `git ${verb}` }] : [];
}

const GH: Readonly<Record<string, readonly [scope: string, reading: RegExp]>> = {
  release: ['contents', /^(?:view|list|download|verify|verify-asset)$/],
  pr: ['pull-requests', /^(?:view|list|diff|status|checks|checkout)$/],
  issue: ['issues', /^(?:view|list|status)$/],
  label: ['issues', /^list$/],
  run: ['actions', /^(?:view|list|download|watch)$/],
  workflow: ['actions', /^(?:view|list)$/],
  cache: ['actions', /^list$/],
  attestation: ['attestations', /^(?:verify|download)$/],
  repo: ['contents', /^(?:view|clone|list)$/],
};

/** Null for what the table does not say: `gh api`, extensions, merges that need several scopes. */
function ofGh([noun = '', verb = '']: readonly string[]): readonly Need[] | null {
  if (noun === 'auth' || noun === 'config' || noun === 'version') return [];
  const row = Object.hasOwn(GH, noun) ? GH[noun] : undefined;
  if (row === undefined || verb === '' || verb === 'merge' || noun === 'repo' || verb === 'checks') return null;
  const [scope, reading] = row;
  return [{ scope, level: reading.test(verb) ? 'read' : 'write', why: `gh ${noun} ${verb}` }];
}

/** Programs that never look for a credential of the job. */
const QUIET: ReadonlySet<string> = new Set(
  `echo printf cd pwd mkdir rmdir cp mv rm ls cat touch test [ [[ : true false exit return export unset set shopt read local declare
   sleep chmod chown ln find sort uniq head tail cut tr wc tee sed awk grep egrep rg jq yq diff date env which command type basename
   dirname realpath tar zip unzip gzip gunzip xz sha256sum sha512sum shasum md5sum df du free uname id whoami ulimit trap wait kill seq
   hostname openssl`.split(/\s+/),
);

/** Installs, builds and tests: they run the project's own code, which has no business with the token that nobody handed to it. */
function isBuildTool(program: string, words: readonly string[]): boolean {
  const [verb = ''] = words;
  if (RUNNERS.has(program)) return !/publish|release|deploy|version|dlx|exec|login|stage/.test(words.join(' '));
  if (program === 'python' || program === 'python3') return words[0] === undefined || !words[0].endsWith('.py');
  if (program === 'cargo') return !/^(?:publish|release|login|smart-release)$/.test(verb);
  if (program === 'docker') return /^(?:build|info|version|images|inspect|compose)$/.test(verb);
  return BUILDERS.has(program);
}

const RUNNERS: ReadonlySet<string> = new Set(
  'npm pnpm yarn bun make just task mvn mvnw gradle gradlew dotnet'.split(' '),
);
const BUILDERS: ReadonlySet<string> = new Set(
  `pip pip3 pytest tox nox mypy ruff black flake8 isort pylint coverage pre-commit poetry hatch uv go gofmt golangci-lint rustup rustc
   cmake ctest ninja meson gcc g++ clang cc javac java bundle rake rspec rubocop composer phpunit php corepack node-gyp tsc eslint
   prettier vitest jest mocha actionlint shellcheck curl wget apt apt-get dpkg choco`.split(/\s+/),
);

/** One need per scope, the highest level; every reason once. */
function joined(needs: readonly Need[]): readonly Need[] {
  const scopes = new Map<string, Need>();
  for (const need of needs) {
    const before = scopes.get(need.scope);
    if (before === undefined || !atLeast(before.level, need.level)) scopes.set(need.scope, need);
  }
  return [...scopes.values()].toSorted((a, b) => (a.scope < b.scope ? -1 : 1));
}
