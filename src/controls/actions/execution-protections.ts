import type { SettingChange } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { ExecutionPolicy } from '../../model/settings.ts';
import type { Target } from '../../model/target.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { isClosed, noSetting, outsideThePlan, repositoryApi, shownBy, unlessArchived } from '../repository-setting.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const POLICIES = '/actions/policies';
const DANGEROUS = 'pull_request_target';

export default defineControl({
  id: 'execution-protections',
  number: '4.13',
  section: 'actions',
  tier: 'should',
  title: 'Only allowed events start workflows',
  why: 'One rule in the settings holds for every workflow, also for the one that somebody adds tomorrow with an event that hands strangers your token.',
  trap: 'A list that forgets an event in use makes required checks vanish. A policy of your own replaces GitHub’s default block of pull_request_target, so never list that event for every workflow. Bots must be allowed actors. In `evaluate` nothing is stopped.',
  docs: [
    'https://docs.github.com/en/actions/how-tos/administer/control-workflow-execution',
    'https://docs.github.com/en/actions/reference/security/securely-using-pull_request_target',
  ],
  rules: {
    'no-event-policy': 'No policy in force says which events may start workflows.',
    'target-allowed': 'pull_request_target may start every workflow.',
    'unused-event': 'An event is allowed that no workflow uses.',
    'blocked-event': 'A workflow uses an event that is not allowed.',
    'some-workflows': 'The policy covers some workflows only.',
  },
  needs: [],
  uses: ['executionPolicies', 'repository', 'tree', 'texts'],

  detect(_known, { executionPolicies, repository, tree, texts }, target) {
    if (executionPolicies.state === 'unknown') {
      const gate = outsideThePlan(executionPolicies, repository);
      return gate !== null
        ? { verdict: 'not-applicable', message: gate }
        : unlessArchived(repository, {
            verdict: 'unknown',
            message: 'which events may start workflows could not be seen',
            limitedBy: [{ fact: 'executionPolicies' }],
          });
    }
    const active = executionPolicies.value.filter(
      (each) => each.enforcement === 'active' && each.allowedEvents !== null,
    );
    const everywhere = active.filter(({ workflowPaths }) => workflowPaths === null);
    const finding = (rule: string, message: string, observed: string, expected: string): Finding => ({
      rule,
      message,
      observed,
      expected,
      location: shownBy(target, POLICIES),
      route: observed,
    });
    if (active.length === 0) {
      const idle = executionPolicies.value.filter(({ allowedEvents }) => allowedEvents !== null);
      const observed =
        idle.length === 0
          ? 'no event policy'
          : idle.map(({ name, enforcement }) => `${name}: ${enforcement}`).join(', ');
      const expected = 'an active policy with the events in use';
      const isPartial = repository.state === 'known' && !isClosed(repository);
      const message = isPartial
        ? 'only GitHub’s default policy, which blocks pull_request_target, is in force'
        : idle.length > 0
          ? 'the policy only evaluates, and stops nothing'
          : 'no policy says which events may start workflows';
      if (repository.state === 'unknown') {
        const limitedBy: Limit[] = [{ fact: 'repository' }];
        return {
          verdict: 'unknown',
          message: 'no event policy is in force; GitHub’s default depends on the visibility',
          limitedBy,
        };
      }
      const findings = [finding('no-event-policy', message, observed, expected)];
      return unlessArchived(repository, {
        verdict: isPartial || idle.length > 0 ? 'partial' : 'fail',
        message,
        findings,
      });
    }
    // Each policy must allow an event, so those of all workflows are what all of them allow.
    const [lead] = everywhere;
    const allowed = (lead?.allowedEvents ?? []).filter((event) =>
      everywhere.every(({ allowedEvents }) => allowedEvents?.includes(event)),
    );
    if (allowed.includes(DANGEROUS) && !isClosed(repository)) {
      const message =
        'the policy lets pull_request_target start every workflow, and replaces the default that blocks it';
      const findings = [
        finding('target-allowed', message, DANGEROUS, 'pull_request_target for named workflows only, or not at all'),
      ];
      return repository.state === 'unknown'
        ? {
            verdict: 'unknown',
            message: `${message}, if the repository is public`,
            limitedBy: [{ fact: 'repository' }],
          }
        : unlessArchived(repository, { verdict: 'fail', message, findings });
    }
    const used = texts.state === 'known' ? eventsIn(workflowsIn(texts.value)) : null;
    const unread: readonly Limit[] =
      texts.state === 'known' && tree.state === 'known'
        ? unreadWorkflows(workflowsIn(texts.value), tree.value, texts.value)
        : [];
    const limitedBy: readonly Limit[] = [{ fact: 'texts' }, { fact: 'tree' }, ...unread];
    const findings =
      lead === undefined
        ? [
            finding(
              'some-workflows',
              'the policy covers some workflows only',
              active.map(({ name }) => name).join(', '),
              'a policy for every workflow',
            ),
          ]
        : [
            ...(used === null || unread.length > 0 ? [] : allowed.filter((event) => !used.includes(event))).map(
              (event) => finding('unused-event', `${event} is allowed, and no workflow uses it`, event, `no ${event}`),
            ),
            ...(used ?? [])
              .filter(
                (event) => !allowed.includes(event) && !(event === DANGEROUS && active.length > everywhere.length),
              )
              .map((event) =>
                finding(
                  'blocked-event',
                  `workflows use ${event}, which the policy blocks`,
                  event,
                  `${event} in the policy, or not in the workflows`,
                ),
              ),
          ];
    const [first] = findings;
    return first === undefined
      ? { verdict: 'pass', message: 'only the events in use may start workflows', limitedBy }
      : unlessArchived(repository, { verdict: 'partial', message: first.message, findings, limitedBy });
  },

  remedies: [
    {
      // It can only make runs stop.
      id: 'allow-events-in-use',
      kind: 'setting',
      risk: 'safe',
      phase: 4,
      title: 'Allow the events in use, and no others',
      unavailable({ maybe, target }) {
        if (maybe.executionPolicies.state === 'unknown') return 'the policies could not be seen';
        if (maybe.executionPolicies.value.some(({ allowedEvents }) => allowedEvents !== null))
          return 'there is a policy to change';
        if (maybe.texts.state === 'unknown') return 'which events are in use could not be read';
        const set = workflowsIn(maybe.texts.value);
        if (set.broken.length + set.unreadable.length > 0)
          return 'a workflow cannot be read, and its events would be blocked';
        return eventsIn(set).length === 0 ? 'there is no workflow' : noSetting(target, maybe.repository);
      },
      plan: ({ maybe, target }) => (maybe.texts.state === 'known' ? policiesFor(maybe.texts.value, target) : []),
    },
    {
      id: 'change-policy',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Change the policy that exists',
      unavailable: ({ maybe }) =>
        maybe.executionPolicies.state === 'known' &&
        maybe.executionPolicies.value.some(({ allowedEvents }) => allowedEvents !== null)
          ? null
          : 'there is no event policy',
      plan: ({ maybe }) => [
        {
          kind: 'manual',
          summary: `change ${maybe.executionPolicies.state === 'known' ? maybe.executionPolicies.value.map(nameOf).join(', ') : 'the policy'}`,
          why: 'a policy may belong to the organisation, and others may rely on what it allows',
          lines: [
            `Events in use: ${maybe.texts.state === 'known' ? eventsIn(workflowsIn(maybe.texts.value)).join(', ') : 'not read'}`,
            'pull_request_target only in a policy with the paths of the workflows that need it.',
            'Enforcement: active.',
          ],
          url: 'https://docs.github.com/en/actions/how-tos/administer/control-workflow-execution',
        },
      ],
    },
  ],
});

