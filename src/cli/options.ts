import { InvalidArgumentError, Option } from 'commander';
import { readPackSource } from '../templating/pack-source.ts';
import { CHECK_FORMATS, EXPLAIN_FORMATS, PLAN_FORMATS } from './invocation.ts';
import type { TemplatesCommand } from './templates-commands.ts';
import { parseRepositoryName, refuseBranchName, refuseRevision } from './validate-names.ts';

const REPO = 'the repository at its host; without PATH nothing local is read';

const several = (given: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
];

/** A value may hold commas. */
const oneMore = (given: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), given];

const checked = (refuse: (given: string) => string | null) => (given: string) => {
  const reason = refuse(given);
  if (reason !== null) throw new InvalidArgumentError(`${reason}.`);
  return given;
};

const repositoryName = (given: string) => {
  const name = parseRepositoryName(given);
  if (name === null) throw new InvalidArgumentError('OWNER/NAME or HOST/OWNER/NAME is meant.');
  return name;
};

const packSource = checked((text) => {
  const source = readPackSource(text);
  return source.kind === 'none' ? source.problem : null;
});

const oneLine = checked((text) =>
  text.trim() === '' ? 'it is empty' : /[\u0000-\u001F\u007F]/.test(text) ? 'it holds a control character' : null,
);

const TEMPLATES = () =>
  new Option(
    '--templates <source>',
    'the template pack: a folder, github:OWNER/REPO[/PATH]@REF, npm:NAME@VERSION, built-in',
  ).argParser(packSource);

const LOOKING = () => [
  new Option('--repo <owner/name>', REPO).argParser(repositoryName),
  new Option('--base <ref>', 'judge and plan against this commit').argParser(checked(refuseRevision)),
  new Option('--local', 'nothing online: files of the local repository, settings unknown'),
  new Option('--only <x>', 'only these: id, number 4.01, section 4 or actions, glob').argParser(several),
  new Option('--skip <x>', 'not these, named the same way').argParser(several),
  TEMPLATES(),
  new Option(
    '--policy <file>',
    "used instead of the repository's policy; the organisation's holds beside it",
  ).argParser(oneLine),
];

const SAYING = () => [
  new Option('--output <file>', 'write the result to a file').argParser(oneLine),
  new Option('--no-color', 'no colour'),
  new Option('--quiet', 'no notes and no progress'),
  new Option('--verbose', 'say more').conflicts('quiet'),
];

export const checkOptions = (): readonly Option[] => [
  ...LOOKING(),
  new Option('--format <format>', 'how to report').choices(CHECK_FORMATS).default('text'),
  new Option('--fail-on <tier>', 'end with 1 when a control of this tier or above has a gap')
    .choices(['must', 'should', 'could', 'never'])
    .default('must'),
  new Option('--fail-on-unknown', 'end with 1 when a control that counts could not be judged'),
  new Option('--compare <ref>', 'say what is new and what is fixed since this commit of the checkout').argParser(
    checked(refuseRevision),
  ),
  new Option('--fail-on-new', 'with --compare: only findings that are new end with 1'),
  new Option('--worktree', 'read the files as they are on disk, changes not committed included'),
  ...SAYING(),
];

export const initOptions = (): readonly Option[] => [
  ...LOOKING(),
  new Option('--deliver <how>', 'pr, or branch with --local, unless given').choices([
    'pr',
    'branch',
    'patch',
    'worktree',
  ]),
  new Option('--branch <name>', 'branch to create instead of harden-builds/init').argParser(checked(refuseBranchName)),
  new Option('--title <text>', 'title of the pull request or commit').argParser(oneLine),
  new Option('--draft', 'open the pull request as a draft'),
  new Option('--reviewer <login>', 'ask for a review; repeat or separate by commas').argParser(several),
  new Option('--dry-run', 'print the plan and change nothing'),
  new Option('--format <format>', 'how --dry-run prints the plan').choices(PLAN_FORMATS),
  new Option('--yes', 'take the recommended remedies without asking'),
  new Option('--max-risk <risk>', 'safe leaves out what can change how a run behaves')
    .choices(['safe', 'review'])
    .default('review'),
  new Option('--answers <file>', 'take the answers from JSON or YAML; - is standard input').argParser(oneLine),
  new Option('--plain', 'ask line by line, for screen readers and small terminals'),
  new Option('--demo', 'try it on a badly secured repository in a temporary folder'),
  ...SAYING(),
];

export const explainOptions = (): readonly Option[] => [
  new Option('--format <format>', 'how to print it').choices(EXPLAIN_FORMATS).default('text'),
  ...SAYING(),
];

const AS_JSON = () => new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text');

/** Of each command under `templates`. */
export const TEMPLATES_OPTIONS: Readonly<Record<TemplatesCommand, () => readonly Option[]>> = {
  list: () => [TEMPLATES(), AS_JSON(), ...SAYING()],
  show: () => [TEMPLATES(), AS_JSON(), ...SAYING()],
  render: () => [
    TEMPLATES(),
    new Option('--set <name=value>', 'the value of an input; repeat the flag').argParser(oneMore),
    new Option('--answers <file>', 'values from JSON or YAML, as init takes them').argParser(oneLine),
    ...SAYING(),
  ],
  eject: () => [TEMPLATES(), ...SAYING()],
  lint: () => [TEMPLATES(), AS_JSON(), ...SAYING()],
  new: () => SAYING(),
};
