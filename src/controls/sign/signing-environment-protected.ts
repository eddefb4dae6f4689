import { cloudLoginsIn } from '../../ecosystems/cloud-logins.ts';
import { type JobWork, jobWorkIn } from '../../ecosystems/job-work.ts';
import { registryCredentials } from '../../ecosystems/registry-credentials.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import type { EditFile, ManualStep, SettingChange } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { MaybeFacts } from '../../model/fact.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { textAnswer } from '../../model/question.ts';
import type { Environment } from '../../model/settings.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsOf } from '../../workflow/secret-references.ts';
import { releaseEnvironmentQuestion } from '../questions.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const ENVIRONMENTS =
  'https://docs.github.com/en/actions/deployment/targeting-different-environments/managing-environments-for-deployment' as const;

export default defineControl({
  id: 'signing-environment-protected',
  number: '3.03',
  section: 'sign',
  tier: 'must',
  title: 'A protected environment guards keys and publishing',
  why: 'Everybody with write access can read a repository secret by editing a workflow on a branch; an environment with rules gives it only to approved runs of allowed refs.',
  trap: 'A job that names an environment that does not exist creates it without any rule. `*` in a pattern stops at a slash. The name is part of the OIDC subject, so renaming it breaks trust. A lone maintainer who may not approve his own run can never release.',
  docs: [ENVIRONMENTS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'no-environment': 'A job reaches a key, a token or a trust without an environment.',
    'environment-absent': 'The environment that the job names does not exist, and would be made without rules.',
    'environment-open': 'The environment has neither reviewers nor a limit on refs.',
    'no-reviewers': 'Nobody has to approve.',
    'any-ref': 'Runs of any branch or tag get in.',
    'admins-bypass': 'Administrators can skip the rules.',
    'secret-outside': 'The secret is stored for the repository, where every workflow can read it.',
  },
  needs: ['tree', 'texts'],
  uses: ['environments', 'storedSecrets', 'repository'],

  detect(known, maybe, target) {
    const { tree, texts } = known;
    const set = workflowsIn(texts);
    const unread = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    const guarded = jobsWithKeys(known);
    if (guarded.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'a key may be in reach where nobody could look', limitedBy: unread }
        : {
            verdict: 'not-applicable',
            message: 'no job signs or publishes with a secret or a trust outside of GitHub',
          };
    }
    const judged = guarded.map((each) => judge(each, maybe, target));
    const findings = onceEach(judged.flatMap((each) => each.findings));
    const limitedBy: readonly Limit[] = [...unread, ...judged.flatMap((each) => each.limitedBy)];
    const [first] = findings;
    if (first === undefined) {
      return { verdict: 'pass', message: 'jobs that sign or publish run in a protected environment', limitedBy };
    }
    const fails = findings.some(({ rule }) => /^(?:no-environment|environment-absent|environment-open)$/.test(rule));
    return { verdict: fails ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'name-the-environment',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Let the jobs run in an environment',
      unavailable: ({ known }) =>
        jobsWithKeys(known).some(({ work }) => work.job.environment === null)
          ? null
          : 'every such job names an environment: its rules are set in the settings',
      questions: () => [releaseEnvironmentQuestion('release')],
      plan({ known, target }, answers) {
        const name = textAnswer(answers, 'environment-release', 'release');
        const open = jobsWithKeys(known).filter(({ work }) => work.job.environment === null);
        const edits = [...new Set(open.map(({ work }) => work.workflow.path))].map(
          (path): EditFile => ({
            kind: 'edit-file',
            path,
            operations: open
              .filter(({ work }) => work.workflow.path === path)
              .map(({ work }) => ({
                op: 'add-key',
                route: work.job.route,
                key: 'environment',
                value: name,
                before: 'steps',
              })),
            summary: `keys are only reached in the environment ${name}`,
          }),
        );
        return [...edits, protect(name, target)];
      },
    },
    {
      id: 'limit-environment-refs',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Let only version tags into the environment',
      unavailable: ({ known, maybe, target }) =>
        slugOf(target) === null
          ? 'the repository has no GitHub remote, so there is no setting to change'
          : maybe.repository.state === 'known' && maybe.repository.value.archived
            ? 'the repository is archived: GitHub refuses every change'
            : openEnvironments(known, maybe).length > 0
              ? null
              : 'no environment in use is known to be without rules',
      plan: ({ known, maybe, target }) =>
        openEnvironments(known, maybe).flatMap(({ name }) => [...limitRefs(name, target), protect(name, target)]),
    },
    {
      id: 'protect-environment-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Set reviewers and refs of the environment yourself',
      plan: ({ known, target }) =>
        [...new Set(jobsWithKeys(known).map(({ work }) => work.job.environment?.value ?? 'release'))].map((name) =>
          protect(name, target),
        ),
    },
  ],
});

