import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { type SignStep, signStepsIn } from '../../ecosystems/signing-steps.ts';
import { tracedCommands } from '../../ecosystems/traced-command.ts';
import { defineControl } from '../../model/control.ts';
import { isReadable, type TextFiles, type TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { slugOf } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const GUIDE =
  'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-builds' as const;

export default defineControl({
  id: 'public-key-and-verify-path',
  number: '3.08',
  section: 'sign',
  tier: 'must',
  title: 'Signatures can be checked, and a change makes it fail',
  why: 'A signature is worth nothing to somebody who has no independent, stable way to check it, or whose check passes on anything.',
  trap: 'A key on the same page as the file proves nothing. A keyless identity includes the ref, so the pattern has to be anchored. Key servers strip names, and an expired key fails old releases until its renewal is published.',
  docs: [GUIDE],
  rules: {
    'no-public-key': 'No public key is kept where users can find it.',
    'no-identity': 'No document says which identity signs.',
    'not-verified': 'The release path does not check what it signed.',
    'no-negative-test': 'Nothing shows that a changed file fails the check.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect(known) {
    const { tree, texts } = known;
    const set = workflowsIn(texts);
    const signs = checkable(texts);
    const limitedBy = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    if (signs.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'something may be signed where nobody could look', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow signs in a way that needs a key or identity of yours' };
    }
    const published = [...unpublishedKey(signs, tree, texts), ...unnamedIdentity(signs, texts)];
    const unreadDocuments = unreadFiles(texts, (path) => DOCUMENT.test(path));
    if (published.length > 0 && unreadDocuments.length > 0) {
      const message = 'a document that cannot be read may publish the key or identity';
      return { verdict: 'unknown', message, limitedBy: [...limitedBy, ...unreadDocuments] };
    }
    const findings = [...published, ...selfTest(signs, texts)];
    const [first] = findings;
    if (first === undefined)
      return {
        verdict: 'pass',
        message: 'what checks a signature is published, and tried in the release path',
        limitedBy,
      };
    return { verdict: published.length > 0 ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'publish-and-try-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Publish the key or identity, and try it in the release path',
      plan: ({ known, target }) => {
        const [first] = checkable(known.texts);
        const slug = slugOf(target) ?? 'OWNER/REPO';
        const keyless = first?.method === 'sigstore';
        const identity = `--certificate-identity "https://github.com/${slug}/${first?.workflow.path ?? '.github/workflows/release.yml'}@refs/tags/<tag>" --certificate-oidc-issuer https://token.actions.githubusercontent.com`;
        const check = keyless
          ? `cosign verify-blob --bundle "$FILE.sigstore.json" ${identity} "$FILE"`
          : first?.method === 'openpgp'
            ? 'gpg --verify "$FILE.asc" "$FILE"'
            : 'cosign verify-blob --key cosign.pub --bundle "$FILE.sigstore.json" "$FILE"';
        return [
          {
            kind: 'manual',
            summary: 'publish what checks a signature, and check it right after signing',
            why: 'users need the key or identity from another place than the release, and you want to hear first when the check breaks',
            lines: [
              ...(keyless
                ? []
                : [
                    '# commit the public key (KEYS or cosign.pub), and its fingerprint in SECURITY.md; a second place outside GitHub',
                  ]),
              check,
              'cp "$FILE" changed && printf x >> changed',
              `if ${check.replace(/"\$FILE"$/, 'changed')}; then echo "a changed file passed"; exit 1; fi`,
            ],
            url: GUIDE,
            ...(first === undefined ? {} : { path: first.workflow.path }),
          },
        ];
      },
    },
  ],
});

/** Platform signatures are checked by the system with the certificate they carry. */
const checkable = (texts: TextFiles): readonly SignStep[] =>
  signStepsIn(workflowsIn(texts), texts).filter(
    ({ method, step }) => step !== null && /^(?:sigstore|cosign-key|openpgp|minisign)$/.test(method),
  );

const DOCUMENT = /\.(?:md|mdx|rst|adoc|txt)$/i;
const documents = (texts: TextFiles): readonly string[] =>
  Object.values(texts).flatMap((file) => (isReadable(file) && DOCUMENT.test(file.path) ? [file.text] : []));

const evidence = ({ how, place, job }: SignStep) => ({
  observed: how.split('\n')[0] ?? how,
  location: place,
  route: job.route.join('.'),
});

/** A key in the tree, or its fingerprint in a document. */
function unpublishedKey(signs: readonly SignStep[], tree: readonly TreeEntry[], texts: TextFiles): readonly Finding[] {
  const keyed = signs.find(({ method }) => method !== 'sigstore');
  const isThere =
    tree.some(({ path }) => /(?:^|\/)(?:KEYS|[^/]+\.(?:asc|pub|gpg|pem))$/i.test(path)) ||
    documents(texts).some((text) => /\b(?:[0-9A-F]{4}[ \u00a0]*){10}\b|BEGIN (?:PGP )?PUBLIC KEY/i.test(text));
  if (keyed === undefined || isThere) return [];
  const message = `${keyed.workflow.path} signs with a key, and neither the repository nor a document holds the public one`;
  return [
    {
      rule: 'no-public-key',
      message,
      expected: 'the public key in KEYS or cosign.pub, and its fingerprint in SECURITY.md',
      ...evidence(keyed),
    },
  ];
}

function unnamedIdentity(signs: readonly SignStep[], texts: TextFiles): readonly Finding[] {
  const keyless = signs.find(({ method }) => method === 'sigstore');
  const isNamed = documents(texts).some(
    (text) =>
      /--certificate-identity|--cert-identity|--signer-workflow/.test(text) &&
      /oidc-issuer|--signer-workflow|--repo/.test(text),
  );
  if (keyless === undefined || isNamed) return [];
  const message = `${keyless.workflow.path} signs without a key, and no document says which identity users have to expect`;
  return [
    {
      rule: 'no-identity',
      message,
      expected: 'a document with the exact certificate identity and issuer',
      ...evidence(keyless),
    },
  ];
}

const VERIFIES =
  /\b(?:cosign\s+verify(?:-blob)?|gpg2?\b.*--verify|minisign\s+-V|sigstore\s+verify|gh\s+(?:attestation|at)\s+verify)\b/;

/** A check that is expected to fail: negated, or followed by an exit when it succeeds. A function that checks counts as a check. */
function failsOnChange(script: string): boolean {
  const functions = [...script.matchAll(/(?:^|\n)\s*(?:function\s+)?(\w+)\s*\(\)\s*\{([^}]*)\}/g)];
  const own = functions.filter(([, , body = '']) => VERIFIES.test(body)).map(([, name = '']) => name);
  const check = `(?:\\S*(?:cosign|gpg2?|minisign|gh)${own.map((name) => `|${name}`).join('')})\\b`;
  const negated = new RegExp(`(?:^|[\\s;])!\\s+${check}`);
  const stopped = new RegExp(`\\bif\\s+${check}[^\\n]*;?\\s*then[\\s\\S]{0,200}?\\bexit 1`);
  return negated.test(script) || stopped.test(script);
}

function selfTest(signs: readonly SignStep[], texts: TextFiles): readonly Finding[] {
  const files = new Set(signs.map(({ workflow }) => workflow));
  const checks = tracedCommands(workflowsIn(texts), texts).filter(
    ({ at, command }) => files.has(at.workflow) && VERIFIES.test(command.text),
  );
  const [first] = signs;
  const [check] = checks;
  if (first === undefined) return [];
  if (check === undefined) {
    return [
      {
        rule: 'not-verified',
        message: `${first.workflow.path} does not check what it signed`,
        expected: 'a step that verifies the signature, and one that sees a changed file fail',
        ...evidence(first),
      },
    ];
  }
  const script = checks.map(({ at }) => at.actual.run?.value ?? '').join('\n');
  const isNegative = failsOnChange(script);
  if (isNegative) return [];
  return [
    {
      rule: 'no-negative-test',
      message: `${check.at.workflow.path} checks its signature, and never sees that a changed file fails`,
      observed: check.command.text.split('\n')[0] ?? '',
      expected: 'a check of a changed copy that must fail',
      location: check.place,
      route: check.route.join('.'),
    },
  ];
}
