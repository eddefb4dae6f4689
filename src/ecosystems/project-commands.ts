import { textAt } from '../model/files.ts';
import type { Ecosystem, EcosystemId } from './ecosystem.ts';
import type { ProjectView } from './fact-views.ts';
import { scriptsOf } from './package-scripts.ts';

type Commands = {
  install?(project: ProjectView, own: Ecosystem): string | null;
  build?(project: ProjectView, own: Ecosystem): string | null;
  test?(project: ProjectView, own: Ecosystem): string | null;
};

const NODE: Commands = {
  install: (_, { id, lockfile }) => (lockfile === null ? `${id} install` : STRICT_INSTALL[id]) ?? null,
  build: (project, { id }) => (hasScript(project, 'build') ? `${id} run build` : null),
  test: (project, { id }) => (hasScript(project, 'test') ? (id === 'bun' ? 'bun run test' : `${id} test`) : null),
};

const STRICT_INSTALL: Readonly<Partial<Record<EcosystemId, string>>> = {
  npm: 'npm ci',
  pnpm: 'pnpm install --frozen-lockfile',
  yarn: 'yarn install --immutable',
  bun: 'bun install --frozen-lockfile',
};

/** How each tool is called on the command line; null where the files do not say that it would work. */
const COMMANDS: Readonly<Partial<Record<EcosystemId, Commands>>> = {
  npm: NODE,
  pnpm: NODE,
  yarn: {
    ...NODE,
    install: (project, own) =>
      own.lockfile !== null &&
      !project.paths.has('.yarnrc.yml') &&
      !/"yarn@[2-9]/.test(textAt(project.texts, 'package.json')?.text ?? '')
        ? 'yarn install --frozen-lockfile'
        : (NODE.install?.(project, own) ?? null),
  },
  bun: NODE,
  uv: {
    install: () => 'uv sync --locked',
    build: () => 'uv build',
    test: (project) => (usesPytest(project) ? 'uv run --locked pytest' : null),
  },
  poetry: {
    install: () => 'poetry check --lock && poetry install',
    build: () => 'poetry build',
    test: (project) => (usesPytest(project) ? 'poetry run pytest' : null),
  },
  hatch: { build: () => 'hatch build', test: () => 'hatch test' },
  pip: {
    build: (project) => (isPackage(project) ? 'python -m build' : null),
    test: (project) => (usesPytest(project) ? 'python -m pytest' : null),
  },
  go: { install: () => 'go mod download', build: () => 'go build -trimpath ./...', test: () => 'go test ./...' },
  cargo: {
    install: (_, { lockfile }) => (lockfile === null ? null : 'cargo fetch --locked'),
    build: (_, { lockfile }) => (lockfile === null ? 'cargo build --release' : 'cargo build --release --locked'),
    test: (_, { lockfile }) => (lockfile === null ? 'cargo test' : 'cargo test --locked'),
  },
  maven: {
    build: (project) => `${maven(project)} -B -ntp package`,
    test: (project) => `${maven(project)} -B -ntp verify`,
  },
  gradle: { build: (project) => `${gradle(project)} assemble`, test: (project) => `${gradle(project)} check` },
  dotnet: {
    install: (_, { lockfile }) => (lockfile === null ? 'dotnet restore' : 'dotnet restore --locked-mode'),
    build: () => 'dotnet build -c Release',
    test: () => 'dotnet test',
  },
  bundler: {
    install: () => 'bundle install',
    test: (project) =>
      project.paths.has('Rakefile') ? 'bundle exec rake' : project.paths.has('.rspec') ? 'bundle exec rspec' : null,
  },
  composer: {
    install: () => 'composer install',
    test: (project) =>
      project.paths.has('phpunit.xml.dist') || project.paths.has('phpunit.xml') ? 'vendor/bin/phpunit' : null,
  },
  make: {
    build: (project) => (hasTarget(project, 'build') ? 'make build' : 'make'),
    test: (project) => (hasTarget(project, 'test') ? 'make test' : hasTarget(project, 'check') ? 'make check' : null),
  },
  cmake: { build: () => 'cmake -B build && cmake --build build', test: () => 'ctest --test-dir build' },
};

export const installCommand = (project: ProjectView): string | null => commandOf(project, 'install');
export const buildCommand = (project: ProjectView): string | null => commandOf(project, 'build');
export const testCommand = (project: ProjectView): string | null => commandOf(project, 'test');

/** Of the first project in the root that has such a command. */
function commandOf(project: ProjectView, what: keyof Commands): string | null {
  for (const own of project.ecosystems) {
    const command = own.directory === '' ? (COMMANDS[own.id]?.[what]?.(project, own) ?? null) : null;
    if (command !== null) return command;
  }
  return null;
}

/** `npm init` writes a test script that only fails. */
const hasScript = ({ texts }: ProjectView, name: string): boolean => {
  const script = scriptsOf(texts, 'package.json')[name];
  return script !== undefined && !/no test specified/.test(script);
};

const usesPytest = ({ texts, paths }: ProjectView): boolean =>
  ['pyproject.toml', 'tox.ini', 'setup.cfg', 'requirements-dev.txt', 'requirements.txt'].some((path) =>
    /pytest/.test(textAt(texts, path)?.text ?? ''),
  ) ||
  paths.has('pytest.ini') ||
  paths.has('conftest.py');

const isPackage = ({ texts, paths }: ProjectView): boolean =>
  paths.has('setup.py') || /^\[(?:project|build-system)\]/m.test(textAt(texts, 'pyproject.toml')?.text ?? '');

const maven = ({ paths }: ProjectView): string => (paths.has('mvnw') ? './mvnw' : 'mvn');
const gradle = ({ paths }: ProjectView): string => (paths.has('gradlew') ? './gradlew' : 'gradle');

const hasTarget = ({ texts, paths }: ProjectView, target: string): boolean =>
  ['GNUmakefile', 'makefile', 'Makefile'].some(
    (path) => paths.has(path) && new RegExp(`^${target}\\s*:`, 'm').test(textAt(texts, path)?.text ?? ''),
  );
