import { expect, test } from 'vitest';
import { cacheStepsIn } from '../../src/ecosystems/cache-steps.ts';
import { repositoryOf, workflowOf } from './repository-of.ts';

function restored(step: string, manifest = '{}'): readonly string[] {
  const { set, texts } = repositoryOf({ 'package.json': manifest, '.github/workflows/a.yml': workflowOf([step]) });
  return cacheStepsIn(set, texts).map(
    ({ caching }) => `${caching.restores} ${caching.asked ?? 'unasked'} ${caching.off?.kind ?? 'by hand'}`,
  );
}

const COMMIT = 'a'.repeat(40);

test.each([
  ['uses: actions/setup-python@v6', []],
  ['uses: actions/setup-python@v6\nwith: { cache: pip }', ['yes cache drop']],
  ['uses: actions/setup-java@v5\nwith: { cache: maven }', ['yes cache drop']],
  ['uses: actions/setup-dotnet@v5\nwith: { cache: true }', ['yes cache set']],
  ['uses: actions/setup-dotnet@v5\nwith: { cache: false }', []],
  ['uses: actions/setup-dotnet@v5', []],
  ['uses: Swatinem/rust-cache@v2', ['yes unasked drop-step']],
  ['uses: Swatinem/rust-cache@v2\nwith: { lookup-only: true }', []],
  ['uses: actions/cache/restore@v5', ['yes unasked drop-step']],
  ['uses: ruby/setup-ruby@v1', []],
  ['uses: ruby/setup-ruby@v1\nwith: { bundler-cache: true }', ['yes bundler-cache by hand']],
  ['uses: astral-sh/setup-uv@v7', ['yes unasked set']],
  ['uses: astral-sh/setup-uv@v7\nwith: { enable-cache: false }', []],
  ['uses: astral-sh/setup-uv@v3', []],
  [`uses: astral-sh/setup-uv@${COMMIT}`, ['yes unasked set']],
  [`uses: astral-sh/setup-uv@${COMMIT} # v4.2.0`, []],
  ['uses: gradle/actions/setup-gradle@v5\nwith: { cache-disabled: false }', ['yes cache-disabled set']],
  ['uses: gradle/actions/wrapper-validation@v5', []],
  ['uses: docker/setup-qemu-action@v3', ['yes unasked set']],
  ['uses: docker/setup-qemu-action@v2', []],
  ['uses: docker/bake-action@v6\nwith: { set: "*.cache-from=type=gha" }', ['yes set by hand']],
  ['uses: docker/build-push-action@v6\nwith: { cache-to: type=gha }', []],
  ['uses: golangci/golangci-lint-action@v9', ['yes unasked set']],
  ['uses: oven-sh/setup-bun@v2\nwith: { no-cache: true }', []],
  ['uses: pnpm/action-setup@v4\nwith: { cache: "${{ inputs.cache }}" }', ['computed cache set']],
  ['uses: mozilla-actions/sccache-action@v0.0.9', []],
  ['uses: mozilla-actions/sccache-action@v0.0.9\nenv: { SCCACHE_GHA_ENABLED: true }', ['yes unasked by hand']],
  ['uses: ramsey/composer-install@v3', ['yes unasked set']],
  ['uses: ramsey/composer-install@v3\nwith: { ignore-cache: yes }', []],
  ['uses: ./.github/actions/cache', []],
  ['run: docker buildx build --set "*.cache-from=type=gha" .', ['yes unasked by hand']],
  ['run: docker buildx build --cache-to type=gha .', []],
])('%s', (step, expected) => {
  expect(restored(step)).toEqual(expected);
});

test('setup-node caches unasked only for npm', () => {
  const step = 'uses: actions/setup-node@v6';
  expect(restored(step, '{"packageManager":"npm@11.6.0"}')).toEqual(['yes unasked set']);
  expect(restored(step, '{"packageManager":"npmish@1.0.0"}')).toEqual([]);
  expect(restored(step, '{"devEngines":{"packageManager":[{"name":"pnpm"},{"name":"npm"}]}}')).toEqual([
    'yes unasked set',
  ]);
  expect(restored(step, '{"devEngines":{"runtime":{"name":"node"}}}')).toEqual([]);
  expect(restored(step, '{"dependencies":{"npm":"11"}}')).toEqual([]);
});
