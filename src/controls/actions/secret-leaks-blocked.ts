import type { ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { SecurityAnalysis } from '../../model/settings.ts';
import { plaintextSecretsIn } from '../../workflow/plaintext-secrets.ts';
import { isWorkflowPath, workflowsIn } from '../../workflow/read-workflows.ts';
import { isClosed, noSetting, repositoryApi, shownBy, unlessArchived } from '../repository-setting.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const DOCS = 'https://docs.github.com/en/actions/reference/security/secure-use' as const;

export default defineControl({
  id: 'secret-leaks-blocked',
  number: '4.23',
  section: 'actions',
  tier: 'must',
  title: 'Plaintext secrets are found and blocked',
  why: 'A key that reaches a repository is found and used within minutes: push protection stops it before it is public, and scanning finds those that are there.',
  trap: 'Removing a secret from the newest commit leaves it in the history: revoke it first, then remove it. Tokens have no fixed length: those of installations have grown to hundreds of characters. What is found is never printed, here or in a pull request.',
  docs: [
    DOCS,
    'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-code',
  ],
  rules: {
    'plaintext-secret': 'A workflow, action or script holds a secret in plain text.',
    'scanning-off': 'Secret scanning is off.',
    'push-protection-off': 'A secret can be pushed without being stopped.',
  },
  needs: [],
  uses: ['securityAnalysis', 'repository', 'tree', 'texts'],

  detect(_known, { securityAnalysis, repository, tree, texts }, target) {
    const leaked = texts.state === 'known' ? leaksIn(texts.value) : [];
    const [leak] = leaked;
    if (leak !== undefined) {
      const message = `${leaked.length === 1 ? 'a secret stands' : `${leaked.length} secrets stand`} in plain text: revoke first, then remove`;
      return unlessArchived(repository, {
        verdict: 'fail',
        message,
        findings: leaked,
        limitedBy: [{ fact: 'securityAnalysis' }],
      });
    }
    const unread: readonly Limit[] =
      texts.state === 'known' && tree.state === 'known'
        ? [
            ...unreadWorkflows(workflowsIn(texts.value), tree.value, texts.value),
            ...unreadFiles(texts.value, (path) => !isWorkflowPath(path)),
          ]
        : [];
    const blind: readonly Limit[] = [{ fact: 'texts' }, { fact: 'tree' }, ...unread];
    if (securityAnalysis.state === 'unknown') {
      const message = 'no plaintext secret was found; whether GitHub scans for them could not be seen';
      return unlessArchived(repository, {
        verdict: 'unknown',
        message,
        limitedBy: [{ fact: 'securityAnalysis' }, ...blind],
      });
    }
    const { secretScanning, pushProtection } = securityAnalysis.value;
    if (secretScanning === true && pushProtection === true) {
      return {
        verdict: 'pass',
        message: 'secrets are scanned for, and stopped before they are pushed',
        limitedBy: blind,
      };
    }
    const finding = (rule: string, message: string, key: string): Finding => ({
      rule,
      message,
      observed: `${key}: disabled`,
      expected: `${key}: enabled`,
      location: shownBy(target, ''),
    });
    const off = finding('scanning-off', 'nothing looks for secrets in what is pushed', 'secret_scanning');
    const unprotected = finding('push-protection-off', 'a secret can be pushed', 'secret_scanning_push_protection');
    if (secretScanning !== true && isClosed(repository)) {
      if (secretScanning === null && pushProtection === null) {
        const message =
          'no plaintext secret was found; a private repository is scanned only with a Secret Protection licence';
        return { verdict: 'not-applicable', message };
      }
      const unlock =
        'look whether Secret Protection is licensed for this private repository (Settings → Advanced Security)';
      const limit: Limit = { fact: 'securityAnalysis', reason: 'unsupported', unlock };
      const message = 'secret scanning is off, and whether a licence would allow it is not known';
      return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: [limit] });
    }
    if (secretScanning === null || (secretScanning && pushProtection === null)) {
      const unlock =
        'look under Settings → Advanced Security: this host does not tell whether secrets are scanned for and blocked';
      const limit: Limit = { fact: 'securityAnalysis', reason: 'unserved', unlock };
      return { verdict: 'unknown', message: 'whether secrets are blocked is not said', limitedBy: [limit] };
    }
    const findings = secretScanning ? [unprotected] : [off, ...(pushProtection === false ? [unprotected] : [])];
    return unlessArchived(repository, {
      verdict: secretScanning ? 'partial' : 'fail',
      message: findings.map((each) => each.message).join('; '),
      findings,
      limitedBy: blind,
    });
  },

  remedies: [
    {
      id: 'revoke-and-remove',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Revoke the secret, then remove it',
      unavailable: ({ maybe }) =>
        maybe.texts.state === 'known' && leaksIn(maybe.texts.value).length > 0 ? null : 'no plaintext secret was found',
      plan: ({ maybe }) => (maybe.texts.state === 'known' ? plaintextSecretsIn(maybe.texts.value) : []).map(revoke),
    },
    {
      // Scanning changes no run; push protection stops pushes.
      id: 'switch-on-push-protection',
      kind: 'setting',
      risk: 'safe',
      phase: 4,
      title: 'Switch on secret scanning and push protection',
      unavailable: ({ maybe, target }) =>
        maybe.securityAnalysis.state === 'unknown' || isOn(maybe.securityAnalysis)
          ? 'it is on, or could not be seen'
          : noSetting(target, maybe.repository),
      plan({ maybe, target }) {
        const before = maybe.securityAnalysis.state === 'known' ? maybe.securityAnalysis.value : null;
        const path = repositoryApi(target, '');
        return [
          {
            kind: 'setting',
            summary: 'secrets are scanned for, and stopped before they are pushed',
            request: { method: 'PATCH', path, body: switches(true, true) },
            inverse: {
              method: 'PATCH',
              path,
              body: switches(before?.secretScanning === true, before?.pushProtection === true),
            },
            before: `secret scanning: ${word(before?.secretScanning)}, push protection: ${word(before?.pushProtection)}`,
            after: 'secret scanning: enabled, push protection: enabled',
            when: 'now',
            why: 'a push with a secret is refused, with a way to say that it is none',
          },
        ];
      },
    },
  ],
});

