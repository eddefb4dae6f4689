import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import type { PublishKind } from '../../ecosystems/publish-kind.ts';
import type { PublishStep } from '../../ecosystems/publish-steps.ts';
import { actionName } from '../../ecosystems/reached-steps.ts';
import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import { isReadable, type TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { LatestRelease } from '../../model/release.ts';
import type { RepositoryFacts } from '../../model/repository.ts';
import { effectivePermissions } from '../../workflow/effective-permissions.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import { firstLine } from '../first-line.ts';
import { hasNpmProvenance, hasPypiAttestation } from '../registry-provenance.ts';
import { releasedBy } from '../released.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

/** Registries that show who built a package (their documentation); Maven Central, NuGet and the crate registry show nothing of the kind. */
const SHOWN: readonly PublishKind[] = ['npm', 'pypi', 'gem'];
const MAKES = /^(?:npm|pnpm|yarn|bun|pip|uv|poetry|hatch|bundler)$/;

export default defineControl({
  id: 'registry-provenance-native',
  number: '2.06',
  section: 'attest',
  tier: 'should',
  title: 'The package registry shows provenance too',
  why: 'Users of a package look at its page in the registry and not at your releases, so a version that somebody published with a stolen token looks like all the others.',
  trap: 'A global provenance=true in .npmrc makes publishing from a desk fail. The repository URL in package.json has to match exactly. npm takes provenance only from public repositories.',
  docs: [
    'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
    'https://docs.github.com/en/actions/concepts/security/artifact-attestations',
  ],
  rules: {
    'no-provenance': 'A package is published without a statement of where it was built.',
    'provenance-off': 'The statement would be made, and is switched off.',
    'private-source': 'npm takes no provenance from a repository that is not public.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease', 'repository'],

  detect(known, { latestRelease, repository }) {
    const released = releasedBy(known, latestRelease);
    const limitedBy = released.state === 'nothing' ? [] : released.limitedBy;
    const packages = packagesOf(known, latestRelease);
    if (packages.length === 0) {
      const mayBe = ecosystemsIn(known.tree, known.texts).some(({ id }) => MAKES.test(id));
      // A file that cannot be read may publish whatever the repository holds.
      const isUnread = unreadWorkflows(workflowsIn(known.texts), known.tree, known.texts).length > 0;
      return limitedBy.length > 0 && (mayBe || isUnread)
        ? { verdict: 'unknown', message: 'whether a package is published cannot be followed', limitedBy }
        : { verdict: 'not-applicable', message: 'nothing goes to a registry that shows provenance' };
    }
    const findings = packages.flatMap((each) => flawOf(each, known.texts, repository) ?? []);
    const [first] = findings;
    const unread = packages.some(({ kind }) => kind === 'npm')
      ? unreadFiles(known.texts, (path) => /(?:^|\/)package\.json$|^\.npmrc$/.test(path))
      : [];
    if (unread.length > 0) {
      const message = 'a manifest or .npmrc that cannot be read may switch provenance on or off';
      return { verdict: 'unknown', message, limitedBy: [...limitedBy, ...unread] };
    }
    if (first === undefined) {
      const blind: Limit[] = packages.some(({ kind }) => kind === 'npm') ? [{ fact: 'repository' }] : [];
      const message = `the registry shows where ${packages.map(({ kind }) => NAMES[kind] ?? kind).join(', ')} packages are built`;
      return { verdict: 'pass', message, limitedBy: [...limitedBy, ...blind] };
    }
    const bare = findings.filter(({ rule }) => rule === 'no-provenance').length;
    const verdict = bare === packages.length ? 'fail' : 'partial';
    return { verdict, message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'switch-on-provenance',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Switch provenance on in the step that publishes',
      unavailable: ({ known, maybe }) =>
        flawed(known, maybe).some((each) => edit(each) !== null)
          ? null
          : 'no publishing step can be told by one switch',
      plan: ({ known, maybe }) => flawed(known, maybe).map((each) => edit(each) ?? byHand(each)),
    },
    {
      id: 'provenance-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Publish with provenance',
      plan({ known, maybe }) {
        const steps = flawed(known, maybe).map(byHand);
        return steps.length > 0 ? steps : [fromPrivate];
      },
    },
  ],
});

type Files = Parameters<typeof releasedBy>[0];

const NAMES: Readonly<Partial<Record<PublishKind, string>>> = { npm: 'npm', pypi: 'PyPI', gem: 'RubyGems' };

/** Steps that publish to the public registry of their kind, each once. */
function packagesOf(known: Files, latestRelease: Fact<LatestRelease | null>): readonly PublishStep[] {
  const released = releasedBy(known, latestRelease);
  const publishes = (released.state === 'released' ? released.workflows : []).flatMap((each) => each.publishes);
  const own = publishes.filter((each) => SHOWN.includes(each.kind) && !goesElsewhere(each));
  return [...new Map(own.map((each) => [`${each.kind}:${each.place.path}:${each.place.line}`, each])).values()];
}

const ELSEWHERE = /pkg\.github\.com|test\.pypi\b|testpypi|codeartifact|artifactory|jfrog/i;

const goesElsewhere = ({ job, step, how }: PublishStep): boolean =>
  ELSEWHERE.test(how) ||
  ELSEWHERE.test(step?.with['repository-url']?.value ?? '') ||
  stepsOf(job).some(({ with: inputs }) => ELSEWHERE.test(inputs['registry-url']?.value ?? ''));

function flawOf(publish: PublishStep, texts: TextFiles, repository: Fact<RepositoryFacts>): Finding | null {
  const { kind, how, place, job } = publish;
  const flaw = (rule: string, message: string, expected: string): Finding => ({
    rule,
    message,
    observed: firstLine(how),
    expected,
    location: place,
    route: `${job.route.join('.')}:${kind}`,
  });
  const registry = NAMES[kind] ?? kind;
  const isPublic = repository.state === 'unknown' || repository.value.visibility === 'public';
  if (kind === 'npm' && !isPublic) {
    return flaw(
      'private-source',
      'npm takes no provenance from a repository that is not public',
      'a public repository',
    );
  }
  if (isSwitchedOff(publish, texts)) {
    return flaw(
      'provenance-off',
      `"${firstLine(how)}" publishes to ${registry} with provenance off`,
      EXPECTED[kind] ?? '',
    );
  }
  if (isShown(publish, texts)) return null;
  return flaw('no-provenance', `"${firstLine(how)}" publishes to ${registry} without provenance`, EXPECTED[kind] ?? '');
}

const EXPECTED: Readonly<Partial<Record<PublishKind, string>>> = {
  npm: 'trusted publishing, or --provenance with id-token: write',
  pypi: 'pypa/gh-action-pypi-publish as a trusted publisher',
  gem: 'rubygems/release-gem, or gem push --attestation',
};

function isShown(publish: PublishStep, texts: TextFiles): boolean {
  const { kind, how, job } = publish;
  if (kind === 'npm') return hasNpmProvenance(publish) || (mints(publish) && inManifests(texts).every(Boolean));
  if (kind === 'gem')
    return /gem\s+push\b.*--attestation/.test(how) || (/rubygems\/release-gem/i.test(how) && mints(publish));
  const bringsThem =
    /\btwine\b.*--attestations/.test(how) ||
    (/\buv\s+publish/.test(how) && stepsOf(job).some((step) => actionName(step) === 'astral-sh/attest-action'));
  return hasPypiAttestation(publish) || (bringsThem && mints(publish));
}

function isSwitchedOff(publish: PublishStep, texts: TextFiles): boolean {
  const { kind, how, workflow, job, step } = publish;
  if (kind !== 'npm') return step?.with.attestations?.value === 'false';
  const env = { ...workflow.env, ...job.env, ...step?.env };
  if (/--provenance[= ]false|--no-provenance/.test(how) || env.NPM_CONFIG_PROVENANCE?.value === 'false') return true;
  const isAsked = /--provenance/.test(how) || env.NPM_CONFIG_PROVENANCE !== undefined;
  return !isAsked && inManifests(texts).includes(false);
}

function mints({ workflow, job }: PublishStep): boolean {
  const permissions = effectivePermissions(workflow, job, null);
  return permissions.known && permissions.scopes['id-token'] === 'write';
}

/** `publishConfig.provenance` of every package that can be published, else `provenance` in `.npmrc`; null where neither says it. */
function inManifests(texts: TextFiles): readonly (boolean | null)[] {
  const settings = texts['.npmrc'];
  const usual = isReadable(settings) ? /^\s*provenance\s*=\s*(true|false)\s*$/m.exec(settings.text)?.[1] : undefined;
  const found = Object.values(texts).flatMap((file): readonly (boolean | null)[] => {
    if (!isReadable(file) || !/(?:^|\/)package\.json$/.test(file.path) || /"private"\s*:\s*true/.test(file.text))
      return [];
    const said = /"provenance"\s*:\s*(true|false)/.exec(file.text)?.[1] ?? usual;
    return [said === undefined ? null : said === 'true'];
  });
  return found.length === 0 ? [null] : found;
}

function flawed(
  known: Files,
  maybe: { readonly latestRelease: Fact<LatestRelease | null>; readonly repository: Fact<RepositoryFacts> },
): readonly PublishStep[] {
  return packagesOf(known, maybe.latestRelease).filter((each) => {
    const flaw = flawOf(each, known.texts, maybe.repository);
    return flaw !== null && flaw.rule !== 'private-source';
  });
}

/** One switch where the step is written in the workflow and its job lists its permissions; null elsewhere. */
function edit({ kind, how, workflow, job, step, via }: PublishStep): Change | null {
  if (step === null || via !== null) return null;
  const summary = `the ${NAMES[kind] ?? kind} package shows where it was built`;
  const file = (operations: Extract<Change, { kind: 'edit-file' }>['operations']): Change => ({
    kind: 'edit-file',
    path: workflow.path,
    operations,
    summary,
  });
  const off = step.with.attestations;
  if (kind === 'pypi' && off?.value === 'false' && step.with.password === undefined) {
    return file([{ op: 'remove', route: off.route }]);
  }
  const isPlain = kind === 'npm' && /^\s*npm\s+publish\b/.test(how) && !/provenance/.test(how);
  if (!isPlain || job.permissions?.value.kind !== 'map') return null;
  const name = 'NPM_CONFIG_PROVENANCE';
  const held = step.env[name];
  const grant = {
    op: 'grant',
    route: job.route,
    scope: 'id-token',
    level: 'write',
    why: 'signs the provenance',
  } as const;
  if (held !== undefined) return file([{ op: 'replace-value', route: held.route, value: 'true' }, grant]);
  const hasEnv = Object.keys(step.env).length > 0;
  return file([
    hasEnv
      ? { op: 'add-key', route: [...step.route, 'env'], key: name, value: 'true' }
      : { op: 'add-key', route: step.route, key: 'env', value: { [name]: 'true' } },
    grant,
  ]);
}

const byHand = ({ kind, how, place }: PublishStep): ManualStep => ({
  kind: 'manual',
  summary: `publish to ${NAMES[kind] ?? kind} with provenance (line ${place.line} of ${place.path})`,
  why: 'the registry must be told once who publishes, on its own pages, before a token can go',
  lines: [`# instead of ${firstLine(how)}`, ...(LINES[kind] ?? [])],
  url:
    kind === 'npm'
      ? 'https://docs.github.com/en/actions/reference/security/oidc'
      : kind === 'pypi'
        ? 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi'
        : 'https://docs.github.com/en/actions/reference/security/oidc',
  path: place.path,
});

const fromPrivate: ManualStep = {
  kind: 'manual',
  summary: 'decide how users of a package from a private repository check it',
  why: 'npm takes provenance only from public repositories; a signature or an attestation of the tarball works from private ones',
  lines: ['npm audit signatures'],
  url: 'https://docs.github.com/en/actions/concepts/security/artifact-attestations',
};

const LINES: Readonly<Partial<Record<PublishKind, readonly string[]>>> = {
  npm: ['permissions:', '  id-token: write', 'steps:', '- run: npm publish --provenance'],
  pypi: ['permissions:', '  id-token: write', 'steps:', '- uses: pypa/gh-action-pypi-publish@<full commit id>'],
  gem: [
    'permissions:',
    '  id-token: write',
    '  contents: write',
    'steps:',
    '- uses: rubygems/release-gem@<full commit id>',
  ],
};
