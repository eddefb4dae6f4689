import { type Command, InvalidArgumentError, type Option } from 'commander';
import { type Environment, isSwitchedOn } from '../adapters/process-environment.ts';
import { Refusal } from '../model/refusal.ts';

/** The variable that stands for a flag: `--fail-on` is `HARDEN_BUILDS_FAIL_ON`. */
export const variableOf = (flag: string): string =>
  `HARDEN_BUILDS_${flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;

/** Sets every flag that was not given and whose variable is set: a flag beats its variable. */
export function takeFlagsFromEnvironment(command: Command, environment: Environment): void {
  for (const option of command.options) {
    const variable = variableOf(option.long ?? '');
    const value = environment[variable];
    const name = option.attributeName();
    if (value === undefined || value === '' || command.getOptionValueSource(name) === 'cli') continue;
    if (option.required) command.setOptionValueWithSource(name, parsed(option, value, variable), 'env');
    else if (isSwitchedOn(value)) command.setOptionValueWithSource(name, !option.negate, 'env');
  }
}

function parsed(option: Option, value: string, variable: string): unknown {
  try {
    return option.parseArg === undefined ? value : option.parseArg(value, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new Refusal(`the variable ${variable} has a value that cannot be used: "${value}"`, {
      why: error.message,
      next: [`unset ${variable}, or give it a value that ${option.flags} takes`],
      exitCode: 2,
    });
  }
}
