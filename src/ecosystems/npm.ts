import { bunInstall, npmInstall, pnpmInstall, yarnInstall } from './npm-installs.ts';
import { STRICT } from './strictness.ts';
import type { Toolchain } from './toolchain.ts';

const MANIFESTS = ['package.json'];
const BUILD =
  'build|build[:._-]*|*[:._-]build|compile|bundle|bundle[:_-]*|dist|dist[:_-]*|pack|package|prepack|prepare';
const TEST = 'test|test[:._-]*|check|check[:_-]*|ci|ci:*|typecheck|type-check|types:check|coverage|e2e|unit|validate';
const DRY = ['--dry-run'];

/** Node packages, with each of the four package managers. */
export const npm: Toolchain = {
  name: 'npm',
  manifests: [
    { id: 'npm', manifests: MANIFESTS, lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'], nested: 'member' },
    { id: 'pnpm', manifests: MANIFESTS, lockfiles: ['pnpm-lock.yaml'], nested: 'member' },
    { id: 'yarn', manifests: MANIFESTS, lockfiles: ['yarn.lock'], nested: 'member' },
    { id: 'bun', manifests: MANIFESTS, lockfiles: ['bun.lock', 'bun.lockb'], nested: 'member' },
  ],
  builds: [
    { run: `npm|pnpm|yarn|bun run|run-script ${BUILD}`, purpose: 'build' },
    { run: `npm|pnpm|yarn|bun run|run-script ${TEST}`, purpose: 'test' },
    { run: `pnpm|yarn ${BUILD}`, purpose: 'build' },
    { run: 'npm|bun|deno build|pack|compile', purpose: 'build' },
    { run: `pnpm|yarn ${TEST}`, purpose: 'test' },
    { run: 'npm|bun|deno test|t|tst', purpose: 'test' },
    { run: `turbo|nx|lerna … ${BUILD}`, purpose: 'build' },
    { run: 'nx run-many|affected', purpose: 'build' },
    { run: `turbo|nx|lerna … ${TEST}`, purpose: 'test' },
    { run: 'tsup|esbuild|rollup|webpack|ncc|unbuild|tsdown|parcel|electron-builder', purpose: 'build' },
    { run: 'vite build', purpose: 'build' },
    { run: 'gulp|grunt|jake *test*|*lint*|*check*', purpose: 'test' },
    { run: 'gulp|grunt|jake', purpose: 'build' },
    { run: 'tsc', unless: ['--noEmit'], purpose: 'build' },
    { run: 'tsc|vitest|jest|mocha|ava|tap|playwright|cypress|c8|nyc|xo', purpose: 'test' },
  ],
  installs: [
    { run: 'npm ci|clean-install|ic|install-clean|isntall-clean', ecosystem: 'npm', judge: () => STRICT },
    { run: 'npm install|i|in|ins|inst|insta|instal|isnt|isntall|add', ecosystem: 'npm', judge: npmInstall },
    { run: 'pnpm ci|clean-install|ic|install-clean', ecosystem: 'pnpm', judge: () => STRICT },
    { run: 'pnpm install|i', ecosystem: 'pnpm', judge: pnpmInstall },
    { run: 'yarn', ecosystem: 'yarn', judge: yarnInstall },
    { run: 'bun ci', ecosystem: 'bun', judge: () => STRICT },
    { run: 'bun install|i', ecosystem: 'bun', judge: bunInstall },
  ],
  publishes: [
    { run: 'npm|pnpm|bun publish', unless: DRY, kind: 'npm' },
    { run: 'npm|pnpm stage publish', unless: DRY, kind: 'npm' },
    { run: 'yarn publish', unless: DRY, kind: 'npm' },
    { run: 'yarn … npm publish', unless: [...DRY, '-n'], kind: 'npm' },
    { run: 'lerna publish', unless: [...DRY, '--skip-npm'], kind: 'npm' },
    {
      run: 'nx release',
      unless: [...DRY, '-d', '--skip-publish'],
      kind: 'npm',
      when: ({ words }) => !/^(?:version|changelog|plan)/.test(words[1] ?? ''),
    },
    { run: 'changeset|@changesets/cli publish', kind: 'npm' },
    { run: 'beachball publish', kind: 'npm' },
    { run: 'np|release-it', unless: [...DRY, '--preview', '--no-publish', '--no-npm.publish'], kind: 'npm' },
    { run: 'vsce|ovsx|@vscode/vsce publish', kind: 'other' },
    { run: 'jsr|deno publish', unless: DRY, kind: 'other' },
    { run: 'electron-builder', only: ['--publish', '-p'], kind: 'binaries' },
  ],
  publishActions: {
    'js-devtools/npm-publish': (step) => (/^true$/i.test(step.with['dry-run']?.value ?? '') ? null : 'npm'),
    'changesets/action/publish': () => 'npm',
    'changesets/action': (step) => (step.with.publish === undefined ? null : 'npm'),
    'samuelmeuli/action-electron-builder': (step) =>
      /^(?:false)?$/.test(step.with.release?.value ?? '') ? null : 'binaries',
    'haaleo/publish-vscode-extension': () => 'other',
  },
  buildActions: ['samuelmeuli/action-electron-builder', 'cypress-io/github-action', 'tauri-apps/tauri-action'],
};
