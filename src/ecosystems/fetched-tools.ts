import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import type { Invocation } from './invocation.ts';
import { hasOption } from './invocation.ts';
import { packageScripts } from './package-scripts.ts';
import { type TracedCommand, tracedCommands } from './traced-command.ts';

/** `piped`: a download that runs at once; `latest`: says that it wants the newest; `unversioned`: names no version; `system`: a package of the system. */
export type FetchKind = 'piped' | 'latest' | 'unversioned' | 'system';

/** A command that brings a tool into the job which nothing in the repository fixes. */
export type FetchedTool = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  readonly kind: FetchKind;
  /** The tool, or the address. */
  readonly tool: string;
  readonly command: string;
  readonly place: Place;
  readonly route: Route;
  readonly via: string | null;
  /** What to write instead; null when no form is known. */
  readonly fixedForm: string | null;
};

const remembered = new WeakMap<WorkflowSet, readonly FetchedTool[]>();

/** Every such command of every job. */
export function fetchedToolsIn(set: WorkflowSet, texts: TextFiles): readonly FetchedTool[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const commands = tracedCommands(set, texts);
  const installing = new Set(commands.filter(installsPackages).map(({ at }) => at.job));
  const found = commands.flatMap((traced) => fetchesOf(traced, installing, texts));
  remembered.set(set, found);
  return found;
}

/** After `npm ci` a bare `npx eslint` runs the program that the lock file fixed. */
const installsPackages = ({ invocations }: TracedCommand): boolean =>
  invocations.some(
    ({ program, words }) =>
      /^(?:npm|pnpm|yarn|bun)$/.test(program) &&
      (words.length === 0 || /^(?:ci|i|install|clean-install)$/.test(words[0] ?? '')),
  );

function fetchesOf(traced: TracedCommand, installing: ReadonlySet<Job>, texts: TextFiles): readonly FetchedTool[] {
  const { at, command, invocations, place, route, via } = traced;
  const { workflow, job, step } = at;
  const entry = (kind: FetchKind, tool: string, fixedForm: string | null = null): FetchedTool => ({
    workflow,
    job,
    step,
    kind,
    tool,
    command: command.text.split('\n', 1)[0] ?? '',
    place,
    route,
    via,
    fixedForm,
  });
  const piped = pipedAddress(traced);
  if (piped !== null) return [entry('piped', piped)];
  for (const invocation of invocations) {
    const fetch = FETCHES.find(({ when }) => when(invocation));
    if (fetch === undefined) continue;
    if (fetch.local === true && (installing.has(job) || packageScripts(invocation, '', texts) !== null)) return [];
    return fetch.tools(invocation).flatMap((tool) => {
      const kind = fetch.system === true ? 'system' : kindOf(tool, fetch.separator);
      return kind === null ? [] : [entry(kind, tool, fetch.form?.(bare(tool, fetch.separator)) ?? null)];
    });
  }
  return [];
}

const SHELLS = /^(?:ba|z|da|k)?sh$|^(?:python[\d.]*|perl|ruby|node|pwsh|powershell|iex|Invoke-Expression)$/i;
const DOWNLOADS = /^(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)$/i;

