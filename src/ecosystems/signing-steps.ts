import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { type CommandRow, firstMatch } from './command-pattern.ts';
import { knownBuilder } from './known-builders.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import { type TracedCommand, tracedCommands } from './traced-command.ts';

/** How a signature is made: what its users check it with. */
export type SigningMethod =
  | 'sigstore'
  | 'cosign-key'
  | 'openpgp'
  | 'authenticode'
  | 'apple'
  | 'jar'
  | 'nuget'
  | 'notation'
  | 'android'
  | 'minisign';

/** A step that signs what is released. Setting a signer up is not signing. */
export type SignStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step | null;
  readonly method: SigningMethod;
  /** The action, workflow or command that signs. */
  readonly how: string;
  readonly via: string | null;
  readonly place: Place;
};

const remembered = new WeakMap<WorkflowSet, readonly SignStep[]>();

/** Every step that signs; remembered by the set. */
export function signStepsIn(set: WorkflowSet, texts: TextFiles): readonly SignStep[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const found = [...fromActions(set), ...fromCommands(set, texts), ...fromBuilders(set)];
  remembered.set(set, found);
  return found;
}

const ACTIONS: Readonly<Record<string, SigningMethod>> = {
  'azure/artifact-signing-action': 'authenticode',
  'azure/trusted-signing-action': 'authenticode',
  'dlemstra/code-sign-action': 'authenticode',
  'sslcom/esigner-codesign': 'authenticode',
  'signpath/github-action-submit-signing-request': 'authenticode',
  'lando/code-sign-action': 'authenticode',
  'sigstore/gh-action-sigstore-python': 'sigstore',
  'notaryproject/notation-action/sign': 'notation',
  'r0adkll/sign-android-release': 'android',
  'thomasjpfan/sign-release-assets': 'openpgp',
  'lando/notarize-action': 'apple',
  'indygreg/apple-code-sign-action': 'apple',
};

const fromActions = (set: WorkflowSet): readonly SignStep[] =>
  reachedSteps(set).flatMap(({ workflow, job, step, actual, via }) => {
    const name = actionName(actual);
    const method = name === null || !Object.hasOwn(ACTIONS, name) ? undefined : ACTIONS[name];
    if (method === undefined || actual.uses === null) return [];
    return [{ workflow, job, step, method, how: actual.uses.value.text, via, place: actual.uses.place }];
  });

const ROWS: readonly (CommandRow & { readonly method: SigningMethod })[] = [
  { run: 'cosign sign|sign-blob', only: ['--key', '-key'], method: 'cosign-key' },
  { run: 'cosign sign|sign-blob', method: 'sigstore' },
  { run: 'sigstore|gitsign sign', method: 'sigstore' },
  {
    run: 'gpg|gpg2',
    only: [
      '--detach-sign',
      '--detach-sig',
      '-b',
      '--sign',
      '-s',
      '--clearsign',
      '--clear-sign',
      '-ab',
      '-abs',
      '-sb',
      '-sba',
    ],
    method: 'openpgp',
  },
  { run: 'sq sign', method: 'openpgp' },
  { run: 'mvn|mvnw … gpg:sign*', method: 'openpgp' },
  { run: 'gradle|gradlew … sign*|*:sign*', method: 'openpgp' },
  { run: 'signtool sign', method: 'authenticode' },
  { run: 'azuresigntool|AzureSignTool sign', method: 'authenticode' },
  { run: 'sign code', method: 'authenticode' },
  { run: 'osslsigncode sign', method: 'authenticode' },
  { run: 'jsign|smctl', method: 'authenticode' },
  { run: 'Set-AuthenticodeSignature', method: 'authenticode' },
  { run: 'codesign', only: ['--sign', '-s', '-fs'], method: 'apple' },
  { run: 'productsign|rcodesign', method: 'apple' },
  { run: 'pkgbuild|productbuild', only: ['--sign'], method: 'apple' },
  { run: 'jarsigner', unless: ['-verify'], method: 'jar' },
  { run: 'apksigner sign', method: 'android' },
  { run: 'dotnet|nuget nuget|sign sign', method: 'nuget' },
  { run: 'nuget sign', method: 'nuget' },
  { run: 'notation sign', method: 'notation' },
  { run: 'minisign', only: ['-S', '-Sm'], method: 'minisign' },
  { run: 'signify', only: ['-S'], method: 'minisign' },
];

const fromCommands = (set: WorkflowSet, texts: TextFiles): readonly SignStep[] =>
  tracedCommands(set, texts).flatMap((traced) => {
    const method = methodOf(traced);
    if (method === null) return [];
    const { workflow, job, step } = traced.at;
    return [{ workflow, job, step, method, how: traced.command.text, via: traced.via, place: traced.place }];
  });

function methodOf({ invocations, command }: TracedCommand): SigningMethod | null {
  for (const invocation of invocations) {
    const row = firstMatch(ROWS, invocation);
    if (row !== null) return row.method;
  }
  // maven-gpg-plugin signs inside an ordinary build that was given the key.
  return /^(?:\S*\/)?mvnw?\b.*-Dgpg\.(?:keyname|passphrase)/.test(command.text) && !/-Dgpg\.skip\b/.test(command.text)
    ? 'openpgp'
    : null;
}

const fromBuilders = (set: WorkflowSet): readonly SignStep[] =>
  set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) =>
      job.uses !== null && knownBuilder(job)?.signs === true
        ? [
            {
              workflow,
              job,
              step: null,
              method: 'sigstore' as const,
              how: job.uses.value.text,
              via: null,
              place: job.uses.place,
            },
          ]
        : [],
    ),
  );
