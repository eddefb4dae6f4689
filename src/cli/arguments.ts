import { Command, CommanderError } from 'commander';
import type { Environment } from '../adapters/process-environment.ts';
import { Refusal } from '../model/refusal.ts';
import { takeFlagsFromEnvironment } from './flags-from-environment.ts';
import { AFTER_HELP, COMMANDS, SUMMARY, TEMPLATES_HELP } from './help-text.ts';
import type { Invocation } from './invocation.ts';
import { checkOptions, explainOptions, initOptions, TEMPLATES_OPTIONS } from './options.ts';
import { readCheck, readExplain, readInit } from './read-options.ts';
import { readTemplates, TEMPLATES_ARGUMENTS, TEMPLATES_COMMANDS } from './templates-commands.ts';
import { TOOL } from './version.ts';

/**
 * Reads the command line.
 * @throws Refusal with exit code 2 for what cannot be understood.
 */
export function parseArguments(argv: readonly string[], environment: Environment, columns: number | null): Invocation {
  let result: Invocation | null = null;
  let help = '';
  const program = new Command(TOOL)
    .description(SUMMARY)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        help += text;
      },
      writeErr: () => {},
      getOutHelpWidth: () => columns ?? 80,
    })
    .helpCommand(false)
    .option('--version', 'print the version')
    .addHelpText('after', AFTER_HELP);
  const take = (read: (command: Command) => Invocation) => (_path: unknown, _options: unknown, command: Command) => {
    takeFlagsFromEnvironment(command, environment);
    result = read(command);
  };

  const check = program.command('check').description(COMMANDS.check).argument('[path]', 'a folder of the repository');
  for (const option of checkOptions()) check.addOption(option);
  check.action(take(readCheck));

  const init = program.command('init').description(COMMANDS.init).argument('[path]', 'a folder of the repository');
  for (const option of initOptions()) init.addOption(option);
  init.action(take(readInit));

  const explain = program.command('explain').description(COMMANDS.explain).argument('[control]', 'its id or number');
  for (const option of explainOptions()) explain.addOption(option);
  explain.action(take(readExplain));

  const templates = program.command('templates').description(COMMANDS.templates).helpCommand(false);
  for (const name of TEMPLATES_COMMANDS) {
    const { argument, about } = TEMPLATES_ARGUMENTS[name];
    const command = templates.command(name).description(TEMPLATES_HELP[name]);
    if (argument !== null) command.argument(argument, about);
    for (const option of TEMPLATES_OPTIONS[name]()) command.addOption(option);
    command.action((...all: readonly unknown[]) => {
      const asked = all.at(-1);
      if (!(asked instanceof Command)) throw new Error('commander hands the command over last');
      takeFlagsFromEnvironment(asked, environment);
      result = readTemplates(name, asked);
    });
  }

  const nothingAsked = argv.length === 0 || (argv.length === 1 && argv[0] === 'templates');
  try {
    program.parse(nothingAsked ? [...argv, '--help'] : [...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { command: 'help', text: help };
    throw usage(error, argv);
  }
  if (result === null) throw new Refusal('no command is given', USAGE);
  return result;
}

const USAGE = { why: 'A command says what to do.', next: [`${TOOL} --help`], exitCode: 2 } as const;

function usage(error: CommanderError, argv: readonly string[]): Refusal {
  const [title = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const command = ['init', 'check', 'explain', 'templates'].find((name) => argv.includes(name));
  return new Refusal(title.replace(/\.$/, ''), {
    why: rest.join(' ').replace(/^\((.*)\)$/, '$1') || 'The command line could not be understood.',
    next: [command === undefined ? `${TOOL} --help` : `${TOOL} ${command} --help`],
    exitCode: 2,
  });
}
