/** Where a remote points: host in lower case, with the port when an http address names another than the usual one. */
export type RemoteRepository = { readonly host: string; readonly owner: string; readonly name: string };

export type ParsedRemote = { readonly address: string; readonly repository: RemoteRepository | null };

/** Forges that are not GitHub: an address there names a repository that GitHub's API does not know. */
const OTHER_FORGES: readonly RegExp[] = [
  /^gitlab\./,
  /^bitbucket\.org$/,
  /^codeberg\.org$/,
  /^gitee\.com$/,
  /^git\.sr\.ht$/,
  /(^|\.)dev\.azure\.com$/,
  /\.visualstudio\.com$/,
  /^gist\.github\.com$/,
];

const USUAL_PORT: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };
const SSH_SCHEMES: readonly string[] = ['ssh:', 'git+ssh:', 'ssh+git:'];

/** Reads https, ssh, git and scp-like (`git@host:owner/name.git`) addresses. */
export function parseRemoteUrl(raw: string): ParsedRemote {
  const url = withoutControls(raw).trim();
  const scp = /^(?:[^@/\\\s]+@)?(\[[^\]]+\]|[^:/\\\s]{2,}):(?!\/\/)\/?(.+)$/.exec(url);
  if (scp !== null && !url.includes('://')) {
    const [, host = '', path = ''] = scp;
    return { address: `${host}:${path}`, repository: repositoryAt(sshHost(host), path) };
  }
  if (!URL.canParse(url)) return { address: url, repository: null };
  const { protocol, hostname, port, pathname } = new URL(url);
  const shownPort = port === '' || port === USUAL_PORT[protocol] ? '' : `:${port}`;
  const address = `${protocol}//${hostname}${shownPort}${pathname}`;
  if (protocol === 'https:' || protocol === 'http:') {
    return { address, repository: repositoryAt(webHost(hostname) + shownPort, pathname) };
  }
  if (SSH_SCHEMES.includes(protocol)) return { address, repository: repositoryAt(sshHost(hostname), pathname) };
  if (protocol === 'git:') return { address, repository: repositoryAt(webHost(hostname), pathname) };
  return { address, repository: null };
}

/** `owner/name` or `host/owner/name`, as gh writes them. */
export function parseSlug(slug: string, host: string | null): RemoteRepository | null {
  const parts = slug.split('/');
  if (parts.length === 3) return repositoryAt((parts[0] ?? '').toLowerCase(), parts.slice(1).join('/'));
  return host === null ? null : repositoryAt(host, slug);
}

function repositoryAt(host: string, path: string): RemoteRepository | null {
  const [owner = '', last = '', ...more] = path.replace(/^\/+|\/+$/g, '').split('/');
  const name = last.replace(/\.git$/, '');
  if (more.length > 0 || OTHER_FORGES.some((forge) => forge.test(host))) return null;
  if (!/^[a-z0-9.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/.test(host)) return null;
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})$/.test(owner)) return null;
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(name) || name === '.' || name === '..') return null;
  return { host, owner, name };
}

const webHost = (hostname: string): string => {
  const host = hostname.toLowerCase();
  return host === 'www.github.com' ? 'github.com' : host;
};

/** GitHub also answers ssh on port 443 under `ssh.<host>`. People with two accounts alias the host in their ssh configuration. */
function sshHost(hostname: string): string {
  const host = hostname.toLowerCase();
  if (/^ssh\.(github\.com|[a-z0-9-]+\.ghe\.com)$/.test(host)) return host.slice('ssh.'.length);
  // Neither is a name that the internet could resolve, so both can only be aliases.
  if (/^github\.com-[a-z0-9-]+$/.test(host) || /^github(-[a-z0-9-]+)?$/.test(host)) return 'github.com';
  return host;
}

const withoutControls = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
