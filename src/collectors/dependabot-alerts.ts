import { type Fact, known } from '../model/fact.ts';
import type { DependabotAlerts } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';
import { meansOff } from './means-off.ts';
import type { Overview } from './overview.ts';

/** Whether alerts and security updates are on. Updates need alerts, so they are not asked for when those are off. */
export async function collectDependabotAlerts(
  api: AsksPaths,
  asking: Asking,
  overview: Overview | null,
): Promise<Fact<DependabotAlerts>> {
  const alerts = await collectAlerts(api, asking, overview);
  if (alerts.state === 'unknown') return alerts;
  if (!alerts.value) return known({ alerts: false, securityUpdates: false }, alerts.source);
  const updates = await collectUpdates(api, asking);
  return known({ alerts: true, securityUpdates: updates.state === 'known' ? updates.value : null }, alerts.source);
}

const NEEDS = { role: 'admin', permission: 'Administration: read' } as const;

/** GraphQL tells any reader; REST tells administrators, by 204 and 404. */
async function collectAlerts(api: AsksPaths, asking: Asking, overview: Overview | null): Promise<Fact<boolean>> {
  const told = overview?.repository.flag('hasVulnerabilityAlertsEnabled');
  if (overview !== null && told !== undefined) return known(told, overview.source);
  return askOnOff(api, asking, `${repositoryPath(asking)}/vulnerability-alerts`, () => true);
}

const collectUpdates = (api: AsksPaths, asking: Asking): Promise<Fact<boolean>> =>
  askOnOff(api, asking, `${repositoryPath(asking)}/automated-security-fixes`, (data) => {
    const [enabled, paused] = [shapeOf(data).flag('enabled'), shapeOf(data).flag('paused')];
    return enabled === undefined ? null : enabled && paused !== true;
  });

const askOnOff = (
  api: AsksPaths,
  asking: Asking,
  path: string,
  read: (data: unknown) => boolean | null,
): Promise<Fact<boolean>> =>
  ask(api, asking, { path, needs: NEEDS }, read, (failure, source) =>
    meansOff(failure, asking) ? known(false, source) : null,
  );
