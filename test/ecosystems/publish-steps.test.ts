import { describe, expect, it } from 'vitest';
import { publishStepsIn } from '../../src/ecosystems/publish-steps.ts';
import { tracedCommands } from '../../src/ecosystems/traced-command.ts';
import { marked, repositoryOf, running, workflowOf } from './repository-of.ts';

const kindsOf = (step: string, files: Readonly<Record<string, string>> = {}) => {
  const { set, texts } = running([step], files);
  return publishStepsIn(set, texts).steps.map(({ kind }) => kind);
};

describe('commands that publish', () => {
  it.each([
    ['npm publish --provenance', 'npm'],
    ['npm stage publish', 'npm'],
    ['pnpm -r publish --no-git-checks', 'npm'],
    ['yarn npm publish', 'npm'],
    ['yarn publish', 'npm'],
    ['npx changeset publish', 'npm'],
    ['npx lerna publish from-package --yes', 'npm'],
    ['npx nx release --yes', 'npm'],
    ['npm publish --dry-run="$DRY"', 'npm'],
    ['twine upload dist/*', 'pypi'],
    ['python -m twine upload --skip-existing dist/*', 'pypi'],
    ['uv publish', 'pypi'],
    ['poetry publish --build', 'pypi'],
    ['hatch publish', 'pypi'],
    ['flit publish', 'pypi'],
    ['cargo publish --locked', 'crate'],
    ['cargo +stable publish', 'crate'],
    ['gem push pkg/x.gem', 'gem'],
    ['bundle exec rake release', 'gem'],
    ['dotnet nuget push out/*.nupkg', 'nuget'],
    ['nuget push x.nupkg', 'nuget'],
    ['mvn -B -ntp deploy', 'maven'],
    ['./mvnw --batch-mode deploy -DskipTests', 'maven'],
    ['./gradlew publishToSonatype', 'maven'],
    ['curl --form bundle=@b.zip "$API/upload?publishingType=USER_MANAGED&name=1"', 'maven'],
    ['id="$(curl --form bundle=@b.zip "$API/upload?publishingType=AUTOMATIC")"', 'maven'],
    ['gradle :lib:publishAllPublicationsToCentral', 'maven'],
    ['docker push ghcr.io/o/r:1', 'container'],
    ['docker buildx build --push -t ghcr.io/o/r .', 'container'],
    ['docker buildx build --output type=registry,name=x .', 'container'],
    ['docker buildx imagetools create -t x y', 'container'],
    ['ko build ./cmd/app', 'container'],
    ['helm push x.tgz oci://ghcr.io/o', 'helm'],
    ['gh release upload v1 dist/*', 'binaries'],
    ['gh release create v1 dist/*', 'binaries'],
    ['gh release create "$TAG" --draft', 'source'],
    ['gh release edit v1 --draft=false', 'source'],
    ['goreleaser release --clean', 'binaries'],
    ['gh release create "$TAG" "${NOTES_FLAGS[@]}"', 'source'],
    ['echo dist/* | xargs gh release create "${create_args[@]}" --', 'binaries'],
    ['$DRY gh release upload v1 dist/*', 'binaries'],
    ['${BIN}twine upload dist/*', 'pypi'],
    ['crane copy localhost:5000/x ghcr.io/o/x', 'container'],
    ['depot build --push -t ghcr.io/o/r .', 'container'],
  ])('%s → %s', (command, kind) => {
    expect(kindsOf(command)).toEqual([kind]);
  });

  it.each([
    'npm publish --dry-run',
    'npm pack',
    'echo npm publish',
    'cargo publish --dry-run',
    './gradlew publishToMavenLocal',
    'mvn -B verify',
    'docker build -t x .',
    'docker buildx build --load .',
    'docker push localhost:5000/x:1',
    'npm publish --registry http://localhost:4873',
    'goreleaser release --snapshot --clean',
    'goreleaser release --skip=publish',
    'goreleaser check',
    'npx semantic-release --dry-run',
    'gh release download v1',
    'gh release view v1',
    'ko build --local ./cmd/app',
    'skopeo copy docker://a oci:b',
    'twine upload --repository testpypi dist/*',
    'uv publish --publish-url https://test.pypi.org/legacy/',
    'KO_DOCKER_REPO=kind.local ko apply -f config',
    'crane copy ghcr.io/o/x ttl.sh/x:1h',
    'mvn deploy -DaltDeploymentRepository=local::file:./target/staging',
  ])('%s publishes nothing', (command) => {
    expect(kindsOf(command)).toEqual([]);
  });
});

