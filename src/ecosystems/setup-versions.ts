import { type TextFiles, textAt } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import { spelledOut } from '../workflow/matrix-values.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Located, Step, Workflow } from '../workflow/workflow-file.ts';
import { packageManifest } from './package-scripts.ts';
import { actionName, type ReachedStep, reachedSteps } from './reached-steps.ts';

/**
 * How exactly a version is said. `fixed`: by a file of the repository, or down to the minor; `major`: only its first number; `floating`: a
 * word or a range that means the newest; `missing`: not at all, so that the action or the machine decides.
 */
export type Exactness = 'fixed' | 'major' | 'floating' | 'missing' | 'computed';

/** A step that sets up a compiler, an interpreter or a tool of the build. */
export type SetupStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  readonly actual: Step;
  /** What is set up, in words. */
  readonly tool: string;
  readonly action: string;
  /** The version as written; null when there is none. */
  readonly version: string | null;
  readonly exactness: Exactness;
  readonly place: Place;
  readonly route: Route;
  readonly input: string;
  readonly via: string | null;
};

type Setup = {
  readonly tool: string;
  readonly version: string;
  readonly file?: string;
  /** Files that the action reads unasked; a function when only their contents tell. */
  readonly unasked?: readonly string[] | ((texts: TextFiles, paths: ReadonlySet<string>) => boolean);
  /** The action itself fixes the version when it is not told one. */
  readonly ownVersion?: true;
  /** The first number names a release of the language, as major and minor do elsewhere. */
  readonly majorIsRelease?: true;
  /** Tags of the action are versions of the tool: `dtolnay/rust-toolchain@1.82`. */
  readonly byRef?: true;
};

const SETUPS: Readonly<Record<string, Setup>> = {
  'actions/setup-node': { tool: 'Node.js', version: 'node-version', file: 'node-version-file' },
  'actions/setup-python': {
    tool: 'Python',
    version: 'python-version',
    file: 'python-version-file',
    unasked: ['.python-version'],
  },
  'actions/setup-go': { tool: 'Go', version: 'go-version', file: 'go-version-file' },
  'actions/setup-java': { tool: 'Java', version: 'java-version', file: 'java-version-file', majorIsRelease: true },
  'actions/setup-dotnet': {
    tool: '.NET',
    version: 'dotnet-version',
    file: 'global-json-file',
    unasked: ['global.json'],
  },
  'ruby/setup-ruby': {
    tool: 'Ruby',
    version: 'ruby-version',
    unasked: ['.ruby-version', '.tool-versions', 'mise.toml'],
  },
  'dtolnay/rust-toolchain': {
    tool: 'Rust',
    version: 'toolchain',
    byRef: true,
    unasked: ['rust-toolchain.toml', 'rust-toolchain'],
  },
  'actions-rust-lang/setup-rust-toolchain': {
    tool: 'Rust',
    version: 'toolchain',
    unasked: ['rust-toolchain.toml', 'rust-toolchain'],
  },
  'astral-sh/setup-uv': { tool: 'uv', version: 'version', file: 'version-file', unasked: requiresUv },
  'pnpm/action-setup': { tool: 'pnpm', version: 'version', unasked: namesManager },
  'oven-sh/setup-bun': { tool: 'Bun', version: 'bun-version', file: 'bun-version-file', unasked: namesManager },
  'denoland/setup-deno': { tool: 'Deno', version: 'deno-version', file: 'deno-version-file' },
  'goreleaser/goreleaser-action': { tool: 'GoReleaser', version: 'version' },
  'golangci/golangci-lint-action': { tool: 'golangci-lint', version: 'version', file: 'version-file' },
  'azure/setup-helm': { tool: 'Helm', version: 'version' },
  'hashicorp/setup-terraform': { tool: 'Terraform', version: 'terraform_version' },
  'erlef/setup-beam': { tool: 'Erlang and Elixir', version: 'otp-version', file: 'version-file' },
  'shivammathur/setup-php': {
    tool: 'PHP',
    version: 'php-version',
    file: 'php-version-file',
    unasked: ['.php-version'],
  },
  'sigstore/cosign-installer': { tool: 'cosign', version: 'cosign-release', ownVersion: true },
  'gradle/actions/setup-gradle': { tool: 'Gradle', version: 'gradle-version', ownVersion: true },
};

const remembered = new WeakMap<WorkflowSet, readonly SetupStep[]>();

/** Every step that sets a tool up, with how exactly its version is said. A matrix gives one entry for each of its values. */
export function setupStepsIn(set: WorkflowSet, texts: TextFiles): readonly SetupStep[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const paths = new Set(Object.keys(texts));
  const found = reachedSteps(set).flatMap((at) => {
    const action = actionName(at.actual);
    const setup = action === null || !Object.hasOwn(SETUPS, action) ? undefined : SETUPS[action];
    return action === null || setup === undefined ? [] : setupOf(at, action, setup, texts, paths);
  });
  remembered.set(set, found);
  return found;
}

