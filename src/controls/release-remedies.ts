import { ecosystemsIn } from '../ecosystems/detect-ecosystems.ts';
import type { EcosystemId } from '../ecosystems/ecosystem.ts';
import { releaseGraph } from '../ecosystems/release-graph.ts';
import type { ManualStep, TemplateInputs } from '../model/change.ts';
import type { Remedy, RemedyContext } from '../model/control.ts';
import { type Answers, type Question, textAnswer } from '../model/question.ts';
import { slugOf } from '../model/target.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import type { IdentitySite } from './oidc-subject.ts';
import { binaryNameQuestion, releaseCommandQuestion, releaseEnvironmentQuestion } from './questions.ts';
import { imageSigningQuestion, isSigningChoice, type SigningChoice, signingMethodQuestion } from './signing-method.ts';
import { signingSetup } from './signing-setup.ts';

type Context = RemedyContext<'tree' | 'texts', 'repository' | 'oidcSubject'>;

/** A template of a release workflow: what it needs to be there, and what it must be told. */
type Row = {
  readonly template: string;
  readonly file: string;
  readonly what: string;
  /** Null: any. */
  readonly ecosystems: readonly EcosystemId[] | null;
  /** The name its registry is usually told. */
  readonly environment: string;
};

const ROWS: readonly Row[] = [
  {
    template: 'release-binaries',
    file: 'release.yml',
    what: 'files as a GitHub release',
    ecosystems: null,
    environment: 'release',
  },
  {
    template: 'release-container',
    file: 'release-container.yml',
    what: 'the container image',
    ecosystems: ['docker'],
    environment: 'release',
  },
  {
    template: 'release-npm',
    file: 'release-npm.yml',
    what: 'the npm package',
    ecosystems: ['npm', 'pnpm', 'yarn', 'bun'],
    environment: 'npm',
  },
  {
    template: 'release-pypi',
    file: 'release-pypi.yml',
    what: 'the Python package',
    ecosystems: ['pip', 'uv', 'poetry', 'hatch'],
    environment: 'pypi',
  },
  {
    template: 'release-crate',
    file: 'release-crate.yml',
    what: 'the crate',
    ecosystems: ['cargo'],
    environment: 'crates',
  },
];

/**
 * Release workflows from templates, for a repository that has none: build, seal and publish in separate jobs, with provenance, a
 * bill of materials and a signature. The controls that ask for these offer the same file, so one answer serves all of them.
 */
export const releaseRemedies: readonly Remedy<'tree' | 'texts', 'repository' | 'oidcSubject'>[] = ROWS.map((row) => ({
  id: row.template,
  kind: 'new-file',
  risk: 'review',
  phase: 1,
  title: `Add a workflow that builds, attests and releases ${row.what}`,
  unavailable: (context) => whyNot(context, row),
  questions: (context) => questionsOf(context, row),
  plan: (context, answers) => [
    {
      kind: 'create-file',
      path: `.github/workflows/${row.file}`,
      template: row.template,
      inputs: inputsOf(answers, row),
      summary: `a workflow builds, attests and releases ${row.what}`,
    },
    ...signingSetup(signingOf(answers, row), siteOf(context, answers, row), `.github/workflows/${row.file}`),
    firstRelease(row, textAnswer(answers, `environment-${row.environment}`, row.environment)),
  ],
}));

/** What is published already stays as it is; the first run of the workflow shows whether all of it fits together. */
const firstRelease = ({ file }: Row, environment: string): ManualStep => ({
  kind: 'manual',
  summary: `make the next release with ${file}`,
  why: `releases that are out already stay as they are; the environment "${environment}" should name its reviewers before the first run`,
  lines: ['git tag v1.2.3', 'git push origin v1.2.3'],
  url: 'https://docs.github.com/en/actions/deployment/targeting-different-environments/managing-environments-for-deployment',
  path: `.github/workflows/${file}`,
});

function whyNot({ known: { tree, texts }, target }: Context, { file, ecosystems, what }: Row): string | null {
  if (slugOf(target) === null) return 'the repository has no GitHub remote, and only it may release';
  const [release] = releaseGraph(tree, texts, workflowsIn(texts)).workflows;
  if (release !== undefined) return `${release.workflow.path} releases already`;
  if (tree.some(({ path }) => path === `.github/workflows/${file}`)) return `${file} exists`;
  if (ecosystems === null || ecosystemsIn(tree, texts).some(({ id }) => ecosystems.includes(id))) return null;
  return `nothing in the repository makes ${what}`;
}

/** The template builds Go and Rust itself; everything else has to be told a command. */
const needsCommand = ({ known: { tree, texts } }: Context): boolean =>
  !ecosystemsIn(tree, texts).some(({ id }) => id === 'go' || id === 'cargo');

/** The question that says how a template signs; the others leave it to their registry. */
const SIGNING_QUESTIONS: Readonly<Record<string, Question>> = {
  'release-binaries': signingMethodQuestion,
  'release-container': imageSigningQuestion,
};

function signingOf(answers: Answers, { template }: Row): SigningChoice {
  const answer = textAnswer(answers, SIGNING_QUESTIONS[template]?.id ?? '');
  return isSigningChoice(answer) ? answer : 'automatic';
}

const siteOf = ({ target, maybe }: Context, answers: Answers, { environment }: Row): IdentitySite => ({
  target,
  environment: textAnswer(answers, `environment-${environment}`, environment),
  repository: maybe.repository,
  oidcSubject: maybe.oidcSubject,
});

const questionsOf = (context: Context, { template, environment }: Row): readonly Question[] => [
  releaseEnvironmentQuestion(environment),
  ...(template === 'release-binaries' ? [binaryNameQuestion(context)] : []),
  ...(template === 'release-binaries' && needsCommand(context) ? [releaseCommandQuestion] : []),
  ...[SIGNING_QUESTIONS[template] ?? []].flat(),
];

/** Only what was asked; the rest follows from the views and defaults of the template. */
function inputsOf(answers: Answers, row: Row): TemplateInputs {
  const { template, file, environment } = row;
  const name = textAnswer(answers, 'binary-name');
  const command = textAnswer(answers, 'release-command');
  return {
    file,
    environment: textAnswer(answers, `environment-${environment}`, environment),
    ...(SIGNING_QUESTIONS[template] === undefined ? {} : { signing: signingOf(answers, row) }),
    ...(template === 'release-binaries' && name !== '' ? { 'binary-name': name } : {}),
    ...(template === 'release-binaries' && command !== '' ? { 'build-command': command } : {}),
  };
}
