import { textAt } from '../model/files.ts';
import { hasOption, type Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness, withFlag } from './strictness.ts';
import { isOn, nearest, type Surroundings } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

/** .NET projects and NuGet packages. */
export const dotnet: Toolchain = {
  name: 'dotnet',
  manifests: [
    {
      id: 'dotnet',
      manifests: ['*.slnx', '*.sln', '*.csproj', '*.fsproj', '*.vbproj'],
      lockfiles: ['packages.lock.json'],
      nested: 'member',
    },
  ],
  builds: [
    { run: 'dotnet build|publish|pack|msbuild', purpose: 'build' },
    { run: 'msbuild|nuget pack', purpose: 'build' },
    { run: 'msbuild', purpose: 'build' },
    { run: 'dotnet test|vstest|format', purpose: 'test' },
  ],
  installs: [
    { run: 'dotnet restore', ecosystem: 'dotnet', judge: restore },
    {
      run: 'dotnet build|test|publish|pack|run',
      unless: ['--no-restore', '--no-build'],
      ecosystem: 'dotnet',
      judge: restore,
    },
  ],
  publishes: [
    { run: 'dotnet nuget push', kind: 'nuget' },
    { run: 'nuget push', kind: 'nuget' },
  ],
  publishActions: {
    'alirezanet/publish-nuget': () => 'nuget',
    'brandedoutcast/publish-nuget': () => 'nuget',
    'rohith/publish-nuget': () => 'nuget',
  },
  buildActions: [],
};

/** A lock file is only obeyed in locked mode (learn.microsoft.com, "Locking dependencies"). */
function restore(invocation: Invocation, around: Surroundings): Strictness | null {
  const isRestore = invocation.words[0] === 'restore';
  if (hasOption(invocation, '--locked-mode') || isLocked(invocation, around)) return STRICT;
  // A build restores what is not restored yet; after a restore step that one is the one to judge.
  if (!isRestore && around.before.some((line) => /\bdotnet\s+restore\b/.test(line))) return null;
  if (!hasLock(around)) return LOOSE;
  return withFlag(
    around.text,
    invocation.words[0] ?? 'restore',
    isRestore ? '--locked-mode' : '-p:RestoreLockedMode=true',
  );
}

const isLocked = (invocation: Invocation, around: Surroundings): boolean =>
  isOn(around, 'RestoreLockedMode') ||
  invocation.options.some((option) => /^[-/]{1,2}p(?:roperty)?:RestoreLockedMode=true$/i.test(option)) ||
  /<RestoreLockedMode[^>]*>\s*true/i.test(textAt(around.texts, 'Directory.Build.props')?.text ?? '');

/** The lock file lies beside each project, seldom where the command runs. */
const hasLock = (around: Surroundings): boolean =>
  nearest(around, ['packages.lock.json']) !== null ||
  [...around.paths].some((path) => path.endsWith('/packages.lock.json'));
