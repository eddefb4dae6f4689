import type { ActionNeed } from './action-permissions.ts';

type ScopeAndLevel = Pick<ActionNeed, 'scope' | 'level'>;

/**
 * What one request of the REST API asks of the job's token; null when the table does not say (docs.github.com, "Permissions required
 * for GitHub Apps"). `path` may begin with the address of the API, and its parts may be variables or expressions.
 */
export function restNeeds(method: string, path: string): readonly ScopeAndLevel[] | null {
  const isRead = method === 'GET' || method === 'HEAD';
  const inside = insideRepository(path);
  if (inside === null) return isRead && METADATA.test(plainPath(path)) ? [] : null;
  const row = ROWS.find(([pattern]) => pattern.test(inside));
  if (row === undefined || (!isRead && row[2] === 'read')) return null;
  const level = isRead ? 'read' : 'write';
  return row[1].map((scope) => ({ scope, level }));
}

/** Behind `repos/OWNER/NAME`; null for every other endpoint. */
function insideRepository(path: string): string | null {
  const named = /^(?:repos\/)(?:<>|[^/]+\/[^/]+)(?:\/(.*))?$/.exec(plainPath(path));
  return named === null ? null : (named[1] ?? '');
}

/** The path without the address, the query and quotes; a name that is one variable (`$GITHUB_REPOSITORY`) becomes `<>`. */
const plainPath = (path: string): string =>
  path
    .replace(/^["']|["']$/g, '')
    .replace(/\$\{\{\s*github\.api_url\s*\}\}|\$\{?GITHUB_API_URL\}?|https:\/\/api\.github\.com/, '')
    .replace(/^\/+/, '')
    .replace(/[?].*$/, '')
    .replace(
      /^repos\/(?:\$\{\{\s*github\.repository\s*\}\}|\$\{?(?:GITHUB_REPOSITORY|GH_REPO|REPO|REPOSITORY)\}?)(?=\/|$)/,
      'repos/<>',
    )
    .replace(/\$\{\{.*?\}\}/g, '<>')
    .replace(/^repos\/<>\/<>/, 'repos/<>')
    .replace(/\/$/, '');

const METADATA = /^(?:rate_limit|meta|emojis|licenses(?:\/.*)?|users\/[^/]+|zen|versions)$/;

type Row = readonly [pattern: RegExp, scopes: readonly string[], readonly: 'read' | 'write'];

/** First match wins. Comments and labels of an issue may be those of a pull request, which asks for the other scope. */
const ROWS: readonly Row[] = [
  [/^$/, [], 'read'],
  [
    /^(?:topics|languages|contributors|collaborators\/[^/]+\/permission|stargazers|subscribers|license|readme)$/,
    [],
    'read',
  ],
  [/^issues\/[^/]+(?:\/.+)?$|^issues\/comments\//, ['issues', 'pull-requests'], 'write'],
  [/^issues$|^labels|^milestones/, ['issues'], 'write'],
  [/^pulls\/[^/]+\/(?:merge|update-branch)$/, ['contents', 'pull-requests'], 'write'],
  [/^pulls/, ['pull-requests'], 'write'],
  [/^commits\/[^/]+\/(?:check-runs|check-suites)$|^check-(?:runs|suites)/, ['checks'], 'write'],
  [/^commits\/[^/]+\/(?:status|statuses)$|^statuses\//, ['statuses'], 'write'],
  [/^commits\/[^/]+\/pulls$/, ['contents', 'pull-requests'], 'read'],
  [/^actions\/(?:runs|jobs|artifacts|caches?|workflows)(?:\/|$)/, ['actions'], 'write'],
  [/^deployments/, ['deployments'], 'write'],
  [/^pages(?:\/|$)/, ['pages'], 'write'],
  [/^code-scanning\//, ['security-events'], 'write'],
  [/^attestations/, ['attestations'], 'write'],
  [
    /^(?:contents|releases|git|merges|dispatches|dependency-graph\/snapshots|branches\/[^/]+\/rename)(?:\/|$)/,
    ['contents'],
    'write',
  ],
  [/^(?:commits|compare|branches|tags|tarball|zipball)(?:\/|$)/, ['contents'], 'read'],
];

/** What `gh api` asks for; null when it is a query, or nothing that can be told. */
export function ghApiNeeds(args: readonly string[]): readonly ScopeAndLevel[] | null {
  const { words, method, hasBody } = curlLike(args, GH_API);
  const [endpoint] = words;
  if (endpoint === undefined || endpoint === 'graphql') return null;
  return restNeeds(method ?? (hasBody ? 'POST' : 'GET'), endpoint);
}

/** What `curl` or `wget` asks for with a credential on its command line; null when that cannot be told. */
export function downloadNeeds(args: readonly string[]): readonly ScopeAndLevel[] | null {
  const { words, method, hasBody } = curlLike(args, CURL);
  const sends = args.some((arg) =>
    /^-(?:[uHnK]|-header|-user|-netrc|-config|-oauth2)|TOKEN|[Aa]uthorization/.test(arg),
  );
  if (!sends) return [];
  const urls = words.filter((word) => /:\/\/|GITHUB_API_URL|github\.api_url/.test(word));
  const [url] = urls;
  if (urls.length !== 1 || url === undefined) return null;
  if (!args.some((arg) => /TOKEN|token|[Aa]uthorization|^-(?:u|-user)/.test(arg))) return [];
  return restNeeds((method ?? (hasBody ? 'POST' : 'GET')).toUpperCase(), url);
}

type Options = { readonly method: RegExp; readonly body: RegExp; readonly valued: RegExp };

const GH_API: Options = {
  method: /^(?:-X|--method)$/,
  body: /^(?:-f|-F|--field|--raw-field|--input)$/,
  valued: /^(?:-H|--header|-q|--jq|-t|--template|-p|--preview|--cache|--hostname)$/,
};
const CURL: Options = {
  method: /^(?:-X|--request|--method)$/,
  body: /^(?:-d|--data(?:-\w+)?|-F|--form|-T|--upload-file|--json|--post-data)$/,
  valued:
    /^(?:-H|--header|-o|--output|-u|--user|-w|--write-out|-A|--user-agent|--retry|--retry-delay|-m|--max-time|-D)$/,
};

function curlLike(args: readonly string[], { method, body, valued }: Options) {
  const words: string[] = [];
  let how: string | null = null;
  let hasBody = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    const [name = arg, given] = /^--[^=]+=/.test(arg)
      ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]
      : [arg];
    const glued = /^-X(.+)$/.exec(arg)?.[1];
    if (glued !== undefined) how = glued;
    else if (method.test(name) || (/^-\w*X$/.test(name) && method.test('-X'))) how = given ?? args[++index] ?? null;
    else if (body.test(name)) {
      hasBody = true;
      if (given === undefined) index += 1;
    } else if (valued.test(name)) {
      if (given === undefined) index += 1;
    } else if (!arg.startsWith('-')) words.push(arg);
  }
  return { words, method: how === null ? null : how.replace(/["']/g, '').toUpperCase(), hasBody };
}
