import type { DeliveredFile, DeliveryRequest, Outcome, ReceiptStep } from '../model/delivery.ts';
import { Refusal } from '../model/refusal.ts';
import { pathProblem } from './delivered-paths.ts';
import { undoFile } from './receipt.ts';

/** What lies in the working tree. `text` is null when it is not UTF-8 or too large to be a file that was planned for. */
export type OnDisk =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly text: string | null; readonly mode: '100644' | '100755' }
  | { readonly kind: 'other'; readonly what: string };

/** The working tree, never through a link. */
export interface WritesWorkingTree {
  look(path: string): Promise<OnDisk>;
  /** Replaces or creates the file in one step; gives back the digest of what it wrote (`sha256:<hex>`). */
  write(path: string, text: string, mode: '100644' | '100755'): Promise<string>;
  /** Removes a file that `write` created, and the folders that were created for it. */
  remove(path: string): Promise<void>;
}

type Work = { readonly file: DeliveredFile; readonly found: OnDisk; readonly after: string };

/**
 * Writes the files in place: all, or none. Throws a Refusal, before anything is written, when a file holds something else than
 * the plan was made for; after a failure midway what was written is put back.
 */
export async function deliverWorktree(request: DeliveryRequest, disk: WritesWorkingTree): Promise<Outcome> {
  const looked = await Promise.all(
    request.files.map(async (file) => ({
      file,
      found: pathProblem(file.path) === null ? await disk.look(file.path) : null,
    })),
  );
  const obstacles = looked.flatMap(({ file, found }) => obstacleIn(file, found) ?? []);
  if (obstacles.length > 0) throw inTheWay(obstacles);
  const works = looked.flatMap(({ file, found }) => workIn(file, found) ?? []);
  const steps: ReceiptStep[] = [];
  const done: Work[] = [];
  for (const work of works) {
    const { file, after } = work;
    try {
      const digest = await disk.write(file.path, after, file.mode);
      done.push(work);
      const before = file.before === null ? null : `${request.base.sha}:${file.path}`;
      const inverse = undoFile(file.path, file.before === null ? null : request.base.sha);
      steps.push({ kind: 'file', target: file.path, before, after: digest, inverse, state: 'done' });
    } catch (cause) {
      throw await putBack(work, done, disk, cause);
    }
  }
  return {
    kind: 'worktree',
    state: steps.length === 0 ? 'nothing-to-do' : 'delivered',
    branch: null,
    commit: null,
    url: null,
    notes: [],
    steps,
  };
}

/** Git may have turned the line feeds of the base into CRLF (core.autocrlf): the same text, and the new one gets them too. */
const withCrlf = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');

function workIn(file: DeliveredFile, found: OnDisk | null): Work | null {
  if (found === null) return null;
  const isConverted = found.kind === 'file' && found.text !== file.before && found.text !== file.after;
  const after = isConverted ? withCrlf(file.after) : file.after;
  const isThere = found.kind === 'file' && found.text === after && found.mode === file.mode;
  return isThere ? null : { file, found, after };
}

/** Why a file cannot be written where it is, or null. */
function obstacleIn({ path, before, after }: DeliveredFile, found: OnDisk | null): string | null {
  if (found === null) return `"${path}" is not a path that may be written: ${pathProblem(path)}`;
  if (found.kind === 'other') return `${path} is ${found.what}`;
  if (found.kind === 'absent') return before === null ? null : `${path} is not there`;
  if (found.text === after || found.text === withCrlf(after)) return null;
  if (before === null) return `${path} exists, and the plan would create it`;
  const isBase = found.text === before || found.text === withCrlf(before);
  return isBase ? null : `${path} holds changes that are not in the commit the plan was made for`;
}

async function putBack(failed: Work, done: readonly Work[], disk: WritesWorkingTree, cause: unknown): Promise<Refusal> {
  const stuck: string[] = [];
  for (const { file, found } of [...done].reverse()) {
    try {
      if (found.kind === 'file' && found.text !== null) await disk.write(file.path, found.text, found.mode);
      else await disk.remove(file.path);
    } catch {
      stuck.push(file.path);
    }
  }
  // What file systems throw are Errors with a sentence; the rest is shown as it is.
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(`${failed.file.path} could not be written`, {
    why:
      stuck.length === 0
        ? `${reason}. The files written before it have been put back.`
        : `${reason}. Written and not put back: ${stuck.join(', ')}.`,
    next: [
      'see that the folder can be written to, then run again',
      'or use --deliver branch, which leaves the working tree alone',
    ],
    exitCode: 3,
    cause,
  });
}

const inTheWay = (obstacles: readonly string[]): Refusal =>
  new Refusal('the working tree holds something that would be lost', {
    why: `${obstacles.join('; ')}.`,
    next: [
      'commit or put aside these changes, then run again',
      'or use --deliver branch, which leaves the working tree alone',
    ],
    exitCode: 3,
  });