describe('actions that publish', () => {
  const sha = '0'.repeat(40);
  const uses = (action: string, ...inputs: readonly string[]) =>
    [`uses: ${action}@${sha}`, ...(inputs.length > 0 ? ['with:'] : []), ...inputs.map((input) => `  ${input}`)].join(
      '\n',
    );

  it.each([
    [uses('docker/build-push-action', 'push: true'), 'container'],
    [uses('docker/build-push-action', "push: ${{ github.event_name != 'pull_request' }}"), 'container'],
    [uses('docker/build-push-action', 'outputs: type=image,push=true'), 'container'],
    [uses('docker/build-push-action', 'outputs: type=registry'), 'container'],
    [uses('docker/bake-action', 'push: true'), 'container'],
    [uses('pypa/gh-action-pypi-publish'), 'pypi'],
    [uses('rubygems/release-gem'), 'gem'],
    [uses('softprops/action-gh-release', 'files: dist/*'), 'binaries'],
    [uses('softprops/action-gh-release'), 'source'],
    [uses('ncipollo/release-action', 'artifacts: dist/*'), 'binaries'],
    [uses('goreleaser/goreleaser-action', 'args: release --clean'), 'binaries'],
    [uses('goreleaser/goreleaser-action', "args: ${{ inputs.try && 'release --snapshot' || 'release' }}"), 'binaries'],
    [uses('goreleaser/goreleaser-action', "args: release ${{ inputs.try && '--snapshot' || '' }}"), 'binaries'],
    [uses('nick-fields/retry', 'command: npm publish'), 'npm'],
    [uses('actions-rs/cargo', 'command: publish', 'args: --locked'), 'crate'],
    [uses('depot/build-push-action', 'push: true'), 'container'],
    [uses('changesets/action', 'publish: pnpm release'), 'npm'],
    [uses('helm/chart-releaser-action'), 'helm'],
    [uses('PyO3/maturin-action', 'command: upload'), 'pypi'],
    [uses('JS-DevTools/npm-publish'), 'npm'],
    [uses('actions/upload-release-asset'), 'binaries'],
    [uses('svenstaro/upload-release-action'), 'binaries'],
    [uses('jreleaser/release-action'), 'binaries'],
  ])('%s → %s', (step, kind) => {
    expect(kindsOf(step)).toEqual([kind]);
  });

  it.each([
    uses('docker/build-push-action'),
    uses('docker/build-push-action', 'push: false'),
    uses('docker/build-push-action', 'load: true'),
    uses('docker/build-push-action', 'push: true', 'tags: localhost:5000/app:latest'),
    uses('goreleaser/goreleaser-action', 'args: build --snapshot'),
    uses('goreleaser/goreleaser-action', 'args: release --snapshot'),
    uses('goreleaser/goreleaser-action', "args: ${{ inputs.try && 'release --snapshot' || 'build' }}"),
    uses('pypa/gh-action-pypi-publish', 'repository-url: https://test.pypi.org/legacy/'),
    uses('actions-rs/cargo', 'command: publish', 'args: --dry-run'),
    uses('nick-fields/retry', 'command: npm test'),
    uses('goreleaser/goreleaser-action', 'install-only: true', 'args: release'),
    uses('changesets/action'),
    uses('PyO3/maturin-action', 'command: build'),
    uses('actions/checkout'),
  ])('%s publishes nothing', (step) => {
    expect(kindsOf(step)).toEqual([]);
  });
});

describe('what a tool publishes by its configuration', () => {
  it('takes images from the configuration of GoReleaser', () => {
    expect(kindsOf('goreleaser release', { '.goreleaser.yaml': 'builds: []\ndockers:\n  - {}\n' })).toEqual([
      'binaries',
      'container',
    ]);
  });
  it('takes semantic-release for npm only where the package is public', () => {
    expect(kindsOf('npx semantic-release', { 'package.json': '{"name":"a"}' })).toEqual(['npm']);
    expect(kindsOf('npx semantic-release', { 'package.json': '{"name":"a","private":true}' })).toEqual(['source']);
  });
  it('reads a bare tag by what the repository is', () => {
    expect(
      kindsOf('gh release create v1', { 'action.yml': 'name: a\nruns:\n  using: node24\n  main: a.js\n' }),
    ).toEqual(['github-action']);
    expect(kindsOf('gh release create v1', { 'go.mod': 'module x\n' })).toEqual(['go-module']);
  });
});

