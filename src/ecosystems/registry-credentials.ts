import type { TextFiles } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { secretsIn, textsOf } from '../workflow/secret-references.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Located, Step } from '../workflow/workflow-file.ts';
import { writableScopes } from './job-rights.ts';
import { type PublishStep, publishStepsIn } from './publish-steps.ts';
import { actionName } from './reached-steps.ts';

/** Registries that exchange the identity of a workflow for a short-lived token. */
export type TrustingRegistry = 'npm' | 'pypi' | 'crate' | 'gem' | 'nuget';

/** By what right a step publishes a package. */
export type RegistryCredential = {
  readonly publish: PublishStep;
  readonly registry: TrustingRegistry;
  /** `token`: a stored secret. `identity`: of the workflow. `stored`: the job has no identity, and its token does not stand in the file. */
  readonly by: 'token' | 'identity' | 'stored' | 'unseen';
  /** Where the token is handed over; empty without one. */
  readonly tokens: readonly (Located<string> & { readonly secret: string })[];
};

const remembered = new WeakMap<WorkflowSet, readonly RegistryCredential[]>();

/** Every step that publishes to npm, PyPI, the crate registry, RubyGems or NuGet, with what it publishes by. Other servers are left out. */
export function registryCredentials(set: WorkflowSet, texts: TextFiles): readonly RegistryCredential[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const found = publishStepsIn(set, texts).steps.flatMap((publish): readonly RegistryCredential[] => {
    const registry = REGISTRIES.find((each) => each === publish.kind);
    if (registry === undefined || publish.step === null || goesElsewhere(publish, registry)) return [];
    const tokens = tokensOf(publish, publish.step, registry);
    const isByToken = tokens.length > 0 || refusesIdentity(publish.step);
    return [{ publish, registry, by: isByToken ? 'token' : withoutToken(set, publish, registry), tokens }];
  });
  remembered.set(set, found);
  return found;
}

const REGISTRIES: readonly TrustingRegistry[] = ['npm', 'pypi', 'crate', 'gem', 'nuget'];

/** Names that each registry's own tools and documents give to a token. */
const TOKEN_NAMES: Readonly<Record<TrustingRegistry, RegExp>> = {
  npm: /NPM|NODE_AUTH/i,
  pypi: /PYPI|TWINE_|UV_PUBLISH_|FLIT_PASSWORD|HATCH_INDEX_AUTH/i,
  crate: /CARGO_REGISTR|CRATES|CARGO_TOKEN/i,
  gem: /RUBYGEMS|GEM_HOST|GEM_PUSH/i,
  nuget: /NUGET/i,
};

/** Whether a secret's name says that it is a token of this registry. */
export const isTokenOf = (registry: TrustingRegistry, name: string): boolean => TOKEN_NAMES[registry].test(name);

/** Servers that do not know trusted publishing, as far as the file names them. */
function goesElsewhere({ how, job, step }: PublishStep, registry: TrustingRegistry): boolean {
  const texts = [how, ...(step === null ? [] : textsOf(step).map(({ value }) => value))].join('\n');
  if (registry === 'npm') {
    const named = stepsOf(job).flatMap((each) => each.with['registry-url']?.value ?? []);
    const all = [...named, ...(/--registry[ =](\S+)/.exec(texts)?.slice(1) ?? [])];
    return all.length > 0 && all.every((url) => /^https?:/.test(url) && !/\bregistry\.npmjs\b/.test(url));
  }
  if (registry === 'pypi') {
    const url =
      step?.with['repository-url']?.value ??
      step?.with.repository_url?.value ??
      /--repository-url[ =](\S+)/.exec(texts)?.[1];
    return url !== undefined && /^https?:/.test(url) && !/\b(?:upload|test)\.pypi\b/.test(url);
  }
  if (registry === 'nuget') {
    const url = /(?:--source|-s|-Source)[ =]["']?(https?:\S+)/.exec(texts)?.[1];
    return url !== undefined && !/\/\/(?:api|www)\.nuget\b/.test(url);
  }
  return registry === 'crate' && /--(?:registry|index)[ =]/.test(texts);
}

function tokensOf(publish: PublishStep, step: Step, registry: TrustingRegistry): RegistryCredential['tokens'] {
  const { workflow, job } = publish;
  const handed = [workflow, job, step].flatMap((of) => Object.entries(of.env)).concat(Object.entries(step.with));
  // Whatever secret is given as its password or API key is the token, however it is called.
  const isPassword = (key: string) =>
    /^(?:password|api[-_]?key|token|registry-token|user[-_]?password)$/i.test(key) && step.with[key] !== undefined;
  const named = handed.flatMap(([key, text]) =>
    secretsIn(text.value)
      .filter((secret) => isPassword(key) || isTokenOf(registry, key) || isTokenOf(registry, secret))
      .map((secret) => ({ ...text, secret })),
  );
  const own = [...named, ...secretsOfScript(step)];
  if (own.length > 0) return own;
  // What an earlier step is given, it can have left in a file of the machine.
  return stepsOf(job).flatMap((each) => [
    ...Object.entries(each.env).flatMap(([key, text]) =>
      secretsIn(text.value)
        .filter((secret) => isTokenOf(registry, key) || isTokenOf(registry, secret))
        .map((secret) => ({ ...text, secret })),
    ),
    ...secretsOfScript(each).filter(({ secret }) => isTokenOf(registry, secret)),
    ...(registry === 'gem' ? storedGemToken(each) : []),
  ]);
}

const secretsOfScript = ({ run }: Step): RegistryCredential['tokens'] =>
  run === null ? [] : secretsIn(run.value).map((secret) => ({ ...run, secret }));

/** The action that otherwise exchanges the identity takes a stored token as well. */
function storedGemToken(step: Step): RegistryCredential['tokens'] {
  const { 'api-token': token, 'gem-server': server } = step.with;
  const isOwn = server === undefined || /\/\/(?:[\w-]+\.)*rubygems\.org/.test(server.value);
  if (actionName(step) !== 'rubygems/configure-rubygems-credentials' || token === undefined || !isOwn) return [];
  return secretsIn(token.value).map((secret) => ({ ...token, secret }));
}

const refusesIdentity = (step: Step): boolean =>
  actionName(step) === 'rubygems/release-gem' && /^false$/i.test(step.with['setup-trusted-publisher']?.value ?? '');

/** Actions that exchange the identity for a token of the registry; npm and PyPI do so by themselves. */
const EXCHANGES: Readonly<Partial<Record<TrustingRegistry, readonly string[]>>> = {
  crate: ['rust-lang/crates-io-auth-action'],
  gem: ['rubygems/configure-rubygems-credentials', 'rubygems/release-gem'],
  nuget: ['nuget/login'],
};

/** No default of a token mints an identity, so what the repository's default is does not matter. */
function withoutToken(
  set: WorkflowSet,
  { workflow, job }: PublishStep,
  registry: TrustingRegistry,
): RegistryCredential['by'] {
  const scopes = writableScopes(set, workflow, job, 'read');
  if (scopes === null) return 'unseen';
  if (!scopes.includes('id-token')) return 'stored';
  const wanted = EXCHANGES[registry];
  return wanted === undefined || stepsOf(job).some((step) => wanted.includes(actionName(step) ?? ''))
    ? 'identity'
    : 'unseen';
}
