import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { type CommandRow, firstMatch } from './command-pattern.ts';
import { knownBuilder } from './known-builders.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import { tracedCommands } from './traced-command.ts';

/** A step that writes down what an artifact is made of. */
export type SbomStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step | null;
  /** The action, workflow or command that writes it. */
  readonly how: string;
  readonly via: string | null;
  readonly place: Place;
};

/** Every step that makes a software bill of materials. */
export function sbomStepsIn(set: WorkflowSet, texts: TextFiles): readonly SbomStep[] {
  return [...fromActions(set), ...fromCommands(set, texts), ...fromBuilders(set)];
}

const input = (step: Step, name: string): string => step.with[name]?.value.trim() ?? '';
const isYes = (text: string): boolean => text !== '' && !/^false$/i.test(text);

const ACTIONS: Readonly<Record<string, (step: Step) => boolean>> = {
  'anchore/sbom-action': () => true,
  'docker/build-push-action': (step) => isYes(input(step, 'sbom')) || /type=sbom/.test(input(step, 'attests')),
  'docker/bake-action': (step) => isYes(input(step, 'sbom')),
  'aquasecurity/trivy-action': (step) => /^(?:spdx|spdx-json|cyclonedx|github)$/.test(input(step, 'format')),
  'advanced-security/sbom-generator-action': () => true,
  'cyclonedx/gh-node-module-generatebom': () => true,
  'cyclonedx/gh-gomod-generate-sbom': () => true,
  'cyclonedx/gh-python-generate-sbom': () => true,
  'cyclonedx/gh-dotnet-generate-sbom': () => true,
  'cyclonedx/gh-php-composer-generate-sbom': () => true,
  'philips-labs/spdx-action': () => true,
  'microsoft/sbom-action': () => true,
};

const fromActions = (set: WorkflowSet): readonly SbomStep[] =>
  reachedSteps(set).flatMap(({ workflow, job, step, actual, via }) => {
    const name = actionName(actual);
    if (name === null || actual.uses === null || !Object.hasOwn(ACTIONS, name) || ACTIONS[name]?.(actual) !== true)
      return [];
    return [{ workflow, job, step, how: actual.uses.value.text, via, place: actual.uses.place }];
  });

const COMMANDS: readonly CommandRow[] = [
  { run: 'syft', unless: ['--version', '--help'] },
  { run: 'cyclonedx-npm|cyclonedx-py|cyclonedx-gomod|cyclonedx-bom|cyclonedx-php-composer|cyclonedx-node-npm|cdxgen' },
  { run: '@cyclonedx/cyclonedx-npm|@cyclonedx/cdxgen|@cyclonedx/bom' },
  { run: 'trivy …', only: ['--format', '-f'] },
  { run: 'npm|pnpm sbom' },
  { run: 'cargo cyclonedx|sbom|spdx' },
  { run: 'dotnet CycloneDX' },
  { run: 'dotnet-CycloneDX' },
  { run: 'sbom-tool generate' },
  { run: 'bom generate' },
  { run: 'docker sbom' },
  { run: 'docker scout sbom' },
  { run: 'docker buildx build|bake', only: ['--sbom'] },
  { run: 'mvn|mvnw|gradle|gradlew … *cyclonedx*|*spdx*' },
];

const fromCommands = (set: WorkflowSet, texts: TextFiles): readonly SbomStep[] =>
  tracedCommands(set, texts).flatMap(({ at, command, invocations, via, place }) => {
    const { workflow, job, step } = at;
    const row = invocations.map((invocation) => firstMatch(COMMANDS, invocation)).find((each) => each !== null);
    if (row == null || (row.run.startsWith('trivy') && !/spdx|cyclonedx/.test(command.text))) return [];
    return [{ workflow, job, step, how: command.text, via, place }];
  });

const fromBuilders = (set: WorkflowSet): readonly SbomStep[] =>
  set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) =>
      job.uses !== null && knownBuilder(job)?.sbom === true
        ? [{ workflow, job, step: null, how: job.uses.value.text, via: null, place: job.uses.place }]
        : [],
    ),
  );
