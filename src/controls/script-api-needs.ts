import type { ActionNeed } from './action-permissions.ts';
import { restNeeds } from './rest-needs.ts';

type ScopeAndLevel = Pick<ActionNeed, 'scope' | 'level'>;

/**
 * What a script of actions/github-script asks of its token; null when it does more with `github` than call methods that are known
 * (hands it to another module, asks by GraphQL, runs programs).
 */
export function scriptApiNeeds(script: string): readonly ScopeAndLevel[] | null {
  const code = script.replace(/\$\{\{.*?\}\}/gs, '').replace(/\/\*.*?\*\/|(?<![:"'`])\/\/[^\n]*/gs, '');
  if (/\b(?:exec|getExecOutput|spawn|execSync|fetch|axios|getOctokit|octokit|eval)\b|\bimport\s*\(/.test(code))
    return null;
  const needs: ScopeAndLevel[] = [];
  let isUnknown = false;
  const calls = code.replace(CALL, (_, space: string, method: string) => {
    const found = methodNeeds(space, method);
    if (found === null) isUnknown = true;
    else needs.push(...found);
    return '';
  });
  const requests = calls.replace(REQUEST, (_, method: string, path: string) => {
    const found = restNeeds(method, path.replace(/\{\w+\}|\$\{[^}]*\}/g, 'x'));
    if (found === null) isUnknown = true;
    else needs.push(...found);
    return '';
  });
  const rest = requests
    .replace(/\bgithub\.paginate(?:\.iterator)?\s*\(/g, '')
    .replace(/(["'`])(?:\\.|(?!\1).)*\1/gs, '""');
  return isUnknown ||
    /(?<![.\w/@-])github\b(?!\s*:)/.test(rest) ||
    /\brequire\s*\(\s*[^"'`\s]/.test(rest) ||
    requiresOwn(code)
    ? null
    : needs;
}

const CALL = /\bgithub\s*(?:\.\s*rest\s*)?\.\s*(?!paginate\b|request\b|graphql\b|rest\b)(\w+)\s*\.\s*(\w+)\b/g;
const REQUEST = /\bgithub\s*\.\s*request\s*\(\s*["'`]([A-Z]+)\s+\/?([^"'`]*)["'`]/g;

/** A module of the repository may get `github` in an argument whose name says nothing. */
const requiresOwn = (code: string): boolean => /\brequire\s*\(\s*["'`](?:\.|\/|\$)/.test(code);

const READS = /^(?:get|list|check|compare|download|iterate)/;

/** Octokit's method groups, with those methods that ask for something else than their group. */
function methodNeeds(space: string, method: string): readonly ScopeAndLevel[] | null {
  const special = Object.hasOwn(METHODS, `${space}.${method}`) ? METHODS[`${space}.${method}`] : undefined;
  if (special !== undefined) return special;
  const scopes = Object.hasOwn(SPACES, space) ? SPACES[space] : undefined;
  if (scopes === undefined) return null;
  if (READS.test(method)) return scopes.map((scope) => ({ scope, level: 'read' }));
  return space === 'repos' && !/Release|FileContents|DispatchEvent|CommitComment|^merge/.test(method)
    ? null
    : scopes.map((scope) => ({ scope, level: 'write' }));
}

const SPACES: Readonly<Record<string, readonly string[]>> = {
  issues: ['issues', 'pull-requests'],
  pulls: ['pull-requests'],
  repos: ['contents'],
  git: ['contents'],
  actions: ['actions'],
  checks: ['checks'],
  packages: ['packages'],
  codeScanning: ['security-events'],
  reactions: ['issues', 'pull-requests'],
  rateLimit: [],
  meta: [],
};

const one = (scope: string, level: ScopeAndLevel['level']): readonly ScopeAndLevel[] => [{ scope, level }];

const METHODS: Readonly<Record<string, readonly ScopeAndLevel[]>> = {
  'issues.create': one('issues', 'write'),
  'issues.listForRepo': [...one('issues', 'read'), ...one('pull-requests', 'read')],
  'issues.createMilestone': one('issues', 'write'),
  'issues.createLabel': one('issues', 'write'),
  'pulls.merge': [...one('contents', 'write'), ...one('pull-requests', 'write')],
  'pulls.updateBranch': [...one('contents', 'write'), ...one('pull-requests', 'write')],
  'repos.get': [],
  'repos.getCollaboratorPermissionLevel': [],
  'repos.checkCollaborator': [],
  'repos.listContributors': [],
  'repos.listLanguages': [],
  'repos.createCommitStatus': one('statuses', 'write'),
  'repos.getCombinedStatusForRef': one('statuses', 'read'),
  'repos.listCommitStatusesForRef': one('statuses', 'read'),
  'repos.listPullRequestsAssociatedWithCommit': [...one('contents', 'read'), ...one('pull-requests', 'read')],
  'repos.createDeployment': one('deployments', 'write'),
  'repos.createDeploymentStatus': one('deployments', 'write'),
  'repos.deleteDeployment': one('deployments', 'write'),
  'repos.getDeployment': one('deployments', 'read'),
  'repos.listDeployments': one('deployments', 'read'),
  'repos.listDeploymentStatuses': one('deployments', 'read'),
  'users.getByUsername': [],
};
