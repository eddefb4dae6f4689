import type { Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness } from './strictness.ts';
import { nearest, type Surroundings } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

/** PHP packages. Packagist takes them from the tag, so that there is no command that publishes. */
export const composer: Toolchain = {
  name: 'composer',
  manifests: [{ id: 'composer', manifests: ['composer.json'], lockfiles: ['composer.lock'], nested: 'own' }],
  builds: [
    { run: 'composer run|run-script build|compile|*:build', purpose: 'build' },
    { run: 'composer build|compile', purpose: 'build' },
    { run: 'composer test|run|run-script|ci', purpose: 'test' },
    { run: 'phpunit|simple-phpunit|pest|phpstan|psalm|codecept|behat', purpose: 'test' },
    { run: 'box compile', purpose: 'build' },
  ],
  installs: [
    { run: 'composer install|i', ecosystem: 'composer', judge: (_, around) => (locked(around) ? STRICT : LOOSE) },
    { run: 'composer update|u|upgrade', ecosystem: 'composer', judge: update },
  ],
  publishes: [],
  publishActions: {},
  buildActions: [],
};

const locked = (around: Surroundings): boolean => nearest(around, ['composer.lock']) !== null;

/** `composer update` resolves anew; naming packages or platforms (`--lock`, `--prefer-lowest`) is a choice that stays. */
function update(invocation: Invocation, around: Surroundings): Strictness {
  const plain =
    invocation.words.length === 1 &&
    !invocation.options.some((option) => /prefer-(?:lowest|stable)|--lock|--with/.test(option));
  if (!plain || !locked(around)) return LOOSE;
  return { strict: false, strictForm: around.text.replace(/(?<=\s)(?:update|u|upgrade)(?=\s|$)/, 'install') };
}
