import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PUBLIC } from './sample-facts.ts';

const REQUIRED = { twoFactorRequired: true, defaultPermission: 'read' };
const HIDDEN = { twoFactorRequired: null, defaultPermission: null };
const KEY = { title: 'deploy', readOnly: false, lastUsed: '2026-10-02T03:04:05Z' };

export const cases: readonly ControlCase[] = [
  {
    name: 'the organisation requires two factors',
    facts: { ownerAccount: REQUIRED, deployKeys: [{ ...KEY, readOnly: true }] },
    verdict: 'pass',
  },
  {
    name: 'the deploy keys cannot be seen',
    facts: { ownerAccount: REQUIRED, deployKeys: FORBIDDEN },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'keys of machines may write',
    facts: { ownerAccount: REQUIRED, deployKeys: [KEY, { ...KEY, lastUsed: null }] },
    verdict: 'partial',
    gap: true,
    findings: ['write-key', 'write-key'],
    offers: ['protect-accounts'],
  },
  {
    name: 'a key that nobody used for a year may write',
    facts: { ownerAccount: REQUIRED, deployKeys: [{ ...KEY, lastUsed: '2024-01-02T03:04:05Z' }] },
    verdict: 'partial',
    gap: true,
    findings: ['unused-write-key'],
    says: 'last used 2024-01-02, 1055 days ago',
  },
  {
    name: 'two factors are not required',
    facts: { ownerAccount: { twoFactorRequired: false, defaultPermission: 'read' }, deployKeys: [KEY] },
    verdict: 'fail',
    findings: ['two-factor-not-required', 'write-key'],
  },
  {
    name: 'a person’s second factor is nobody’s to see',
    facts: { ownerAccount: HIDDEN, deployKeys: [], repository: { ...PUBLIC, ownerKind: 'user' } },
    verdict: 'unknown',
    says: 'passkey',
  },
  {
    name: 'a person’s key may write',
    facts: { ownerAccount: HIDDEN, deployKeys: [KEY] },
    verdict: 'partial',
    gap: true,
    findings: ['write-key'],
  },
  {
    name: 'an archived repository',
    facts: { ownerAccount: HIDDEN, deployKeys: [KEY], repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
];
