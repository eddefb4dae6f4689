import { surroundings } from '../adapters/process-environment.ts';
import type { ExitCode } from '../model/refusal.ts';
import { parseArguments } from './arguments.ts';
import { catchInterruptions } from './interruption.ts';
import { outputFor, writeOut } from './output.ts';

/** Reads the command line and hands it to its command. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  catchInterruptions();
  const around = surroundings();
  const invocation = parseArguments(argv, around.environment, around.columns);
  if (invocation.command === 'help') {
    await writeOut(invocation.text);
    return 0;
  }
  const output = outputFor(invocation, around.workingDirectory);
  switch (invocation.command) {
    case 'check':
      return (await import('./commands/check.ts')).check(invocation, around, output);
    case 'explain':
      return (await import('./commands/explain.ts')).explain(invocation, around, output);
    case 'templates list':
      return (await import('./commands/templates-list.ts')).templatesList(invocation, around, output);
    case 'templates show':
      return (await import('./commands/templates-show.ts')).templatesShow(invocation, around, output);
    case 'templates render':
      return (await import('./commands/templates-render.ts')).templatesRender(invocation, around, output);
    case 'templates eject':
      return (await import('./commands/templates-eject.ts')).templatesEject(invocation, around, output);
    case 'templates lint':
      return (await import('./commands/templates-lint.ts')).templatesLint(invocation, around, output);
    case 'templates new':
      return (await import('./commands/templates-new.ts')).templatesNew(invocation, around, output);
    case 'init':
      return (await import('./commands/init.ts')).init(invocation, around, output);
  }
}
