/** Environment variables by name. Whoever reads one says so in its own signature by taking this. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the process was started with and where it writes: read once, handed down. */
export type Surroundings = {
  readonly environment: Environment;
  readonly workingDirectory: string;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Of the terminal that shows the result; null when there is none. */
  readonly columns: number | null;
  readonly rows: number | null;
};

export function surroundings(): Surroundings {
  return {
    environment: process.env,
    workingDirectory: process.cwd(),
    stdinIsTerminal: process.stdin.isTTY === true,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? process.stderr.columns ?? null,
    rows: process.stdout.rows ?? process.stderr.rows ?? null,
  };
}

/** CI systems set `CI`; empty, `0` and `false` mean it is not one. */
export const isCi = (environment: Environment): boolean => isSwitchedOn(environment.CI);

/** How a yes-or-no variable is read: set, and not empty, `0` or `false`. */
export const isSwitchedOn = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value.trim().toLowerCase());
