import type { Invocation } from '../ecosystems/invocation.ts';
import type { TracedCommand } from '../ecosystems/traced-command.ts';
import { isBuildTool, isQuiet } from './quiet-programs.ts';
import { downloadNeeds, ghApiNeeds } from './rest-needs.ts';
import type { Need } from './token-needs.ts';

/**
 * What of the token a command can reach. `hasToken`: it is handed to the script. `canPush`: a checkout left it behind for `git`.
 * `mintsIdentity`: the job may ask for an identity token, and so may every program in it.
 */
export type Reach = { readonly hasToken: boolean; readonly canPush: boolean; readonly mintsIdentity: boolean };

/** What one command asks of the job's token, or the sentence that says why it cannot be told. */
export function commandNeeds(
  { command, invocations, isHidden }: TracedCommand,
  reach: Reach,
): readonly Need[] | string {
  const { hasToken, canPush, mintsIdentity } = reach;
  const [outer] = invocations;
  const program = outer?.program ?? command.name;
  const told = `"${command.text.trim().split('\n')[0]}"`;
  if (isHidden) return `${told} releases something that cannot be followed`;
  const known = invocations.map((each) => ofProgram(each, reach)).find((needs) => needs !== undefined);
  if (known !== undefined) return known ?? `${told} uses the API in a way that is not known`;
  if (isQuiet(program) || isAssignment(command.text, program) || isActivation(command)) return [];
  if (/^(?:-v|-V|--version|--help|version|help)$/.test((outer?.args ?? []).join(' '))) return [];
  if (!hasToken && program === 'node' && command.args.includes('--test')) return [];
  if (!hasToken && invocations.some(isBuildTool)) return [];
  // Without any credential in reach, what a program does is its own affair.
  if (!hasToken && !canPush && !mintsIdentity) return [];
  return `what ${told} does with the token is not known`;
}

/** Turning a virtual environment on changes the search path and nothing else. */
const isActivation = ({ name, args }: TracedCommand['command']): boolean =>
  (name === '.' || name === 'source') && /(?:^|\/)(?:bin|Scripts)\/activate$/.test(args[0] ?? '');

const isAssignment = (text: string, program: string): boolean => program === '' || /^\w+=\S*$/.test(text.trim());

/** Undefined for a program without a rule of its own; null when the program is known and what it does here is not. */
function ofProgram(
  invocation: Invocation,
  { hasToken, canPush, mintsIdentity }: Reach,
): readonly Need[] | null | undefined {
  const { program, words, args } = invocation;
  // Without the job's token in reach, `gh` and `git` work with one of their own.
  if (program === 'gh') return hasToken ? ofGh(invocation) : [];
  if (program === 'git') return hasToken || canPush ? ofGit(words) : [];
  if (program === 'curl' || program === 'wget')
    return hasToken ? because(downloadNeeds(args), `${program} to the API`) : [];
  const [verb = ''] = words;
  if (
    hasToken &&
    /^(?:docker|podman|buildah|helm|crane|oras|skopeo)$/.test(program) &&
    args.join(' ').includes('login')
  )
    return args.some((arg) => /\bghcr\.io\b/.test(arg))
      ? [{ scope: 'packages', level: 'write', why: `${program} login` }]
      : null;
  if (mintsIdentity && ((program === 'npm' && verb === 'publish') || (program === 'pnpm' && verb === 'publish')))
    return [{ scope: 'id-token', level: 'write', why: `${program} ${verb}` }, ...(hasToken ? [PACKAGES] : [])];
  if (hasToken && /^(?:npm|pnpm)$/.test(program) && verb === 'publish') return [PACKAGES];
  if (mintsIdentity && program === 'cosign' && /^(?:sign|sign-blob|attest|attest-blob)$/.test(verb))
    return [{ scope: 'id-token', level: 'write', why: `cosign ${verb}` }];
  if (program === 'cosign' && /^(?:verify|version|verify-blob|verify-attestation|initialize|tree)$/.test(verb))
    return [];
  if (program === 'mkdocs' && verb === 'gh-deploy') return canPush || hasToken ? PUSH('mkdocs gh-deploy') : [];
  if (program === 'gh-pages' || program === 'ghp-import') return canPush || hasToken ? PUSH(program) : [];
  if (program === 'uv' && verb === 'publish' && mintsIdentity)
    return [{ scope: 'id-token', level: 'write', why: `uv ${verb}` }];
  return undefined;
}

const PACKAGES: Need = { scope: 'packages', level: 'write', why: 'publishes to GitHub Packages' };
const PUSH = (why: string): readonly Need[] => [{ scope: 'contents', level: 'write', why }];

const because = (needs: readonly Omit<Need, 'why'>[] | null, why: string): readonly Need[] | null =>
  needs === null ? null : needs.map((need) => ({ ...need, why }));

function ofGit([verb = '', next = '']: readonly string[]): readonly Need[] {
  if (verb === 'push' || (verb === 'subtree' && next === 'push'))
    return [{ scope: 'contents', level: 'write', why: 'git push' }];
  const fetches = ['fetch', 'clone', 'pull', 'ls-remote', 'submodule', 'lfs'].includes(verb);
  return fetches ? [{ scope: 'contents', level: 'read', why: `git ${verb}` }] : [];
}

const GH: Readonly<Record<string, readonly [scope: string, reading: RegExp]>> = {
  release: ['contents', /^(?:view|list|download|verify|verify-asset)$/],
  pr: ['pull-requests', /^(?:view|list|diff|status|checkout)$/],
  issue: ['issues', /^(?:view|list|status)$/],
  label: ['issues', /^list$/],
  run: ['actions', /^(?:view|list|download|watch)$/],
  workflow: ['actions', /^(?:view|list)$/],
  cache: ['actions', /^list$/],
  attestation: ['attestations', /^(?:verify|download)$/],
};

/** Null for what the table does not say: queries, extensions, secrets, other accounts. */
function ofGh({ words, args }: Invocation): readonly Need[] | null {
  const [noun = '', verb = ''] = words;
  if (/^(?:auth|config|version|completion|help|alias|status)$/.test(noun) || noun === '') return [];
  if (noun === 'api') return because(ghApiNeeds(args.slice(args.indexOf('api') + 1)), 'gh api');
  if (noun === 'repo' && /^(?:view|clone|set-default|list)$/.test(verb))
    return [{ scope: 'contents', level: 'read', why: `gh repo ${verb}` }];
  const why = `gh ${noun} ${verb}`;
  if (why === 'gh pr merge') return ['contents', 'pull-requests'].map((scope) => ({ scope, level: 'write', why }));
  if (why === 'gh pr checks')
    return ['checks', 'pull-requests', 'statuses'].map((scope) => ({ scope, level: 'read', why }));
  const row = Object.hasOwn(GH, noun) ? GH[noun] : undefined;
  if (row === undefined || verb === '') return null;
  const asksForChecks = noun === 'pr' && args.some((arg) => /statusCheckRollup/.test(arg));
  const [scope, reading] = row;
  return [
    { scope, level: reading.test(verb) ? 'read' : 'write', why },
    ...(noun === 'pr' ? [{ scope: 'contents', level: 'read', why } as const] : []),
    ...(asksForChecks ? ['checks', 'statuses'].map((each) => ({ scope: each, level: 'read', why }) as const) : []),
    ...(args.includes('--discussion-category') ? [{ scope: 'discussions', level: 'write', why } as const] : []),
  ];
}
