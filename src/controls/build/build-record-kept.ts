import { buildsPayload, jobWorkIn } from '../../ecosystems/job-work.ts';
import { reachedSteps } from '../../ecosystems/reached-steps.ts';
import { type ReleaseWorkflow, releaseGraph } from '../../ecosystems/release-graph.ts';
import { listensToReleases } from '../../ecosystems/release-triggers.ts';
import type { EditFile, ManualStep, SettingChange } from '../../model/change.ts';
import { defineControl, type RemedyContext } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { type Answers, textAnswer } from '../../model/question.ts';
import type { ArtifactRetention } from '../../model/settings.ts';
import { slugOf } from '../../model/target.ts';
import { originOf } from '../../workflow/origin.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { textsOf } from '../../workflow/secret-references.ts';
import type { Job, Located, Workflow } from '../../workflow/workflow-file.ts';
import { at, locatedText, textOf } from '../../workflow/yaml-view.ts';
import { retentionDaysQuestion } from '../questions.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const DAYS = 90;
const DOCS =
  'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository';

export default defineControl({
  id: 'build-record-kept',
  number: '1.10',
  section: 'build',
  tier: 'should',
  title: 'You can say later what a release was built with',
  why: 'After an incident the question is which releases were made with the bad image or tool, and only a record that was written during the build, and kept, can answer it.',
  trap: 'Printing the whole environment leaks secrets that were changed a little and are therefore not masked. Logs do not live for ever: since October 2026 checks, runs and statuses expire with the same setting.',
  docs: [DOCS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'no-record': 'A release workflow does not write down on which image it built.',
    'short-retention': 'Logs and artifacts go before three months are over.',
    'release-cancelled': 'A newer run stops a release that is under way.',
  },
  needs: ['tree', 'texts'],
  uses: ['artifactRetention'],

  detect({ tree, texts }, { artifactRetention }, target) {
    const set = workflowsIn(texts);
    const graph = releaseGraph(tree, texts, set);
    const limitedBy = [...unreadWorkflows(set, tree, texts), ...unseenReleases(graph)];
    if (graph.workflows.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'the release may be in a workflow that cannot be read', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow releases anything' };
    }
    const records = graph.workflows.map((release) => ({ release, record: recordOf(release, texts) }));
    const unrecorded = records.filter(({ record }) => record === 'none').map(({ release }) => noRecord(release));
    const isAttached = records.every(({ record }) => record === 'attached');
    const cancelled = graph.workflows.flatMap(({ files }) => files.flatMap(cancelling));
    if (!isAttached && artifactRetention.state === 'unknown') {
      const written =
        unrecorded.length === 0
          ? 'the build is written down'
          : `${unrecorded.length} of ${records.length} release workflows write no record of the build`;
      const message = `${written}, and for how long logs are kept is not known`;
      return { verdict: 'unknown', message, limitedBy: [{ fact: 'artifactRetention' }, ...limitedBy] };
    }
    const short =
      isAttached || artifactRetention.state === 'unknown'
        ? []
        : shortRetention(artifactRetention.value, slugOf(target));
    const findings = [...unrecorded, ...short, ...cancelled];
    const [first] = findings;
    if (first === undefined) {
      const message = isAttached
        ? 'the record of the build is part of the release'
        : 'the build is written down, and logs are kept for three months or more';
      return { verdict: 'pass', message, limitedBy };
    }
    const nothing = unrecorded.length === records.length && short.length > 0;
    const message = findings.length === 1 ? first.message : `${first.message}; ${findings.length} such findings in all`;
    return { verdict: nothing ? 'fail' : 'partial', message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'write-record',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Add a step that writes down the image and the tools',
      unavailable: ({ known }) =>
        recordable(known).length > 0 ? null : 'no release workflow has a job that such a step could be added to',
      questions: ({ maybe }) => retentionQuestions(maybe),
      plan: ({ known, maybe, target }, answers) => [
        ...recordEdits(known),
        ...byHand(
          known,
          recordable(known).map(({ release }) => release),
        ),
        ...keepLonger(maybe, slugOf(target), answers),
        ...uncancel(known),
      ],
    },
    {
      id: 'keep-longer',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Keep logs and artifacts for at least 90 days',
      unavailable({ maybe, target }) {
        if (slugOf(target) === null) return 'the repository has no GitHub remote, so there is no setting to change';
        const { artifactRetention } = maybe;
        if (artifactRetention.state === 'unknown' || artifactRetention.value.days >= DAYS)
          return 'logs are kept long enough';
        const most = artifactRetention.value.maximumDays;
        return most !== null && most < DAYS ? `the organisation allows no more than ${most} days` : null;
      },
      questions: ({ maybe }) => retentionQuestions(maybe),
      plan: ({ maybe, target }, answers) => keepLonger(maybe, slugOf(target), answers),
    },
    {
      id: 'record-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Write the record yourself',
      plan({ known }) {
        const steps = [...byHand(known), ...uncancel(known)];
        return steps.length > 0 ? steps : [ATTACH];
      },
    },
  ],
});