describe('one step away', () => {
  it.each([
    ['npm run release', { 'package.json': '{"scripts":{"release":"changeset publish"}}' }, 'package.json "release"'],
    [
      'pnpm release',
      { 'package.json': '{"scripts":{"release":"pnpm build && changeset publish"}}' },
      'package.json "release"',
    ],
    [
      'make release',
      { Makefile: 'all:\n\ttrue\nrelease: build\n\t@npm publish\nbuild:\n\ttsc\n' },
      'Makefile "release"',
    ],
    [
      'make -C web push',
      { 'web/Makefile': 'IMG ?= ghcr.io/o/r\npush:\n\tdocker push $(IMG)\n' },
      'web/Makefile "push"',
    ],
    ['./scripts/go.sh', { 'scripts/go.sh': '#!/usr/bin/env bash\nset -e\nnpm publish\n' }, 'scripts/go.sh'],
    ['bash scripts/go.sh', { 'scripts/go.sh': 'npm publish\n' }, 'scripts/go.sh'],
    ['cd sub && ./go.sh', { 'sub/go.sh': 'npm publish\n' }, 'sub/go.sh'],
    ['bash -c "npm publish"', {}, 'bash -c'],
    [
      'make ship',
      { Makefile: 'F := -s -w\nship:\n\tA="$(F)" $(BIN)/ko build --tags=$(subst /,-,$(V)) ./cmd\n' },
      'Makefile "ship"',
    ],
  ])('%s', (command, files, via) => {
    const repository = running([command], files as Record<string, string>);
    const { steps } = publishStepsIn(repository.set, repository.texts);
    expect(steps.map((step) => step.via)).toEqual([via]);
    expect(marked(repository, steps[0]!.place)).toContain(command.replace('cd sub && ', ''));
  });

  it('follows a script of the repository in PowerShell', () => {
    const script =
      'if ($env:KEY) {\n  & dotnet nuget push out/*.nupkg\n  iex "gh release create v1 $(get-item a.nupkg)"\n}\n';
    for (const command of ['./Build.ps1', '.\\Build.ps1 -Configuration Release', '& .\\Build.ps1'])
      expect(kindsOf(`shell: pwsh\nrun: |\n  ${command}`, { 'Build.ps1': script })).toEqual(['nuget', 'binaries']);
  });

  it('names a target by the word that a step hands to a local action', () => {
    const action = (input: string) =>
      `name: ship\nruns:\n  using: composite\n  steps:\n    - run: make \${{ inputs.${input} }}\n      shell: bash\n`;
    const files = (input: string) => ({ 'a/action.yml': action(input), Makefile: 'ship:\n\tdocker push o/r\n' });
    const step = 'uses: ./a\nwith:\n  target: ship';
    expect(kindsOf(step, files('target'))).toEqual(['container']);
    expect(kindsOf(step, files('other'))).toEqual([]);
  });

  it('knows where a program is told to publish by a variable', () => {
    const step = (value: string) => `run: ko build ./cmd\nenv:\n  KO_DOCKER_REPO: ${value}`;
    expect(kindsOf(step('ko.local'))).toEqual([]);
    expect(kindsOf(step('ghcr.io/o'))).toEqual(['container']);
  });

  it('goes through a local action and a script beside it', () => {
    const repository = running(['uses: ./.github/actions/ship'], {
      '.github/actions/ship/action.yml':
        'name: ship\nruns:\n  using: composite\n  steps:\n    - run: ${{ github.action_path }}/ship.sh\n      shell: bash\n',
      '.github/actions/ship/ship.sh': 'gh release upload v1 dist/*\n',
    });
    const { steps } = publishStepsIn(repository.set, repository.texts);
    expect(steps.map(({ kind, via }) => [kind, via])).toEqual([
      ['binaries', '.github/actions/ship/action.yml → .github/actions/ship/ship.sh'],
    ]);
    expect(steps[0]?.place.path).toBe('.github/actions/ship/action.yml');
    expect(steps[0]?.step?.uses?.value.text).toBe('./.github/actions/ship');
  });

  it.each([
    'pnpm changeset publish',
    'yarn changeset publish',
    'npm run changeset publish',
    'npm run changeset -- publish',
  ])('hands on what stands behind the name: %s', (command) => {
    expect(kindsOf(command, { 'package.json': '{"scripts":{"changeset":"changeset"}}' })).toEqual(['npm']);
  });

  it('runs the program of a package where no script has that name', () => {
    expect(kindsOf('yarn semantic-release', { 'package.json': '{"name":"a"}' })).toEqual(['npm']);
    expect(kindsOf('pnpm vitest run', { 'package.json': '{}' })).toEqual([]);
  });

  it('takes a rehearsal for none', () => {
    const files = { 'package.json': '{"scripts":{"release":"npm publish"}}' };
    expect(kindsOf('npm run release -- --dry-run', files)).toEqual([]);
    expect(kindsOf('npm run release -- --tag "next $X"', files)).toEqual(['npm']);
  });

  it('ends on scripts that run each other', () => {
    const { set, texts } = running(['npm run a'], {
      'package.json': '{"scripts":{"a":"npm run b","b":"npm run a && npm publish"}}',
    });
    expect(publishStepsIn(set, texts).steps.length).toBeGreaterThan(0);
  });

  it('stays at the root for a script of the root although another package has one of the same name', () => {
    expect(
      kindsOf('npm run release', {
        'package.json': '{"scripts":{"release":"echo none"}}',
        'packages/a/package.json': '{"scripts":{"release":"npm publish"}}',
      }),
    ).toEqual([]);
  });
});

