import type { Toolchain } from './toolchain.ts';

/** Make and CMake, and the build tools of C and C++. */
export const make: Toolchain = {
  name: 'make',
  manifests: [
    { id: 'make', manifests: ['Makefile', 'GNUmakefile', 'makefile'], lockfiles: [], nested: 'member' },
    { id: 'cmake', manifests: ['CMakeLists.txt'], lockfiles: [], nested: 'member' },
  ],
  builds: [
    {
      run: 'make|gmake|nmake|just|task|mage test*|check*|*-test|*-check|lint*|*_test|vet|coverage|ci',
      purpose: 'test',
    },
    { run: 'make|gmake|nmake|ninja|mage', purpose: 'build' },
    { run: 'just|task build*|*:build|*-build|compile|dist|package|all', purpose: 'build' },
    { run: 'cmake', only: ['--build'], purpose: 'build' },
    { run: 'cmake|meson|autoreconf|configure|xcodebuild|swift|zig|bazel', purpose: 'build' },
    { run: 'ctest', purpose: 'test' },
  ],
  installs: [],
  publishes: [],
  publishActions: {},
  buildActions: ['lukka/run-cmake', 'threeal/cmake-action'],
};
