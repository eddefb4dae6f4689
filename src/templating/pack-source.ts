/** Where a pack is to be had. Paths are as typed, `ref` is a branch, tag or commit, `version` a version or a tag of the registry. */
export type PackSource =
  | { readonly kind: 'built-in' }
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'github';
      readonly owner: string;
      readonly name: string;
      /** Folder inside the repository, empty for its root. */
      readonly path: string;
      readonly ref: string;
    }
  | { readonly kind: 'npm'; readonly name: string; readonly version: string }
  | { readonly kind: 'archive'; readonly path: string };

export type ReadPackSource = PackSource | { readonly kind: 'none'; readonly problem: string };

export const PACK_SOURCES = 'built-in, a folder, github:OWNER/REPO[/PATH]@REF, npm:NAME@VERSION or npm:./FILE.tgz';

const GITHUB = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/([A-Za-z0-9._-]{1,100})((?:\/[A-Za-z0-9._-]+)*)@([^@]+)$/u;
const REF = /^(?!-)[A-Za-z0-9][A-Za-z0-9._/+-]{0,250}$/u;
/** Names as the registry takes them: nothing that a command line could read as a flag, a path or an address. */
const NPM = /^((?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9.+-]*)$/u;

/** What `--templates`, `extends:` and the policy's `pack:` may say. Nothing is looked at yet. */
export function readPackSource(text: string): ReadPackSource {
  if (text === 'built-in') return { kind: 'built-in' };
  if (text.startsWith('github:')) return fromGitHub(text.slice('github:'.length));
  if (text.startsWith('npm:')) return fromNpm(text.slice('npm:'.length));
  if (text === '' || /[\u0000-\u001f\u007f]/u.test(text)) return none('it is empty or holds a control character');
  return { kind: 'folder', path: text };
}

function fromGitHub(text: string): ReadPackSource {
  const [, owner, name, folder, ref] = GITHUB.exec(text) ?? [];
  if (owner === undefined || name === undefined || folder === undefined || ref === undefined)
    return none('github:OWNER/REPO[/PATH]@REF is meant, with the branch, tag or commit after @');
  const path = folder.slice(1);
  if ([name, ...path.split('/')].some((part) => part === '.' || part === '..')) return none('it names . or ..');
  if (!REF.test(ref) || ref.includes('..')) return none(`"${ref}" is not a branch, tag or commit`);
  return { kind: 'github', owner, name, path, ref };
}

function fromNpm(text: string): ReadPackSource {
  if (/^(?:\.{0,2}\/|[A-Za-z]:[\\/])/u.test(text)) {
    return /\.(?:tgz|tar\.gz)$/u.test(text)
      ? { kind: 'archive', path: text }
      : none('a path after npm: names an archive that npm pack made: ./FILE.tgz');
  }
  const [, name, version] = NPM.exec(text) ?? [];
  if (name === undefined || version === undefined) return none('npm:NAME@VERSION is meant, with one version after @');
  return { kind: 'npm', name, version };
}

const none = (problem: string): ReadPackSource => ({ kind: 'none', problem });
