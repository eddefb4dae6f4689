import { defineControl, type Limit } from '../../model/control.ts';
import type { Finding } from '../../model/finding.ts';
import type { DeployKey } from '../../model/settings.ts';
import { DAYS_UNTIL_OLD, daysSince, isOlderThan } from '../age.ts';
import { shownBy, unlessArchived } from '../repository-setting.ts';

const DOCS =
  'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-accounts' as const;

export default defineControl({
  id: 'accounts-protected',
  number: 'N.1',
  section: 'next',
  tier: 'should',
  title: 'Accounts that reach the supply chain use strong 2FA',
  why: 'Whoever takes over one account with write access writes code and builds in its name, and no rule about branches or workflows can tell the difference.',
  trap: 'Nobody but its owner can see whether a person’s account has two factors, so a good verdict exists only for organisations that require it. A deploy key that may write is an account without a second factor, and it can stand on the bypass list of a ruleset.',
  docs: [DOCS],
  rules: {
    'two-factor-not-required': 'The organisation lets members in without a second factor.',
    'write-key': 'A deploy key may write to the repository.',
    'unused-write-key': 'A deploy key may write to the repository, and nobody used it for more than a year.',
  },
  needs: ['ownerAccount'],
  uses: ['deployKeys', 'repository'],

  detect({ ownerAccount: { twoFactorRequired } }, { deployKeys, repository }, target, observedAt) {
    const keys = deployKeys.state === 'known' ? deployKeys.value.filter(({ readOnly }) => !readOnly) : [];
    const findings = keys.map(
      (key, index): Finding => ({
        rule: isUnused(key, observedAt) ? 'unused-write-key' : 'write-key',
        message: `the deploy key "${key.title}" may write, ${lastUse(key, observedAt)}`,
        observed: 'read_only: false',
        expected: 'no deploy key that may write',
        location: shownBy(target, '/keys'),
        route: `${key.title}[${index}]`,
      }),
    );
    if (twoFactorRequired === false) {
      const message = `${target.owner ?? 'the organisation'} does not require two-factor authentication of its members`;
      const open: Finding = {
        rule: 'two-factor-not-required',
        message,
        observed: 'two_factor_requirement_enabled: false',
        expected: 'two_factor_requirement_enabled: true',
        location: { endpoint: `GET /orgs/${target.owner ?? 'OWNER'}` },
      };
      return unlessArchived(repository, { verdict: 'fail', message, findings: [open, ...findings] });
    }
    const hidden: Limit = {
      fact: 'ownerAccount',
      reason: 'unserved',
      unlock: 'ask everybody who can write for a passkey or security key: GitHub shows nobody else’s second factor',
    };
    const limitedBy = [...(twoFactorRequired === null ? [hidden] : []), { fact: 'deployKeys' } as const];
    const [first] = findings;
    if (first !== undefined) {
      const message = findings.length === 1 ? first.message : `${findings.length} deploy keys may write`;
      return unlessArchived(repository, { verdict: 'partial', message, findings, limitedBy });
    }
    return twoFactorRequired === true
      ? { verdict: 'pass', message: 'the organisation requires two-factor authentication', limitedBy }
      : { verdict: 'unknown', message: 'whether the accounts have a second factor cannot be seen', limitedBy };
  },

  remedies: [
    {
      id: 'protect-accounts',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Protect the accounts, and remove what nobody needs',
      plan: ({ known, maybe, target, observedAt }) => [
        ...(known.ownerAccount.twoFactorRequired === false
          ? [
              {
                kind: 'manual' as const,
                summary: `require two-factor authentication in ${target.owner ?? 'the organisation'}`,
                why: 'members without a second factor lose access until they add one: tell them before',
                lines: [
                  'Organisation → Settings → Authentication security → Require two-factor authentication',
                  'Prefer passkeys or security keys, two for each person, and keep the recovery codes apart.',
                ],
                url: DOCS,
              },
            ]
          : []),
        ...(maybe.deployKeys.state === 'known' && maybe.deployKeys.value.some(({ readOnly }) => !readOnly)
          ? [
              {
                kind: 'manual' as const,
                summary: 'remove the deploy keys that may write, or make them read-only',
                why: 'whoever has the private half pushes without a second factor; a GitHub App’s tokens are short-lived',
                lines: maybe.deployKeys.value
                  .filter(({ readOnly }) => !readOnly)
                  .map(
                    (key) =>
                      `Settings → Deploy keys → ${key.title}: delete it${isUnused(key, observedAt) ? ', for nobody used it for a year' : ', and add it again without write access'}`,
                  ),
                url: DOCS,
              },
            ]
          : []),
      ],
    },
  ],
});

const isUnused = ({ lastUsed }: DeployKey, observedAt: string): boolean =>
  lastUsed !== null && isOlderThan(DAYS_UNTIL_OLD, lastUsed, observedAt);

function lastUse({ lastUsed }: DeployKey, observedAt: string): string {
  if (lastUsed === null) return 'and no use of it is known';
  const days = daysSince(lastUsed, observedAt);
  return `last used ${lastUsed.slice(0, 10)}${days === null || days <= DAYS_UNTIL_OLD ? '' : `, ${days} days ago`}`;
}
