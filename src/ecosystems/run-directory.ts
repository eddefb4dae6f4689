import { originOf } from '../workflow/origin.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Job } from '../workflow/workflow-file.ts';
import { follow, textOf } from '../workflow/yaml-view.ts';
import { actionName, type ReachedStep } from './reached-steps.ts';

/** Where the `run:` of a step starts: its `working-directory`, else the job's or workflow's default. Null when that is computed. */
export function runDirectory(at: ReachedStep): string | null {
  const { actual, job, workflow, action } = at;
  const named =
    textOf(follow(originOf(actual), ['working-directory'])) ??
    (action === null
      ? (textOf(follow(originOf(job), ['defaults', 'run', 'working-directory'])) ??
        textOf(follow(originOf(workflow), ['defaults', 'run', 'working-directory'])))
      : null) ??
    '';
  const plain = named
    .replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?/, '')
    .replace(/^(?:\.\/)+|^\.$/, '')
    .replace(/\/+$/, '');
  return plain.includes('${{') || plain.startsWith('/') || plain.startsWith('..') ? null : plain;
}

/**
 * Where in the repository a folder of the job's workspace is: the repository may be checked out into a folder of its own. Null when
 * another repository is checked out there.
 */
export function inRepository(job: Job, directory: string): string | null {
  for (const step of stepsOf(job)) {
    const path = step.with.path?.value.trim().replace(/^(?:\.\/)+|\/+$/g, '') ?? '';
    if (path === '' || actionName(step) !== 'actions/checkout') continue;
    if (directory !== path && !directory.startsWith(`${path}/`)) continue;
    const other = step.with.repository?.value.trim() ?? '${{ github.repository }}';
    return /^\$\{\{\s*github\.repository\s*\}\}$/.test(other) ? directory.slice(path.length + 1) : null;
  }
  return directory;
}
