import type { Outcome, Receipt } from '../model/delivery.ts';

/** What a receipt adds to an outcome: when, by what, in which repository (`host/owner/name`, or a path), on which commit and from which packs. */
export type ReceiptContext = Pick<Receipt, 'at' | 'tool' | 'repository' | 'base' | 'packs'>;

/** The record of a delivery. Its id sorts by time and can be a file name: `20260131T081500123Z-branch`. */
export const receiptOf = (outcome: Outcome, context: ReceiptContext): Receipt => ({
  schemaVersion: 1,
  id: `${context.at.replace(/[^0-9TZ]/g, '')}-${outcome.kind}`,
  at: context.at,
  tool: context.tool,
  repository: context.repository,
  base: context.base,
  delivery: outcome.kind,
  packs: context.packs,
  steps: outcome.steps,
});

/** Removes a branch. Git refuses while it is checked out, and does not ask whether it was merged. */
export const undoBranch = (branch: string): string => `git branch -D ${quoted(branch)}`;

/** Puts a file of the working tree back to its text at a commit, or removes it when it was new (`sha` null). */
export const undoFile = (path: string, sha: string | null): string =>
  sha === null ? `git clean -f -x -- ${quoted(path)}` : `git restore --source=${sha} -- ${quoted(path)}`;

/** One argument for a POSIX shell. */
export const quoted = (argument: string): string =>
  /^[A-Za-z0-9_./:@%+=,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
