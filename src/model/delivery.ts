import type { PackOrigin } from './pack.ts';

export type DeliveryKind = 'pr' | 'branch' | 'patch' | 'worktree';

/** The bytes to deliver; nothing about why. */
export type DeliveredFile = {
  readonly path: string;
  readonly mode: '100644' | '100755';
  /** The text at the base, null when new: a delivery refuses to overwrite anything else. */
  readonly before: string | null;
  readonly after: string;
};

/** What a delivery is asked to do. Title and body are markdown. */
export type DeliveryRequest = {
  readonly files: readonly DeliveredFile[];
  readonly base: { readonly ref: string; readonly sha: string };
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly message: string;
  readonly draft: boolean;
  readonly reviewers: readonly string[];
};

/** One thing that was done, with what is needed to undo it. */
export type ReceiptStep = {
  readonly kind: 'ref' | 'commit' | 'pull-request' | 'fork' | 'file' | 'setting';
  readonly target: string;
  readonly before: string | null;
  readonly after: string | null;
  /** A command or call that undoes it, as a person would run it. */
  readonly inverse: string | null;
  readonly state: 'done' | 'failed' | 'undone';
};

export type Outcome = {
  readonly kind: DeliveryKind;
  /** `stopped`: by the user, before it was done; the steps and notes say what exists already. */
  readonly state: 'delivered' | 'nothing-to-do' | 'updated' | 'stopped';
  readonly branch: string | null;
  readonly commit: string | null;
  readonly url: string | null;
  readonly notes: readonly string[];
  readonly steps: readonly ReceiptStep[];
};

/** `at` is when it was delivered; everything else is what was done and how to undo it. */
export type Receipt = {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly at: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly repository: string;
  readonly base: { readonly ref: string; readonly sha: string };
  readonly delivery: DeliveryKind;
  /** The packs that new files were made from, outermost first. */
  readonly packs: readonly PackOrigin[];
  readonly steps: readonly ReceiptStep[];
};

/** Begins the hidden line of the description of every pull request of ours, and of no other. */
export const PULL_REQUEST_MARKER = '<!-- harden-builds:pr';

/** The trailer, with our version, in the message of every commit of ours: what else is on a branch is not to be touched. */
export const COMMIT_TRAILER = 'Harden-Builds:';
