import { actionName, type ReachedStep, reachedSteps } from '../../ecosystems/reached-steps.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { CodeScanningAnalysis, CodeScanningSetup } from '../../model/settings.ts';
import type { Target } from '../../model/target.ts';
import { spelledOut } from '../../workflow/matrix-values.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { daysSince, isOlderThan } from '../age.ts';
import { noSetting, outsideThePlan, repositoryApi, shownBy, unlessArchived } from '../repository-setting.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { workflowLintRemedy } from '../workflow-lint-remedy.ts';

const FILE = '.github/workflows/codeql-actions.yml';
const SETUP = '/code-scanning/default-setup';
const DOCS = 'https://docs.github.com/en/actions/reference/security/secure-use' as const;

export default defineControl({
  id: 'code-scanning-actions',
  number: '4.19',
  section: 'actions',
  tier: 'must',
  title: 'CodeQL analyses the workflows',
  why: 'Injections, checkouts of foreign code and too many permissions are easy to write and hard to see: the analysis reads every workflow on every change.',
  trap: 'The request for the default setup replaces the list of languages. Beside the default setup, uploads of a CodeQL workflow of your own are refused. A first result takes some minutes to appear.',
  docs: [DOCS, 'https://docs.github.com/en/actions/reference/security/securely-using-pull_request_target'],
  rules: {
    'workflows-not-analysed': 'Nothing analyses the workflows.',
    'actions-left-out': 'CodeQL is set up, and the language “actions” is not among those it analyses.',
    'uploads-refused': 'A CodeQL workflow stands beside the default setup, which refuses its results.',
    'analysis-stale': 'CodeQL is to analyse the workflows, and did not for more than 30 days.',
    'other-analyser': 'Another analyser looks at the workflows, not CodeQL.',
  },
  needs: [],
  uses: ['codeScanningSetup', 'codeScanningAnalyses', 'tree', 'texts', 'repository'],

  detect(_known, { codeScanningSetup, codeScanningAnalyses, tree, texts, repository }, target, observedAt) {
    const setup = codeScanningSetup.state === 'known' ? codeScanningSetup.value : null;
    if (setup?.configured && setup.languages.includes('actions')) {
      return { verdict: 'pass', message: 'the default setup of code scanning analyses the workflows' };
    }
    const gate = outsideThePlan(codeScanningSetup, repository);
    if (gate !== null) return { verdict: 'not-applicable', message: gate };
    if (texts.state === 'unknown' || tree.state === 'unknown') {
      const message = 'whether a workflow runs CodeQL could not be read';
      const limitedBy: Limit[] = [{ fact: 'texts' }, { fact: 'tree' }, { fact: 'codeScanningSetup' }];
      return unlessArchived(repository, { verdict: 'unknown', message, limitedBy });
    }
    const seen = look(texts.value, tree.value);
    const [own] = seen.ofActions;
    if (own !== undefined && setup?.configured === true) {
      const message = 'the results of the CodeQL workflow are refused, because the default setup is on';
      const location = own.actual.uses?.place ?? own.actual.place;
      const finding: Finding = {
        rule: 'uploads-refused',
        message,
        observed: 'both',
        expected: '“actions” in the default setup, or no default setup',
        location,
      };
      return unlessArchived(repository, { verdict: 'partial', message, findings: [finding] });
    }
    const last = lastOfActions(codeScanningAnalyses);
    const isStale = last !== null && isOlderThan(DAYS_WITHOUT_ANALYSIS, last, observedAt);
    if (own !== undefined && isStale) {
      const finding = stale(own, last, observedAt);
      const limitedBy: Limit[] = [{ fact: 'codeScanningSetup' }];
      return unlessArchived(repository, {
        verdict: 'partial',
        message: finding.message,
        findings: [finding],
        limitedBy,
      });
    }
    if (own !== undefined) {
      const listed = codeScanningAnalyses.state === 'known' && last === null;
      const fresh: Limit = {
        fact: 'codeScanningAnalyses',
        reason: 'unresolvable',
        unlock: 'look again once the workflow has run: no analysis of the workflows is listed yet',
        at: own.workflow.path,
      };
      const limitedBy: Limit[] = [
        { fact: 'codeScanningSetup' },
        ...(listed ? [fresh] : [{ fact: 'codeScanningAnalyses' } as const]),
      ];
      return { verdict: 'pass', message: `${own.workflow.path} analyses the workflows`, limitedBy };
    }
    const analysed = last !== null && !isStale;
    if (seen.unclear.length > 0) {
      const message = 'which languages the CodeQL workflow analyses is decided when it runs';
      return analysed
        ? { verdict: 'pass', message: 'CodeQL analyses the workflows', limitedBy: [{ fact: 'codeScanningSetup' }] }
        : unlessArchived(repository, {
            verdict: 'unknown',
            message,
            limitedBy: [...seen.unclear, { fact: 'codeScanningAnalyses' }],
          });
    }
    const leftOut = [
      ...(setup?.configured === true ? [withoutActions(setup, target)] : []),
      // Those that have the workflows among their languages, or may have, were seen above.
      ...seen.codeql.map(leavesOut),
    ];
    // Beside another analyser the default setup may be on; beside a CodeQL workflow it hardly is, for it would refuse its results.
    const findings = leftOut.length > 0 ? leftOut : setup === null ? [] : seen.analysers.map(otherAnalyser);
    const blind: Limit[] = [{ fact: 'codeScanningSetup' }, ...seen.unread];
    const [first] = findings;
    if (first !== undefined) {
      return unlessArchived(repository, { verdict: 'partial', message: first.message, findings, limitedBy: blind });
    }
    if (setup === null || seen.unread.length > 0) {
      const message = 'whether CodeQL analyses the workflows could not be seen';
      return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: blind });
    }
    if (workflowsIn(texts.value).workflows.length === 0) {
      return { verdict: 'not-applicable', message: 'there is no workflow to analyse' };
    }
    const message = 'nothing analyses the workflows';
    const none: Finding = {
      rule: 'workflows-not-analysed',
      message,
      observed: 'state: not-configured',
      expected: 'state: configured, with actions among the languages',
      location: shownBy(target, SETUP),
    };
    return unlessArchived(repository, { verdict: 'fail', message, findings: [none] });
  },

  remedies: [
    {
      id: 'switch-on-default-setup',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Let the default setup analyse the workflows',
      unavailable({ maybe, target }) {
        if (maybe.codeScanningSetup.state === 'unknown') return 'the default setup could not be seen';
        if (runsCodeql(maybe.texts))
          return 'a CodeQL workflow is in use, and the default setup would refuse its results';
        return noSetting(target, maybe.repository);
      },
      plan({ maybe, target }) {
        if (maybe.codeScanningSetup.state === 'unknown') return [];
        const setup = maybe.codeScanningSetup.value;
        const path = repositoryApi(target, SETUP);
        // The list is replaced, so what is there is sent along.
        const languages = [...new Set([...setup.languages, 'actions'])];
        return [
          {
            kind: 'setting',
            summary: 'code scanning analyses the workflows',
            request: { method: 'PATCH', path, body: { state: 'configured', languages } },
            inverse: {
              method: 'PATCH',
              path,
              body: setup.configured
                ? { state: 'configured', languages: setup.languages }
                : { state: 'not-configured' },
            },
            before: setup.configured ? `languages: ${setup.languages.join(', ')}` : 'state: not-configured',
            after: `languages: ${languages.join(', ')}`,
            when: 'now',
            why: 'a first run follows at once; its results appear some minutes later',
          },
        ];
      },
    },
    {
      id: 'analyse-beside-codeql',
      kind: 'new-file',
      risk: 'review',
      phase: 1,
      title: 'Add a CodeQL workflow for the workflows alone',
      unavailable({ maybe }) {
        if (!runsCodeql(maybe.texts)) return 'the default setup is the simpler way where no CodeQL workflow is in use';
        const { codeScanningSetup } = maybe;
        if (codeScanningSetup.state === 'unknown')
          return 'the default setup, which would refuse its results, could not be seen';
        if (codeScanningSetup.value.configured) return 'the default setup is on, and would refuse its results';
        if (withoutActionsIn(maybe.texts).length === 0) return 'the CodeQL workflow analyses actions already';
        const isThere = maybe.tree.state === 'known' && maybe.tree.value.some(({ path }) => path === FILE);
        return isThere ? `${FILE} exists` : null;
      },
      plan: () => [
        {
          kind: 'create-file',
          path: FILE,
          template: 'codeql-actions',
          inputs: {},
          summary: 'CodeQL analyses the workflows on each change and every week',
        },
      ],
    },
    {
      id: 'add-actions-language',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Add “actions” to the CodeQL workflow',
      unavailable({ maybe }) {
        if (!runsCodeql(maybe.texts)) return 'there is no CodeQL workflow';
        const isOn = maybe.codeScanningSetup.state === 'known' && maybe.codeScanningSetup.value.configured;
        return isOn || withoutActionsIn(maybe.texts).length > 0 ? null : 'the CodeQL workflow analyses actions already';
      },
      plan: ({ maybe }) =>
        maybe.texts.state === 'unknown'
          ? []
          : codeqlIn(maybe.texts.value).map(({ workflow, actual }) => ({
              kind: 'manual',
              summary: `analyse the workflows in ${workflow.path}, line ${actual.uses?.place.line ?? actual.place.line}`,
              why: 'the workflow analyses other languages already; with the default setup on, switch that off first',
              lines: [
                'matrix.include of the job: - { language: actions, build-mode: none }',
                'or in the step: languages: <those of today>, actions',
              ],
              url: DOCS,
              path: workflow.path,
            })),
    },
    {
      id: 'analyse-by-the-clock',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Analyse the workflows every week',
      unavailable: ({ maybe, observedAt }) => {
        const last = lastOfActions(maybe.codeScanningAnalyses);
        return last !== null && isOlderThan(DAYS_WITHOUT_ANALYSIS, last, observedAt)
          ? null
          : 'no analysis of the workflows is known to be old';
      },
      plan: () => [
        {
          kind: 'manual',
          summary: 'see why CodeQL stopped, and let it analyse the workflows every week',
          why: 'new queries find old mistakes, and an analysis that stopped finds none',
          lines: [
            '# Actions → the CodeQL workflow: is it disabled, or does its last run fail?',
            'on:',
            '  schedule:',
            "    - cron: '23 4 * * 1'",
          ],
          url: DOCS,
        },
      ],
    },
    workflowLintRemedy(
      (texts) =>
        runsCodeql(texts) ||
        (texts.state === 'known' && reachedSteps(workflowsIn(texts.value)).some(analysesWorkflows)),
    ),
  ],
});

