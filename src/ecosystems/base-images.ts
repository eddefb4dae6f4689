import { type TextFile, type TextFiles, textAt } from '../model/files.ts';
import type { Located } from '../workflow/workflow-file.ts';
import type { BuildStep } from './build-steps.ts';
import { inDirectory } from './ecosystem.ts';

/** A Dockerfile that a step builds. `file` is null when it cannot be told which, or when it could not be read. */
export type BuiltDockerfile = { readonly build: BuildStep; readonly file: TextFile | null; readonly named: string };

const BUILDS_IMAGE =
  /^(?:docker\/build-push-action|depot\/build-push-action|redhat-actions\/buildah-build|elgohr\/publish-docker-github-action)$/;
const COMMAND = /\b(?:docker|podman|buildah)\s+(?:(?:buildx|image)\s+)?(?:build|bud|b)\b/;

/** The Dockerfile that a build step of the docker family uses; null for steps that build something else. */
export function builtDockerfile(build: BuildStep, texts: TextFiles): BuiltDockerfile | null {
  if (build.ecosystem !== 'docker') return null;
  const path = BUILDS_IMAGE.test(build.command)
    ? fromInputs(build)
    : COMMAND.test(build.command)
      ? fromCommand(build)
      : null;
  if (path === null) return null;
  if (/[$*]|^https?:/.test(path)) return { build, file: null, named: path };
  return { build, file: textAt(texts, path), named: path };
}

function fromInputs({ step }: BuildStep): string | null {
  if (step.uses === null) return null;
  const input = (name: string) => step.with[name]?.value.trim() ?? '';
  // Without a context the action takes the commit that runs, which has the same files.
  const context = input('context').replace(/^\{\{defaultContext\}\}:?/, '');
  const file = input('file') || input('dockerfile') || input('containerfiles');
  return plain(file === '' ? inDirectory(plain(context), 'Dockerfile') : file);
}

function fromCommand({ command, via }: BuildStep): string | null {
  // A script may have changed the folder before.
  if (via !== null) return null;
  const file = /(?:^|\s)(?:-f|--file)[\s=]+(?:"([^"]+)"|'([^']+)'|(\S+))/.exec(command);
  if (file !== null) return plain(file[1] ?? file[2] ?? file[3] ?? '');
  const context = command.trim().split(/\s+/).at(-1) ?? '';
  return context === '-' ? null : inDirectory(plain(context), 'Dockerfile');
}

const plain = (path: string): string => path.replace(/^\.\//, '').replace(/^\.$/, '').replace(/\/+$/, '');

/** An image that a Dockerfile builds upon or copies from, where it stands. `computed` when it holds a variable without a default. */
export type BaseImage = Located<string> & { readonly computed: boolean };

const remembered = new WeakMap<TextFile, readonly BaseImage[]>();

/** The images of other people that a Dockerfile takes: `FROM` and `COPY --from=` (docs.docker.com/reference/dockerfile). */
export function baseImagesIn(file: TextFile): readonly BaseImage[] {
  const before = remembered.get(file);
  if (before !== undefined) return before;
  const found: BaseImage[] = [];
  const stages: string[] = [];
  const values = new Map<string, string>();
  for (const [index, line] of file.text.split(/\r?\n/).entries()) {
    const argument = /^\s*ARG\s+(\w+)=["']?([^"'\s]+)/i.exec(line);
    // Only arguments before the first stage reach FROM.
    if (argument !== null && stages.length === 0) values.set(argument[1] ?? '', argument[2] ?? '');
    const [, from, copied] = /^\s*(?:FROM\s+(?:--\S+\s+)*(\S+)|COPY\s+(?:--\S+\s+)*?--from=(\S+))/i.exec(line) ?? [];
    const written = from ?? copied;
    if (written === undefined) continue;
    if (!isStage(written, stages)) found.push(imageAt(file.path, index + 1, line, written, values));
    if (from !== undefined) stages.push(/\sAS\s+(\S+)\s*$/i.exec(line)?.[1]?.toLowerCase() ?? `${stages.length}`);
  }
  remembered.set(file, found);
  return found;
}

const isStage = (name: string, stages: readonly string[]): boolean =>
  name.toLowerCase() === 'scratch' || stages.includes(name.toLowerCase()) || /^\d+$/.test(name);

function imageAt(
  path: string,
  line: number,
  text: string,
  written: string,
  values: ReadonlyMap<string, string>,
): BaseImage {
  const value = written.replace(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (whole, braced?: string, otherwise?: string, bare?: string) =>
      values.get(braced ?? bare ?? '') ?? otherwise ?? whole,
  );
  const column = text.indexOf(written) + 1;
  const place = { path, line, column, endLine: line, endColumn: column + written.length };
  return { value, route: [line - 1], place, computed: value.includes('$') };
}
