import type { TextFiles } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { type CommandRow, matches } from './command-pattern.ts';
import type { Invocation } from './invocation.ts';
import { actionName } from './reached-steps.ts';
import type { OwnStep } from './shipment.ts';
import { subjectPaths, type WordSite } from './subject-paths.ts';
import { type TracedCommand, tracedCommands } from './traced-command.ts';

/** Lines of `subject-path` for the files a step publishes, and whether they are final before it begins. */
export type ShippedFiles =
  | { readonly known: true; readonly paths: readonly string[]; readonly when: 'before' | 'after' }
  | { readonly known: false; readonly because: string };

const unclear = (because: string): ShippedFiles => ({ known: false, because });

/** The files that one step uploads to a release or a registry, as far as it names them or its tool has a fixed place for them. */
export function shippedFiles(publish: OwnStep, set: WorkflowSet, texts: TextFiles): ShippedFiles {
  return publish.step.uses === null ? byCommands(publish, set, texts) : byAction(publish);
}

/** What an action is told to upload: texts, and the folder they start from. */
type Given = { readonly words: readonly string[]; readonly folder?: string };

const input = (step: Step, ...names: readonly string[]): string =>
  names.map((name) => step.with[name]?.value.trim() ?? '').find((text) => text !== '') ?? '';
const lines = (text: string): readonly string[] => text.split('\n');

/** Inputs that name the uploaded files (the READMEs of the actions). */
const ACTIONS: Readonly<Record<string, (step: Step) => Given>> = {
  'softprops/action-gh-release': (step) => ({
    words: lines(input(step, 'files')),
    folder: input(step, 'working_directory'),
  }),
  'marvinpinto/action-automatic-releases': (step) => ({ words: lines(input(step, 'files')) }),
  'ncipollo/release-action': (step) => ({ words: outsideBraces(input(step, 'artifacts', 'artifact')) }),
  'svenstaro/upload-release-action': (step) => ({ words: [input(step, 'file')] }),
  'actions/upload-release-asset': (step) => ({ words: [input(step, 'asset_path')] }),
  'shogo82148/actions-upload-release-asset': (step) => ({ words: [input(step, 'asset_path')] }),
  'pypa/gh-action-pypi-publish': (step) => ({
    words: [inFolder(input(step, 'packages-dir', 'packages_dir') || 'dist')],
  }),
  'pyo3/maturin-action': (step) => ({
    words: input(step, 'args')
      .split(/\s+/)
      .filter((word) => !word.startsWith('-')),
    folder: input(step, 'working-directory'),
  }),
};

const inFolder = (folder: string): string => `${folder.replace(/\/+$/, '')}/*`;

/** Commas and line breaks separate, but not inside braces. */
const outsideBraces = (text: string): readonly string[] => text.split(/[\n,](?![^{}]*\})/);

function byAction({ step, workflow, job }: OwnStep): ShippedFiles {
  const name = actionName(step) ?? '';
  const row = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (row === undefined) return unclear(`which files ${name} ships is decided inside of it`);
  const { words, folder = '' } = row(step);
  const directory = folder.replace(/^(?:\.\/)+|^\.$/, '').replace(/\/+$/, '');
  return asPaths(words, { workflow, job, step, directory, script: null }, 'before');
}

function asPaths(words: readonly string[], site: WordSite, when: 'before' | 'after'): ShippedFiles {
  const named = words.map((word) => word.trim()).filter((word) => word !== '');
  const paths: string[] = [];
  for (const word of named) {
    const found = subjectPaths(word, site);
    if (found === null) return unclear(`the name "${word}" is only known while the step runs`);
    paths.push(...found);
  }
  return paths.length === 0 ? unclear('the step names no files') : { known: true, paths: [...new Set(paths)], when };
}

/** A command that publishes, and where its files are. */
type CommandFiles = CommandRow & {
  /** Number of words in front of the names of files. */
  readonly skip?: number;
  /** Number of words that name files; all when absent. */
  readonly take?: number;
  /** Options of it that take a value. */
  readonly valued?: readonly string[];
  /** Where it looks when no file is named. */
  readonly usual?: string;
  /** It makes the files itself, so that they are there when it is done. */
  readonly makes?: true;
  /** What cannot be told, in a sentence. */
  readonly because?: string;
};

const TWINE = [
  '-r',
  '--repository',
  '--repository-url',
  '-u',
  '--username',
  '-p',
  '--password',
  '-i',
  '--identity',
  '-c',
  '--comment',
  '--config-file',
  '--cert',
  '--client-cert',
];
const NPM = 'npm packs the files itself while it publishes, so no file is there to attest before';