function setupOf(
  at: ReachedStep,
  action: string,
  setup: Setup,
  texts: TextFiles,
  paths: ReadonlySet<string>,
): readonly SetupStep[] {
  const { workflow, job, step, actual, via } = at;
  const { uses } = actual;
  if (uses === null) return [];
  const entry = (version: Located<string> | null, exactness: Exactness): SetupStep => ({
    workflow,
    job,
    step,
    actual,
    tool: setup.tool,
    action,
    version: version?.value ?? null,
    exactness,
    place: (version ?? uses).place,
    route: (version ?? uses).route,
    input: setup.version,
    via,
  });
  const written = given(actual.with[setup.version]);
  if (written !== null) {
    const values = resolved(at, written);
    if (values === null) return [entry(written, 'computed')];
    return values.flatMap((value) =>
      value.value.split(/[\r\n]+/).flatMap((line) => {
        const version = line.trim();
        const exactness = exactnessOf(version);
        const isRelease = exactness === 'major' && setup.majorIsRelease === true;
        return version === '' ? [] : [entry({ ...value, value: version }, isRelease ? 'fixed' : exactness)];
      }),
    );
  }
  const file = setup.file === undefined ? null : given(actual.with[setup.file]);
  if (file !== null) return [entry(file, inFile(file.value, texts))];
  if (setup.byRef && uses.value.kind === 'action') {
    const ref = /^[0-9a-f]{40}$/.test(uses.value.ref)
      ? ((uses.value.comment ?? '').split(/\s+/)[0] ?? '')
      : uses.value.ref;
    if (/^(?:stable|beta|nightly|\d)/.test(ref)) return [entry({ ...uses, value: ref }, exactnessOf(ref))];
  }
  const { unasked } = setup;
  const found = typeof unasked === 'function' ? unasked(texts, paths) : (unasked ?? []).some((path) => paths.has(path));
  return [entry(null, found || setup.ownVersion === true ? 'fixed' : 'missing')];
}

const given = (input: Located<string> | undefined): Located<string> | null =>
  input === undefined || input.value.trim() === '' ? null : input;

/** The values of a matrix, or of a variable that the file sets. */
function resolved({ workflow, job }: ReachedStep, text: Located<string>): readonly Located<string>[] | null {
  if (!text.value.includes('${{')) return [text];
  const name = /^\$\{\{\s*env\.(\w+)\s*\}\}$/.exec(text.value.trim())?.[1];
  const held = name === undefined ? undefined : (job.env[name] ?? workflow.env[name]);
  return held === undefined ? spelledOut(job, text) : held.value.includes('${{') ? null : [held];
}

/** `3.12`, `v2.4.1`, `~1.22.3` and dated nightlies are fixed enough: security fixes should still come. */
export function exactnessOf(version: string): Exactness {
  const text = version.trim().replace(/^["']|["']$/g, '');
  if (text === '') return 'missing';
  if (text.includes('${{')) return 'computed';
  if (
    /^(?:latest|stable|nightly|beta|canary|current|node|lts(?:\/(?:\*|-\d+))?|\*|x|master|main|head|edge)$/i.test(text)
  )
    return 'floating';
  if (/^(?:>=?|\^0?$)/.test(text) && !/</.test(text)) return 'floating';
  if (/^[~^]?\s*>?\s*v?\d+(?:\.[x*])*$/i.test(text)) return 'major';
  if (/^\^\s*v?\d/.test(text)) return 'major';
  return 'fixed';
}

/** A file counts as fixed, unless what stands in it floats. */
function inFile(path: string, texts: TextFiles): Exactness {
  const file = /^\.[\w-]*version$|^\.nvmrc$/.test(path) ? textAt(texts, path) : null;
  return file !== null && exactnessOf(file.text.trim()) === 'floating' ? 'floating' : 'fixed';
}

/** A manifest that cannot be read may say the version: that it does not is only known of one that was read. */
const isUnread = (texts: TextFiles, path: string): boolean =>
  Object.hasOwn(texts, path) && textAt(texts, path) === null;

function namesManager(texts: TextFiles): boolean {
  if (isUnread(texts, 'package.json')) return true;
  const manifest = packageManifest(texts, 'package.json');
  return typeof manifest?.packageManager === 'string' || manifest?.devEngines !== undefined;
}

/** setup-uv reads `required-version` of uv.toml and pyproject.toml. */
function requiresUv(texts: TextFiles): boolean {
  return ['uv.toml', 'pyproject.toml'].some(
    (path) => isUnread(texts, path) || /^[ \t]*required-version\s*=/m.test(textAt(texts, path)?.text ?? ''),
  );
}
