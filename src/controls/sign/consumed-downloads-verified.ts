import { type TracedCommand, tracedCommands } from '../../ecosystems/traced-command.ts';
import { defineControl } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const VERIFY =
  'https://docs.github.com/en/code-security/how-tos/secure-your-supply-chain/secure-your-dependencies/verify-release-integrity' as const;

export default defineControl({
  id: 'consumed-downloads-verified',
  number: '3.14',
  section: 'sign',
  tier: 'should',
  title: 'Downloaded tools are verified before they are used',
  why: 'A download that was exchanged on its way, or at its source, becomes part of your build without leaving a trace.',
  trap: 'A checksum from the same place as the file only protects against accidents. Actions that set a tool up and verify it themselves need nothing more.',
  docs: [VERIFY],
  rules: {
    'piped-to-shell': 'A download is run as it arrives.',
    'latest-download': 'Whatever is newest is downloaded, and not verified.',
    'download-unverified': 'A fixed version is downloaded, and not verified.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }) {
    const limitedBy = unreadWorkflows(workflowsIn(texts), tree, texts);
    const downloads = downloadsIn(texts);
    if (downloads.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'something may be downloaded where nobody could look', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow downloads a program or archive by a command' };
    }
    const findings = [
      ...new Map(
        downloads.flatMap(finding).map((each) => [JSON.stringify([each.location, each.observed]), each]),
      ).values(),
    ];
    const [first] = findings;
    if (first === undefined)
      return { verdict: 'pass', message: 'what is downloaded is verified before it is used', limitedBy };
    const fails = findings.some(({ rule }) => rule !== 'download-unverified');
    return { verdict: fails ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'verify-downloads-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Verify each download against a digest you chose',
      plan: ({ known }) =>
        [
          ...new Set(
            downloadsIn(known.texts)
              .filter((each) => finding(each).length > 0)
              .map(({ traced }) => traced.place.path),
          ),
        ].map((path) => ({
          kind: 'manual',
          summary: `verify what ${path} downloads`,
          why: 'the digest has to come from somewhere else than the file: look at the release once, then keep it in the workflow',
          lines: [
            'gh release download <tag> --repo <OWNER/REPO> --pattern <file>',
            'gh attestation verify <file> --repo <OWNER/REPO>   # or: gh release verify-asset <tag> <file> --repo <OWNER/REPO>',
            '# where the project attests nothing:',
            "echo '<sha256>  <file>' | sha256sum --check --strict",
          ],
          url: VERIFY,
          path,
        })),
    },
  ],
});

type Download = {
  readonly traced: TracedCommand;
  readonly source: string;
  readonly isPiped: boolean;
  readonly isVerified: boolean;
};

const VERIFIES =
  /\b(?:sha(?:256|384|512)sum\b.*(?:-c|--check)|shasum\b.*(?:-c|--check)|gh\s+(?:attestation|at)\s+verify|gh\s+release\s+verify|cosign\s+verify|gpg2?\b.*--verify|minisign\s+-V|slsa-verifier\s+verify|Get-FileHash|openssl\s+dgst\b.*-verify)/;

const PROGRAM =
  /\/releases\/(?:latest\/)?download\/|\.(?:tar\.\w+|tgz|txz|zip|gz|xz|deb|rpm|apk|exe|msi|pkg|dmg|jar|whl|gem|AppImage|sh|ps1|py|bin)(?:$|[?"'])/i;
const SHELL = /^(?:ba|z|da|k)?sh$|^(?:python3?|perl|ruby|node|iex|Invoke-Expression|pwsh)$/i;

/** Programs and archives that a command of a job fetches; what is asked of an API is none. */
function downloadsIn(texts: TextFiles): readonly Download[] {
  const all = tracedCommands(workflowsIn(texts), texts);
  return all.flatMap((traced, index): readonly Download[] => {
    const { command, invocations, at } = traced;
    const source = sourceOf(traced);
    if (source === null) return [];
    const isPiped = command.pipedTo !== null && SHELL.test(command.pipedTo);
    if (!isPiped && !PROGRAM.test(source) && invocations.at(-1)?.program !== 'gh') return [];
    if (/\.(?:sha\d+(?:sum)?|asc|sig|sigstore(?:\.json)?|pem|txt|json|ya?ml|md)(?:$|[?"'])/i.test(source)) return [];
    const later = all.slice(index + 1, index + 60).filter((each) => each.at.job === at.job);
    return [{ traced, source, isPiped, isVerified: later.some((each) => VERIFIES.test(each.command.text)) }];
  });
}

function sourceOf({ invocations }: TracedCommand): string | null {
  const last = invocations.at(-1);
  if (last === undefined) return null;
  if (/^(?:curl|wget|aria2c|Invoke-WebRequest|iwr|irm|Invoke-RestMethod)$/i.test(last.program)) {
    const url = last.args.find((arg) => /^https?:\/\//.test(arg));
    return url === undefined || /^https?:\/\/(?:localhost|127\.|api\.github\.com)/.test(url) ? null : url;
  }
  const isRelease = last.program === 'gh' && last.words[0] === 'release' && last.words[1] === 'download';
  if (!isRelease) return null;
  // Without another repository it is the project's own release.
  const repo = last.options.find((option) => /^(?:-R|--repo)=/.test(option));
  return repo === undefined || /github\.repository|GITHUB_REPOSITORY/.test(repo)
    ? null
    : `${repo.replace(/^.*?=/, '')} ${last.words[2] ?? 'latest'}`;
}

function finding({ traced, source, isPiped, isVerified }: Download): readonly Finding[] {
  if (isVerified && !isPiped) return [];
  const isLatest = /\/latest\b|\blatest$|\/(?:master|main|HEAD)\//.test(source);
  const rule = isPiped ? 'piped-to-shell' : isLatest ? 'latest-download' : 'download-unverified';
  const what = {
    'piped-to-shell': 'is run as it arrives',
    'latest-download': 'is whatever is newest, and not verified',
    'download-unverified': 'is not verified',
  };
  return [
    {
      rule,
      message: `what ${traced.at.job.id} downloads from ${source} ${what[rule]}`,
      observed: traced.command.text.split('\n')[0] ?? source,
      expected: 'a fixed version, verified against a digest or an attestation before it is used',
      location: traced.place,
      route: `${traced.route.join('.')}.${traced.command.line}`,
    },
  ];
}
