import { type Fact, unknown } from '../model/fact.ts';
import type { ExecutionPolicy } from '../model/settings.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, isCloud, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import { ownerLevel } from './owner-level.ts';

/**
 * Who and what may start workflows, the policies above the repository included. Listing them takes the right to change them.
 * https://docs.github.com/en/rest/actions/policies
 */
export async function collectExecutionPolicies(
  api: AsksPaths,
  asking: Asking,
): Promise<Fact<readonly ExecutionPolicy[]>> {
  const path = `${repositoryPath(asking)}/actions/policies`;
  if (!isCloud(asking.host)) {
    return unknown('unserved', 'GitHub Enterprise Server has no such policies', { via: 'api', at: `GET ${path}` });
  }
  const question = {
    path,
    query: { has_parents: 'true' },
    needs: { role: 'admin', permission: 'Administration: write' },
    apiVersion: '2026-03-10',
  } as const;
  return askAll(api, asking, question, (data) => shapeOf(data).list('policies'), policyIn);
}

/** Null when the rules are left out: a policy whose rules are unseen is not one without restrictions. */
function policyIn(policy: JsonShape): ExecutionPolicy | null {
  const [name, enforcement, rules] = [policy.text('name'), policy.text('enforcement'), policy.list('rules')];
  if (name === undefined || enforcement === undefined || rules === undefined) return null;
  const events = rules.filter((rule) => rule.text('type') === 'restrict_action_events');
  const allowed = events.map((rule) => rule.inside('parameters').texts('allowed_events'));
  if (allowed.includes(undefined)) return null;
  return {
    name,
    enforcement,
    sourceKind: ownerLevel(policy.text('source_type')),
    workflowPaths: pathsIn(policy.inside('conditions').inside('workflow_path')),
    allowedEvents: events.length === 0 ? null : allowed.flatMap((each) => each ?? []),
    restrictsActors: rules.some((rule) => rule.text('type') === 'restrict_actions_actors'),
  };
}

/** Nothing included, or `~ALL`, with nothing left out, is every workflow. */
function pathsIn(condition: JsonShape): ExecutionPolicy['workflowPaths'] {
  const include = condition.texts('include') ?? [];
  const exclude = condition.texts('exclude') ?? [];
  return exclude.length === 0 && include.every((each) => each === '~ALL') ? null : { include, exclude };
}
