import { replaceExpressions } from '../workflow/expressions.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';

/**
 * The name of an image as an attestation wants it: with its registry, without tag or digest. Expressions stay as they are written, and are
 * looked through where the file says their value. `isQualified`: nothing is pushed to Docker Hub, which alone may go unnamed. Null when it
 * cannot be said which registry it is.
 */
export function imageSubjectName(reference: string, workflow: Workflow, job: Job, isQualified = false): string | null {
  const bare = untagged(reference.trim().replace(/^(?:docker:\/\/|type=registry,name=)/, ''));
  const seen = seenThrough(bare, workflow, job);
  if (!/^[\w.:/@ -]+$/.test(replaceExpressions(seen, () => 'x').replace(/ /g, ''))) return null;
  if (isQualified) return bare;
  const [first = '', ...rest] = partsOf(seen);
  if (rest.length === 0) return first.includes('${{') || first === '' ? null : `docker.io/library/${bare}`;
  if (!first.includes('${{')) return /[.:]/.test(first) || first === 'localhost' ? bare : `docker.io/${bare}`;
  if (/^\$\{\{\s*(?:steps\.[\w-]+\.outputs\.registry|(?:env|vars|secrets|inputs)\.\w*REGISTRY\w*)\s*\}\}$/i.test(first))
    return bare;
  // Who owns a name is an account, and only Docker Hub's names begin with one.
  return rest.length === 1 && /(?:USER|OWNER|ORG|ACCOUNT|NAMESPACE)\w*\s*\}\}$/i.test(first)
    ? `docker.io/${bare}`
    : null;
}

/** Whether a name, as an attestation wants it, is one of GitHub's own registry. */
export const isOnGitHub = (name: string, workflow: Workflow, job: Job): boolean =>
  /^ghcr\.io\//i.test(seenThrough(name, workflow, job));

/** What stands behind the last colon of the last part, or behind `@`; nothing inside an expression counts. */
function untagged(text: string): string {
  const masked = replaceExpressions(text, (whole) => '_'.repeat(whole.length));
  const digest = masked.indexOf('@');
  const colon = masked.lastIndexOf(':');
  const end = digest >= 0 ? digest : colon > masked.lastIndexOf('/') ? colon : masked.length;
  return text.slice(0, end);
}

/** Split at slashes outside of expressions. */
function partsOf(text: string): readonly string[] {
  const held: string[] = [];
  const masked = replaceExpressions(text, (whole) => `\u0001${held.push(whole) - 1}\u0002`);
  return masked.split('/').map((part) => part.replace(/\u0001(\d+)\u0002/g, (_, at: string) => held[Number(at)] ?? ''));
}

/** No name is longer. A value that holds many others, which hold many others, would otherwise unfold without end. */
const LONGEST_NAME = 1000;
const LONGEST_VALUE = 200;

/** `env` of the job or the workflow; `github.repository` stands for an owner and a name. */
function seenThrough(text: string, workflow: Workflow, job: Job, depth = 0): string {
  if (text.length > LONGEST_NAME) return text;
  return text
    .replace(/\$\{\{\s*env\.([\w-]+)\s*\}\}/g, (whole, name: string) => {
      const value = (job.env[name] ?? workflow.env[name])?.value;
      return value === undefined || depth > 3 || value.length > LONGEST_VALUE
        ? whole
        : seenThrough(value, workflow, job, depth + 1);
    })
    .replace(/\$\{\{\s*github\.repository\s*\}\}/g, 'owner/name')
    .replace(/\$\{\{\s*github\.(?:repository_owner|actor)\s*\}\}/g, 'owner');
}
