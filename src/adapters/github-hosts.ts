import { Refusal } from '../model/refusal.ts';
import type { Environment } from './process-environment.ts';

/**
 * Where a host's API is. `stated`: the user named it by GITHUB_API_URL, and so said that GH_TOKEN and GITHUB_TOKEN belong
 * there. `standard`: it is the host's own address, so tokens stored for the host may go there too.
 */
export type ApiAddress = {
  readonly rest: string;
  readonly graphql: string;
  readonly stated: boolean;
  readonly standard: boolean;
};

/** github.com and `*.ghe.com`, which share the order in which gh looks for tokens. */
export const isCloudHost = (host: string): boolean => host === 'github.com' || host.endsWith('.ghe.com');

/** Throws a Refusal when GITHUB_API_URL or GITHUB_GRAPHQL_URL is not an address that a token could be sent to. */
export function apiAddressOf(host: string, env: Environment): ApiAddress {
  const standard = standardRest(host);
  const named = speaksOf(host, env) ? env : {};
  const rest = named.GITHUB_API_URL ? checked('GITHUB_API_URL', named.GITHUB_API_URL) : standard;
  const graphql = named.GITHUB_GRAPHQL_URL
    ? checked('GITHUB_GRAPHQL_URL', named.GITHUB_GRAPHQL_URL)
    : graphqlBeside(rest);
  return {
    rest,
    graphql,
    stated: Boolean(named.GITHUB_API_URL),
    standard: rest === standard && graphql === graphqlBeside(standard),
  };
}

function standardRest(host: string): string {
  if (host === 'github.com') return 'https://api.github.com';
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `https://${host}/api/v3`;
}

const graphqlBeside = (rest: string): string =>
  rest.endsWith('/api/v3') ? rest.replace(/\/api\/v3$/, '/api/graphql') : `${rest}/graphql`;

/** On a runner the variables speak of the server the workflow runs on; another repository's host is none of their business. */
function speaksOf(host: string, env: Environment): boolean {
  const server = env.GITHUB_SERVER_URL;
  if (!server) return true;
  return URL.canParse(server) && new URL(server).host === host;
}

function checked(variable: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw unusable(variable, 'it is not an http or https address without a user name in it');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw unusable(variable, `"${url.origin}" is plain http, where anyone on the way could read the token`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The only place that plain http may go to. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

const unusable = (variable: string, why: string): Refusal =>
  new Refusal(`${variable} cannot be used`, {
    why,
    next: [`set ${variable} to an https address, or unset it`],
    exitCode: 2,
  });
