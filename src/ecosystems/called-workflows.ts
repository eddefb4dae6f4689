import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Workflow } from '../workflow/workflow-file.ts';

/** The workflow and every local workflow that its jobs call, directly or through another. */
export function calledWorkflows(set: WorkflowSet, workflow: Workflow): readonly Workflow[] {
  const found = [workflow];
  for (let index = 0; index < found.length; index += 1) {
    for (const callee of calleesOf(set, found[index]!)) if (!found.includes(callee)) found.push(callee);
  }
  return found;
}

/** Whether a workflow never starts by itself, and another one of the repository calls it. */
export function isOnlyCalled(set: WorkflowSet, workflow: Workflow): boolean {
  const isCallable = workflow.triggers.some(({ event }) => event === 'workflow_call');
  if (!isCallable || workflow.triggers.length > 1) return false;
  return set.workflows.some((caller) => caller !== workflow && calleesOf(set, caller).includes(workflow));
}

const calleesOf = (set: WorkflowSet, workflow: Workflow): readonly Workflow[] =>
  workflow.jobs.flatMap(({ uses }) => {
    if (uses?.value.kind !== 'local' && uses?.value.kind !== 'self') return [];
    const { path } = uses.value;
    return set.workflows.filter((each) => each.path === path);
  });
