import { textAt } from '../model/files.ts';
import { hasOption, type Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness, withFlag } from './strictness.ts';
import { isOn, nearest, type Surroundings } from './surroundings.ts';

/** `npm install x` adds something else, and `-g` a tool: neither is the project's own dependencies. */
export function npmInstall(invocation: Invocation, around: Surroundings): Strictness | null {
  if (addsSomething(invocation) || hasOption(invocation, '--location')) return null;
  if (nearest(around, ['package-lock.json', 'npm-shrinkwrap.json']) === null) return LOOSE;
  // `npm ci` knows nothing of the options about saving, and refuses to run where the lock file is switched off.
  const strictForm = around.text
    .replace(new RegExp(`(?<=\\s)${invocation.words[0] ?? 'install'}(?=\\s|$)`), 'ci')
    .replace(/ --(?:no-save|save|save-exact|no-package-lock|package-lock=false|frozen-lockfile)(?=\s|$)/g, '');
  return { strict: false, strictForm };
}

/** Frozen by default where `CI` is set, as on every runner (pnpm.io/cli/install). */
export function pnpmInstall(invocation: Invocation, around: Surroundings): Strictness | null {
  if (addsSomething(invocation)) return null;
  if (nearest(around, ['pnpm-lock.yaml']) === null) return LOOSE;
  const loosened = /\s--(?:no-frozen-lockfile|frozen-lockfile=false|no-lockfile|lockfile=false|fix-lockfile)(?=\s|$)/;
  if (!loosened.test(around.text)) return STRICT;
  return { strict: false, strictForm: around.text.replace(loosened, ' --frozen-lockfile') };
}

/**
 * Yarn 2 and later refuse to change the lock file where `CI` is set (`enableImmutableInstalls`, yarnpkg.com/configuration/yarnrc);
 * Yarn 1 has to be told.
 */
export function yarnInstall(invocation: Invocation, around: Surroundings): Strictness | null {
  if (invocation.words.length > 1 || (invocation.words[0] ?? 'install') !== 'install') return null;
  if (hasOption(invocation, '--version', '-v', '--help')) return null;
  if (nearest(around, ['yarn.lock']) === null) return LOOSE;
  if (hasOption(invocation, '--immutable', '--frozen-lockfile')) return STRICT;
  const modern = isModernYarn(around);
  const loosened = /\s--(?:no-immutable|immutable=false)(?=\s|$)/;
  const switchedOff =
    /^(?:false|0)$/i.test(around.env.YARN_ENABLE_IMMUTABLE_INSTALLS ?? '') || loosened.test(around.text);
  if (modern && !switchedOff) return STRICT;
  const text = around.text.replace(loosened, '');
  return withFlag(text, invocation.words[0] ?? invocation.written, modern ? '--immutable' : '--frozen-lockfile');
}

function isModernYarn(around: Surroundings): boolean {
  const manifest = textAt(around.texts, 'package.json')?.text ?? '';
  const named = /"packageManager"\s*:\s*"yarn@(\d+)/.exec(manifest)?.[1];
  return named === undefined ? around.paths.has('.yarnrc.yml') : Number(named) > 1;
}

export function bunInstall(invocation: Invocation, around: Surroundings): Strictness | null {
  if (addsSomething(invocation)) return null;
  if (hasOption(invocation, '--frozen-lockfile') || isOn(around, 'BUN_FROZEN_LOCKFILE')) return STRICT;
  if (nearest(around, ['bun.lock', 'bun.lockb']) === null) return LOOSE;
  return withFlag(around.text, invocation.words[0] ?? 'install', '--frozen-lockfile');
}

const addsSomething = (invocation: Invocation): boolean =>
  invocation.words.length > 1 || hasOption(invocation, '-g', '--global');
