import type { UsesReference } from './uses-reference.ts';

const REMOTE = /^([^/\\@\s]+)\/([^/\\@\s]+)((?:\/[^@\s]+)?)@([^@\s]+)$/;
const REUSABLE = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/**
 * Reads what `uses:` names. `comment` is the trailing comment on its line, without `#`. White space around the reference, which
 * a block scalar (`uses: |`) brings along, stays in `text` and is no part of what it names.
 */
export function parseUses(text: string, comment: string | null): UsesReference {
  const named = text.trim();
  return named === text ? read(text, comment) : { ...read(named, comment), text };
}

function read(text: string, comment: string | null): UsesReference {
  if (text.startsWith('docker://')) return { kind: 'docker', image: text.slice('docker://'.length), text, comment };
  if (text.includes('${{')) return { kind: 'expression', text, comment };
  if (/^\.{1,2}(\/|$)/.test(text)) return { kind: 'local', path: normalised(text), text, comment };
  if (text.startsWith('$/')) {
    return text.includes('@')
      ? { kind: 'malformed', text, comment }
      : { kind: 'self', path: normalised(text.slice(2)), text, comment };
  }
  const match = REMOTE.exec(text);
  if (match === null) return { kind: 'malformed', text, comment };
  const [, owner = '', repo = '', rest = '', ref = ''] = match;
  const path = rest.slice(1);
  return { kind: REUSABLE.test(path) ? 'reusable-workflow' : 'action', owner, repo, path, ref, text, comment };
}

/** Written as a block of text (`uses: |`), where an edit has no place for the version's comment. */
export const isBlock = ({ text }: UsesReference): boolean => text !== text.trim();

/** A full commit id: 40 hexadecimal digits, or 64 in a SHA-256 repository. */
export const isFullSha = (ref: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);

/** An image that is named by its content: `name@sha256:<64 digits>`. */
export const isImageDigest = (image: string): boolean => /@sha256:[0-9a-f]{64}$/.test(image);

/** A path from the repository's root, without `./`, `..` and doubled or trailing slashes; empty for the root. */
function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
