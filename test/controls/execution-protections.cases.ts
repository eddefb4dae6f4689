import { unknown } from '../../src/model/fact.ts';
import type { ExecutionPolicy } from '../../src/model/settings.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, FORBIDDEN, PRIVATE, PUBLIC, workflow } from './sample-facts.ts';

const FILES = { '.github/workflows/ci.yml': workflow('- run: make', { on: '[push, workflow_call]' }) };
const policy = (changes: Partial<ExecutionPolicy> = {}): ExecutionPolicy => ({
  name: 'events',
  enforcement: 'active',
  sourceKind: 'repository',
  workflowPaths: null,
  allowedEvents: ['push'],
  restrictsActors: false,
  ...changes,
});
const facts = (...executionPolicies: readonly ExecutionPolicy[]) => ({ repository: PUBLIC, executionPolicies });
const PLAN = unknown('unsupported', 'Upgrade to GitHub Team', { via: 'api', at: 'test' });

export const cases: readonly ControlCase[] = [
  { name: 'exactly the events in use', files: FILES, facts: facts(policy()), verdict: 'pass' },
  {
    name: 'what two policies both allow',
    files: FILES,
    facts: facts(
      policy(),
      policy({ name: 'org', sourceKind: 'organization', allowedEvents: ['push', 'pull_request_target'] }),
    ),
    verdict: 'pass',
  },
  {
    name: 'an event nobody uses',
    files: FILES,
    facts: facts(policy({ allowedEvents: ['push', 'schedule'] })),
    verdict: 'partial',
    gap: true,
    findings: ['unused-event'],
    offers: ['change-policy'],
  },
  {
    name: 'an event in use is forgotten',
    files: FILES,
    facts: facts(policy({ allowedEvents: [] })),
    verdict: 'partial',
    gap: true,
    findings: ['blocked-event'],
  },
  {
    name: 'only named workflows',
    files: FILES,
    facts: facts(policy({ workflowPaths: { include: ['.github/workflows/ci.yml'], exclude: [] } })),
    verdict: 'partial',
    gap: true,
    findings: ['some-workflows'],
  },
  {
    name: 'only named workflows, and which events are in use cannot be read',
    facts: {
      ...facts(policy({ workflowPaths: { include: ['.github/workflows/ci.yml'], exclude: [] } })),
      texts: FORBIDDEN,
    },
    verdict: 'partial',
    gap: true,
    findings: ['some-workflows'],
    says: 'forbidden: log in',
  },
  {
    name: 'it only evaluates',
    files: FILES,
    facts: { ...facts(policy({ enforcement: 'evaluate' })), repository: PRIVATE },
    verdict: 'partial',
    gap: true,
    findings: ['no-event-policy'],
    says: 'evaluates',
  },
  {
    name: 'the default of public repositories',
    files: { ...FILES, '.github/workflows/label.yml': workflow('- run: x', { on: 'pull_request_target' }) },
    facts: facts(),
    verdict: 'partial',
    gap: true,
    findings: ['no-event-policy'],
    offers: ['allow-events-in-use'],
  },
  {
    name: 'a policy for actors is none for events',
    files: FILES,
    facts: facts(policy({ allowedEvents: null, restrictsActors: true })),
    verdict: 'partial',
    gap: true,
    findings: ['no-event-policy'],
  },
  {
    name: 'nothing in a private repository',
    files: FILES,
    facts: { repository: PRIVATE, executionPolicies: [] },
    verdict: 'fail',
    findings: ['no-event-policy'],
    says: 'no policy says',
  },
  {
    name: 'pull_request_target for every workflow',
    files: FILES,
    facts: facts(policy({ allowedEvents: ['push', 'pull_request_target'] })),
    verdict: 'fail',
    findings: ['target-allowed'],
  },
  {
    name: 'a workflow that cannot be read',
    files: { ...FILES, '.github/workflows/x.yml': BROKEN },
    facts: facts(policy()),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a plan without policies',
    facts: { repository: PRIVATE, executionPolicies: PLAN },
    verdict: 'not-applicable',
  },
  { name: 'no right to look', facts: { repository: PUBLIC, executionPolicies: FORBIDDEN }, verdict: 'unknown' },
  {
    name: 'archived',
    facts: { executionPolicies: [], repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
  {
    name: 'of what one policy allows the other takes an event in use away',
    files: FILES,
    facts: facts(policy({ allowedEvents: ['push', 'schedule'] }), policy({ name: 'org', allowedEvents: ['schedule'] })),
    verdict: 'partial',
    gap: true,
    findings: ['unused-event', 'blocked-event'],
  },
  {
    name: 'an event that another policy takes away again',
    files: FILES,
    facts: facts(policy({ allowedEvents: ['push', 'schedule'] }), policy({ name: 'org' })),
    verdict: 'pass',
  },
  {
    name: 'a policy for named workflows may be where pull_request_target is allowed',
    files: { ...FILES, '.github/workflows/label.yml': workflow('- run: x', { on: 'pull_request_target' }) },
    facts: facts(
      policy(),
      policy({
        name: 'label',
        allowedEvents: ['pull_request_target'],
        workflowPaths: { include: ['.github/workflows/label.yml'], exclude: [] },
      }),
    ),
    verdict: 'pass',
  },
  {
    name: 'pull_request_target is in use, and the policy for all blocks it',
    files: { ...FILES, '.github/workflows/label.yml': workflow('- run: x', { on: 'pull_request_target' }) },
    facts: facts(policy()),
    verdict: 'partial',
    gap: true,
    findings: ['blocked-event'],
  },
  {
    name: 'another event is blocked, although a policy for named workflows exists',
    files: { ...FILES, '.github/workflows/label.yml': workflow('- run: x', { on: 'issues' }) },
    facts: facts(
      policy(),
      policy({ name: 'label', workflowPaths: { include: ['.github/workflows/label.yml'], exclude: [] } }),
    ),
    verdict: 'partial',
    gap: true,
    findings: ['blocked-event'],
  },
  {
    name: 'an evaluating policy for actors beside one for events',
    files: FILES,
    facts: {
      ...facts(policy({ enforcement: 'evaluate', allowedEvents: null, restrictsActors: true })),
      repository: PRIVATE,
    },
    verdict: 'fail',
    findings: ['no-event-policy'],
  },
];
