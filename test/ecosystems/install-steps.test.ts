import { describe, expect, it } from 'vitest';
import { installStepsIn } from '../../src/ecosystems/install-steps.ts';
import { marked, repositoryOf, running } from './repository-of.ts';

const judge = (command: string, files: Readonly<Record<string, string>> = {}) => {
  const { set, tree, texts } = running([command], files);
  return installStepsIn(set, tree, texts).map(({ ecosystem, strict, strictForm }) => [ecosystem, strict, strictForm]);
};
const npmLock = { 'package-lock.json': '{}' };

describe('strict installs', () => {
  it.each([
    ['npm ci', 'npm', npmLock],
    ['npm clean-install --ignore-scripts', 'npm', npmLock],
    ['pnpm install', 'pnpm', { 'pnpm-lock.yaml': '' }],
    ['yarn install --frozen-lockfile', 'yarn', { 'yarn.lock': '' }],
    ['yarn', 'yarn', { 'yarn.lock': '', '.yarnrc.yml': '' }],
    ['bun install --frozen-lockfile', 'bun', { 'bun.lock': '' }],
    ['pip install --require-hashes -r requirements.txt', 'pip', { 'requirements.txt': 'a==1 --hash=sha256:0\n' }],
    ['uv sync --locked', 'uv', { 'uv.lock': '' }],
    ['UV_FROZEN=1 uv sync', 'uv', { 'uv.lock': '' }],
    ['cargo build --release --locked', 'cargo', { 'Cargo.lock': '' }],
    ['go build ./...', 'go', { 'go.mod': 'module x\n', 'go.sum': '' }],
    ['./mvnw -B verify', 'maven', { mvnw: '' }],
    ['./gradlew build', 'gradle', { gradlew: '', 'gradle/verification-metadata.xml': '' }],
    ['dotnet restore --locked-mode', 'dotnet', { 'src/a/packages.lock.json': '' }],
    ['bundle install --deployment', 'bundler', { 'Gemfile.lock': '' }],
    ['composer install', 'composer', { 'composer.lock': '' }],
    ['terraform init -lockfile=readonly', 'terraform', { '.terraform.lock.hcl': '' }],
  ])('%s', (command, ecosystem, files) => {
    expect(judge(command, files as Record<string, string>)).toEqual([[ecosystem, true, null]]);
  });
});

describe('where a lock file is looked for', () => {
  it.each([
    ['pnpm install --dir ./ui --frozen-lockfile', { 'ui/pnpm-lock.yaml': '', 'ui/package.json': '{}' }],
    ['npm --prefix web ci', { 'web/package-lock.json': '{}' }],
    ['cargo build --locked --manifest-path tool/Cargo.toml', { 'tool/Cargo.toml': '', 'tool/Cargo.lock': '' }],
    ['uv sync --project docs --locked', { 'docs/uv.lock': '' }],
  ])('%s', (command, files) => {
    expect(judge(command, files as unknown as Record<string, string>).map(([, strict]) => strict)).toEqual([true]);
  });

  it('leaves another repository beside this one to itself, and finds this one in a folder', () => {
    const inFolder = (checkout: string) => {
      const steps = [
        `uses: actions/checkout@v6\nwith:\n  path: src/app\n${checkout}`,
        'run: yarn install\nworking-directory: src/app',
      ];
      const { set, tree, texts } = running(steps, { 'yarn.lock': '', 'package.json': '{}' });
      return installStepsIn(set, tree, texts).map(({ locked }) => locked);
    };
    expect(inFolder('  repository: o/other')).toEqual([]);
    expect(inFolder('  fetch-depth: 0')).toEqual([true]);
  });
});

it('a Go module without requirements has nothing to lock', () => {
  expect(judge('go test ./...', { 'go.mod': 'module x\n\ngo 1.24\n' })).toEqual([]);
  expect(judge('go test ./...', { 'go.mod': 'module x\n\nrequire a.b/c v1.0.0\n' })).toEqual([['go', false, null]]);
});

