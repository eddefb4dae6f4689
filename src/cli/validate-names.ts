/** What a repository is called on its host. */
export type RepositoryName = { readonly host: string | null; readonly owner: string; readonly name: string };

const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})$/;
const NAME = /^[A-Za-z0-9._-]{1,100}$/;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?$/;

/** `OWNER/NAME` or `HOST/OWNER/NAME`; null when it is neither. A URL is not taken: what follows the name would be guessed. */
export function parseRepositoryName(text: string): RepositoryName | null {
  const parts = text.split('/');
  const [host, owner, name] = parts.length === 3 ? parts : parts.length === 2 ? [null, ...parts] : [];
  if (owner === undefined || owner === null || name === undefined || name === null || host === undefined) return null;
  if (!OWNER.test(owner) || !NAME.test(name) || name === '.' || name === '..') return null;
  if (host !== null && !HOST.test(host)) return null;
  return { host: host === null ? null : host.toLowerCase(), owner, name };
}

/** The sentence that says why a branch cannot have this name (the rules of `git check-ref-format`), or null when it can. */
export function refuseBranchName(name: string): string | null {
  if (name === '') return 'it is empty';
  if (name.length > 200) return 'it is longer than 200 characters';
  if (name.startsWith('-')) return 'it begins with "-"';
  if (name === '@' || name === 'HEAD') return 'git uses that name itself';
  if (/[\u0000-\u0020\u007F~^:?*[\\]/.test(name)) return 'it holds a space or one of ~ ^ : ? * [ \\';
  if (name.includes('..') || name.includes('@{') || name.includes('//')) return 'it holds "..", "@{" or "//"';
  if (name.startsWith('/') || name.endsWith('/') || name.endsWith('.'))
    return 'it begins or ends with "/" or ends with "."';
  if (name.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock')))
    return 'a part of it begins with "." or ends with ".lock"';
  return name.startsWith('refs/') ? 'a name without "refs/heads/" is meant' : null;
}

/** The sentence that says why this cannot be a revision for `--base`, or null when git may be asked. */
export function refuseRevision(revision: string): string | null {
  if (revision === '') return 'it is empty';
  if (revision.startsWith('-')) return 'it begins with "-"';
  if (revision.length > 250) return 'it is longer than 250 characters';
  if (/[\u0000-\u0020\u007F]/.test(revision)) return 'it holds a space or a control character';
  return revision.includes('..') ? 'it names a range, and one commit is meant' : null;
}
