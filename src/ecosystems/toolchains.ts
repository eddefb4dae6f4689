import { bundler } from './bundler.ts';
import { cargo } from './cargo.ts';
import { composer } from './composer.ts';
import { docker } from './docker.ts';
import { dotnet } from './dotnet.ts';
import { githubRelease } from './github-release.ts';
import { go } from './go.ts';
import { gradle } from './gradle.ts';
import { helm } from './helm.ts';
import { make } from './make.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { python } from './python.ts';
import { releaseTools } from './release-tools.ts';
import type { Toolchain } from './toolchain.ts';

/** Every family of tools that is known, in the order in which its rows are tried. */
export const TOOLCHAINS: readonly Toolchain[] = [
  releaseTools,
  githubRelease,
  npm,
  python,
  cargo,
  go,
  maven,
  gradle,
  dotnet,
  bundler,
  composer,
  docker,
  helm,
  make,
];
