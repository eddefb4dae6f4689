import { textAt } from '../model/files.ts';
import { hasOption, type Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness } from './strictness.ts';
import { nearest, type Surroundings } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

/** Go modules. */
export const go: Toolchain = {
  name: 'go',
  manifests: [{ id: 'go', manifests: ['go.mod'], lockfiles: ['go.sum'], nested: 'own' }],
  builds: [
    { run: 'go build|install', purpose: 'build', unless: ['--version'] },
    { run: 'go test|vet|run|generate', purpose: 'test' },
    { run: 'gox|garble|xgo build', purpose: 'build' },
    { run: 'gox|goreleaser', purpose: 'build' },
    { run: 'gotestsum|golangci-lint|staticcheck', purpose: 'test' },
    { run: 'ko build|publish|apply|resolve', purpose: 'build' },
  ],
  installs: [{ run: 'go build|test|vet|generate|install|mod|run', ecosystem: 'go', judge: resolves }],
  publishes: [],
  publishActions: {
    'wangyoucao577/go-release-action': () => 'binaries',
    'ko-build/setup-ko': () => null,
  },
  buildActions: ['wangyoucao577/go-release-action', 'magefile/mage-action'],
};

const NO_CHECK = ['GOFLAGS', 'GOSUMDB', 'GONOSUMDB', 'GONOSUMCHECK', 'GOINSECURE'];

/** Since Go 1.16 a build refuses to change go.mod and go.sum (`-mod=readonly`), unless a flag or the environment says otherwise. */
function resolves(invocation: Invocation, around: Surroundings): Strictness | null {
  const [command, argument] = invocation.words;
  if (command === 'mod' && argument !== 'download' && argument !== 'verify' && argument !== 'vendor') return null;
  // `go install x@version` and `go run x@version` are tools, resolved apart from the module.
  if (invocation.words.some((word) => word.includes('@'))) return null;
  const module = nearest(around, ['go.mod', 'go.work']);
  const isLocked = nearest(around, ['go.sum']) !== null;
  if (module === null || (!isLocked && requiresNothing(around, module))) return null;
  const loosened = NO_CHECK.some((name) => loosens(name, around.env[name]));
  if (hasOption(invocation, '-mod') && invocation.options.includes('-mod=mod')) {
    return loosened ? LOOSE : { strict: false, strictForm: around.text.replace(/ -mod=mod(?=\s|$)/, '') };
  }
  return loosened || !isLocked ? LOOSE : STRICT;
}

/** A module without requirements has no go.sum, and nothing to resolve. */
function requiresNothing({ texts }: Surroundings, module: string): boolean {
  const file = textAt(texts, module);
  return module.endsWith('go.mod') && file !== null && !/^[ \t]*(?:require|replace|tool)\b/m.test(file.text);
}

const loosens = (name: string, value: string | undefined): boolean =>
  value !== undefined &&
  (name === 'GOFLAGS' ? value.includes('-mod=mod') : name === 'GOSUMDB' ? value === 'off' : value !== '');