describe('loose installs, and what to write instead', () => {
  it.each([
    ['npm install', npmLock, 'npm ci'],
    ['npm i --no-save --ignore-scripts', npmLock, 'npm ci --ignore-scripts'],
    ['pnpm i --no-frozen-lockfile', { 'pnpm-lock.yaml': '' }, 'pnpm i --frozen-lockfile'],
    ['yarn', { 'yarn.lock': '' }, 'yarn --frozen-lockfile'],
    ['yarn install --no-immutable', { 'yarn.lock': '', '.yarnrc.yml': '' }, 'yarn install --immutable'],
    ['bun install', { 'bun.lockb': '' }, 'bun install --frozen-lockfile'],
    [
      'pip install -r requirements.txt',
      { 'requirements.txt': 'a==1 --hash=sha256:0\n' },
      'pip install --require-hashes -r requirements.txt',
    ],
    ['uv sync --group dev', { 'uv.lock': '' }, 'uv sync --locked --group dev'],
    ['uv run pytest -x', { 'uv.lock': '' }, 'uv run --locked pytest -x'],
    ['poetry install', { 'poetry.lock': '' }, 'poetry check --lock && poetry install'],
    ['cargo test --all', { 'Cargo.lock': '' }, 'cargo test --locked --all'],
    ['cargo +nightly build', { 'Cargo.lock': '' }, 'cargo +nightly build --locked'],
    ['go build -mod=mod ./...', { 'go.mod': 'module x\n', 'go.sum': '' }, 'go build ./...'],
    ['mvn -B verify', { mvnw: '' }, './mvnw -B verify'],
    ['gradle build', { gradlew: '', 'gradle.lockfile': '' }, './gradlew build'],
    ['dotnet restore', { 'packages.lock.json': '' }, 'dotnet restore --locked-mode'],
    ['bundle install', { 'Gemfile.lock': '' }, 'BUNDLE_FROZEN=true bundle install'],
    ['composer update', { 'composer.lock': '' }, 'composer install'],
    ['helm dependency update', { 'Chart.lock': '' }, 'helm dependency build'],
  ])('%s', (command, files, form) => {
    expect(
      judge(command, files as Record<string, string>).map(([, strict, strictForm]) => [strict, strictForm]),
    ).toEqual([[false, form]]);
  });

  it('offers nothing where there is no lock file', () => {
    expect(judge('npm install')).toEqual([['npm', false, null]]);
    expect(judge('cargo build')).toEqual([['cargo', false, null]]);
    expect(judge('uv sync')).toEqual([['uv', false, null]]);
    expect(judge('pip install -r requirements.txt', { 'requirements.txt': 'a\n' })).toEqual([['pip', false, null]]);
  });

  it('finds the lock file where the step works, or above', () => {
    const step = 'run: npm install\nworking-directory: web';
    expect(judge(step, { 'web/package-lock.json': '{}' })).toEqual([['npm', false, 'npm ci']]);
    expect(judge(step, npmLock)).toEqual([['npm', false, 'npm ci']]);
    expect(judge(step, { 'other/package-lock.json': '{}' })).toEqual([['npm', false, null]]);
    expect(judge('cd web && npm install', { 'web/package-lock.json': '{}' })).toEqual([['npm', false, 'npm ci']]);
  });
});

describe('what is no install of the project', () => {
  it.each([
    'npm install -g typescript',
    'npm install left-pad',
    'pip install --upgrade pip',
    'pip install build==1.2',
    'uv run --no-project x',
    'go install golang.org/x/tools/cmd/stringer@latest',
    'cargo install cargo-deny --locked',
    'cargo fmt --check',
    'go mod tidy',
    'yarn build',
    'dotnet build --no-restore',
  ])('%s', (command) => {
    expect(
      judge(command, { ...npmLock, 'go.mod': 'module x\n', 'uv.lock': '', 'yarn.lock': '', 'Cargo.lock': '' }),
    ).toEqual([]);
  });

  it('judges the restore and not the build after it', () => {
    expect(judge('dotnet restore --locked-mode\ndotnet build')).toEqual([['dotnet', true, null]]);
  });
});

describe('where it stands', () => {
  it('marks the command on its line, and takes the route of the run', () => {
    const repository = running(['set -e\nnpm install --no-audit'], npmLock);
    const [step] = installStepsIn(repository.set, repository.tree, repository.texts);
    expect(marked(repository, step!.place)).toBe('npm install --no-audit');
    expect(step!.route).toEqual(['jobs', 'job', 'steps', 0, 'run']);
  });

  it.each([
    ['run: npm install', 'npm install', 6],
    ['run: "npm install"', 'npm install', 6],
    ['run: |-\n  echo\n\n  npm install # now', 'npm install', 9],
    ['run: >-\n  npm install\n  --no-audit', '>-', 6],
  ])('marks it in %j', (step, text, line) => {
    const repository = running([step], npmLock);
    const [found] = installStepsIn(repository.set, repository.tree, repository.texts);
    expect(found!.place.line).toBe(line);
    if (text !== '>-') expect(marked(repository, found!.place)).toBe(text);
  });

  it('says of a command that stands in a script that no edit reaches it', () => {
    const { set, tree, texts } = running(['./ci.sh'], { ...npmLock, 'ci.sh': 'npm install\n' });
    expect(
      installStepsIn(set, tree, texts).map(({ strictForm, isWritten, via }) => [strictForm, isWritten, via]),
    ).toEqual([['npm ci', false, 'ci.sh']]);
  });

  it('offers it in the file of a local action', () => {
    const action = '.github/actions/x/action.yml';
    const { set, tree, texts } = running(['uses: ./.github/actions/x'], {
      ...npmLock,
      [action]: 'name: x\nruns:\n  using: composite\n  steps:\n    - run: npm install\n      shell: bash\n',
    });
    const [step] = installStepsIn(set, tree, texts);
    expect([step!.place.path, step!.route, step!.strictForm]).toEqual([action, ['runs', 'steps', 0, 'run'], 'npm ci']);
  });

  it('sees what the environment of the job says', () => {
    const workflow =
      'on: push\nenv:\n  BUNDLE_FROZEN: "true"\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: bundle install\n';
    const { set, tree, texts } = repositoryOf({ '.github/workflows/w.yml': workflow, 'Gemfile.lock': '' });
    expect(installStepsIn(set, tree, texts).map(({ strict }) => strict)).toEqual([true]);
  });

  it('reads the actions that install', () => {
    const files = { 'Gemfile.lock': '' };
    expect(judge('uses: ruby/setup-ruby@v1\nwith:\n  bundler-cache: true', files)).toEqual([['bundler', true, null]]);
    expect(judge('uses: ruby/setup-ruby@v1', files)).toEqual([]);
  });
});
