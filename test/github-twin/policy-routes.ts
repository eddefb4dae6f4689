import { type Answer, noContent, notFound, ok } from './answer.ts';
import { roleOf, turnedAway } from './rights.ts';
import type { Call, Route } from './route.ts';
import type { Role } from './state.ts';

const UPGRADE: Answer = {
  status: 403,
  body: { message: 'Upgrade to GitHub Pro or make this repository public to enable this feature.' },
};
const missing = (message: string): Answer => ({ status: 404, body: { message } });
const invalid = (message: string): Answer => ({ status: 422, body: { message } });

const isFree = ({ repository }: Call): boolean =>
  repository.visibility === 'private' && repository.settings.plan === 'free';

/** A read that takes a right, before anything else is said. */
const reading = (path: string, role: Role, permission: string, answer: (call: Call) => Answer): Route => ({
  route: `GET /repos/:owner/:repo/${path}`,
  answer: (call) => turnedAway(call.caller, call.repository, role, permission) ?? answer(call),
});
const ofAdmin = (path: string, answer: (call: Call) => Answer): Route =>
  reading(path, 'admin', 'administration=read', answer);

/** What may run, what is guarded, what is watched: every answer as the fact sheet says it, the odd ones included. */
export const POLICY_ROUTES: readonly Route[] = [
  ofAdmin('actions/permissions/selected-actions', ({ repository }) =>
    repository.permissions.allowed_actions === 'selected'
      ? ok(repository.settings.selectedActions)
      : { status: 409, body: { message: 'Conflict' } },
  ),
  ofAdmin('actions/permissions/fork-pr-contributor-approval', ({ repository }) =>
    repository.visibility === 'private'
      ? invalid('Fork PR approval is not allowed for private repositories')
      : ok({ approval_policy: repository.settings.forkApproval }),
  ),
  ofAdmin('actions/permissions/fork-pr-workflows-private-repos', ({ repository }) =>
    repository.visibility === 'public' ? notFound : ok(repository.settings.privateForkRuns),
  ),
  ofAdmin('actions/permissions/artifact-and-log-retention', ({ repository }) => ok(repository.settings.retention)),
  {
    route: 'GET /repos/:owner/:repo/actions/policies',
    answer: (call) =>
      turnedAway(call.caller, call.repository, 'admin', 'administration=write') ??
      (isFree(call)
        ? notFound
        : ok({ total_count: call.repository.settings.policies.length, policies: call.repository.settings.policies })),
  },
  reading('actions/oidc/customization/sub', 'read', 'actions=read', ({ repository }) => ok(repository.settings.oidc)),
  reading('actions/secrets', 'write', 'secrets=read', ({ repository: { settings } }) =>
    ok({ total_count: settings.secrets.length, secrets: settings.secrets }),
  ),
  reading('actions/organization-secrets', 'write', 'secrets=read', ({ repository: { settings } }) =>
    ok({ total_count: settings.organizationSecrets.length, secrets: settings.organizationSecrets }),
  ),
  reading('environments', 'read', 'actions=read', (call) =>
    isFree(call)
      ? notFound
      : ok({
          total_count: call.repository.settings.environments.length,
          environments: call.repository.settings.environments.map(
            ({ patterns: _patterns, secrets: _secrets, ...shown }) => shown,
          ),
        }),
  ),
  { route: 'GET /repos/:owner/:repo/environments/*', answer: insideEnvironment },
  reading('rules/branches/*', 'read', 'metadata=read', (call) =>
    isFree(call) ? UPGRADE : ok(call.repository.settings.branchRules),
  ),
  reading('rulesets', 'read', 'metadata=read', (call) =>
    isFree(call)
      ? UPGRADE
      : ok(
          call.repository.settings.rulesets.map(
            ({ rules: _rules, include: _include, bypass: _bypass, ...shown }) => shown,
          ),
        ),
  ),
  reading('rulesets/*', 'read', 'metadata=read', rulesetPage),
  { route: 'GET /repos/:owner/:repo/branches/*', answer: branch },
  {
    route: 'GET /repos/:owner/:repo/immutable-releases',
    answer: ({ caller, repository }) =>
      turnedAway(caller, repository, 'admin', 'administration=read') ??
      (repository.settings.immutable === null ? notFound : ok(repository.settings.immutable)),
  },
  ofAdmin('code-scanning/default-setup', (call) =>
    isFree(call)
      ? { status: 403, body: { message: 'Code Security must be enabled for this repository to use code scanning.' } }
      : ok(call.repository.settings.defaultSetup),
  ),
  reading('code-scanning/analyses', 'write', 'security_events=read', (call) => {
    if (isFree(call)) return { status: 403, body: { message: 'Code scanning is not enabled for this repository.' } };
    const { analyses } = call.repository.settings;
    return analyses.length === 0 ? missing('no analysis found') : ok(analyses);
  }),
  ofAdmin('vulnerability-alerts', ({ repository }) => (repository.settings.alerts ? noContent : notFound)),
  ofAdmin('automated-security-fixes', ({ repository: { settings } }) =>
    settings.updates === null ? notFound : ok(settings.updates),
  ),
  reading('private-vulnerability-reporting', 'read', 'metadata=read', ({ repository }) =>
    repository.visibility === 'private'
      ? invalid('Private vulnerability reporting is not available for this repository')
      : ok({ enabled: repository.settings.privateReporting }),
  ),
  ofAdmin('keys', ({ repository }) => ok(repository.settings.keys)),
];

function insideEnvironment(call: Call): Answer {
  const [, name = '', page = ''] = /^(.+)\/(deployment-branch-policies|secrets)$/.exec(call.rest) ?? [];
  const environment = call.repository.settings.environments.find((each) => each.name === name);
  if (environment === undefined) return notFound;
  const refused =
    page === 'secrets'
      ? turnedAway(call.caller, call.repository, 'write', 'environments=read')
      : turnedAway(call.caller, call.repository, 'read', 'actions=read');
  if (refused !== null) return refused;
  const { patterns = [], secrets = [] } = environment;
  return page === 'secrets'
    ? ok({ total_count: secrets.length, secrets })
    : ok({ total_count: patterns.length, branch_policies: patterns });
}

/** Who can bypass a ruleset is told only to those who can change it. */
function rulesetPage({ repository, caller, rest }: Call): Answer {
  const found = repository.settings.rulesets.find(({ id }) => String(id) === rest);
  if (found === undefined) return notFound;
  const { rules, include, bypass = [], ...shown } = found;
  return ok({
    ...shown,
    conditions: { ref_name: { include, exclude: [] } },
    rules: rules.map((type) => ({ type })),
    ...(roleOf(caller, repository) === 'admin' ? { bypass_actors: bypass } : {}),
  });
}

/** The branch itself for any reader; its protection for administrators, with GitHub's own words for none. */
function branch(call: Call): Answer {
  const { protection, branchRules } = call.repository.settings;
  if (!call.rest.endsWith('/protection')) {
    const shown = { name: call.rest, protected: protection !== null || branchRules.length > 0 };
    return turnedAway(call.caller, call.repository, 'read', 'contents=read') ?? ok(shown);
  }
  const refused = turnedAway(call.caller, call.repository, 'admin', 'administration=read');
  if (refused !== null) return refused;
  if (isFree(call)) return UPGRADE;
  return protection === null ? missing('Branch not protected') : ok(protection);
}
