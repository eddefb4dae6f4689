/** How the program ends. 0 nothing to do · 1 findings remain · 2 usage or configuration · 3 target unreadable or delivery failed · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Something the user can solve: what is so, why, and what to do next. Everything else that is thrown is our bug. */
export class Refusal extends Error {
  readonly exitCode: ExitCode;
  readonly why: string;
  readonly next: readonly string[];

  constructor(title: string, details: { why: string; next: readonly string[]; exitCode: ExitCode; cause?: unknown }) {
    super(title, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Refusal';
    this.why = details.why;
    this.next = details.next;
    this.exitCode = details.exitCode;
  }
}
