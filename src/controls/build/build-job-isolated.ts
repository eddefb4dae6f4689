import { writableScopes } from '../../ecosystems/job-rights.ts';
import { type JobWork, jobWorkIn, releases, runsProjectCode } from '../../ecosystems/job-work.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding, Place } from '../../model/finding.ts';
import type { TokenDefault } from '../../workflow/effective-permissions.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsIn, secretsOf, textsOf } from '../../workflow/secret-references.ts';
import type { Located, Step } from '../../workflow/workflow-file.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

export default defineControl({
  id: 'build-job-isolated',
  number: '1.03',
  section: 'build',
  tier: 'must',
  title: 'Building is separated from releasing',
  why: 'Installing, building and testing run code of many strangers, and in the same job that code can take the keys and the rights with which the release is published.',
  trap: 'A secret in the environment of one step is within reach of every step before it in the same job. Hand files over with upload-artifact and download-artifact, by artifact-ids, and never through a cache. Executable bits are lost on the way. Jobs of one run share its artifacts: a build with `actions: write` can replace them.',
  docs: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'secret-beside-build': 'A job that runs the project’s code holds a lasting secret.',
    'builds-and-publishes': 'One job builds, and publishes, attests or signs.',
    'build-holds-rights': 'A job that only builds could change the repository or its releases.',
  },
  needs: ['tree', 'texts'],
  uses: ['tokenDefaults'],

  detect({ tree, texts }, { tokenDefaults }) {
    const set = workflowsIn(texts);
    const graph = releaseGraph(tree, texts, set);
    const limitedBy = [...unreadWorkflows(set, tree, texts), ...unseenReleases(graph)];
    if (graph.workflows.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'the release may be in a workflow that cannot be read', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow releases anything' };
    }
    const tokenDefault = tokenDefaults.state === 'known' ? tokenDefaults.value.defaultWorkflowPermissions : null;
    const jobs = mixedJobs(tree, texts, set, tokenDefault);
    const findings = jobs.flatMap((job) => job.findings);
    const secret = findings.find(isGrave);
    if (secret !== undefined) {
      return { verdict: 'fail', message: summary(secret, findings), findings, limitedBy };
    }
    const [first] = findings;
    if (first !== undefined) return { verdict: 'partial', message: summary(first, findings), findings, limitedBy };
    const undecided = jobs.filter(({ rights }) => rights === null);
    if (undecided.length > 0) {
      const names = [...new Set(undecided.map(({ work }) => work.job.id))];
      const message = `what the token may do is not declared in ${names.length === 1 ? `the job ${names[0]}` : `${names.length} jobs`} that build for a release`;
      return { verdict: 'unknown', message, limitedBy: [{ fact: 'tokenDefaults' }, ...limitedBy] };
    }
    return { verdict: 'pass', message: 'no job that builds holds the rights or keys of a release', limitedBy };
  },

  remedies: [
    {
      id: 'split-jobs',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Split the job in two: one builds, one publishes',
      plan({ known, maybe }) {
        const { tree, texts } = known;
        const { tokenDefaults } = maybe;
        const tokenDefault = tokenDefaults.state === 'known' ? tokenDefaults.value.defaultWorkflowPermissions : null;
        return mixedJobs(tree, texts, workflowsIn(texts), tokenDefault)
          .filter(({ findings }) => findings.length > 0)
          .map(({ work, rights }) => split(work, rights ?? []));
      },
    },
  ],
});

/** Scopes with which a release, its identity or its files can be changed; `actions` can replace the artifacts of the run. */
const STRONG = ['contents', 'packages', 'id-token', 'attestations', 'actions'];

/** Tokens that only upload reports of tests, and names that are kept as secrets: little to gain, though they lie beside the build as well. */
const REPORTS =
  /^(?:CODECOV|CODE_COV|COVERALLS|CODACY|CODSPEED|BENCHER|CC_TEST_REPORTER|SONAR)_?(?:\w*_)?(?:TOKEN|ID)$|(?:^|_)(?:USER_?NAME|USER|ACCOUNT_ID|CLIENT_ID|TENANT_ID|SUBSCRIPTION_ID|PROJECT_ID|REGION)$/i;

const isGrave = ({ rule, observed }: Finding): boolean =>
  rule === 'secret-beside-build' && !REPORTS.test(observed.replace(/^secrets\./, ''));

/** `rights` are null when they are not known. */
type Mixed = {
  readonly work: JobWork;
  readonly rights: readonly string[] | null;
  readonly findings: readonly Finding[];
};

/** Jobs of releases that run the project's code, with what lies beside it. */
function mixedJobs(
  tree: readonly TreeEntry[],
  texts: TextFiles,
  set: WorkflowSet,
  tokenDefault: TokenDefault,
): readonly Mixed[] {
  const jobs = jobWorkIn(tree, texts, set).filter((work) => work.release !== null && runsProjectCode(work));
  return jobs.map((work) => {
    const scopes = writableScopes(set, work.workflow, work.job, tokenDefault);
    const rights = scopes?.filter((scope) => STRONG.includes(scope)) ?? null;
    const inBuildKit = isImageBuild(work);
    const secrets = inBuildKit ? [] : secretFindings(work);
    const harmless = inBuildKit && (rights ?? []).every((scope) => scope === 'packages');
    const held = harmless ? [] : rightsFinding(work, rights ?? []);
    return { work, rights, findings: [...secrets, ...held] };
  });
}