const isOn = (fact: Fact<SecurityAnalysis>): boolean =>
  fact.state === 'known' && fact.value.secretScanning === true && fact.value.pushProtection === true;

const word = (value: boolean | null | undefined): string =>
  value === true ? 'enabled' : value === false ? 'disabled' : 'not said';

const switches = (scanning: boolean, protection: boolean) => ({
  security_and_analysis: {
    secret_scanning: { status: scanning ? 'enabled' : 'disabled' },
    secret_scanning_push_protection: { status: protection ? 'enabled' : 'disabled' },
  },
});

const leaksIn = (texts: TextFiles): readonly Finding[] =>
  plaintextSecretsIn(texts).map(({ what, length, place, nth }) => ({
    rule: 'plaintext-secret',
    message: `${what} stands in ${place.path} in plain text`,
    observed: `${what}, ${length} characters, not shown`,
    expected: 'a secret of the repository, or no secret at all',
    location: place,
    route: `${what}[${nth}]`,
  }));

const revoke = ({ what, place }: ReturnType<typeof plaintextSecretsIn>[number]): ManualStep => ({
  kind: 'manual',
  summary: `revoke ${what} in ${place.path}, line ${place.line}, then remove it`,
  why: 'whoever has seen the repository has it, and its history keeps it: only revoking helps',
  lines: [
    'Revoke it where it was issued, and look there for uses that are not yours.',
    'Store the new one: gh secret set NAME',
    'Write ${{ secrets.NAME }} in its place, in the env of the one step that needs it.',
  ],
  url: DOCS,
  path: place.path,
});