const nameOf = ({ name, sourceKind }: ExecutionPolicy): string => `"${name}" (${sourceKind})`;

/** Every event that starts a workflow; a call is no event. */
const eventsIn = (set: WorkflowSet): readonly string[] =>
  [...new Set(set.workflows.flatMap(({ triggers }) => triggers.map(({ event }) => event)))]
    .filter((event) => event !== 'workflow_call')
    .sort();

/** Workflows that listen to pull_request_target get a policy of their own, so that no other one can. */
function policiesFor(texts: TextFiles, target: Target): readonly SettingChange[] {
  const set = workflowsIn(texts);
  const apart = set.workflows.filter(({ triggers }) => triggers.some(({ event }) => event === DANGEROUS));
  const paths = apart.map(({ path }) => path);
  const rest = { ...set, workflows: set.workflows.filter((workflow) => !apart.includes(workflow)) };
  return [
    policy(target, 'harden-builds: events in use', { include: ['~ALL'], exclude: paths }, eventsIn(rest)),
    ...(apart.length === 0
      ? []
      : [
          policy(
            target,
            'harden-builds: pull_request_target',
            { include: paths, exclude: [] },
            eventsIn({ ...set, workflows: apart }),
          ),
        ]),
  ];
}

const policy = (
  target: Target,
  name: string,
  paths: { readonly include: readonly string[]; readonly exclude: readonly string[] },
  events: readonly string[],
): SettingChange => ({
  kind: 'setting',
  summary: `only these events start ${paths.include.includes('~ALL') ? 'workflows' : paths.include.join(', ')}: ${events.join(', ')}`,
  request: {
    method: 'POST',
    path: repositoryApi(target, POLICIES),
    body: {
      name,
      enforcement: 'active',
      conditions: { workflow_path: paths },
      rules: [{ type: 'restrict_action_events', parameters: { allowed_events: events } }],
    },
  },
  payload: { template: 'event-policy', inputs: { name, workflows: paths.include, others: paths.exclude, events } },
  inverse: { method: 'DELETE', path: repositoryApi(target, `${POLICIES}/{policy_id}`), body: null },
  before: 'no event policy',
  after: `allowed_events: ${events.join(', ')}`,
  when: 'after-merge',
  why: 'a workflow with another event does not start until the policy names it (API version 2026-03-10)',
});
