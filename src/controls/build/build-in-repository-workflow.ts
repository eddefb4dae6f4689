import { type BuildStep, buildStepsIn } from '../../ecosystems/build-steps.ts';
import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import type { Ecosystem, EcosystemId } from '../../ecosystems/ecosystem.ts';
import { defineControl, type Limit, type Remedy } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import type { LatestRelease } from '../../model/release.ts';
import type { ActionsPolicy, WorkflowState } from '../../model/repository.ts';
import { slugOf } from '../../model/target.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { shellWord } from '../shell-word.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const FOLDER = '.github/workflows/';
const FIRST = `${FOLDER}ci.yml`;

const OTHER_CI =
  /^(?:\.gitlab-ci\.yml|\.circleci\/config\.yml|Jenkinsfile|\.travis\.yml|\.?appveyor\.yml|\.cirrus\.yml|bitbucket-pipelines\.yml|\.drone\.yml|buildkite\.yml|\.buildkite\/pipeline\.ya?ml|(?:[^/]+\/){0,2}azure-pipelines[\w.-]*\.ya?ml|\.semaphore\/semaphore\.yml|\.woodpecker\.ya?ml|\.?zuul\.ya?ml|cloudbuild\.ya?ml|\.builds\/[^/]+\.yml)$/;

/** Families that are built and tested; a lone Dockerfile or an action's metadata is not yet code to build. */
const BUILDABLE: readonly EcosystemId[] = [
  ...(['npm', 'pnpm', 'yarn', 'bun', 'pip', 'uv', 'poetry', 'hatch', 'cargo', 'go'] as const),
  ...(['maven', 'gradle', 'dotnet', 'bundler', 'composer', 'make', 'cmake'] as const),
];