type Seen = {
  readonly ofActions: readonly ReachedStep[];
  readonly codeql: readonly ReachedStep[];
  readonly unclear: readonly Limit[];
  readonly analysers: readonly ReachedStep[];
  readonly unread: readonly Limit[];
};

const codeqlIn = (texts: TextFiles): readonly ReachedStep[] =>
  reachedSteps(workflowsIn(texts)).filter(({ actual }) => actionName(actual) === 'github/codeql-action/init');

const runsCodeql = (texts: Fact<TextFiles>): boolean => texts.state === 'known' && codeqlIn(texts.value).length > 0;

function look(texts: TextFiles, tree: readonly TreeEntry[]): Seen {
  const set = workflowsIn(texts);
  const inits = codeqlIn(texts).map((step) => ({ step, languages: languagesOf(step) }));
  const hasActions = (languages: readonly string[] | null) => languages?.includes('actions') ?? false;
  return {
    ofActions: inits.filter(({ languages }) => hasActions(languages)).map(({ step }) => step),
    codeql: inits.map(({ step }) => step),
    unclear: inits
      .filter(({ languages }) => languages === null)
      .map(({ step }) => ({
        fact: 'texts',
        reason: 'unresolvable',
        unlock: `say which languages CodeQL analyses in ${step.workflow.path}`,
        at: step.workflow.path,
      })),
    analysers: reachedSteps(set).filter(analysesWorkflows),
    unread: unreadWorkflows(set, tree, texts),
  };
}

