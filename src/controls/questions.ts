import { type FactView, factViews } from '../ecosystems/fact-views.ts';
import type { TemplateValue } from '../model/change.ts';
import type { RemedyContext } from '../model/control.ts';
import { type Facts, unknown } from '../model/fact.ts';
import type { FactName } from '../model/facts.ts';
import type { Answer, Question } from '../model/question.ts';

/** Questions that several remedies share, so that each is answered once. Defaults come from facts, and say from which. */

/** What a remedy sees, whatever facts its control asked for. */
export type AnyContext = Pick<RemedyContext<FactName, never>, 'target' | 'observedAt'> & {
  readonly known: object;
  readonly maybe: object;
};

const OWNER = '@[\\w.-]+(?:/[\\w.-]+)?|[^@\\s]+@[^@\\s]+\\.[^@\\s]+';

/** Who answers for the build system. */
export const ownersQuestion = (context: AnyContext): Question => ({
  id: 'owners',
  kind: 'list',
  label: 'Who must review changes of the build system?',
  help: 'Users or teams with write access, as in @octo-org/build-team. A team keeps working when somebody leaves.',
  required: true,
  pattern: OWNER,
  patternHelp: 'is not @user, @organisation/team or an e-mail address',
  ...defaultFrom(context, 'owners', 'CODEOWNERS and the owner of the repository'),
});

/** The default that a view of the facts suggests; nothing when it knows nothing. */
export function defaultFrom(
  context: AnyContext,
  view: FactView,
  from: string,
): { readonly default?: { readonly value: Answer; readonly from: string } } {
  const value = viewsOf(context)[view];
  return value === null || isEmpty(value) ? {} : { default: { value, from } };
}

const isEmpty = (value: TemplateValue): boolean => typeof value !== 'boolean' && value.length === 0;

/** The views of the facts this remedy may see: those its control did not ask for count as unknown. */
function viewsOf({ known, maybe, target, observedAt }: AnyContext): Readonly<Record<FactView, TemplateValue | null>> {
  const unseen = unknown('not-asked', 'the control does not use this fact', { via: 'user', at: 'controls' });
  const source = { via: 'git', at: target.base.sha } as const;
  const seen = Object.entries(known).map(([name, value]) => [name, { state: 'known', value, source }]);
  const names: Record<FactName, null> = {
    tree: null,
    texts: null,
    repository: null,
    actionsPolicy: null,
    tokenDefaults: null,
    workflowStates: null,
    selfHostedRunners: null,
    codeownersErrors: null,
    ownerAccess: null,
    latestRelease: null,
    releaseAttestations: null,
    openPullRequest: null,
    pins: null,
    selectedActions: null,
    forkApproval: null,
    privateForkRuns: null,
    executionPolicies: null,
    branchRules: null,
    branchProtection: null,
    rulesets: null,
    environments: null,
    storedSecrets: null,
    oidcSubject: null,
    immutableReleases: null,
    codeScanningSetup: null,
    codeScanningAnalyses: null,
    dependabotAlerts: null,
    securityAnalysis: null,
    privateReporting: null,
    artifactRetention: null,
    ownerAccount: null,
    deployKeys: null,
    imagePins: null,
    actionRepositories: null,
    actionAdvisories: null,
  };
  const all = { ...Object.fromEntries(Object.keys(names).map((name) => [name, unseen])), ...maybe };
  // Built from every name of FactName and the values the assessment handed out under those names.
  const facts = { ...all, ...Object.fromEntries(seen) } as unknown as Facts;
  return factViews({ observedAt, target, facts });
}

/** How often the update robot looks. */
export const intervalQuestion: Question = {
  id: 'update-interval',
  kind: 'choice',
  label: 'How often should updates be proposed?',
  help: 'Security updates come at once, whatever is chosen here.',
  choices: [
    { value: 'weekly', label: 'weekly' },
    { value: 'daily', label: 'daily' },
    { value: 'monthly', label: 'monthly' },
  ],
  required: true,
  default: { value: 'weekly', from: 'GitHub’s own starter configuration' },
};