/** `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`, `irm … | iex`. */
function pipedAddress({ command }: TracedCommand): string | null {
  const { name, args, pipedTo, text } = command;
  const address = /https?:\/\/[^\s"'`)|;<>]+/.exec(text)?.[0] ?? null;
  if (DOWNLOADS.test(name) && pipedTo !== null && SHELLS.test(pipedTo)) return address ?? args.at(-1) ?? name;
  const inner = /(?:<\(|\$\(|`)\s*(?:curl|wget)\s/.test(text);
  const runs = SHELLS.test(name) || name === 'eval' || name === 'source' || name === '.' || /^iex$/i.test(name);
  return runs && inner && address !== null && !/-c\s+["']?\w+=/.test(text) ? address : null;
}

type Fetch = {
  when(invocation: Invocation): boolean;
  tools(invocation: Invocation): readonly string[];
  /** What stands between a tool and its version. */
  readonly separator: RegExp;
  readonly form?: (tool: string) => string;
  /** Runs the installed program first when there is one. */
  readonly local?: true;
  readonly system?: true;
};

const AT = /.@/;
const EQUALS = /[=~!<>@]=?|===/;
const first = ({ words }: Invocation): string => words[0] ?? '';
const rest = ({ words }: Invocation): readonly string[] => words.slice(1);
const runs =
  (program: RegExp, word?: RegExp) =>
  (invocation: Invocation): boolean =>
    program.test(invocation.program) && (word === undefined || word.test(first(invocation)));
const isOwn = (tool: string): boolean =>
  /^[./~]|^file:|\.(?:tgz|whl|gem|zip|nupkg|tar\.gz)$|^[\w-]*\$|^https?:|^git\+/.test(tool);

const FETCHES: readonly Fetch[] = [
  {
    when: (each) =>
      runs(/^(?:npm|pnpm|bun)$/, /^(?:i|install|add|in)$/)(each) && hasOption(each, '-g', '--global', '--location'),
    tools: rest,
    separator: AT,
    form: (tool) => `${tool}@<version>`,
  },
  {
    when: (each) => runs(/^yarn$/, /^global$/)(each) && each.words[1] === 'add',
    tools: ({ words }) => words.slice(2),
    separator: AT,
  },
  {
    when: (each) => runs(/^(?:pnpm|yarn)$/, /^dlx$/)(each),
    tools: ({ words }) => words.slice(1, 2),
    separator: AT,
    form: (tool) => `${tool}@<version>`,
  },
  {
    when: (each) =>
      runs(/^(?:npx|bunx|pnpx)$/)(each) && !hasOption(each, '--no-install', '--no', '-p', '--package', '--offline'),
    tools: ({ words }) => words.slice(0, 1),
    separator: AT,
    form: (tool) => `${tool}@<version>`,
    local: true,
  },
  {
    when: (each) =>
      runs(/^pip[\d.]*$/, /^install$/)(each) &&
      !hasOption(each, '--require-hashes', '-c', '--constraint', '-e', '--editable', '-r', '--requirement'),
    tools: rest,
    separator: EQUALS,
    form: (tool) => `${tool}==<version>`,
  },
  {
    when: (each) => runs(/^uvx$/)(each) && !hasOption(each, '--from', '--with'),
    tools: ({ words }) => words.slice(0, 1),
    separator: EQUALS,
    form: (tool) => `${tool}@<version>`,
  },
  {
    when: (each) =>
      runs(/^uv$/, /^tool$/)(each) && /^(?:install|run)$/.test(each.words[1] ?? '') && !hasOption(each, '--from'),
    tools: ({ words }) => words.slice(2, 3),
    separator: EQUALS,
    form: (tool) => `${tool}==<version>`,
  },
  {
    when: (each) => runs(/^pipx$/, /^(?:install|run)$/)(each) && !hasOption(each, '--spec'),
    tools: ({ words }) => words.slice(1, 2),
    separator: EQUALS,
    form: (tool) => `${tool}==<version>`,
  },
  // Without a version Go takes the one that go.mod fixes, so only `@` fetches.
  {
    when: (each) => runs(/^go$/, /^(?:install|run|get)$/)(each),
    tools: (each) => rest(each).filter((word) => /@(?:latest|main|master|upgrade)$/.test(word)),
    separator: AT,
    form: (tool) => `${tool}@<version>`,
  },
  {
    when: (each) =>
      runs(/^cargo$/, /^(?:install|binstall)$/)(each) &&
      !hasOption(each, '--path', '--version', '--vers', '--rev', '--tag'),
    tools: (each) => rest(each).filter((word) => !word.startsWith('+')),
    separator: AT,
    form: (tool) => `cargo install ${tool} --version <version> --locked`,
  },
  {
    when: (each) => runs(/^gem$/, /^install$/)(each) && !hasOption(each, '-v', '--version'),
    tools: rest,
    separator: /:/,
    form: (tool) => `gem install ${tool} -v <version>`,
  },
  {
    when: (each) =>
      runs(/^dotnet$/, /^tool$/)(each) &&
      /^(?:install|update)$/.test(each.words[1] ?? '') &&
      !hasOption(each, '--version'),
    tools: ({ words }) => words.slice(2, 3),
    separator: AT,
    form: (tool) => `dotnet tool install ${tool} --version <version>`,
  },
  {
    when: (each) => runs(/^gh$/, /^extension$/)(each) && each.words[1] === 'install' && !hasOption(each, '--pin'),
    tools: ({ words }) => words.slice(2, 3),
    separator: /@/,
    form: (tool) => `gh extension install ${tool} --pin <tag or commit>`,
  },
  {
    when: (each) => runs(/^corepack$/, /^prepare$/)(each),
    tools: rest,
    separator: AT,
    form: (tool) => `${tool}@<version>`,
  },
  {
    when: (each) => runs(/^(?:brew|choco|scoop|winget)$/, /^install$/)(each) && !hasOption(each, '--version'),
    tools: rest,
    separator: /@/,
    system: true,
  },
  {
    when: (each) => runs(/^(?:apt|apt-get|dnf|yum)$/, /^install$/)(each) || runs(/^apk$/, /^add$/)(each),
    tools: (each) =>
      rest(each)
        .filter((word) => !word.includes('='))
        .slice(0, 1),
    separator: /=/,
    system: true,
  },
];

/** Null when the version is said, when it is a file of the job, or when it is computed. */
function kindOf(tool: string, separator: RegExp): FetchKind | null {
  if (isOwn(tool) || tool.includes('$') || tool.includes('${{')) return null;
  if (/@(?:latest|next|canary|nightly|main|master|upgrade)$/.test(tool)) return 'latest';
  return separator.test(tool) ? null : 'unversioned';
}

const bare = (tool: string, separator: RegExp): string => {
  const at = tool.search(separator);
  return at <= 0 ? tool : tool.slice(0, separator === AT ? at + 1 : at);
};