const COMMANDS: readonly CommandFiles[] = [
  { run: 'gh release create|upload', skip: 3 },
  { run: 'twine upload', skip: 1, valued: TWINE },
  {
    run: 'uv publish',
    skip: 1,
    usual: 'dist/*',
    valued: [
      '--token',
      '-t',
      '--username',
      '-u',
      '--password',
      '-p',
      '--publish-url',
      '--index',
      '--check-url',
      '--trusted-publishing',
      '--keyring-provider',
    ],
  },
  { run: 'poetry publish', only: ['--build'], usual: 'dist/*', skip: 99, makes: true },
  { run: 'poetry publish', usual: 'dist/*', skip: 99 },
  {
    run: 'hatch publish',
    skip: 1,
    usual: 'dist/*',
    valued: ['-u', '--user', '-a', '--auth', '-r', '--repo', '-p', '--publisher'],
  },
  { run: 'flit publish', usual: 'dist/*', skip: 99, makes: true },
  {
    run: 'maturin upload',
    skip: 1,
    valued: ['-r', '--repository', '-u', '--username', '-p', '--password', '--repository-url'],
  },
  {
    run: 'cargo publish',
    only: ['--manifest-path', '--target-dir', '-C'],
    because: 'where cargo leaves the crate is named by an option',
  },
  { run: 'cargo publish', usual: 'target/package/*.crate', skip: 99, makes: true },
  { run: 'gem push', skip: 1, valued: ['-k', '--key', '--host', '--otp', '-C', '--config-file', '--attestation'] },
  {
    run: 'dotnet nuget push',
    skip: 2,
    valued: [
      '-k',
      '--api-key',
      '-s',
      '--source',
      '-t',
      '--timeout',
      '-sk',
      '--symbol-api-key',
      '-ss',
      '--symbol-source',
    ],
  },
  {
    run: 'nuget push',
    skip: 1,
    valued: ['-ApiKey', '-Source', '-SymbolSource', '-ConfigFile', '-Timeout', '-Verbosity'],
  },
  { run: 'helm push', skip: 1, take: 1, valued: ['--ca-file', '--cert-file', '--key-file', '--registry-config'] },
  { run: 'npm|pnpm publish *.tgz', skip: 1 },
  { run: 'npm|pnpm|yarn|bun publish', because: NPM },
];

function byCommands(publish: OwnStep, set: WorkflowSet, texts: TextFiles): ShippedFiles {
  const { step, how, place, workflow, job } = publish;
  const all = tracedCommands(set, texts).filter(({ at, isWritten }) => at.actual === step && isWritten);
  const index = all.findIndex(({ command, place: at }) => command.text === how && at.line === place.line);
  const traced = all[index];
  if (traced === undefined) return unclear('the command is not written in the step itself');
  for (const invocation of traced.invocations) {
    const row = COMMANDS.find((each) => matches(each, invocation));
    if (row === undefined) continue;
    if (row.because !== undefined) return unclear(row.because);
    const own = wordsOf(row, invocation);
    const words = own.length > 0 || row.usual === undefined ? own : [row.usual];
    const isPattern = /nuget$/.test(invocation.program) || invocation.program === 'dotnet';
    const site = {
      workflow,
      job,
      step,
      directory: traced.directory,
      script: `${step.run?.value ?? ''}${isPattern ? '\n# globstar' : ''}`,
    };
    const when = row.makes === true || !isQuietBefore(all.slice(0, index)) ? 'after' : 'before';
    if (MAY_SKIP.test(step.run?.value ?? ''))
      return unclear('the script may publish nothing, and then nothing can be attested');
    if (when === 'after' && all.slice(index + 1).some(({ command }) => REMOVES.test(command.name)))
      return unclear('the script moves or removes files after it has published them');
    return asPaths(words, site, when);
  }
  return unclear('which files it ships is decided by its own configuration');
}

function wordsOf({ skip = 0, take, valued = [] }: CommandFiles, { args, words }: Invocation): readonly string[] {
  const values = new Set(args.flatMap((arg, at) => (valued.includes(arg) ? [args[at + 1]] : [])));
  return words
    .slice(skip)
    .filter((word) => !values.has(word))
    .slice(0, take)
    .map((word) => word.split('#')[0] ?? '');
}

/** Nothing in front of it in the script can make a file. */
const isQuietBefore = (commands: readonly TracedCommand[]): boolean =>
  commands.every(({ command }) => QUIET.test(command.name));
const QUIET =
  /^(?:set|echo|printf|export|local|declare|readonly|cd|ls|test|\[|\[\[|:|shopt|true|false|exit|gh|pwd|sleep|head|tail|cut|grep|basename|dirname|twine|cat)$/;
/** Guards of a loop over files that may not be there. */
const MAY_SKIP = /\bnullglob\b|\bbreak\b|\bcontinue\b|--skip-existing-files/;
const REMOVES = /^(?:rm|mv|git|rmdir|shred|find)$/;