/**
 * BuildKit runs the build in a container of its own, which sees neither the job's token nor its environment unless they are handed in
 * (docs.docker.com/build/building/secrets).
 */
function isImageBuild({ builds, installs }: JobWork): boolean {
  if (builds.length === 0 || installs.length > 0) return false;
  return builds.every(
    ({ ecosystem, command, step, via }) =>
      via === null &&
      ecosystem === 'docker' &&
      (/^docker\/(?:build-push|bake)-action$/.test(command)
        ? !handsIn(step)
        : /\bdocker\s+(?:buildx\s+)?build\b/.test(command) && !/--secret\b|\$\{\{\s*secrets\./.test(command)),
  );
}

const handsIn = (step: Step): boolean =>
  ['secrets', 'secret-envs', 'secret-files', 'ssh'].some((input) => (step.with[input]?.value.trim() ?? '') !== '') ||
  ['build-args', 'set'].some((input) => /secrets\.|github\.token/.test(step.with[input]?.value ?? ''));

function secretFindings({ workflow, job }: JobWork): readonly Finding[] {
  const texts: readonly Located<string>[] = [...textsOf(job), ...Object.values(workflow.env)];
  return secretsOf(workflow, job).flatMap((name): readonly Finding[] => {
    const at = texts.find(({ value }) => secretsIn(value).includes(name));
    const what = name === '*' ? 'all secrets' : `the secret ${name}`;
    return at === undefined
      ? []
      : [
          {
            rule: 'secret-beside-build',
            message: `the job ${job.id} runs the project’s code and holds ${what}`,
            observed: `secrets.${name}`,
            expected: 'the secret in a job of its own that builds and installs nothing',
            location: at.place,
            route: at.route.join('.'),
          },
        ];
  });
}

function rightsFinding(work: JobWork, rights: readonly string[]): readonly Finding[] {
  const { job } = work;
  const held = [
    ...rights.map((scope) => `${scope}: write`),
    ...(job.environment === null ? [] : [`environment ${job.environment.value}`]),
  ];
  if (held.length === 0) return [];
  const publishes = releases(work);
  const does = work.publishes.length > 0 ? 'publishes' : work.attests.length > 0 ? 'attests' : 'signs';
  const guarded = job.environment === null ? '' : ', behind an environment';
  return [
    {
      rule: publishes ? 'builds-and-publishes' : 'build-holds-rights',
      message: publishes
        ? `the job ${job.id} builds and ${does} in one${guarded}: the code that it builds can use ${held.join(', ')}`
        : `the job ${job.id} publishes nothing, and the code that it builds can use ${held.join(', ')}`,
      observed: held.join(', '),
      expected: 'contents: read where the project’s code runs',
      location: placeOfRights(work, rights),
      route: [...job.route, 'permissions'].join('.'),
    },
  ];
}

function placeOfRights({ workflow, job }: JobWork, rights: readonly string[]): Place {
  if (rights.length === 0) return job.environment?.place ?? job.place;
  const declared = job.permissions ?? workflow.permissions;
  const entry =
    declared?.value.kind === 'map'
      ? declared.value.entries.find(({ value: [scope] }) => rights.includes(scope))
      : undefined;
  return entry?.place ?? declared?.place ?? job.place;
}

const summary = (first: Finding, all: readonly Finding[]): string =>
  all.length === 1 ? first.message : `${first.message}; ${all.length} such findings in all`;

/** The job graph to aim at, with the names that are there. */
function split({ workflow, job, publishes, attests, signs }: JobWork, rights: readonly string[]): ManualStep {
  const moved = [...new Set([...publishes, ...attests, ...signs].map(({ how }) => how.split('\n', 1)[0] ?? ''))];
  const environment = job.environment?.value ?? 'release';
  const kept = rights.filter((scope) => scope !== 'actions');
  return {
    kind: 'manual',
    summary: `split the job ${job.id}: one job builds with read access, another publishes what it made`,
    why: 'only somebody who knows the build can say which files the release consists of',
    path: workflow.path,
    lines: [
      `  ${job.id}:`,
      '    permissions:',
      '      contents: read',
      '    steps:',
      '      # everything that installs, builds and tests; then',
      '      - uses: actions/upload-artifact@<full commit id>',
      '        id: upload',
      '        with: { name: release, path: dist/, if-no-files-found: error }',
      '    outputs:',
      '      artifact-id: ${{ steps.upload.outputs.artifact-id }}',
      `  publish-${job.id}:`,
      `    needs: ${job.id}`,
      '    runs-on: ubuntu-24.04',
      `    environment: ${environment}`,
      ...(kept.length > 0
        ? ['    permissions:', ...kept.map((scope) => `      ${scope}: write`)]
        : ['    permissions: {}']),
      '    steps:',
      '      - uses: actions/download-artifact@<full commit id>',
      `        with: { artifact-ids: '\${{ needs.${job.id}.outputs.artifact-id }}', path: dist }`,
      ...moved.map((how) => `      # then, without another install or build: ${how}`),
    ],
    url: 'https://docs.github.com/en/actions/reference/security/secure-use',
  };
}
