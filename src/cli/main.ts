import { tolerateClosedOutput, writeErr, writeOut } from './output.ts';
import { VERSION } from './version.ts';

/** Runs the program and says how it ended; nothing escapes. Everything slow is imported when its command is asked for. */
export async function main(argv: readonly string[]): Promise<number> {
  tolerateClosedOutput();
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    await writeOut(`${VERSION}\n`);
    return 0;
  }
  try {
    const { run } = await import('./run.ts');
    return await run(argv);
  } catch (error) {
    const { ended } = await import('./errors.ts');
    const { text, exitCode } = ended(error);
    writeErr(text);
    return exitCode;
  }
}