/** How long a release must have been public. */
export const cooldownQuestion: Question = {
  id: 'update-cooldown',
  kind: 'text',
  label: 'How many days should a new release be public before it is proposed?',
  help: 'Most hijacked releases are found within days. Security updates do not wait.',
  required: true,
  pattern: '[3-9]|[1-8]\\d|90',
  patternHelp: 'is not a number of days from 3 to 90',
  default: { value: '7', from: 'a week, in which most hijacked releases were found' },
};

/** Only a person knows whether a job needs something that is not on a hosted machine: there is no default. */
export const hostedRunnerQuestion: Question = {
  id: 'hosted-runner',
  kind: 'choice',
  label: 'Which GitHub-hosted runner can do the work?',
  help: 'Choose one only when the job needs nothing of your network or hardware.',
  choices: [
    { value: 'ubuntu-24.04', label: 'Linux (ubuntu-24.04)' },
    { value: 'windows-2025', label: 'Windows (windows-2025)' },
    { value: 'macos-15', label: 'macOS (macos-15)' },
  ],
  required: true,
};

/** One question for each usual name, because registries must be told the very name. */
export const releaseEnvironmentQuestion = (usual: string): Question => ({
  id: `environment-${usual}`,
  kind: 'text',
  label: 'Which environment protects a release?',
  help: 'Who must approve, and from which tags, is set in the environment. GitHub makes it when it does not exist.',
  required: true,
  pattern: '[A-Za-z0-9][A-Za-z0-9._-]*',
  patternHelp: 'is not a plain name',
  default: { value: usual, from: 'the usual name' },
});

/** The stem of the names of released files. */
export const binaryNameQuestion = (context: AnyContext): Question => ({
  id: 'binary-name',
  kind: 'text',
  label: 'What do the names of the released files begin with?',
  help: 'For example the name of the program. What begins with it is listed, attested and verified.',
  required: true,
  pattern: '[A-Za-z0-9][A-Za-z0-9._-]*',
  patternHelp: 'is not a plain name',
  ...defaultFrom(context, 'binary-name', 'the project’s manifest'),
});

/** Under which name a registry knows the package. */
export const packageNameQuestion = (context: AnyContext): Question => ({
  id: 'package-name',
  kind: 'text',
  label: 'What is the package called?',
  help: 'The name that users install.',
  required: true,
  pattern: '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?',
  patternHelp: 'is not a plain name',
  ...defaultFrom(context, 'package-name', 'the project’s manifest'),
});

/** The name that a chart has in its manifest. */
export const chartNameQuestion = (context: AnyContext): Question => ({
  id: 'chart-name',
  kind: 'text',
  label: 'What is the chart called?',
  help: 'The name in Chart.yaml.',
  required: true,
  pattern: '[a-z0-9][a-z0-9-]*',
  patternHelp: 'is not the name of a chart',
  ...defaultFrom(context, 'chart-name', 'Chart.yaml'),
});

/** Nothing in a repository says which files a release consists of, so there is no default. */
export const releaseCommandQuestion: Question = {
  id: 'release-command',
  kind: 'text',
  label: 'Which command leaves the files to release in dist/?',
  help: 'Run by bash in the root of the repository, with the tag in $VERSION.',
  required: true,
};

/** Any day will do; a person may want the result before the week's work or after it. */
export const weeklyDayQuestion: Question = {
  id: 'weekly-build-day',
  kind: 'choice',
  label: 'On which day should the weekly build run?',
  help: 'In the early morning, UTC, at a minute that differs from repository to repository.',
  choices: [
    { value: '1', label: 'Monday' },
    { value: '2', label: 'Tuesday' },
    { value: '3', label: 'Wednesday' },
    { value: '4', label: 'Thursday' },
    { value: '5', label: 'Friday' },
    { value: '6', label: 'Saturday' },
    { value: '0', label: 'Sunday' },
  ],
  required: true,
  default: { value: '1', from: 'the beginning of the week' },
};

/** Evidence wants long, secrecy wants short: only a person can weigh that. */
export const retentionDaysQuestion = (maximum: number): Question => ({
  id: 'retention-days',
  kind: 'text',
  label: 'For how many days should logs, artifacts and runs be kept?',
  help: `From 90 to ${maximum} days. Checks and statuses go with them.`,
  required: true,
  pattern: '[1-9]\\d{1,2}',
  patternHelp: `is not a number of days from 90 to ${maximum}`,
  default: { value: String(Math.min(90, maximum)), from: 'the longest that a public repository can have' },
});
