import { hasOption, type Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness } from './strictness.ts';
import { isOn, nearest, type Surroundings } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

/** Ruby gems and applications. */
export const bundler: Toolchain = {
  name: 'bundler',
  manifests: [{ id: 'bundler', manifests: ['Gemfile', '*.gemspec'], lockfiles: ['Gemfile.lock'], nested: 'own' }],
  builds: [
    { run: 'gem build', purpose: 'build' },
    { run: 'rake build|compile|native|gem|package|*:build', purpose: 'build' },
    { run: 'rake', purpose: 'test' },
    { run: 'rspec|minitest|cucumber|rubocop|jekyll', purpose: 'test' },
    { run: 'rails test', purpose: 'test' },
  ],
  installs: [{ run: 'bundle|bundler install', ecosystem: 'bundler', judge: bundleInstall }],
  publishes: [
    { run: 'gem push', kind: 'gem' },
    { run: 'rake release|*:release|gem:push', kind: 'gem' },
  ],
  publishActions: {
    'rubygems/release-gem': () => 'gem',
    'cadwallion/publish-rubygems-action': () => 'gem',
    'dawidd6/action-publish-gem': () => 'gem',
  },
  buildActions: [],
};

/** Frozen and deployment mode refuse a lock file that does not fit the Gemfile (bundler.io/man/bundle-config). */
function bundleInstall(invocation: Invocation, around: Surroundings): Strictness {
  const frozen =
    isOn(around, 'BUNDLE_FROZEN') ||
    isOn(around, 'BUNDLE_DEPLOYMENT') ||
    hasOption(invocation, '--deployment', '--frozen') ||
    around.before.some((line) => /\bbundle\s+config\b.*\b(?:frozen|deployment)['"]?\s+['"]?true\b/.test(line));
  if (nearest(around, ['Gemfile.lock', 'gems.locked']) === null) return LOOSE;
  return frozen ? STRICT : { strict: false, strictForm: `BUNDLE_FROZEN=true ${around.text}` };
}
