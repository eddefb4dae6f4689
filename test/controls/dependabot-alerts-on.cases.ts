import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PUBLIC } from './sample-facts.ts';

export const cases: readonly ControlCase[] = [
  { name: 'both are on', facts: { dependabotAlerts: { alerts: true, securityUpdates: true } }, verdict: 'pass' },
  {
    name: 'only the alerts can be seen',
    facts: { dependabotAlerts: { alerts: true, securityUpdates: null } },
    verdict: 'partial',
    gap: false,
    says: 'administrator',
  },
  {
    name: 'alerts without updates',
    facts: { dependabotAlerts: { alerts: true, securityUpdates: false }, repository: PUBLIC },
    verdict: 'partial',
    gap: true,
    findings: ['updates-off'],
    offers: ['switch-on-alerts'],
  },
  {
    name: 'no alerts',
    facts: { dependabotAlerts: { alerts: false, securityUpdates: false }, repository: PUBLIC },
    verdict: 'fail',
    findings: ['alerts-off'],
    offers: ['switch-on-alerts'],
  },
  {
    name: 'an archived repository',
    facts: { dependabotAlerts: { alerts: false, securityUpdates: false }, repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
  { name: 'a 404 that may mean no rights', facts: { dependabotAlerts: FORBIDDEN }, verdict: 'unknown' },
];
