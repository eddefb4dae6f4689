import type { PlannedFile } from '../model/plan.ts';

const MARKER = /^(?:#|<!--) harden-builds template: ([a-z0-9./-]+) ([0-9.]+(?:\+[\w-]+)?) [0-9a-f]+/;

/** Template and version of every generated file, each once: `built-in/codeowners 0.1.0`. */
export function readMarkers(files: readonly PlannedFile[]): readonly string[] {
  const found = files.flatMap(({ after }) => {
    const [, template, version] = MARKER.exec(after) ?? [];
    return template === undefined ? [] : [`${template} ${version}`];
  });
  return [...new Set(found)].sort();
}
