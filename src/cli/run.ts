import { surroundings } from '../adapters/process-environment.ts';
import type { ExitCode } from '../model/refusal.ts';
import { parseArguments } from './arguments.ts';
import { outputFor, writeOut } from './output.ts';

/** Reads the command line and hands it to its command. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const around = surroundings();
  const invocation = parseArguments(argv, around.environment, around.columns);
  switch (invocation.command) {
    case 'help':
      await writeOut(invocation.text);
      return 0;
    default:
      throw new Error(`not wired yet: ${invocation.command} ${typeof outputFor}`);
  }
}
