import { originOf } from './origin.ts';
import type { WorkflowSet } from './read-workflows.ts';
import { calls } from './starting-events.ts';
import type { Job, Located, Workflow } from './workflow-file.ts';
import { at, follow, locatedText, scalarsBelow, textOf, type YamlView } from './yaml-view.ts';

/** A value that a run takes for a job's `runs-on: ${{ inputs.x }}`, where it is written. */
export type RunnerInput = {
  readonly label: Located<string>;
  /** Nothing but `runs-on` asks for the input, and no list says which values it may have: another value changes only the machine. */
  readonly onlyPicks: boolean;
};

const WHOLE = /^\$\{\{\s*(?:github\.event\.)?inputs\.([\w-]+)\s*\}\}$/;

/**
 * The labels that the inputs behind `runs-on` are known to have: the defaults of a call and of a start by hand, and what the jobs of this
 * repository that call it hand over. Whoever else calls it may ask for another machine.
 */
export function runnerInputs(set: WorkflowSet, workflow: Workflow, job: Job): readonly RunnerInput[] {
  const name = WHOLE.exec(job.runsOn?.expression?.value.trim() ?? '')?.[1];
  if (name === undefined) return [];
  const isAlone = onlyPicksRunner(workflow, name);
  const defaults = ['workflow_call', 'workflow_dispatch'].flatMap((event): readonly RunnerInput[] => {
    const input = follow(originOf(workflow), ['on', event, 'inputs', name]);
    const label = input === null ? null : literal(at(input, 'default'));
    if (input === null || label === null) return [];
    return [{ label, onlyPicks: isAlone && textOf(at(input, 'type')) !== 'choice' }];
  });
  const handed = set.workflows.flatMap((caller) =>
    caller.jobs
      .filter((each) => calls(each, workflow.path))
      .flatMap((each): readonly RunnerInput[] => {
        const label = literal(follow(originOf(each), ['with', name]));
        return label === null ? [] : [{ label, onlyPicks: isAlone }];
      }),
  );
  return [...defaults, ...handed];
}

function literal(view: YamlView | null): Located<string> | null {
  const text = locatedText(view);
  return text === null || text.value.includes('${{') || /[[{]/.test(text.value) ? null : text;
}

/** Names that are only shown may say the machine, too. */
function onlyPicksRunner(workflow: Workflow, name: string): boolean {
  return scalarsBelow(originOf(workflow)).every(({ value, route }) => {
    const last = route.at(-1);
    if (!value.includes('${{') && last !== 'if') return true;
    if (last === 'runs-on' || last === 'run-name' || (last === 'name' && route[0] === 'jobs')) return true;
    return ![...value.matchAll(/\binputs\b(?:\.([\w-]+))?/g)].some(([, own]) => own === undefined || own === name);
  });
}