export default defineControl({
  id: 'build-in-repository-workflow',
  number: '1.01',
  section: 'build',
  tier: 'must',
  title: 'Build instructions are stored in the repository',
  why: 'A build that nobody can read cannot be reviewed, repeated or proven: what ships is then whatever one machine happened to make.',
  trap: 'A labeler or a stale bot is not a build. A script that exists only on a developer’s machine is not a build description. A disabled workflow builds nothing.',
  docs: [
    'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-builds',
    'https://docs.github.com/en/actions/get-started/understand-github-actions',
  ],
  rules: {
    'no-build': 'There is code to build, and no file says how.',
    'built-elsewhere': 'Another CI system builds the code; its provenance does not reach GitHub’s attestations.',
    'build-switched-off': 'The workflow that builds is disabled.',
    'uploaded-by-person': 'A file of the newest release was not uploaded by a workflow.',
  },
  needs: ['tree', 'texts'],
  uses: ['actionsPolicy', 'workflowStates', 'latestRelease'],

  detect({ tree, texts }, maybe, target) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const found = buildStepsIn(set, texts);
    // What workflows themselves take is not the project.
    const projects = ecosystemsIn(tree, texts).filter(
      ({ id, directory }) => BUILDABLE.includes(id) && !/^\.github(?:\/|$)/.test(directory),
    );
    const [first] = found;
    if (first !== undefined) {
      const findings = [...switchedOff(found, maybe), ...byHand(maybe.latestRelease, slugOf(target))];
      const unseen: Limit[] = [
        { fact: 'actionsPolicy' },
        { fact: 'workflowStates' },
        { fact: 'latestRelease' },
        ...untold(maybe.latestRelease),
      ];
      const [gap] = findings;
      if (gap !== undefined)
        return { verdict: 'partial', message: gap.message, findings, limitedBy: [...unread, ...unseen] };
      const message = `${first.workflow.path} builds with "${oneLine(first.command)}"`;
      return { verdict: 'pass', message, limitedBy: [...unread, ...unseen] };
    }
    const hidden = projects.length === 0 ? unread : [...unread, ...remote(set)];
    if (hidden.length > 0) {
      return {
        verdict: 'unknown',
        message: 'the build may be in a workflow that cannot be read here',
        limitedBy: hidden,
      };
    }
    if (projects.length === 0)
      return { verdict: 'not-applicable', message: 'there is no manifest of anything to build' };
    const elsewhere = tree.map(({ path }) => path).filter((path) => OTHER_CI.test(path));
    if (elsewhere.length > 0) {
      return {
        verdict: 'partial',
        message: `the build is described in ${elsewhere.join(', ')}, and no workflow builds`,
        findings: elsewhere.map(otherCi),
      };
    }
    return { verdict: 'fail', message: 'no workflow builds or tests the code', findings: [noBuild(projects)] };
  },

  // A new workflow changes no run that exists.
  remedies: [
    ciRemedy('ci-node', 'Node.js', ['npm', 'pnpm', 'yarn', 'bun']),
    ciRemedy('ci-python', 'Python', ['uv', 'pip', 'poetry', 'hatch']),
    ciRemedy('ci-go', 'Go', ['go']),
    ciRemedy('ci-rust', 'Rust', ['cargo']),
    ciRemedy('ci-maven', 'Maven', ['maven']),
    ciRemedy('ci-gradle', 'Gradle', ['gradle']),
    ciRemedy('ci-dotnet', '.NET', ['dotnet']),
    ciRemedy('ci-ruby', 'Ruby', ['bundler']),
    ciRemedy('ci-generic', 'make or CMake', ['make', 'cmake']),
    {
      id: 'describe-build',
      kind: 'manual',
      risk: 'review',
      phase: 1,
      title: 'Write a workflow with your own build commands',
      unavailable: ({ known }) => (builds(known).length > 0 ? 'a workflow builds already' : null),
      plan: () => [
        {
          kind: 'manual',
          summary: 'add a workflow that runs the build on every push and pull request',
          why: 'the commands that build this code could not be told from its files',
          lines: [
            'name: ci',
            'on: [push, pull_request]',
            'permissions:',
            '  contents: read',
            'jobs:',
            '  build:',
            '    runs-on: ubuntu-24.04',
            '    steps:',
            '      - uses: actions/checkout@<full commit id>',
            '      - run: <your build command>',
          ],
          url: 'https://docs.github.com/en/actions/get-started/understand-github-actions',
          path: FIRST,
        },
      ],
    },
    {
      id: 'use-the-workflow',
      kind: 'manual',
      risk: 'review',
      phase: 1,
      title: 'Let the workflow do the building and the releasing',
      unavailable: ({ known }) => (builds(known).length > 0 ? null : 'no workflow builds yet'),
      plan: ({ known }) => [
        {
          kind: 'manual',
          summary: 'switch the build on where it is off, and let a workflow upload the next release',
          why: 'a build that does not run, or that a person repeats by hand, proves nothing about what ships',
          lines: [...new Set(builds(known).map(({ workflow }) => `gh workflow enable ${shellWord(workflow.path)}`))],
          url: 'https://docs.github.com/en/actions/get-started/understand-github-actions',
        },
      ],
    },
  ],
});

const builds = ({ texts }: { readonly texts: TextFiles }): readonly BuildStep[] =>
  buildStepsIn(workflowsIn(texts), texts);

/** `switchedOff` says so at the workflow; a repository without Actions runs none of them. */
function switchedOff(
  found: readonly BuildStep[],
  maybe: { readonly actionsPolicy: Fact<ActionsPolicy>; readonly workflowStates: Fact<readonly WorkflowState[]> },
): readonly Finding[] {
  const paths = [...new Set(found.map(({ workflow }) => workflow.path))];
  const off = (path: string, observed: string): Finding => ({
    rule: 'build-switched-off',
    message: `${path} builds the code, and is switched off`,
    observed,
    expected: 'an active workflow',
    location: wholeFile(path),
  });
  const { actionsPolicy, workflowStates } = maybe;
  if (actionsPolicy.state === 'known' && !actionsPolicy.value.enabled) {
    return paths.map((path) => off(path, 'Actions are disabled in this repository'));
  }
  if (workflowStates.state === 'unknown') return [];
  const states = paths.map((path) => ({ path, state: workflowStates.value.find((each) => each.path === path)?.state }));
  const inactive = states.filter(({ state }) => state !== undefined && state !== 'active');
  return inactive.length === paths.length ? inactive.map(({ path, state }) => off(path, `state: ${state}`)) : [];
}