type Known = { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles };
type Maybe = MaybeFacts<'environments' | 'storedSecrets' | 'repository'>;
/** A job that signs or publishes, with what it could lose. */
type Guarded = { readonly work: JobWork; readonly secrets: readonly string[]; readonly because: string };

/** Keyless signing and attesting alone need no environment: nobody outside of GitHub trusts them more for it. */
function jobsWithKeys({ tree, texts }: Known): readonly Guarded[] {
  const set = workflowsIn(texts);
  const logins = cloudLoginsIn(set);
  const trusted = registryCredentials(set, texts).filter(({ by }) => by === 'identity');
  return jobWorkIn(tree, texts, set).flatMap((work): readonly Guarded[] => {
    const { workflow, job, signs, publishes } = work;
    if (job.uses !== null || signs.length + publishes.length === 0) return [];
    const secrets = secretsOf(workflow, job);
    const [secret] = secrets;
    if (secret !== undefined) return [{ work, secrets, because: `reaches the secret ${secret}` }];
    const login = logins.find((each) => each.job === job);
    if (login !== undefined) return [{ work, secrets, because: `logs in to ${login.cloud}` }];
    const registry = trusted.find(({ publish }) => publish.job === job);
    return registry === undefined
      ? []
      : [{ work, secrets, because: `is trusted by the registry of ${registry.registry} packages` }];
  });
}

type Judged = { readonly findings: readonly Finding[]; readonly limitedBy: readonly Limit[] };

function judge({ work: { job, workflow }, secrets, because }: Guarded, maybe: Maybe, target: Target): Judged {
  const { environment } = job;
  if (environment === null) {
    return {
      findings: [
        {
          rule: 'no-environment',
          message: `the job ${job.id} ${because} and names no environment`,
          observed: 'no environment',
          expected: 'environment: release, with reviewers and a limit on refs',
          location: job.place,
          route: job.route.join('.'),
        },
      ],
      limitedBy: [],
    };
  }
  const { environments } = maybe;
  if (environment.value.includes('${{')) {
    const unlock = `name the environment of the job ${job.id} without an expression`;
    return { findings: [], limitedBy: [{ fact: 'texts', reason: 'unresolvable', unlock, at: workflow.path }] };
  }
  if (environments.state === 'unknown') return { findings: [], limitedBy: [{ fact: 'environments' }] };
  const found = environments.value.find(({ name }) => name.toLowerCase() === environment.value.toLowerCase());
  if (found === undefined) {
    const message = `the environment ${environment.value} does not exist: the next run makes it, without any rule`;
    const expected = 'an environment with reviewers and a limit on refs';
    return {
      findings: [
        {
          rule: 'environment-absent',
          message,
          observed: environment.value,
          expected,
          location: environment.place,
          route: environment.route.join('.'),
        },
      ],
      limitedBy: [],
    };
  }
  return join(rulesOf(found, target), storage(found, secrets, maybe, target));
}

const join = (a: Judged, b: Judged): Judged => ({
  findings: [...a.findings, ...b.findings],
  limitedBy: [...a.limitedBy, ...b.limitedBy],
});