/** Null when they are detected or computed while it runs. */
function languagesOf({ job, actual }: ReachedStep): readonly string[] | null {
  const given = actual.with.languages;
  const values = given === undefined ? null : spelledOut(job, given);
  return values?.flatMap(({ value }) => value.split(/[\s,]+/)) ?? null;
}

const ANALYSERS = [
  'zizmorcore/zizmor-action',
  'boostsecurityio/poutine-action',
  'raven-actions/actionlint',
  'reviewdog/action-actionlint',
];
const ON_CHANGE = ['push', 'pull_request', 'pull_request_target', 'merge_group'];

const analysesWorkflows = ({ workflow, actual }: ReachedStep): boolean =>
  workflow.triggers.some(({ event }) => ON_CHANGE.includes(event)) &&
  (ANALYSERS.includes(actionName(actual) ?? '') ||
    /(?:^|[\s;&|(/])(?:zizmor|poutine|actionlint)(?:\s|$)/m.test(actual.run?.value ?? ''));

const isOfActions = ({ category }: { readonly category: string }): boolean => /language:actions\b/.test(category);

/** After so many days an analysis no longer speaks for the workflows of today (catalogue 4.19). */
const DAYS_WITHOUT_ANALYSIS = 30;

/** When the workflows were last analysed (ISO); null when no analysis is listed, or the list is not known. */
function lastOfActions(analyses: Fact<readonly CodeScanningAnalysis[]>): string | null {
  const all = analyses.state === 'known' ? analyses.value.filter(isOfActions) : [];
  return (
    all
      .map(({ createdAt }) => createdAt)
      .sort()
      .at(-1) ?? null
  );
}

const stale = ({ workflow, actual }: ReachedStep, last: string, observedAt: string): Finding => ({
  rule: 'analysis-stale',
  message: `${workflow.path} is to analyse the workflows, and last did ${daysSince(last, observedAt)} days ago`,
  observed: last,
  expected: 'an analysis within 30 days, by a weekly schedule',
  location: actual.uses?.place ?? actual.place,
  route: actual.route.join('.'),
});

/** CodeQL steps that do not say that they analyse the workflows. */
const withoutActionsIn = (texts: Fact<TextFiles>): readonly ReachedStep[] =>
  texts.state === 'unknown'
    ? []
    : codeqlIn(texts.value).filter((step) => languagesOf(step)?.includes('actions') !== true);

const withoutActions = (setup: CodeScanningSetup, target: Target): Finding => ({
  rule: 'actions-left-out',
  message: 'code scanning is on, and leaves the workflows out',
  observed: `languages: ${setup.languages.join(', ') || 'none'}`,
  expected: 'actions among the languages',
  location: shownBy(target, SETUP),
});

const leavesOut = ({ workflow, actual }: ReachedStep): Finding => ({
  rule: 'actions-left-out',
  message: `CodeQL in ${workflow.path} leaves the workflows out`,
  observed: `languages: ${actual.with.languages?.value ?? 'not given'}`,
  expected: 'actions among the languages',
  location: actual.with.languages?.place ?? actual.place,
  route: actual.route.join('.'),
});

const otherAnalyser = ({ step, actual, workflow }: ReachedStep): Finding => ({
  rule: 'other-analyser',
  message: `another analyser looks at the workflows in ${workflow.path}, and CodeQL does not`,
  observed: actionName(actual) ?? 'a command',
  expected: 'CodeQL with the language actions as well',
  location: (step.uses ?? step.run)?.place ?? step.place,
  route: [...step.route, actual.route.join('.')].join('.'),
});
