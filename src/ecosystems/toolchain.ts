import type { Step } from '../workflow/workflow-file.ts';
import type { CommandRow } from './command-pattern.ts';
import type { EcosystemId } from './ecosystem.ts';
import type { Invocation } from './invocation.ts';
import type { PublishKind } from './publish-kind.ts';
import type { Strictness } from './strictness.ts';
import type { Surroundings } from './surroundings.ts';

/** How a manifest is recognised, and which lock files fix what it asks for. */
export type ManifestRow = {
  readonly id: EcosystemId;
  /** File names, `*` allowed; the first that is there names the project. */
  readonly manifests: readonly string[];
  /** Names in the manifest's folder or, for members of a workspace, above it. Paths with `/` are looked up below the folder. */
  readonly lockfiles: readonly string[];
  /** `nested` manifests below another one belong to it (members, modules) unless they have a lock file of their own. */
  readonly nested: 'member' | 'own';
};

/** Builds or tests. `build` makes what is shipped, `test` only looks at it. */
export type BuildRow = CommandRow & { readonly purpose: 'build' | 'test' };

export type InstallRow = CommandRow & {
  readonly ecosystem: EcosystemId;
  /** Null when it does not install the project's dependencies after all (`npm install -g x`). */
  judge(invocation: Invocation, around: Surroundings): Strictness | null;
};

export type PublishRow = CommandRow & {
  readonly kind: PublishKind;
  /** A further condition that options alone cannot say. */
  when?(invocation: Invocation): boolean;
};

/** What an action publishes with these inputs, or null when they keep it from publishing. */
export type PublishAction = (step: Step) => PublishKind | null;

/** What one family of tools looks like on a command line and in a tree. Says what is, never what is good. */
export type Toolchain = {
  /** How the family is called: `npm`, `python`, `cargo` … */
  readonly name: string;
  readonly manifests: readonly ManifestRow[];
  readonly builds: readonly BuildRow[];
  readonly installs: readonly InstallRow[];
  readonly publishes: readonly PublishRow[];
  /** By `owner/repo` or `owner/repo/path` in lower case. */
  readonly publishActions: Readonly<Record<string, PublishAction>>;
  /** Actions that build, by the same key. */
  readonly buildActions: readonly string[];
};