/** A workflow's identity ends in `[bot]`; people upload under their own name. */
function byHand(latestRelease: Fact<LatestRelease | null>, slug: string | null): readonly Finding[] {
  if (latestRelease.state === 'unknown' || latestRelease.value === null) return [];
  const { tag, assets } = latestRelease.value;
  return assets
    .filter(({ uploader }) => uploader !== null && !uploader.endsWith('[bot]'))
    .map(({ name, uploader }) => ({
      rule: 'uploaded-by-person',
      message: `${name} of release ${tag} was uploaded by ${uploader}, not by a workflow`,
      observed: `uploader: ${uploader}`,
      expected: 'uploader: github-actions[bot]',
      location: { endpoint: `GET /repos/${slug ?? 'OWNER/REPO'}/releases/latest` },
      route: name,
    }));
}

/** Files of the newest release of which the host does not say who uploaded them. */
function untold(latestRelease: Fact<LatestRelease | null>): readonly Limit[] {
  const release = latestRelease.state === 'known' ? latestRelease.value : null;
  return (release?.assets ?? [])
    .filter(({ uploader }) => uploader === null)
    .map(({ name }) => ({
      fact: 'latestRelease',
      reason: 'unserved',
      unlock: `say who uploaded ${name} of release ${release?.tag}: the host does not tell`,
    }));
}

const remote = (set: WorkflowSet): readonly Limit[] =>
  set.workflows.flatMap(({ path, jobs }) =>
    jobs.flatMap(({ uses }): readonly Limit[] =>
      uses?.value.kind === 'reusable-workflow'
        ? [
            {
              fact: 'texts',
              reason: 'unresolvable',
              unlock: `look at ${uses.value.text}, which ${path} calls`,
              at: path,
            },
          ]
        : [],
    ),
  );

const otherCi = (path: string): Finding => ({
  rule: 'built-elsewhere',
  message: `${path} describes the build for another CI system`,
  observed: path,
  expected: 'a workflow for the release path, so that artifacts can be attested',
  location: wholeFile(path),
});

const noBuild = (projects: readonly Ecosystem[]): Finding => ({
  rule: 'no-build',
  message: `${projects[0]?.manifest} describes a project, and no workflow builds or tests it`,
  observed: 'no build or test command in any workflow',
  expected: '.github/workflows/ci.yml that runs the build',
  location: null,
});

function ciRemedy(
  template: string,
  language: string,
  ids: readonly EcosystemId[],
): Remedy<'tree' | 'texts', 'actionsPolicy' | 'workflowStates' | 'latestRelease'> {
  const isHere = (known: { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles }) =>
    ecosystemsIn(known.tree, known.texts).some(({ id, directory }) => ids.includes(id) && directory === '');
  const path = (tree: readonly TreeEntry[]) =>
    [FIRST, `${FOLDER}build.yml`].find((each) => !tree.some((entry) => entry.path === each));
  return {
    id: template,
    kind: 'new-file',
    risk: 'safe',
    phase: 1,
    title: `Add a workflow that builds and tests the ${language} project`,
    unavailable({ known }) {
      if (builds(known).length > 0) return 'a workflow builds already';
      if (!isHere(known)) return `there is no ${language} project at the root`;
      return path(known.tree) === undefined ? 'ci.yml and build.yml exist: a third one would only confuse' : null;
    },
    plan: ({ known }) => [
      {
        kind: 'create-file',
        path: path(known.tree) ?? FIRST,
        template,
        inputs: { file: (path(known.tree) ?? FIRST).slice(FOLDER.length) },
        summary: `a workflow builds and tests the ${language} project`,
      },
    ],
  };
}

const oneLine = (command: string): string => command.trim().split('\n')[0] ?? '';
