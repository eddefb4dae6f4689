import { describe, expect, it } from 'vitest';
import { buildStepsIn } from '../../src/ecosystems/build-steps.ts';
import { running } from './repository-of.ts';

const found = (step: string, files: Readonly<Record<string, string>> = {}) => {
  const { set, texts } = running([step], files);
  return buildStepsIn(set, texts).map(({ ecosystem, purpose }) => `${ecosystem} ${purpose}`);
};

describe('build and test commands', () => {
  it.each([
    ['npm run build', 'npm build'],
    ['npm test', 'npm test'],
    ['pnpm -r run build', 'npm build'],
    ['yarn build', 'npm build'],
    ['npx vitest run', 'npm test'],
    ['python -m build', 'python build'],
    ['uv build', 'python build'],
    ['uv run pytest', 'python test'],
    ['tox -e py312', 'python test'],
    ['go build ./...', 'go build'],
    ['go test ./...', 'go test'],
    ['cargo build --release', 'cargo build'],
    ['cargo +nightly test', 'cargo test'],
    ['./mvnw -B package', 'maven build'],
    ['mvn -B test', 'maven test'],
    ['./gradlew :app:assemble', 'gradle build'],
    ['./gradlew check', 'gradle test'],
    ['dotnet build -c Release', 'dotnet build'],
    ['dotnet test', 'dotnet test'],
    ['bundle exec rake', 'bundler test'],
    ['gem build x.gemspec', 'bundler build'],
    ['vendor/bin/phpunit', 'composer test'],
    ['make', 'make build'],
    ['make -j4 test', 'make test'],
    ['cmake --build build', 'make build'],
    ['ctest', 'make test'],
    ['docker build -t x .', 'docker build'],
    ['docker buildx build --push .', 'docker build'],
    ['helm package charts/a', 'helm build'],
    ['uses: docker/build-push-action@v6', 'docker build'],
    ['uses: goreleaser/goreleaser-action@v6', 'release build'],
    ['uses: pypa/cibuildwheel@v3', 'python build'],
  ])('%s', (step, expected) => {
    expect(found(step)).toEqual([expected]);
  });

  it.each([
    'echo npm run build',
    'npm ci',
    'git status',
    'docker login ghcr.io',
    'cargo fmt --check',
    'pip install build',
    'uses: actions/checkout@v4',
    'cat <<EOF\nnpm run build\nEOF',
  ])('%s builds nothing', (step) => {
    expect(found(step)).toEqual([]);
  });

  it('looks through a script whose name says nothing', () => {
    expect(found('npm run go', { 'package.json': '{"scripts":{"go":"tsc -p ."}}' })).toEqual(['npm build']);
    expect(found('./ci/all.sh', { 'ci/all.sh': 'cargo build\ncargo test\n' })).toEqual(['cargo build', 'cargo test']);
  });

  it('sees a command in a script that is not understood', () => {
    expect(found('if [ x; then\nnpm run build')).toContain('npm build');
  });
});