describe('what cannot be followed', () => {
  const unknownOf = (jobs: string, head = 'on: push\n', files: Readonly<Record<string, string>> = {}) => {
    const { set, texts } = repositoryOf({ '.github/workflows/w.yml': `${head}jobs:\n${jobs}`, ...files });
    return publishStepsIn(set, texts).unknown.map(({ because }) => because);
  };
  const remote = '  a:\n    uses: o/r/.github/workflows/x.yml@v1\n    secrets: inherit\n';

  it('names a workflow of another repository', () => {
    expect(unknownOf(remote)).toEqual(['calls o/r/.github/workflows/x.yml@v1, a workflow of another repository']);
  });
  it('keeps quiet about one that has nothing to publish with, or only runs for pull requests', () => {
    expect(
      unknownOf('  a:\n    uses: o/r/.github/workflows/x.yml@v1\n', 'on: push\npermissions:\n  contents: read\n'),
    ).toEqual([]);
    expect(unknownOf(remote, 'on: pull_request\n')).toEqual([]);
  });
  it('knows what the builders of SLSA and Docker do', () => {
    const slsa = 'slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml@v2.1.0';
    const { set, texts } = repositoryOf({ '.github/workflows/w.yml': `on: push\njobs:\n  a:\n    uses: ${slsa}\n` });
    const { steps, unknown } = publishStepsIn(set, texts);
    expect(steps.map(({ kind, step }) => [kind, step])).toEqual([['binaries', null]]);
    expect(unknown).toEqual([]);
  });
  it('names a program that says it releases', () => {
    const job = '  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: node scripts/release.mjs\n';
    expect(unknownOf(job)).toEqual(['runs "node scripts/release.mjs", which cannot be followed']);
    expect(unknownOf(job.replace('release.mjs', 'release-notes.mjs'))).toEqual([]);
    expect(unknownOf(job.replace('release.mjs', 'release.mjs --dry-run'))).toEqual([]);
    expect(unknownOf(job.replace('release.mjs', 'publishAll.ts'))).toHaveLength(1);
  });
  it('takes neither what compilers write nor what is installed for something that releases', () => {
    const job = (run: string) => `  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${run}\n`;
    expect(unknownOf(job('./build/release/app --version'))).toEqual([]);
    expect(unknownOf(job('python scripts/bench.py --old build/release/app'))).toEqual([]);
    expect(unknownOf(job('npm install release-please@17 -g'))).toEqual([]);
    expect(unknownOf(job('ant upload -Dapp.dry.run=true'))).toEqual([]);
    expect(unknownOf(job('npm publish --registry=http://localhost:4873'))).toEqual([]);
    expect(unknownOf(job('./tools/release/publish.ts'))).toHaveLength(1);
  });
  it('names a script that cannot be read behind one that says it publishes', () => {
    const job = '  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pnpm run ci-publish v1\n';
    expect(unknownOf(job, 'on: push\n', { 'package.json': '{"scripts":{"ci-publish":"tsx scripts/go.ts"}}' })).toEqual([
      'runs "tsx scripts/go.ts v1", which cannot be followed',
    ]);
  });
  it('takes an environment or a secret for something to publish with', () => {
    const head = 'on: push\npermissions: {}\n';
    const job = (extra: string) =>
      `  a:\n    runs-on: ubuntu-24.04\n${extra}    steps:\n      - run: node scripts/release.mjs\n`;
    expect(unknownOf(job(''), head)).toEqual([]);
    expect(unknownOf(job('    environment: release\n'), head)).toHaveLength(1);
    expect(unknownOf(job('    env: { T: "${{ secrets.NPM_TOKEN }}" }\n'), head)).toHaveLength(1);
  });
  it('does not call a command unknown that is known to publish', () => {
    const { set, texts } = repositoryOf({ '.github/workflows/w.yml': workflowOf(['bundle exec rake release']) });
    expect(publishStepsIn(set, texts).unknown).toEqual([]);
  });
});

describe('hostile repositories', () => {
  it('stops following scripts that multiply, and says so', () => {
    const many = (name: string) => Array.from({ length: 60 }, () => `npm run ${name}`).join(' && ');
    const scripts = { a: `${many('b')} && npm run last`, b: many('c'), c: many('d'), d: 'tsc', last: 'npm publish' };
    const { set, texts } = running(['npm run a'], { 'package.json': JSON.stringify({ scripts }) });
    const { unknown } = publishStepsIn(set, texts);
    expect(tracedCommands(set, texts).length).toBeLessThan(50_000);
    expect(unknown.some(({ because }) => because === 'runs "npm run last", which cannot be followed')).toBe(true);
  });
});
