import { originOf } from '../workflow/origin.ts';
import { follow, textOf } from '../workflow/yaml-view.ts';
import type { ReachedStep } from './reached-steps.ts';

/** Where the `run:` of a step starts: its `working-directory`, else the job's or workflow's default. Null when that is computed. */
export function runDirectory({ actual, job, workflow, action }: ReachedStep): string | null {
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