const endpointOf = (target: Target, page: string) => ({
  endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/${page}`,
});

function rulesOf(environment: Environment, target: Target): Judged {
  const { name, reviewers, refs, canAdminsBypass } = environment;
  const finding = (rule: string, message: string, observed: string, expected: string): Finding => ({
    rule,
    message,
    observed,
    expected,
    location: endpointOf(target, `environments/${encodeURIComponent(name)}`),
    route: name,
  });
  const anyRef = letsAnyRefIn(environment);
  const unlock = `look at the environment ${name}: which refs may deploy could not be read`;
  const hidden: readonly Limit[] =
    typeof refs === 'object' && refs.patterns === null ? [{ fact: 'environments', reason: 'forbidden', unlock }] : [];
  const untold: readonly Limit[] =
    canAdminsBypass === null
      ? [
          {
            fact: 'environments',
            reason: 'unserved',
            unlock: `see whether administrators can bypass the environment ${name}`,
          },
        ]
      : [];
  const limitedBy = [...hidden, ...untold];
  if (reviewers === 0 && anyRef) {
    const message = `the environment ${name} lets every run in: nobody approves, and any ref will do`;
    return {
      findings: [finding('environment-open', message, 'no rules', 'reviewers, and only version tags')],
      limitedBy,
    };
  }
  return {
    findings: [
      ...(reviewers === 0
        ? [
            finding(
              'no-reviewers',
              `nobody has to approve a run in the environment ${name}`,
              'no reviewers',
              'at least one reviewer',
            ),
          ]
        : []),
      ...(anyRef
        ? [
            finding(
              'any-ref',
              `a run of any branch gets into the environment ${name}`,
              'any ref',
              'version tags or protected branches',
            ),
          ]
        : []),
      ...(canAdminsBypass === true
        ? [
            finding(
              'admins-bypass',
              `administrators can skip the rules of the environment ${name}`,
              'can_admins_bypass: true',
              'can_admins_bypass: false',
            ),
          ]
        : []),
    ],
    limitedBy,
  };
}

const letsAnyRefIn = ({ refs }: Environment): boolean =>
  refs === 'any' ||
  (typeof refs === 'object' &&
    (refs.patterns ?? []).some(({ name, kind }) => kind === 'branch' && /^\*+(?:\/\*+)?$/.test(name)));

function storage(
  environment: Environment,
  secrets: readonly string[],
  { storedSecrets }: Maybe,
  target: Target,
): Judged {
  if (secrets.length === 0) return { findings: [], limitedBy: [] };
  if (storedSecrets.state === 'unknown') return { findings: [], limitedBy: [{ fact: 'storedSecrets' }] };
  const outside = storedSecrets.value.repository.filter(({ name }) => secrets.includes(name));
  return {
    findings: outside.map(({ name }) => ({
      rule: 'secret-outside',
      message: `the secret ${name} is stored for the whole repository, so the environment ${environment.name} does not guard it`,
      observed: `${name} among the repository’s secrets`,
      expected: `${name} only in the environment ${environment.name}`,
      location: endpointOf(target, 'actions/secrets'),
      route: name,
    })),
    limitedBy: [],
  };
}

/** Two jobs in one environment share its gaps. */
const onceEach = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((each) => [JSON.stringify([each.rule, each.location, each.route]), each])).values(),
];

/** The request replaces all settings, so it is only made where there are none to lose. */
function openEnvironments(known: Known, { environments }: Maybe): readonly Environment[] {
  if (environments.state === 'unknown') return [];
  const used = jobsWithKeys(known).flatMap(({ work }) => work.job.environment?.value.toLowerCase() ?? []);
  return environments.value.filter(
    ({ name, reviewers, waitMinutes, refs }) =>
      used.includes(name.toLowerCase()) && reviewers === 0 && waitMinutes === 0 && refs === 'any',
  );
}

function limitRefs(name: string, target: Target): readonly SettingChange[] {
  const path = `/repos/${slugOf(target) ?? 'OWNER/REPO'}/environments/${encodeURIComponent(name)}`;
  const why = 'a run of a branch that somebody pushed does not get the key; releases start from tags';
  return [
    {
      kind: 'setting',
      summary: `the environment ${name} takes chosen refs only`,
      request: {
        method: 'PUT',
        path,
        body: { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } },
      },
      payload: { template: 'environment', inputs: {} },
      inverse: { method: 'PUT', path, body: { deployment_branch_policy: null } },
      before: 'any ref',
      after: 'chosen refs',
      when: 'now',
      why,
    },
    {
      kind: 'setting',
      summary: `tags v* may use the environment ${name}`,
      request: { method: 'POST', path: `${path}/deployment-branch-policies`, body: { name: 'v*', type: 'tag' } },
      payload: { template: 'environment-refs', inputs: {} },
      // The number of the pattern, which the undoing DELETE needs, is in the answer.
      inverse: null,
      before: 'no pattern',
      after: 'v* (tag)',
      when: 'now',
      why,
    },
  ];
}

const protect = (name: string, target: Target): ManualStep => ({
  kind: 'manual',
  summary: `protect the environment ${name} before the next release`,
  why: 'a run that names an environment nobody made creates it without rules; reviewers are people only you can name',
  lines: [
    `Settings → Environments → ${name}`,
    'Required reviewers: up to six people or teams (a lone maintainer leaves “prevent self-review” off)',
    'Deployment branches and tags: Selected, tag v*',
    'Allow administrators to bypass: off',
    'Environment secrets: the keys; then delete them from the repository’s secrets',
  ],
  url: slugOf(target) === null ? ENVIRONMENTS : `https://${target.host}/${slugOf(target)}/settings/environments`,
});
