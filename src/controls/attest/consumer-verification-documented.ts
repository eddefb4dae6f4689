import type { AttestStep } from '../../ecosystems/attest-steps.ts';
import { imageNames } from '../../ecosystems/image-names.ts';
import { knownBuilder } from '../../ecosystems/known-builders.ts';
import { kindName, type PublishKind } from '../../ecosystems/publish-kind.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl } from '../../model/control.ts';
import { isReadable, type TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { slugOf } from '../../model/target.ts';
import { type Released, releasedBy, withoutReleases } from '../released.ts';
import { signingShown } from '../signing-shown.ts';
import { unreadFiles } from '../unread-files.ts';

const NEW_FILE = 'VERIFYING.md';

export default defineControl({
  id: 'consumer-verification-documented',
  number: '2.07',
  section: 'attest',
  tier: 'must',
  title: 'Users are told how to verify',
  why: 'An attestation or signature that nobody checks protects nobody, and nobody checks what they were never told about.',
  trap: '`--owner` alone accepts any repository of that owner. A cosign identity that is not anchored accepts forks. Attested does not mean secure: it says where a file came from, not that it is good.',
  docs: [
    'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
    'https://docs.github.com/en/code-security/how-tos/secure-your-supply-chain/secure-your-dependencies/verify-release-integrity',
  ],
  rules: {
    'no-verify-command': 'No document shows a command that verifies a release.',
    'kind-not-covered': 'A kind of artifact is released, and no document says how to verify it.',
    'identity-loose': 'A command accepts artifacts of other repositories or workflows.',
    'identity-wrong': 'A command names another repository than this one.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease'],

  detect(known, { latestRelease }, target) {
    const released = releasedBy(known, latestRelease);
    if (released.state !== 'released') return withoutReleases(released);
    const commands = commandsIn(known.texts);
    const { kinds, limitedBy } = released;
    const [first] = commands;
    const unread = unreadFiles(known.texts, isDocument);
    if (unread.length > 0) {
      const message = 'a document that cannot be read may show how to verify a release';
      return { verdict: 'unknown', message, limitedBy: [...limitedBy, ...unread] };
    }
    if (first === undefined) {
      const message = 'no document tells users how to verify what is released';
      return { verdict: 'fail', message, findings: [absent(kinds)], limitedBy };
    }
    const uncovered = kinds.filter((kind) => !commands.some(({ text }) => verifies(kind, text)));
    const findings = [
      ...uncovered.map(notCovered(first)),
      ...commands.flatMap((command) => identityFlaw(command, slugOf(target)) ?? []),
    ];
    const [gap] = findings;
    return gap === undefined
      ? { verdict: 'pass', message: `${first.path} shows how to verify a release`, limitedBy }
      : { verdict: 'partial', message: gap.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'create-verifying',
      kind: 'new-file',
      risk: 'safe',
      // After the remedies that attest and sign: the document may only promise what the release path does.
      phase: 2,
      title: 'Create VERIFYING.md for your releases',
      unavailable({ known, target }) {
        if (known.tree.some(({ path }) => path.toLowerCase() === NEW_FILE.toLowerCase())) {
          return `${NEW_FILE} exists: complete it yourself`;
        }
        if (slugOf(target) === null) return 'the repository has no GitHub remote, so there is no identity to verify';
        const flawed = commandsIn(known.texts).find((command) => identityFlaw(command, slugOf(target)) !== null);
        return flawed === undefined ? null : `${flawed.path} shows a command that has to be mended first`;
      },
      plan({ known, maybe, target }) {
        const released = releasedBy(known, maybe.latestRelease);
        const kinds = released.state === 'released' ? verifiableKinds(released, slugOf(target)) : [];
        if (kinds.length === 0) return [nothingToVerify];
        const workflows = released.state === 'released' ? released.workflows : [];
        const inputs = { kinds, signing: signingShown(workflows, kinds) };
        const summary = 'users are told how to verify a release';
        return [{ kind: 'create-file', path: NEW_FILE, template: 'verifying', inputs, summary }, linkIt];
      },
    },
    {
      id: 'document-by-hand',
      kind: 'manual',
      risk: 'safe',
      phase: 2,
      title: 'Write the verification command into your own documents',
      plan: ({ known, target }) => [
        ...commandsIn(known.texts).flatMap((command) => mendCommand(command, slugOf(target))),
        {
          kind: 'manual',
          summary: 'show how to verify a release, in the README or in VERIFYING.md',
          why: 'a reader can only check a download against the identity you publish',
          lines: [`gh attestation verify FILE --repo ${slugOf(target) ?? 'OWNER/REPO'}`],
          url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
        },
      ],
    },
  ],
});

type Command = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** Whole, with the lines it goes on over. */
  readonly text: string;
};

