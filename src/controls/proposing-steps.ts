import { actionName, reachedSteps } from '../ecosystems/reached-steps.ts';
import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import { expressionsIn } from '../workflow/expressions.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import type { Step } from '../workflow/workflow-file.ts';

/** A step that opens pull requests with the job's own token. */
export type ProposingStep = { readonly path: string; readonly place: Place; readonly by: string };

/** Actions whose work is a pull request, each with the inputs (or variables) that may hold another token. */
const PROPOSERS: Readonly<Record<string, readonly string[]>> = {
  'changesets/action': ['GITHUB_TOKEN'],
  'googleapis/release-please-action': ['token'],
  'google-github-actions/release-please-action': ['token'],
  'peter-evans/create-pull-request': ['token'],
};

/** Those that would break without the right to open pull requests. Steps with a token of an App or a person are not among them. */
export function proposingSteps(texts: TextFiles): readonly ProposingStep[] {
  return reachedSteps(workflowsIn(texts)).flatMap(({ workflow, step, actual }): readonly ProposingStep[] => {
    const name = actionName(actual);
    const inputs = name !== null && Object.hasOwn(PROPOSERS, name) ? PROPOSERS[name] : undefined;
    if (name !== null && inputs !== undefined && usesOwnToken(actual, inputs)) {
      return [{ path: workflow.path, place: step.uses?.place ?? step.place, by: name }];
    }
    const isCommand = actual.run !== null && /(?:^|[\s;&|(])gh pr create\b/m.test(actual.run.value);
    return isCommand && usesOwnToken(actual, ['GH_TOKEN', 'GITHUB_TOKEN'])
      ? [{ path: workflow.path, place: step.run?.place ?? step.place, by: 'gh pr create' }]
      : [];
  });
}

/** Nothing given is the job's own token, as the actions' defaults have it. */
function usesOwnToken({ with: inputs, env }: Step, names: readonly string[]): boolean {
  const given = names.flatMap((name) => inputs[name]?.value ?? env[name]?.value ?? []);
  return given.every((text) =>
    expressionsIn(text).some((expression) => /\b(?:secrets\.GITHUB_TOKEN|github\.token)\b/i.test(expression.text)),
  );
}
