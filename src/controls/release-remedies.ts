import { ecosystemsIn } from '../ecosystems/detect-ecosystems.ts';
import { releaseGraph } from '../ecosystems/release-graph.ts';
import type { ManualStep, TemplateInputs } from '../model/change.ts';
import type { Remedy, RemedyContext } from '../model/control.ts';
import { type Answers, type Question, textAnswer } from '../model/question.ts';
import { slugOf } from '../model/target.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import type { IdentitySite } from './oidc-subject.ts';
import {
  binaryNameQuestion,
  chartNameQuestion,
  packageNameQuestion,
  releaseCommandQuestion,
  releaseEnvironmentQuestion,
} from './questions.ts';
import { RELEASE_TEMPLATES, type ReleaseTemplate } from './release-templates.ts';
import { imageSigningQuestion, isSigningChoice, type SigningChoice, signingMethodQuestion } from './signing-method.ts';
import { signingSetup } from './signing-setup.ts';

type Context = RemedyContext<'tree' | 'texts', 'repository' | 'oidcSubject'>;

/**
 * Release workflows from templates, for a repository that has none: build, seal and publish in separate jobs, with provenance, a
 * bill of materials and a signature. The controls that ask for these offer the same file, so one answer serves all of them.
 */
export const releaseRemedies: readonly Remedy<'tree' | 'texts', 'repository' | 'oidcSubject'>[] = RELEASE_TEMPLATES.map(
  (row) => ({
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
      ...setUpOutside(row, environmentOf(answers, row), slugOf(context.target) ?? 'OWNER/REPO'),
      firstRelease(row, environmentOf(answers, row)),
    ],
  }),
);

/** What only somebody with an account there can do. */
function setUpOutside(
  { outside, file }: ReleaseTemplate,
  environment: string,
  repository: string,
): readonly ManualStep[] {
  if (outside === null) return [];
  const { kind, registry, note, lines } = outside;
  const isPublisher = kind === 'trusted-publisher';
  return [
    {
      kind: 'manual',
      summary: isPublisher
        ? `tell ${registry} which workflow publishes`
        : `put into the environment what ${registry} asks for`,
      why: isPublisher ? `it then lets exactly this workflow publish, without a stored token; ${note}` : note,
      lines: [
        ...(isPublisher ? [`repository ${repository}`, `workflow ${file}`, `environment ${environment}`] : []),
        ...lines(environment),
      ],
      url: isPublisher
        ? 'https://docs.github.com/en/actions/reference/security/oidc'
        : 'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets',
      path: `.github/workflows/${file}`,
    },
  ];
}

/** What is published already stays as it is; the first run of the workflow shows whether all of it fits together. */
const firstRelease = ({ file }: ReleaseTemplate, environment: string): ManualStep => ({
  kind: 'manual',
  summary: `make the next release with ${file}`,
  why: `releases that are out already stay as they are; the environment "${environment}" should name its reviewers before the first run`,
  lines: ['git tag v1.2.3', 'git push origin v1.2.3'],
  url: 'https://docs.github.com/en/actions/deployment/targeting-different-environments/managing-environments-for-deployment',
  path: `.github/workflows/${file}`,
});

function whyNot({ known: { tree, texts }, target }: Context, { file, fits, what }: ReleaseTemplate): string | null {
  if (slugOf(target) === null) return 'the repository has no GitHub remote, and only it may release';
  const [release] = releaseGraph(tree, texts, workflowsIn(texts)).workflows;
  if (release !== undefined) return `${release.workflow.path} releases already`;
  if (tree.some(({ path }) => path === `.github/workflows/${file}`)) return `${file} exists`;
  if (fits(ecosystemsIn(tree, texts), tree)) return null;
  return `nothing in the repository makes ${what}`;
}

/** The template builds Go and Rust itself; everything else has to be told a command. */
const needsCommand = ({ known: { tree, texts } }: Context): boolean =>
  !ecosystemsIn(tree, texts).some(({ id }) => id === 'go' || id === 'cargo');

/** The question that says how a template signs; the others leave it to their registry. */
const SIGNING_QUESTIONS: Readonly<Record<string, Question>> = {
  'release-goreleaser': signingMethodQuestion,
  'release-binaries': signingMethodQuestion,
  'release-container': imageSigningQuestion,
};

function signingOf(answers: Answers, { template }: ReleaseTemplate): SigningChoice {
  const answer = textAnswer(answers, SIGNING_QUESTIONS[template]?.id ?? '');
  return isSigningChoice(answer) ? answer : 'automatic';
}

const environmentOf = (answers: Answers, { environment }: ReleaseTemplate): string =>
  textAnswer(answers, `environment-${environment}`, environment);

const siteOf = ({ target, maybe }: Context, answers: Answers, row: ReleaseTemplate): IdentitySite => ({
  target,
  environment: environmentOf(answers, row),
  repository: maybe.repository,
  oidcSubject: maybe.oidcSubject,
});

const ASKED = {
  'binary-name': binaryNameQuestion,
  'chart-name': chartNameQuestion,
  'package-name': packageNameQuestion,
} as const;

const questionsOf = (context: Context, { template, environment, asks }: ReleaseTemplate): readonly Question[] => [
  releaseEnvironmentQuestion(environment),
  ...asks.map((name) => ASKED[name](context)),
  ...(template === 'release-binaries' && needsCommand(context) ? [releaseCommandQuestion] : []),
  ...[SIGNING_QUESTIONS[template] ?? []].flat(),
];

/** Only what was asked; the rest follows from the views and defaults of the template. */
function inputsOf(answers: Answers, row: ReleaseTemplate): TemplateInputs {
  const { template, file, asks } = row;
  const named = asks.flatMap((name) => {
    const answer = textAnswer(answers, name);
    return answer === '' ? [] : [[name, answer] as const];
  });
  const command = textAnswer(answers, 'release-command');
  return {
    file,
    environment: environmentOf(answers, row),
    ...(SIGNING_QUESTIONS[template] === undefined ? {} : { signing: signingOf(answers, row) }),
    ...Object.fromEntries(named),
    ...(template === 'release-binaries' && command !== '' ? { 'build-command': command } : {}),
  };
}
