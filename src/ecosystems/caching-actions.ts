import type { YamlValue } from '../model/operation.ts';

/** How to keep an action from restoring: an input with a value, an input to take away, or the whole step. */
export type CacheSwitch =
  | { readonly kind: 'set'; readonly input: string; readonly value: YamlValue }
  | { readonly kind: 'drop'; readonly input: string; readonly instead: CacheSwitch | null }
  | { readonly kind: 'drop-step' };

/** Whether an action restores a cache. `asked` is the input that says so; null when it does it unasked. */
export type Caching =
  | { readonly restores: 'no' }
  | {
      /** `computed` when an expression decides. */
      readonly restores: 'yes' | 'computed';
      readonly asked: string | null;
      /** Null when restoring is what the action is for, or when it cannot be switched off alone. */
      readonly off: CacheSwitch | null;
      /** Never stores anything itself. */
      readonly readOnly: boolean;
    };

type Given = {
  readonly input: (name: string) => string;
  readonly env: (name: string) => string;
  /** Null when neither tag nor comment tells the version: then the newest behaviour is assumed. */
  readonly major: number | null;
  readonly usesNpm: boolean;
};
type Judge = (given: Given) => Caching;

const NO: Caching = { restores: 'no' };
const isTrue = (text: string): boolean => /^(?:true|yes|on|1)$/i.test(text);
const isFalse = (text: string): boolean => /^(?:false|no|off|0)$/i.test(text);
const isComputed = (text: string): boolean => text.includes('${{');

const restores = (text: string, asked: string | null, off: CacheSwitch | null): Caching => ({
  restores: isComputed(text) ? 'computed' : 'yes',
  asked,
  off,
  readOnly: false,
});
const set = (input: string, value: YamlValue): CacheSwitch => ({ kind: 'set', input, value });

/** Restores when this input is given (a name of a package manager, a scope). */
const whenGiven =
  (input: string): Judge =>
  (given) => {
    const text = given.input(input);
    if (text === '' || isFalse(text)) return NO;
    return restores(text, input, { kind: 'drop', input, instead: null });
  };

/** Restores when this input is switched on; off by itself. */
const whenOn =
  (name: string): Judge =>
  ({ input }) => {
    const text = input(name);
    return isTrue(text) || isComputed(text) ? restores(text, name, set(name, false)) : NO;
  };

/** Restores unless this input is switched off, from the version on that began to. */
const unlessOff =
  (name: string, since = 0): Judge =>
  ({ input, major }) => {
    const text = input(name);
    if (isFalse(text) || (text === '' && major !== null && major < since)) return NO;
    return restores(text, text === '' ? null : name, set(name, false));
  };

/** Restores unless this input, which means *off*, is switched on. */
const unlessOn =
  (name: string, value: YamlValue = true): Judge =>
  ({ input }) => {
    const text = input(name);
    return isTrue(text) ? NO : restores(text, text === '' ? null : name, set(name, value));
  };

const always: Judge = () => ({ restores: 'yes', asked: null, off: { kind: 'drop-step' }, readOnly: false });

const cache: Judge = ({ input }) =>
  isTrue(input('lookup-only')) ? NO : { restores: 'yes', asked: null, off: { kind: 'drop-step' }, readOnly: false };

function setupNode(given: Given): Caching {
  const switched = given.input('package-manager-cache');
  const unasked = given.usesNpm && !isFalse(switched) && (given.major === null || given.major >= 5);
  const without = set('package-manager-cache', false);
  const asked = given.input('cache');
  if (asked !== '')
    return restores(asked, 'cache', { kind: 'drop', input: 'cache', instead: unasked ? without : null });
  return unasked ? restores(switched, switched === '' ? null : 'package-manager-cache', without) : NO;
}

const dockerBuild =
  (input: string): Judge =>
  (given) => {
    const text = given.input(input);
    if (!/type=gha/.test(text)) return isComputed(text) ? restores(text, input, null) : NO;
    return {
      restores: 'yes',
      asked: input,
      off: input === 'cache-from' ? { kind: 'drop', input, instead: null } : null,
      readOnly: false,
    };
  };

/** What actions restore with these inputs, by `owner/repo` or `owner/repo/path` in lower case (their READMEs and action.yml). */
export const CACHING_ACTIONS: Readonly<Record<string, Judge>> = {
  'actions/cache': cache,
  'actions/cache/restore': (given) => {
    const caching = cache(given);
    return caching.restores === 'no' ? caching : { ...caching, readOnly: true };
  },
  'actions/setup-node': setupNode,
  'actions/setup-python': whenGiven('cache'),
  'actions/setup-java': whenGiven('cache'),
  'actions/setup-dotnet': whenOn('cache'),
  'actions/setup-go': unlessOff('cache', 4),
  'graalvm/setup-graalvm': whenGiven('cache'),
  // Without it Bundler installs nothing, so it cannot be switched off alone.
  'ruby/setup-ruby': ({ input }) => {
    const text = input('bundler-cache');
    return isTrue(text) || isComputed(text) ? restores(text, 'bundler-cache', null) : NO;
  },
  'astral-sh/setup-uv': unlessOff('enable-cache', 5),
  'swatinem/rust-cache': ({ input }) =>
    isTrue(input('lookup-only'))
      ? NO
      : { restores: 'yes', asked: null, off: { kind: 'drop-step' }, readOnly: isFalse(input('save-if')) },
  'actions-rust-lang/setup-rust-toolchain': unlessOff('cache'),
  'gradle/actions/setup-gradle': unlessOn('cache-disabled'),
  'gradle/gradle-build-action': unlessOn('cache-disabled'),
  'docker/build-push-action': dockerBuild('cache-from'),
  'docker/bake-action': dockerBuild('set'),
  'docker/setup-buildx-action': unlessOff('cache-binary', 3),
  'docker/setup-qemu-action': unlessOff('cache-image', 3),
  'azure/artifact-signing-action': unlessOff('cache-dependencies'),
  'azure/trusted-signing-action': unlessOff('cache-dependencies'),
  'golangci/golangci-lint-action': unlessOn('skip-cache'),
  'oven-sh/setup-bun': unlessOn('no-cache'),
  'denoland/setup-deno': whenOn('cache'),
  'pnpm/action-setup': whenOn('cache'),
  'jdx/mise-action': unlessOff('cache'),
  'mlugg/setup-zig': unlessOff('use-cache'),
  'pyo3/maturin-action': whenOn('sccache'),
  // It only lends its cache to sccache, which asks by this variable.
  'mozilla-actions/sccache-action': ({ env }) =>
    /^(?:true|on|1)$/i.test(env('SCCACHE_GHA_ENABLED')) ? restores('', null, null) : NO,
  'hendrikmuhs/ccache-action': always,
  'determinatesystems/magic-nix-cache-action': always,
  'nix-community/cache-nix-action': always,
  'coursier/cache-action': always,
  'julia-actions/cache': always,
  'awalsh128/cache-apt-pkgs-action': () => restores('', null, null),
  'baptiste0928/cargo-install': () => restores('', null, null),
  'taiki-e/cache-cargo-install-action': () => restores('', null, null),
  'ramsey/composer-install': unlessOn('ignore-cache', 'yes'),
  'bahmutov/npm-install': () => restores('', null, null),
  'cypress-io/github-action': () => restores('', null, null),
  'subosito/flutter-action': whenOn('cache'),
};
