import { type Answer, ok } from './answer.ts';
import { overviewOf } from './graphql-overview.ts';
import { type Caller, mayWriteWorkflows, roleOf } from './rights.ts';
import { peeled, resolve, type TwinRepository, type TwinState } from './state.ts';

type Variables = Readonly<Record<string, unknown>>;
type GraphqlError = { readonly type: string; readonly path?: readonly string[]; readonly message: string };

/** The queries that the product sends, known by their operation names; any other is null, and so unexpected. */
export function answerGraphql(state: TwinState, caller: Caller, document: string, variables: Variables): Answer | null {
  if (caller === null) return { status: 401, body: { message: 'This endpoint requires you to be authenticated.' } };
  switch (/^(?:query|mutation) (\w+)/.exec(document)?.[1]) {
    case 'HardenPins':
      return ok(pins(state, document, variables));
    case 'HardenOverview': {
      const repository = overviewOf(state, caller, variables);
      return repository === null
        ? ok(failing('NOT_FOUND', 'Could not resolve to a Repository', 'repository'))
        : ok({ data: { rateLimit: { cost: 1, remaining: 4998 }, repository } });
    }
    case 'HardenTexts':
      return ok(texts(state, document, variables));
    case 'HardenCommit':
      return ok(commit(state, caller, variables));
    default:
      return null;
  }
}

const failing = (type: string, message: string, field: string) => ({
  data: { [field]: null },
  errors: [{ type, path: [field], message }] satisfies GraphqlError[],
});

/** Reads the aliases out of the query line by line, as the product writes them. */
function pins(state: TwinState, document: string, variables: Variables) {
  const data: Record<string, unknown> = { rateLimit: { cost: 1, remaining: 4999 } };
  const errors: GraphqlError[] = [];
  let repository: TwinRepository | undefined;
  let fields: Record<string, unknown> = {};
  for (const line of document.split('\n')) {
    const [, alias = '', owner = '', name = ''] =
      /^ {2}(\w+): repository\(owner: \$(\w+), name: \$(\w+)\)/.exec(line) ?? [];
    if (alias !== '') {
      const slug = `${String(variables[owner])}/${String(variables[name])}`;
      repository = state.repositories.get(slug.toLowerCase());
      fields =
        repository === undefined
          ? {}
          : { nameWithOwner: `${repository.owner}/${repository.name}`, isArchived: repository.archived };
      data[alias] = repository === undefined ? null : fields;
      if (repository === undefined) {
        errors.push({
          type: 'NOT_FOUND',
          path: [alias],
          message: `Could not resolve to a Repository with the name '${slug}'.`,
        });
      }
      continue;
    }
    if (repository === undefined) continue;
    const [, object = '', expression = ''] = /^ +(\w+): object\(expression: \$(\w+)\)/.exec(line) ?? [];
    if (object !== '') fields[object] = named(state, resolve(state, repository, String(variables[expression])));
    const refs = /^ +(\w+): refs\(refPrefix: "refs\/tags\/", first: 100, (?:query: \$(\w+), )?/.exec(line);
    if (refs !== null) {
      const like = refs[2] === undefined ? '' : String(variables[refs[2]]);
      fields[refs[1] ?? ''] = { nodes: tagsLike(state, repository, like) };
    }
    if (line.includes('latestRelease')) fields.latestRelease = latest(state, repository);
  }
  return errors.length === 0 ? { data } : { data, errors };
}

function named(state: TwinState, oid: string | null): unknown {
  const object = oid === null ? undefined : state.store.get(oid);
  if (object?.type === 'commit') return { __typename: 'Commit', oid };
  if (object?.type !== 'tag') return null;
  return { __typename: 'Tag', oid, name: object.name, target: { __typename: 'Commit', oid: object.target } };
}

const tagsLike = (state: TwinState, { refs }: TwinRepository, like: string) =>
  [...refs]
    .filter(([ref]) => ref.startsWith('refs/tags/') && ref.slice('refs/tags/'.length).includes(like))
    .reverse()
    .map(([ref, oid]) => ({ name: ref.slice('refs/tags/'.length), target: named(state, oid) }));

function latest(state: TwinState, repository: TwinRepository) {
  const release = repository.releases.find(({ draft, prerelease }) => draft !== true && prerelease !== true);
  const oid = release === undefined ? null : resolve(state, repository, release.tag);
  return release === undefined || oid === null
    ? null
    : { tagName: release.tag, tagCommit: { oid: peeled(state, oid) } };
}

function texts(state: TwinState, document: string, variables: Variables) {
  const repository = state.repositories.get(`${String(variables.owner)}/${String(variables.name)}`.toLowerCase());
  if (repository === undefined) return failing('NOT_FOUND', 'Could not resolve to a Repository', 'repository');
  const aliases = [...document.matchAll(/^ +(b\d+): object\(oid: \$(b\d+)\)/gm)].map((match) => match[1] ?? '');
  const blobs = aliases.map((alias) => {
    const object = state.store.get(String(variables[alias]));
    if (object?.type !== 'blob') return [alias, null];
    const isBinary = object.bytes.includes(0);
    const text = isBinary ? null : object.bytes.toString('utf8');
    return [alias, { byteSize: object.bytes.length, isBinary, isTruncated: false, text }];
  });
  return { data: { repository: Object.fromEntries(blobs) } };
}

type CommitInput = {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body: string };
  readonly fileChanges: {
    readonly additions: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions: readonly { readonly path: string }[];
  };
};

function commit(state: TwinState, caller: Caller, variables: Variables) {
  const { branch, expectedHeadOid, message, fileChanges } = variables.input as CommitInput;
  const field = 'createCommitOnBranch';
  const repository = state.repositories.get(branch.repositoryNameWithOwner.toLowerCase());
  if (repository === undefined || roleOf(caller, repository) === 'read') {
    return failing('FORBIDDEN', 'Resource not accessible by personal access token', field);
  }
  const ref = `refs/heads/${branch.branchName}`;
  const head = repository.refs.get(ref);
  if (head === undefined) return failing('NOT_FOUND', `No such branch ${branch.branchName}`, field);
  if (head !== expectedHeadOid) return failing('STALE_DATA', `Expected branch to point to "${expectedHeadOid}"`, field);
  const { additions, deletions } = fileChanges;
  if (additions.some(({ path }) => path.startsWith('.github/workflows/')) && !mayWriteWorkflows(caller)) {
    return failing(
      'FORBIDDEN',
      'refusing to allow this token to create or update workflow without `workflow` scope',
      field,
    );
  }
  const kept = state.store.filesOf(head);
  const files = new Map<string, { mode: string; oid: string } | null>(deletions.map(({ path }) => [path, null]));
  for (const { path, contents } of additions) {
    files.set(path, { mode: kept.get(path)?.mode ?? '100644', oid: state.store.blob(Buffer.from(contents, 'base64')) });
  }
  const text = message.body === '' ? message.headline : `${message.headline}\n\n${message.body}`;
  const oid = state.store.commit({ tree: state.store.treeWith(head, files), parents: [head], message: text });
  repository.refs.set(ref, oid);
  return { data: { [field]: { commit: { oid, url: `https://github.com/commit/${oid}` } } } };
}
