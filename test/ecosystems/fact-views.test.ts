import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FACT_VIEWS, factViews } from '../../src/ecosystems/fact-views.ts';
import { known } from '../../src/model/fact.ts';
import type { RepositoryFacts } from '../../src/model/repository.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

const source = { via: 'api', at: 'test' } as const;
const views = (files: Readonly<Record<string, string>>) => factViews(readSnapshot(files));
const readSnapshot = (files: Readonly<Record<string, string>>, repository?: RepositoryFacts) => {
  const bare = emptySnapshot(files, repository === undefined ? {} : { repository: known(repository, source) });
  const texts = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, { path, mode: '100644' as const, text }]),
  );
  const tree = Object.keys(files).map((path) => ({ path, mode: '100644' as const, oid: '' }));
  return { ...bare, facts: { ...bare.facts, tree: known(tree, source), texts: known(texts, source) } };
};
const repository: RepositoryFacts = {
  id: '1',
  ownerId: '2',
  ownerKind: 'user',
  visibility: 'public',
  archived: false,
  fork: false,
  template: false,
  defaultBranch: 'trunk',
  permissions: { admin: false, push: true },
};

describe('every view', () => {
  it('that the built-in templates name is one of the closed list', () => {
    const pack = readFileSync('templates/pack.yml', 'utf8');
    const named = [...pack.matchAll(/defaultFrom:\s*([\w-]+)/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(0);
    expect(FACT_VIEWS).toEqual(expect.arrayContaining([...new Set(named)]));
  });
  it('is in the record, whatever is known', () => {
    expect(Object.keys(views({})).sort()).toEqual([...FACT_VIEWS].sort());
  });
  it('of files is null while the files are unknown', () => {
    const bare = emptySnapshot();
    const unseen = { state: 'unknown', reason: 'not-asked', unlock: 'x', source } as const;
    const found = factViews({ ...bare, facts: { ...bare.facts, tree: unseen } });
    expect(Object.keys(found).sort()).toEqual([...FACT_VIEWS].sort());
    expect([found.ecosystems, found.owners, found['test-command']]).toEqual([null, null, null]);
    expect([found.repository, found['image-name']]).toEqual(['octo/app', null]);
  });
});

describe('the default branch', () => {
  it('is what the repository says, else the branch of the base', () => {
    expect(factViews(readSnapshot({}, repository))['default-branch']).toBe('trunk');
    expect(views({})['main-branch']).toBe('main');
    const detached = {
      ...readSnapshot({}),
      target: { ...readSnapshot({}).target, base: { ref: 'a'.repeat(40), sha: 'a'.repeat(40), dirty: false } },
    };
    expect(factViews(detached)['default-branch']).toBeNull();
  });
});

describe('owners', () => {
  it('takes those of everything, else the most frequent', () => {
    expect(views({ '.github/CODEOWNERS': '* @o/all\n/docs/ @o/docs\n' }).owners).toEqual(['@o/all']);
    expect(views({ CODEOWNERS: '/a @x\n/b @y\n/c @y\n' }).owners).toEqual(['@y']);
  });
  it('suggests a person for a repository of theirs, and nobody for one of an organisation or unknown', () => {
    expect(factViews(readSnapshot({}, repository)).owners).toEqual(['@octo']);
    expect(factViews(readSnapshot({}, { ...repository, ownerKind: 'organization' })).owners).toBeNull();
    expect(views({}).owners).toBeNull();
  });
});

describe('commands', () => {
  it.each([
    [
      { 'package.json': '{"scripts":{"test":"vitest","build":"tsc"}}', 'package-lock.json': '' },
      ['npm ci', 'npm run build', 'npm test'],
    ],
    [
      { 'package.json': '{"scripts":{"test":"vitest"}}', 'pnpm-lock.yaml': '' },
      ['pnpm install --frozen-lockfile', null, 'pnpm test'],
    ],
    [
      { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' },
      ['npm install', null, null],
    ],
    [{ 'package.json': '{}', 'yarn.lock': '' }, ['yarn install --frozen-lockfile', null, null]],
    [{ 'package.json': '{"packageManager":"yarn@4.1.0"}', 'yarn.lock': '' }, ['yarn install --immutable', null, null]],
    [
      { 'pyproject.toml': '[dependency-groups]\ndev = ["pytest"]\n', 'uv.lock': '' },
      ['uv sync --locked', 'uv build', 'uv run --locked pytest'],
    ],
    [{ 'go.mod': 'module x\n' }, ['go mod download', 'go build -trimpath ./...', 'go test ./...']],
    [
      { 'Cargo.toml': '', 'Cargo.lock': '' },
      ['cargo fetch --locked', 'cargo build --release --locked', 'cargo test --locked'],
    ],
    [{ 'pom.xml': '', mvnw: '' }, [null, './mvnw -B -ntp package', './mvnw -B -ntp verify']],
    [{ Makefile: 'build:\n\ttrue\ntest:\n\ttrue\n' }, [null, 'make build', 'make test']],
    [{ 'README.md': '' }, [null, null, null]],
  ])('%j', (files, expected) => {
    const found = views(files as Record<string, string>);
    expect([found['install-command'], found['build-command'], found['test-command']]).toEqual(expected);
  });
});

describe('names and files', () => {
  it('finds what is built', () => {
    expect(views({ 'go.mod': 'module example.org/tool/v2\n', 'main.go': '' })).toMatchObject({
      'go-main-package': '.',
      'binary-name': 'tool',
    });
    expect(views({ 'go.mod': 'module x\n', 'cmd/app/main.go': '', 'cmd/gen/main.go': '' })).toMatchObject({
      'go-main-package': './cmd/app',
    });
    expect(views({ 'go.mod': 'module x\n', 'cmd/a/main.go': '', 'cmd/b/main.go': '' })).toMatchObject({
      'go-main-package': null,
      'binary-name': null,
    });
    expect(views({ 'Cargo.toml': '[package]\nname = "crab"\n', 'src/main.rs': '' })['binary-name']).toBe('crab');
    expect(views({ 'Cargo.toml': '[package]\nname = "crab"\n', 'src/lib.rs': '' })['binary-name']).toBeNull();
    expect(views({ 'package.json': '{"name":"@o/tool","bin":"./a.js"}' })).toMatchObject({
      'binary-name': 'tool',
      'package-name': '@o/tool',
    });
    expect(views({ 'pyproject.toml': '[project]\nname = "snake"\n' })['package-name']).toBe('snake');
  });
  it('finds where a version is fixed', () => {
    expect(views({ '.nvmrc': '22' })['node-version-file']).toBe('.nvmrc');
    expect(views({ 'package.json': '{"engines":{"node":">=20"}}' })['node-version-file']).toBe('package.json');
    expect(views({ 'package.json': '{}' })['node-version-file']).toBeNull();
    expect(views({ 'go.mod': 'module x\n' })['go-version-file']).toBe('go.mod');
    expect(views({ 'pyproject.toml': '[project]\nrequires-python = ">=3.11"\n' })['python-version-file']).toBe(
      'pyproject.toml',
    );
    expect(views({ '.tool-versions': 'ruby 3.3.0\n' })).toMatchObject({
      'ruby-version-file': '.tool-versions',
      'node-version-file': null,
    });
  });
  it('knows composite actions and what is published', () => {
    const action = 'name: a\nruns:\n  using: composite\n  steps:\n    - run: npm publish\n      shell: bash\n';
    const workflow =
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: ./.github/actions/a\n';
    expect(views({ '.github/actions/a/action.yml': action, '.github/workflows/release.yml': workflow })).toMatchObject({
      'has-composite-actions': true,
      'action-directories': ['/.github/actions/a'],
      'publish-kinds': ['npm'],
      'release-workflow': '.github/workflows/release.yml',
    });
  });
});

describe('the name of a package', () => {
  const nameOf = (files: Readonly<Record<string, string>>) => views(files)['package-name'];

  it.each([
    ['a gemspec is called like its gem', { 'rack-app.gemspec': '' }, 'rack-app'],
    ['of several gemspecs none is the one', { 'a.gemspec': '', 'b.gemspec': '' }, null],
    [
      'a project names its package',
      { 'src/App.csproj': '<Project><PackageId>Acme.App</PackageId></Project>' },
      'Acme.App',
    ],
    ['or is called like it', { 'src/Acme.App.csproj': '<Project/>', 'test/Acme.App.Tests.csproj': '' }, 'Acme.App'],
    ['of several projects none is the one', { 'a.csproj': '', 'b.fsproj': '' }, null],
  ])('%s', (_, files, name) => {
    expect(nameOf(files)).toBe(name);
  });
});

describe('the chart', () => {
  const chartOf = (files: Readonly<Record<string, string>>) => {
    const { 'chart-directory': directory, 'chart-name': name, 'image-namespace': namespace } = views(files);
    return { directory, name, namespace };
  };

  it('is in its folder, with the name that its manifest has', () => {
    expect(chartOf({ 'charts/app/Chart.yaml': 'apiVersion: v2\nname: "my-app" # public\n' })).toEqual({
      directory: 'charts/app',
      name: 'my-app',
      namespace: 'ghcr.io/octo/charts',
    });
  });

  it('may be the repository itself', () => {
    expect(chartOf({ 'Chart.yaml': 'name: app\n' })).toMatchObject({ directory: '.', name: 'app' });
  });

  it('has to be said when there are several', () => {
    const two = { 'charts/a/Chart.yaml': 'name: a\n', 'charts/b/Chart.yaml': 'name: b\n' };
    expect(chartOf(two)).toMatchObject({ directory: null, name: null });
  });
});
