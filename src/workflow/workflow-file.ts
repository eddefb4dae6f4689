import type { Place } from '../model/finding.ts';
import type { Route, YamlValue } from '../model/operation.ts';
import type { PermissionMap } from '../model/permission.ts';
import type { UsesReference } from './uses-reference.ts';

/** A value with where it stands: `route` addresses it for operations, `place` for findings. */
export type Located<T> = { readonly value: T; readonly route: Route; readonly place: Place };

/** `permissions:` as written: a mapping (possibly empty), or one of the two words. Null when it is absent or not understood. */
export type DeclaredPermissions =
  | {
      readonly kind: 'map';
      readonly scopes: PermissionMap;
      readonly entries: readonly Located<readonly [string, string]>[];
    }
  | { readonly kind: 'read-all' | 'write-all' }
  | { readonly kind: 'not-understood'; readonly text: string };

export type Step = {
  readonly route: Route;
  readonly place: Place;
  readonly id: string | null;
  readonly name: string | null;
  readonly uses: Located<UsesReference> | null;
  readonly run: Located<string> | null;
  readonly shell: string | null;
  readonly with: Readonly<Record<string, Located<string>>>;
  readonly env: Readonly<Record<string, Located<string>>>;
  /** The `if:` text, without deciding it. */
  readonly condition: string | null;
  /** Nested steps of `parallel:`; walked by `stepsOf`. */
  readonly parallel: readonly Step[];
};

/** What `runs-on` says: labels as written; `expression` when any of them is computed and could not be resolved from the matrix. */
export type RunsOn = {
  readonly labels: readonly Located<string>[];
  readonly group: string | null;
  readonly expression: Located<string> | null;
};

export type Image = Located<string>;

export type Job = {
  readonly id: string;
  readonly route: Route;
  readonly place: Place;
  readonly name: string | null;
  readonly needs: readonly string[];
  readonly condition: string | null;
  readonly runsOn: RunsOn | null;
  readonly permissions: Located<DeclaredPermissions> | null;
  readonly environment: Located<string> | null;
  /** A call of a reusable workflow. */
  readonly uses: Located<UsesReference> | null;
  readonly secrets: 'inherit' | Readonly<Record<string, string>> | null;
  readonly env: Readonly<Record<string, Located<string>>>;
  readonly container: Image | null;
  readonly services: readonly Image[];
  readonly defaultShell: string | null;
  readonly hasMatrix: boolean;
  readonly steps: readonly Step[];
  readonly cacheMode: string | null;
  readonly timeoutMinutes: string | null;
};

/** One event of `on:`; `config` is the event's own mapping as plain data (branches, tags, types, cron, inputs). */
export type Trigger = { readonly event: string; readonly place: Place; readonly config: YamlValue };

/** A workflow as data with positions. Built once per text. */
export type Workflow = {
  readonly path: string;
  readonly name: string | null;
  readonly triggers: readonly Trigger[];
  readonly permissions: Located<DeclaredPermissions> | null;
  readonly env: Readonly<Record<string, Located<string>>>;
  readonly defaultShell: string | null;
  readonly cacheMode: string | null;
  readonly jobs: readonly Job[];
};

/** A composite, JavaScript or Docker action's metadata (`action.yml`). */
export type ActionMetadata = {
  readonly path: string;
  readonly using: string | null;
  /** `image:` of a Docker action. */
  readonly image: Located<string> | null;
  readonly steps: readonly Step[];
};

/** A file that GitHub could not run: why, in one sentence, and where. */
export type Broken = { readonly path: string; readonly message: string; readonly place: Place };
