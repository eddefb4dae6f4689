import type { Step } from '../workflow/workflow-file.ts';
import { actionName } from './reached-steps.ts';

/**
 * The context that an action’s output repeats, in the form of `flowOf`; null when it is not known to repeat one. Taken from the
 * documentation of each action. Lists of changed files are named here by the branch that brings them: whoever names it names them.
 */
export function knownOutput(step: Step, output: string): string | null {
  const action = actionName(step);
  const row = action !== null && Object.hasOwn(OUTPUTS, action) ? OUTPUTS[action] : undefined;
  return row?.find(([name]) => name.test(output))?.[1] ?? null;
}

const HEAD = 'github.event.pull_request.head.ref';

const OUTPUTS: Readonly<Record<string, readonly (readonly [output: RegExp, context: string])[]>> = {
  'xt0rted/pull-request-comment-branch': [[/^(?:head_)?ref$/, HEAD]],
  'eficode/resolve-pr-refs': [[/^head_ref$/, HEAD]],
  'alessbell/pull-request-comment-branch': [[/^head_ref$/, HEAD]],
  'potiuk/get-workflow-origin': [[/^(?:sourceheadbranch|targetbranch)$/, 'github.event.workflow_run.head_branch']],
  'khan/pull-request-comment-trigger': [[/^comment_body$/, 'github.event.comment.body']],
  'jitterbit/get-changed-files': [[/./, HEAD]],
  'ana06/get-changed-files': [[/./, HEAD]],
  'trilom/file-changes-action': [[/^files/, HEAD]],
};
