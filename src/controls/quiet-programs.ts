import type { Invocation } from '../ecosystems/invocation.ts';

/** Programs that never look for a credential of the job. */
export const isQuiet = (program: string): boolean => QUIET.has(program);

const QUIET: ReadonlySet<string> = new Set(
  `echo printf cd pwd mkdir rmdir cp mv rm ls cat touch test [ [[ : true false exit return export unset set shopt read local declare
   sleep chmod chown ln find sort uniq head tail cut tr wc tee sed awk grep egrep rg jq yq diff date env which command type basename
   dirname realpath tar zip unzip gzip gunzip xz sha256sum sha512sum shasum md5sum df du free uname id whoami ulimit trap wait kill seq
   hostname openssl break continue let mapfile readarray typeset readonly alias hash times umask getopts shift pushd popd dirs cmp comm
   paste fold nl rev tac expr bc base64 xxd od hexdump file stat readlink mktemp install truncate split csplit join fgrep zgrep zcat
   bzip2 bunzip2 7z 7za zstd unzstd cpio rsync ps pkill killall pgrep nproc lscpu lsof mount umount swapon swapoff fallocate dd losetup
   journalctl systemctl service sysctl dmesg locale localectl timedatectl update-alternatives ldconfig ldd nm objdump strip
   readelf otool lipo install_name_tool codesign xattr sw_vers xcode-select xcrun defaults launchctl groupadd useradd usermod adduser
   addgroup getent ifconfig ip netstat ss nc ping dig nslookup host ssh-keygen tty stty column less more yes factor numfmt printenv
   sha1sum b2sum cksum sum git-lfs Write-Host Write-Output Get-ChildItem Copy-Item Move-Item Remove-Item New-Item Set-Location
   Test-Path Get-Content Set-Content Add-Content Out-File Expand-Archive Compress-Archive Join-Path Split-Path Get-Item Start-Sleep
   Write-Error Get-Location Get-Command Get-FileHash dir copy move del rd md xcopy robocopy where setx`.split(/\s+/),
);

/** Installs, builds and tests: they run the project's own code, which has no business with the token that nobody handed to it. */
export function isBuildTool({ program, words }: Invocation): boolean {
  const [verb = ''] = words;
  if (RUNNERS.has(program)) return !/publish|release|deploy|version|dlx|exec|login|stage/.test(words.join(' '));
  if (/^(?:python|pypy)[\d.]*$/.test(program)) return words[0] === undefined || !words[0].endsWith('.py');
  if (program === 'cargo') return !/^(?:publish|release|login|smart-release|workspaces)$/.test(verb);
  if (program === 'docker' || program === 'podman' || program === 'buildah')
    return (
      !/^(?:login|run|exec|start)$/.test(verb) &&
      !/^(?:compose|buildx) (?:run|exec|imagetools|bake)/.test(words.join(' '))
    );
  if (program === 'brew')
    return /^(?:install|update|upgrade|tap|link|unlink|uninstall|list|info|config|doctor|cleanup|--\w+)$/.test(verb);
  if (program === 'changeset') return /^(?:status|version|add)$/.test(verb);
  if (program === 'nx' || program === 'lerna')
    return /^(?:run|run-many|affected|build|test|lint|format:check|list)$/.test(verb);
  if (program === 'mkdocs') return verb !== 'gh-deploy';
  if (program === 'helm')
    return /^(?:lint|template|package|dependency|dep|repo|version|plugin|install|upgrade|test)$/.test(verb);
  return BUILDERS.has(program);
}

const RUNNERS: ReadonlySet<string> = new Set(
  'npm pnpm yarn bun make gmake just task mvn mvnw gradle gradlew dotnet deno'.split(' '),
);
const BUILDERS: ReadonlySet<string> = new Set(
  `pip pip3 pytest tox nox mypy ruff black flake8 isort pylint coverage pre-commit poetry hatch uv go gofmt golangci-lint rustup rustc
   cmake ctest ninja meson gcc g++ clang cc javac java bundle rake rspec rubocop composer phpunit php corepack node-gyp tsc eslint
   prettier vitest jest mocha actionlint shellcheck apt apt-get apt-cache dpkg dpkg-deb choco yum dnf apk pacman zypper snap winget
   scoop vcpkg conan conda mamba micromamba turbo tsdown tsup ncc esbuild vite rollup webpack parcel playwright cypress pipx npm-run-all run-s run-p
   biome stylelint markdownlint markdownlint-cli2 knip size-limit typedoc attw publint c8 nyc ava tap xo standard oxlint dprint
   gem erlc rebar3 mix elixir swift xcodebuild pod carthage flutter dart sbt lein clj stack cabal ghc opam dune zig nim
   perl prove cpan cpanm R Rscript julia ant bazel bazelisk buck2 scons autoconf automake autoreconf configure libtoolize make.exe
   msbuild nuget ctags doxygen sphinx-build pdflatex latexmk pandoc hugo jekyll cppcheck clang-tidy clang-format gcov gcovr lcov
   valgrind cargo-deny cargo-nextest wasm-pack wasm-bindgen nextest miri cross kustomize kubeconform kubectl kind minikube k3d ct
   hadolint yamllint vale codespell typos cspell terraform tflint tofu packer vagrant qemu-img twine check-manifest build pyright
   pyproject-build bandit pip-audit safety govulncheck staticcheck gotestsum ginkgo buf protoc syft grype trivy osv-scanner zizmor
   gitleaks semgrep composer.phar psalm phpstan phpcs php-cs-fixer pest infection rector box phive`.split(/\s+/),
);
