import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPaths, referencedPaths } from '../../src/ecosystems/paths-to-read.ts';
import { publishStepsIn } from '../../src/ecosystems/publish-steps.ts';
import { commandsOf } from '../../src/ecosystems/run-script.ts';
import { repositoryOf, running, workflowOf } from './repository-of.ts';

const first = (...paths: readonly string[]) => firstPaths(repositoryOf({}, paths).tree).map(({ path }) => path);

describe('what is read first', () => {
  it.each([
    '.github/workflows/ci.yml',
    '.github/workflows/release.yaml',
    '.github/workflows/actions.lock',
    'action.yml',
    '.github/actions/a/b/action.yaml',
    '.github/CODEOWNERS',
    'docs/CODEOWNERS',
    '.github/dependabot.yml',
    '.github/harden-builds.yml',
    'renovate.json',
    '.github/renovate.json5',
    'README.md',
    'SECURITY.md',
    '.github/SECURITY.md',
    'VERIFYING.md',
    'docs/verifying-releases.md',
    'docs/release.asc',
    'package.json',
    'packages/a/package.json',
    'Makefile',
    'deploy/Dockerfile',
    'go.mod',
    'Cargo.toml',
    'pyproject.toml',
    'requirements-dev.txt',
    'charts/app/Chart.yaml',
    'src/App/App.csproj',
    '.goreleaser.yaml',
    '.npmrc',
    '.nvmrc',
    '.gitignore',
    'Jenkinsfile',
    '.gitlab-ci.yml',
  ])('%s', (path) => {
    expect(first(path)).toEqual([path]);
  });

  it.each([
    'src/index.ts',
    'package-lock.json',
    'pnpm-lock.yaml',
    '.github/workflows/a/ci.yml',
    'node_modules/a/package.json',
    'docs/guide.md',
  ])('not %s', (path) => {
    expect(first(path)).toEqual([]);
  });

  it('begins with the workflows, and passes over links', () => {
    expect(first('README.md', 'package.json', '.github/workflows/z.yml')[0]).toBe('.github/workflows/z.yml');
    expect(firstPaths([{ path: 'README.md', mode: '120000', oid: '0' }])).toEqual([]);
  });

  it('bounds the manifests of a large workspace, nearest to the root first', () => {
    const many = Array.from({ length: 500 }, (_, index) => `deep/down/p${index}/package.json`);
    const read = first(...many, 'a/package.json');
    expect(read.length).toBeLessThan(200);
    expect(read).toContain('a/package.json');
  });
});

describe('what the texts lead to', () => {
  const referenced = (
    steps: readonly string[],
    unread: readonly string[],
    files: Readonly<Record<string, string>> = {},
  ) => {
    const { tree, texts } = repositoryOf({ '.github/workflows/w.yml': workflowOf(steps), ...files }, unread);
    return referencedPaths(tree, texts).map(({ path }) => path);
  };

  it.each([
    ['./scripts/a.sh --x', 'scripts/a.sh'],
    ['bash scripts/a.sh', 'scripts/a.sh'],
    ['cd web && ./build.sh', 'web/build.sh'],
    ['"$GITHUB_WORKSPACE/ci/a.sh"', 'ci/a.sh'],
    ['pip install -r requirements/dev/requirements-ci.txt', 'requirements/dev/requirements-ci.txt'],
    ['make -C web all', 'web/Makefile'],
    ['docker build -f build/Dockerfile.alpine .', 'build/Dockerfile.alpine'],
    ['uses: ./tools/ship', 'tools/ship/action.yml'],
    ['run: ./x.sh\nworking-directory: sub', 'sub/x.sh'],
  ])('%s', (step, path) => {
    expect(referenced([step], [path, 'other.sh'])).toEqual([path]);
  });

  it('does not name what is read already or is not there', () => {
    expect(referenced(['./a.sh'], [], { 'a.sh': 'true\n' })).toEqual([]);
    expect(referenced(['./missing.sh'], [])).toEqual([]);
  });

  it('is where the cloud’s trust is written down, once a workflow logs in by identity', () => {
    const files = ['web/a.tf', 'infra/main.bicep', 'iam/github-trust.json', 'data.json', 'vendor/x/b.tf'];
    const login = 'uses: azure/login@v2\nwith:\n  client-id: x';
    expect(referenced([login], files)).toEqual(['iam/github-trust.json', 'infra/main.bicep', 'web/a.tf']);
    expect(referenced(['uses: azure/login@v2\nwith:\n  creds: x'], files)).toEqual([]);
    const many = Array.from({ length: 200 }, (_, n) => `deep/down/${n}.tf`);
    expect(referenced([login], [...many, 'main.tf'])).toHaveLength(60);
    expect(referenced([login], [...many, 'main.tf'])[0]).toBe('main.tf');
  });

  it('follows the scripts of a package', () => {
    const manifest = { 'package.json': '{"scripts":{"x":"sh ./tools/x.sh"}}' };
    expect(referenced(['npm run x'], ['tools/x.sh'], manifest)).toEqual(['tools/x.sh']);
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    'npm',
    'publish',
    'run',
    'make',
    '-C',
    '..',
    '$X',
    '${{ x }}',
    '|',
    '&&',
    '(',
    '"',
    "'",
    '\n',
    '\t',
    'cd',
    './a.sh',
    '--',
    '=',
    ':',
    '-m',
    'python',
    'npx',
    '\\',
  );
  const script = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 30 }).map((all) => all.join(' ')),
  );

  it('is read without an error, whatever a script, makefile or manifest says', () => {
    fc.assert(
      fc.property(script, script, script, (run, makefile, manifest) => {
        const { tree, texts, set } = running(['make all', 'npm run a', './a.sh'], {
          Makefile: makefile,
          'package.json': manifest,
          'a.sh': run,
        });
        publishStepsIn(set, texts);
        referencedPaths(tree, texts);
        expect(Array.isArray(commandsOf(run, 'bash'))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