type Known = { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles };
type Maybe = RemedyContext<'tree' | 'texts', 'artifactRetention'>['maybe'];

/** The variables in which GitHub's machines say which image they are. */
const RECORDS = /\bImage(?:Version|OS)\b/;

/** `attached`: the file that holds the record is among what the release uploads. */
function recordOf(release: ReleaseWorkflow, texts: TextFiles): 'none' | 'logged' | 'attached' {
  const scripts = reachedSteps(workflowsIn(texts))
    .filter(({ workflow }) => release.files.includes(workflow))
    .flatMap(({ actual }) => (actual.run !== null && RECORDS.test(actual.run.value) ? [actual.run.value] : []));
  if (scripts.length === 0) return 'none';
  const uploads = release.publishes.flatMap(({ step }) =>
    step === null ? [] : textsOf(step).map(({ value }) => value),
  );
  const files = scripts.flatMap(writtenFiles);
  return files.some((file) => uploads.some((text) => names(text, file))) ? 'attached' : 'logged';
}

/** Files that a script writes by `>`, `>>` or `tee`. */
const writtenFiles = (script: string): readonly string[] =>
  [...script.matchAll(/(?:>>?|\btee(?:\s+-a)?)\s*["']?([\w.][\w./-]*)/g)].map((match) => match[1] ?? '');

/** Whether an upload names the file, or everything in its folder. */
function names(text: string, file: string): boolean {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : null;
  if (text.includes(file.slice(file.lastIndexOf('/') + 1))) return true;
  return folder !== null && [`${folder}/*`, `${folder}/**`].some((glob) => text.split(/[\s"',]+/).includes(glob));
}

const noRecord = ({ workflow, publishes }: ReleaseWorkflow): Finding => ({
  rule: 'no-record',
  message: `${workflow.path} releases without writing down the image that it builds on`,
  observed: 'no step reads ImageOS and ImageVersion',
  expected: 'a step that writes ImageOS and ImageVersion to the log, the summary or a file of the release',
  location: publishes[0]?.place ?? workflow.triggers[0]?.place ?? null,
  route: workflow.path,
});

const shortRetention = ({ days }: ArtifactRetention, slug: string | null): readonly Finding[] =>
  days >= DAYS
    ? []
    : [
        {
          rule: 'short-retention',
          message: `logs and artifacts are kept for ${days} ${days === 1 ? 'day' : 'days'} only`,
          observed: `days: ${days}`,
          expected: `days: ${DAYS} or more`,
          location: { endpoint: `GET ${retentionPath(slug)}` },
        },
      ];

const retentionPath = (slug: string | null): string =>
  `/repos/${slug ?? 'OWNER/REPO'}/actions/permissions/artifact-and-log-retention`;

/** A group that differs for every tag, commit or run never stops a release. */
function cancelling(workflow: Workflow): readonly Finding[] {
  const found = [originOf(workflow), ...workflow.jobs.map(originOf)].flatMap((view): readonly Located<string>[] => {
    const concurrency = at(view, 'concurrency');
    const cancels = concurrency === null ? null : locatedText(at(concurrency, 'cancel-in-progress'));
    if (concurrency === null || cancels?.value !== 'true') return [];
    const group = textOf(at(concurrency, 'group')) ?? '';
    if (/run_id|github\.sha|event\.release/.test(group)) return [];
    return /github\.ref|ref_name|head_ref/.test(group) && mayBeTag(workflow) ? [] : [cancels];
  });
  return found.map(({ place, route }) => ({
    rule: 'release-cancelled',
    message: `a newer run stops a release of ${workflow.path} that is under way, and leaves half of it`,
    observed: 'cancel-in-progress: true',
    expected: 'cancel-in-progress: false',
    location: place,
    route: route.join('.'),
  }));
}

const mayBeTag = (workflow: Workflow): boolean =>
  listensToReleases(workflow) || workflow.triggers.some(({ event }) => event === 'workflow_call');

/** The job of each unrecorded release that builds, else the one that publishes. Containers do not see the machine's variables. */
function recordable({ tree, texts }: Known): readonly Recordable[] {
  const set = workflowsIn(texts);
  const work = jobWorkIn(tree, texts, set);
  return releaseGraph(tree, texts, set)
    .workflows.filter((release) => recordOf(release, texts) === 'none')
    .flatMap((release) => {
      const jobs = work.filter(
        ({ job, workflow }) => release.files.includes(workflow) && job.steps.length > 0 && job.container === null,
      );
      const own =
        jobs.find(buildsPayload) ?? jobs.find(({ builds, publishes }) => builds.length > 0 || publishes.length > 0);
      return own === undefined ? [] : [{ release, workflow: own.workflow, job: own.job }];
    });
}

type Recordable = { readonly release: ReleaseWorkflow; readonly workflow: Workflow; readonly job: Job };

/** Two releases may call one workflow that builds for both. */
const recordEdits = (known: Known): readonly EditFile[] => {
  const all = recordable(known);
  const once = all.filter(({ job }, index) => all.findIndex((each) => each.job === job) === index);
  return once.map(({ workflow, job }) => recordEdit(workflow, job));
};

const SCRIPT = `{
  echo "### Build environment"
  echo "- image: \${ImageOS:-not of GitHub} \${ImageVersion:-}"
  echo "- machine: $(uname -srm)"
  for tool in "node --version" "python3 --version" "go version" "cargo --version" "dotnet --version" "docker --version"; do
    if command -v "\${tool%% *}" > /dev/null; then echo "- \${tool%% *}: $($tool 2>&1 | head -n 1)"; fi
  done
} | tee -a "$GITHUB_STEP_SUMMARY"
`;

const recordEdit = (workflow: Workflow, job: Job): EditFile => ({
  kind: 'edit-file',
  path: workflow.path,
  operations: [
    {
      op: 'insert-item',
      route: [...job.route, 'steps'],
      index: job.steps.length,
      value: { name: 'Record the build environment', shell: 'bash', run: SCRIPT },
    },
  ],
  summary: `the job ${job.id} writes down its image and tools in the log and the summary of the run`,
});

/** The setting, when it is known to be too short and can be longer. */
function keepLonger({ artifactRetention }: Maybe, slug: string | null, answers: Answers): readonly SettingChange[] {
  if (artifactRetention.state === 'unknown' || slug === null) return [];
  const { days, maximumDays } = artifactRetention.value;
  if (days >= DAYS || (maximumDays !== null && maximumDays < DAYS)) return [];
  const wanted = Math.max(
    DAYS,
    Math.min(Number(textAnswer(answers, 'retention-days', `${DAYS}`)), maximumDays ?? DAYS),
  );
  const path = retentionPath(slug);
  return [
    {
      kind: 'setting',
      summary: `logs and artifacts are kept for ${wanted} days`,
      request: { method: 'PUT', path, body: { days: wanted } },
      inverse: { method: 'PUT', path, body: { days } },
      before: `days: ${days}`,
      after: `days: ${wanted}`,
      when: 'now',
      why: 'what is stored for longer counts against the storage of private repositories; runs that are gone do not come back',
    },
  ];
}

const retentionQuestions = ({ artifactRetention }: Maybe) =>
  artifactRetention.state === 'known' &&
  artifactRetention.value.days < DAYS &&
  (artifactRetention.value.maximumDays ?? DAYS) >= DAYS
    ? [retentionDaysQuestion(artifactRetention.value.maximumDays ?? DAYS)]
    : [];

/** Steps for the releases without a record, but for those that are `done` by an edit. */
const byHand = ({ tree, texts }: Known, done: readonly ReleaseWorkflow[] = []): readonly ManualStep[] => {
  const missing = releaseGraph(tree, texts, workflowsIn(texts)).workflows.filter(
    (release) => recordOf(release, texts) === 'none' && !done.includes(release),
  );
  return missing.map(({ workflow }) => ({
    kind: 'manual',
    summary: `let ${workflow.path} write down what it builds with`,
    why: 'the step belongs into the job that builds, on the machine itself',
    lines: [
      '- name: Record the build environment',
      '  shell: bash',
      '  run: |',
      ...SCRIPT.trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
    ],
    url: DOCS,
    path: workflow.path,
  }));
};

/** What is part of the release stays, however short the logs live. */
const ATTACH: ManualStep = {
  kind: 'manual',
  summary: 'let the release carry the record of its build',
  why: 'logs and artifacts of the run go before three months are over, and a file of the release stays',
  lines: [
    '- run: echo "$ImageOS $ImageVersion" > dist/build-record.txt  # and upload dist/build-record.txt with the release',
  ],
  url: DOCS,
};

const uncancel = ({ tree, texts }: Known): readonly ManualStep[] => {
  const found = releaseGraph(tree, texts, workflowsIn(texts)).workflows.flatMap(({ files }) =>
    files.filter((file) => cancelling(file).length > 0),
  );
  return [...new Set(found)].map(({ path }) => ({
    kind: 'manual',
    summary: `let a release of ${path} finish`,
    why: 'a release that is stopped half way leaves files without record or attestation; stopping old runs may be meant for pull requests only',
    lines: ["cancel-in-progress: ${{ github.event_name == 'pull_request' }}"],
    url: DOCS,
    path,
  }));
};
