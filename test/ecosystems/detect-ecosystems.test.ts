import { describe, expect, it } from 'vitest';
import { ecosystemsIn } from '../../src/ecosystems/detect-ecosystems.ts';
import { repositoryOf } from './repository-of.ts';

const found = (files: Readonly<Record<string, string>>) => {
  const { tree, texts } = repositoryOf(files);
  return ecosystemsIn(tree, texts).map(({ id, directory, lockfile }) => [id, directory, lockfile]);
};

describe('projects of a repository', () => {
  it.each([
    [{ 'package.json': '{}', 'package-lock.json': '' }, [['npm', '', 'package-lock.json']]],
    [{ 'package.json': '{}', 'pnpm-lock.yaml': '' }, [['pnpm', '', 'pnpm-lock.yaml']]],
    [{ 'package.json': '{}', 'yarn.lock': '' }, [['yarn', '', 'yarn.lock']]],
    [{ 'package.json': '{}', 'bun.lockb': '' }, [['bun', '', 'bun.lockb']]],
    [{ 'package.json': '{}' }, [['npm', '', null]]],
    [{ 'package.json': '{"packageManager":"pnpm@9.0.0"}' }, [['pnpm', '', null]]],
    [{ 'pyproject.toml': '', 'uv.lock': '' }, [['uv', '', 'uv.lock']]],
    [{ 'pyproject.toml': '[tool.poetry]\n' }, [['poetry', '', null]]],
    [{ 'pyproject.toml': '[tool.hatch.envs.default]\n' }, [['hatch', '', null]]],
    [{ 'pyproject.toml': '[build-system]\n' }, [['pip', '', null]]],
    [{ 'requirements-dev.txt': '' }, [['pip', '', null]]],
    [{ 'Cargo.toml': '', 'Cargo.lock': '' }, [['cargo', '', 'Cargo.lock']]],
    [{ 'go.mod': '', 'go.sum': '' }, [['go', '', 'go.sum']]],
    [{ 'pom.xml': '' }, [['maven', '', null]]],
    [
      { 'build.gradle.kts': '', 'gradle/verification-metadata.xml': '' },
      [['gradle', '', 'gradle/verification-metadata.xml']],
    ],
    [{ 'App.sln': '', 'src/App/App.csproj': '' }, [['dotnet', '', null]]],
    [{ 'x.gemspec': '', 'Gemfile.lock': '' }, [['bundler', '', 'Gemfile.lock']]],
    [{ 'composer.json': '', 'composer.lock': '' }, [['composer', '', 'composer.lock']]],
    [{ 'deploy/Dockerfile': '' }, [['docker', 'deploy', null]]],
    [{ 'charts/a/Chart.yaml': '' }, [['helm', 'charts/a', null]]],
    [{ 'infra/main.tf': '', 'infra/.terraform.lock.hcl': '' }, [['terraform', 'infra', 'infra/.terraform.lock.hcl']]],
    [{ Makefile: '' }, [['make', '', null]]],
    [{ 'CMakeLists.txt': '', 'src/CMakeLists.txt': '' }, [['cmake', '', null]]],
    [{ 'action.yml': '' }, [['github-action', '', null]]],
    [{ 'README.md': '' }, []],
  ])('%j', (files, expected) => {
    expect(found(files as Record<string, string>)).toEqual(expected);
  });

  it('keeps members of a workspace with their root, and projects with a lock file of their own apart', () => {
    expect(found({ 'package.json': '{}', 'pnpm-lock.yaml': '', 'packages/a/package.json': '{}' })).toEqual([
      ['pnpm', '', 'pnpm-lock.yaml'],
    ]);
    expect(
      found({ 'package.json': '{}', 'yarn.lock': '', 'web/package.json': '{}', 'web/package-lock.json': '' }),
    ).toEqual([
      ['yarn', '', 'yarn.lock'],
      ['npm', 'web', 'web/package-lock.json'],
    ]);
    expect(found({ 'go.mod': '', 'tools/go.mod': '' })).toEqual([
      ['go', '', null],
      ['go', 'tools', null],
    ]);
  });

  it('names both package managers when both have a lock file, unless the manifest chooses', () => {
    const two = { 'package-lock.json': '', 'yarn.lock': '' };
    expect(found({ 'package.json': '{}', ...two }).map(([id]) => id)).toEqual(['npm', 'yarn']);
    expect(found({ 'package.json': '{"packageManager":"yarn@4.0.0"}', ...two }).map(([id]) => id)).toEqual(['yarn']);
  });

  it('passes over material of tests and code of others', () => {
    expect(
      found({ 'test/fixtures/a/package.json': '{}', 'vendor/x/go.mod': '', 'node_modules/b/package.json': '{}' }),
    ).toEqual([]);
  });
});
