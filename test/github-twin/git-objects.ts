import { createHash } from 'node:crypto';

export type TreeItem = { readonly mode: string; readonly name: string; readonly oid: string };
export type CommitObject = { readonly tree: string; readonly parents: readonly string[]; readonly message: string };
type Stored =
  | { readonly type: 'blob'; readonly bytes: Buffer }
  | { readonly type: 'tree'; readonly items: readonly TreeItem[] }
  | { readonly type: 'commit'; readonly commit: CommitObject }
  | { readonly type: 'tag'; readonly name: string; readonly target: string };

/** A git object store in memory. Ids are git's own, so that what the product computes can be compared with them. */
export type ObjectStore = ReturnType<typeof objectStore>;

const WHO = 'octo <octo@example.com> 1767225600 +0000';

export function objectStore() {
  const objects = new Map<string, Stored>();

  function put(type: Stored['type'], body: Buffer, stored: Stored): string {
    const oid = createHash('sha1').update(`${type} ${body.length}\0`).update(body).digest('hex');
    objects.set(oid, stored);
    return oid;
  }

  const blob = (content: string | Buffer): string => {
    const bytes = Buffer.from(content as string);
    return put('blob', bytes, { type: 'blob', bytes });
  };

  const tree = (items: readonly TreeItem[]): string => {
    const key = ({ name, mode }: TreeItem) => (mode === '040000' ? `${name}/` : name);
    const sorted = items.toSorted((a, b) => Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))));
    const body = sorted.map(({ mode, name, oid }) =>
      Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(oid, 'hex')]),
    );
    return put('tree', Buffer.concat(body), { type: 'tree', items: sorted });
  };

  const commit = (of: CommitObject): string => {
    const parents = of.parents.map((parent) => `parent ${parent}\n`).join('');
    const body = `tree ${of.tree}\n${parents}author ${WHO}\ncommitter ${WHO}\n\n${of.message}`;
    return put('commit', Buffer.from(body), { type: 'commit', commit: of });
  };

  const tag = (name: string, target: string): string => {
    const body = `object ${target}\ntype commit\ntag ${name}\ntagger ${WHO}\n\n${name}\n`;
    return put('tag', Buffer.from(body), { type: 'tag', name, target });
  };

  const treeOf = (oid: string): readonly TreeItem[] | null => {
    const found = objects.get(oid);
    if (found?.type === 'commit') return treeOf(found.commit.tree);
    return found?.type === 'tree' ? found.items : null;
  };

  const commitOf = (oid: string): CommitObject | null => {
    const found = objects.get(oid);
    return found?.type === 'commit' ? found.commit : null;
  };

  /** All files below a tree or commit, by path. */
  const filesOf = (oid: string, under = ''): ReadonlyMap<string, TreeItem> =>
    new Map(
      (treeOf(oid) ?? []).flatMap((item) =>
        item.mode === '040000'
          ? [...filesOf(item.oid, `${under}${item.name}/`)]
          : [[`${under}${item.name}`, item] as const],
      ),
    );

  /** The tree that holds exactly these files; a null takes a path out of `base`. */
  const treeWith = (base: string | null, files: ReadonlyMap<string, { mode: string; oid: string } | null>): string => {
    const all = new Map<string, { mode: string; oid: string }>(base === null ? [] : filesOf(base));
    for (const [path, file] of files) {
      if (file === null) all.delete(path);
      else all.set(path, file);
    }
    return nested([...all].map(([path, file]) => ({ parts: path.split('/'), ...file })));
  };

  type Deep = { parts: string[]; mode: string; oid: string };
  const nested = (files: readonly Deep[]): string => {
    const here = files.filter(({ parts }) => parts.length === 1);
    const names = [...new Set(files.filter(({ parts }) => parts.length > 1).map(({ parts }) => parts[0] ?? ''))];
    return tree([
      ...here.map(({ parts, mode, oid }) => ({ name: parts[0] ?? '', mode, oid })),
      ...names.map((name) => ({
        name,
        mode: '040000',
        oid: nested(
          files
            .filter(({ parts }) => parts.length > 1 && parts[0] === name)
            .map((file) => ({ ...file, parts: file.parts.slice(1) })),
        ),
      })),
    ]);
  };

  /** The commit and everything before it, newest first. */
  const history = (oid: string): readonly string[] => {
    const seen: string[] = [];
    const open = [oid];
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      if (seen.includes(next)) continue;
      seen.push(next);
      open.push(...(commitOf(next)?.parents ?? []));
    }
    return seen;
  };

  return {
    blob,
    tree,
    commit,
    tag,
    treeOf,
    commitOf,
    filesOf,
    treeWith,
    history,
    get: (oid: string) => objects.get(oid),
  };
}
