import { hasOption, type Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness, withFlag } from './strictness.ts';
import { nearest, type Surroundings } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

/** Rust crates. */
export const cargo: Toolchain = {
  name: 'cargo',
  manifests: [{ id: 'cargo', manifests: ['Cargo.toml'], lockfiles: ['Cargo.lock'], nested: 'member' }],
  builds: [
    { run: 'cargo|cross build|b|package|rustc|zigbuild|xwin|dist|deb|bundle|ndk|auditable', purpose: 'build' },
    { run: 'cargo +* build|package|zigbuild', purpose: 'build' },
    { run: 'dist build', purpose: 'build' },
    { run: 'cargo|cross test|t|check|c|clippy|bench|nextest|hack|miri|doc|llvm-cov|tarpaulin', purpose: 'test' },
    { run: 'cargo +* test|check|clippy|bench|nextest|hack|miri|doc', purpose: 'test' },
  ],
  installs: [
    {
      run: 'cargo|cross build|b|test|t|run|r|check|c|clippy|bench|doc|rustc|fetch|nextest|zigbuild|package|publish',
      ecosystem: 'cargo',
      judge: resolves,
    },
    {
      run: 'cargo +* build|test|run|check|clippy|bench|doc|rustc|fetch|nextest|zigbuild|package|publish',
      ecosystem: 'cargo',
      judge: resolves,
    },
    { run: 'cargo install', only: ['--path'], ecosystem: 'cargo', judge: resolves },
  ],
  publishes: [
    { run: 'cargo publish', unless: ['--dry-run', '-n'], kind: 'crate' },
    { run: 'cargo +* publish', unless: ['--dry-run', '-n'], kind: 'crate' },
    { run: 'cargo ws|workspaces publish', unless: ['--dry-run'], kind: 'crate' },
    { run: 'cargo release|smart-release', only: ['--execute', '-x'], kind: 'crate' },
    { run: 'release-plz release', unless: ['--dry-run'], kind: 'crate' },
    { run: 'dist|cargo-dist host', kind: 'binaries' },
    { run: 'cargo dist host', kind: 'binaries' },
  ],
  publishActions: {
    'katyo/publish-crates': (step) => (/^true$/i.test(step.with['dry-run']?.value ?? '') ? null : 'crate'),
    'release-plz/action': (step) => (step.with.command?.value === 'release-pr' ? null : 'crate'),
    'taiki-e/upload-rust-binary-action': (step) =>
      /^true$/i.test(step.with['dry-run']?.value ?? '') ? null : 'binaries',
    'taiki-e/create-gh-release-action': () => 'source',
    'tauri-apps/tauri-action': (step) =>
      step.with.tagName === undefined && step.with.releaseId === undefined ? null : 'binaries',
  },
  buildActions: ['taiki-e/upload-rust-binary-action', 'houseabsolute/actions-rust-cross', 'rustwasm/wasm-pack-action'],
};

/** Cargo changes a stale lock file on the way unless it is told to refuse (doc.rust-lang.org/cargo, "Manifest Options"). */
function resolves(invocation: Invocation, around: Surroundings): Strictness | null {
  if (hasOption(invocation, '--help', '--version')) return null;
  if (hasOption(invocation, '--locked', '--frozen')) return STRICT;
  if (nearest(around, ['Cargo.lock']) === null) return LOOSE;
  const word = invocation.words.find((each) => !each.startsWith('+')) ?? 'build';
  return word === 'nextest'
    ? withFlag(around.text, invocation.words.includes('run') ? 'run' : word, '--locked')
    : withFlag(around.text, word, '--locked');
}