const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc|txt)$/i;

const isDocument = (path: string): boolean => DOCUMENT.test(path) && !/^changelog/i.test(path);

const VERIFIES =
  /\b(?:gh\s+(?:attestation|at)\s+verify|gh\s+release\s+verify(?:-asset)?|cosign\s+verify(?:-blob|-attestation|-blob-attestation)?|gpg2?\s+(?:--\S+\s+)*--verify|npm\s+audit\s+signatures|slsa-verifier\s+verify-\w+|signtool\s+verify|Get-AuthenticodeSignature|minisign\s+-V|notation\s+verify|sigstore\s+verify|pypi-attestations\s+verify|dotnet\s+nuget\s+verify|git\s+(?:tag\s+-v|verify-tag)|jarsigner\s+-verify|codesign\s+--verify)\b/;

/** A line and those that a backslash, or the sign of another shell, joins to it. */
const JOINED = /^(?:.*[\\^`][^\S\n]*\n)*.*/;

/** Each line of a document that verifies something, with the lines that are joined to it; code inside a sentence ends with it. */
function commandsIn(texts: TextFiles): readonly Command[] {
  return Object.values(texts).flatMap((file) => {
    if (!isReadable(file) || !isDocument(file.path)) return [];
    const lines = file.text.split(/\r?\n/);
    return lines.flatMap((line, index) => {
      const match = VERIFIES.exec(line);
      if (match === null) return [];
      const isInline = line.slice(0, match.index).includes('`');
      const written = lines.slice(index).join('\n').slice(match.index);
      const whole = (isInline ? written.split('`')[0] : JOINED.exec(written)?.[0]) ?? '';
      const text = whole.replace(/\s*[\\^`]\s*\n\s*/g, ' ');
      return [
        { path: file.path, line: index + 1, column: match.index + 1, endColumn: line.length + 1, text: text.trim() },
      ];
    });
  });
}

const FILES =
  /gh\s+(?:attestation|at|release)\s+verify|cosign\s+verify-blob|gpg2?\s|slsa-verifier|minisign|sigstore\s+verify/;

/** Which commands a user of each kind can run. */
const VERIFIES_KIND: Readonly<Partial<Record<PublishKind, RegExp>>> = {
  binaries: new RegExp(`${FILES.source}|signtool|Get-Authenticode|codesign`),
  container: /cosign\s+verify(?!-blob)|notation\s+verify|oci:\/\/|slsa-verifier\s+verify-image/,
  npm: /npm\s+audit\s+signatures|gh\s+(?:attestation|at)\s+verify|slsa-verifier\s+verify-npm/,
  pypi: /pypi-attestations|sigstore\s+verify|gh\s+(?:attestation|at)\s+verify|gpg2?\s/,
  nuget: /dotnet\s+nuget\s+verify|gh\s+(?:attestation|at)\s+verify/,
  maven: /gpg2?\s|gh\s+(?:attestation|at)\s+verify|sigstore|jarsigner/,
};

const verifies = (kind: PublishKind, text: string): boolean => (VERIFIES_KIND[kind] ?? FILES).test(text);

const placeOf = ({ path, line, column, endColumn }: Command) => ({
  path,
  line,
  column,
  endLine: line,
  endColumn,
});

const absent = (kinds: readonly PublishKind[]): Finding => ({
  rule: 'no-verify-command',
  message: `${kinds.map(kindName).join(', ')} are released, and no document shows how to verify a download`,
  observed: 'no verification command in any document',
  expected: `${NEW_FILE}, or a README with a verification command`,
  location: null,
});

const notCovered =
  (first: Command) =>
  (kind: PublishKind): Finding => ({
    rule: 'kind-not-covered',
    message: `${kindName(kind)} are released, and no document says how to verify them`,
    observed: first.text,
    expected: `a command that verifies ${kindName(kind)}`,
    location: placeOf(first),
    route: kind,
  });

/** Whether the command would also accept what somebody else made. */
function identityFlaw(command: Command, slug: string | null): Finding | null {
  const { text } = command;
  const flaw = (rule: string, message: string, expected: string): Finding => ({
    rule,
    message,
    observed: text,
    expected,
    location: placeOf(command),
  });
  if (/^gh\s+(?:attestation|at)\s+verify/.test(text)) {
    const repo = /(?:-R|--repo)[\s=]+["']?([\w.-]+\/[\w.-]+)/.exec(text)?.[1] ?? null;
    const isExact = /--signer-(?:repo|workflow)|--cert-identity/.test(text);
    if (repo === null && !isExact && /(?:-o|--owner)[\s=]/.test(text)) {
      return flaw(
        'identity-loose',
        'the command accepts any repository of the owner',
        `--repo ${slug ?? 'OWNER/REPO'}`,
      );
    }
    const isOther = repo !== null && slug !== null && repo.toLowerCase() !== slug.toLowerCase();
    // A placeholder in capitals is for the reader to fill in.
    if (isOther && !/^(?:OWNER|ORG|YOUR|USER)/.test(repo)) {
      return flaw('identity-wrong', `the command verifies ${repo}, not this repository`, `--repo ${slug}`);
    }
  }
  if (/^cosign\s+verify/.test(text) && !/--key|--certificate-identity(?:[\s=])/.test(text)) {
    const pattern = /--certificate-identity-regexp[\s=]+["']?([^"'\s]+)/.exec(text)?.[1];
    if (pattern === undefined) {
      return flaw(
        'identity-loose',
        'the command accepts a signature of anybody',
        '--certificate-identity with the release workflow',
      );
    }
    if (!pattern.startsWith('^')) {
      return flaw('identity-loose', `the identity "${pattern}" is not anchored, so forks pass`, `^${pattern}`);
    }
  }
  return null;
}

function mendCommand(command: Command, slug: string | null): readonly ManualStep[] {
  const flaw = identityFlaw(command, slug);
  if (flaw === null) return [];
  const { path, line, text } = command;
  const summary = `mend the command on line ${line} of ${path}`;
  return [{ kind: 'manual', summary, why: flaw.message, lines: [text, `# with ${flaw.expected}`], url: null, path }];
}

type Releases = Pick<Extract<Released, { readonly state: 'released' }>, 'workflows' | 'kinds'>;

/**
 * The document is about attestations: without one its commands would fail for every user. An image is verified by its name, so it
 * must be known, and attested under a name.
 */
function verifiableKinds({ workflows, kinds }: Releases, slug: string | null): readonly PublishKind[] {
  const attesting = workflows.filter(({ attests }) => attests.length > 0);
  if (attesting.length === 0) return [];
  const named = imageNames(
    workflows.flatMap(({ publishes }) => publishes),
    slug,
  );
  const images = attesting.filter(({ publishes }) => publishes.some(({ kind }) => kind === 'container'));
  const isImageVerifiable = named.length > 0 && images.some(({ attests }) => attests.some(attestsImage));
  return kinds.filter((kind) => kind !== 'container' || isImageVerifiable);
}

const attestsImage = ({ actual, job }: AttestStep): boolean =>
  actual === null
    ? (knownBuilder(job)?.publishes.includes('container') ?? false)
    : (actual.with['subject-name']?.value.trim() ?? '') !== '';

const nothingToVerify = {
  kind: 'manual',
  summary: 'attest the releases first, then document how to verify them',
  why: 'nothing in the release path attests, so the verification command would fail for every user',
  lines: [],
  url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
} as const;

const linkIt = {
  kind: 'manual',
  summary: 'link VERIFYING.md from the README and the release notes',
  why: 'users look there first',
  lines: ['[How to verify a release](VERIFYING.md)'],
  url: null,
  path: 'README.md',
} as const;
