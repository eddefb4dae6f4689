import type { ActionMetadata, Job, Step } from './workflow-file.ts';

/** All steps in the order they are written, those inside `parallel:` included (after the step that holds them). */
export function stepsOf(of: Job | ActionMetadata): readonly Step[] {
  return of.steps.some(({ parallel }) => parallel.length > 0) ? of.steps.flatMap(withNested) : of.steps;
}

const withNested = (step: Step): readonly Step[] => [step, ...step.parallel.flatMap(withNested)];
