import type { SettingChange } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Target } from '../../model/target.ts';
import { noSetting, repositoryApi, shownBy, unlessArchived } from '../repository-setting.ts';

const ALERTS = '/vulnerability-alerts';
const UPDATES = '/automated-security-fixes';

export default defineControl({
  id: 'dependabot-alerts-on',
  number: '4.17',
  section: 'actions',
  tier: 'should',
  title: 'You hear about vulnerable actions and dependencies',
  why: 'An advisory about an action or a package you use helps only when somebody is told: alerts tell you, and security updates bring the fix as a pull request.',
  trap: 'Alerts for actions are raised for version tags, not for commit ids: pinned actions need an update robot, or the advisory list. An organisation’s security configuration can switch the setting back after the request was accepted.',
  docs: [
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-code',
  ],
  rules: {
    'alerts-off': 'Dependabot alerts are off.',
    'updates-off': 'Alerts are on, and no pull request with the fix is opened.',
  },
  needs: ['dependabotAlerts'],
  uses: ['repository'],

  detect({ dependabotAlerts: { alerts, securityUpdates } }, { repository }, target) {
    if (!alerts) {
      const message = 'nobody is told about vulnerable actions and dependencies';
      return unlessArchived(repository, {
        verdict: 'fail',
        message,
        findings: [
          {
            rule: 'alerts-off',
            message,
            observed: 'Dependabot alerts: off',
            expected: 'Dependabot alerts: on',
            location: shownBy(target, ALERTS),
          },
        ],
      });
    }
    if (securityUpdates === false) {
      const message = 'alerts are on, and nothing proposes the fix';
      return unlessArchived(repository, {
        verdict: 'partial',
        message,
        findings: [
          {
            rule: 'updates-off',
            message,
            observed: 'security updates: off or paused',
            expected: 'security updates: on',
            location: shownBy(target, UPDATES),
          },
        ],
      });
    }
    const unseen: Limit = {
      fact: 'dependabotAlerts',
      reason: 'forbidden',
      unlock: 'run with the token of an administrator to see whether security updates are on',
    };
    return securityUpdates === null
      ? { verdict: 'pass', message: 'Dependabot alerts are on', limitedBy: [unseen] }
      : { verdict: 'pass', message: 'Dependabot alerts and security updates are on' };
  },

  // Alerts and pull requests of a robot change no run that exists.
  remedies: [
    {
      id: 'switch-on-alerts',
      kind: 'setting',
      risk: 'safe',
      phase: 4,
      title: 'Switch on Dependabot alerts and security updates',
      unavailable: ({ maybe, target }) => noSetting(target, maybe.repository),
      plan: ({ known, target }) => [
        ...(known.dependabotAlerts.alerts ? [] : [switchOn(target, ALERTS, 'Dependabot alerts')]),
        ...(known.dependabotAlerts.securityUpdates === true
          ? []
          : [switchOn(target, UPDATES, 'Dependabot security updates')]),
      ],
    },
  ],
});

const switchOn = (target: Target, below: string, what: string): SettingChange => ({
  kind: 'setting',
  summary: `${what} on`,
  request: { method: 'PUT', path: repositoryApi(target, below), body: null },
  inverse: { method: 'DELETE', path: repositoryApi(target, below), body: null },
  before: `${what}: off`,
  after: `${what}: on`,
  when: 'now',
  why: 'it also switches on the dependency graph, which screening of pull requests needs',
});
