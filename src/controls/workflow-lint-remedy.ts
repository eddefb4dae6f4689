import type { Remedy } from '../model/control.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles } from '../model/files.ts';
import { type Question, textAnswer } from '../model/question.ts';

const FILE = '.github/workflows/workflow-lint.yml';

/** Without a default: an action of somebody else comes in only by a decision. */
const resultsQuestion: Question = {
  id: 'workflow-lint-results',
  kind: 'choice',
  label: 'zizmor is an action of others. Where may it show what it finds?',
  help: 'Code scanning is for public repositories and for those with Code Security; with the log alone the job fails.',
  choices: [
    { value: 'log', label: 'in the log: the job fails' },
    { value: 'code-scanning', label: 'under code scanning' },
  ],
  required: true,
};

/** A reader of the workflows for where none is yet; the guide asks for CodeQL as well, which only a setting switches on. */
export const workflowLintRemedy = (
  isAnalysed: (texts: Fact<TextFiles>) => boolean,
): Remedy<never, 'tree' | 'texts'> => ({
  id: 'lint-workflows',
  kind: 'new-file',
  risk: 'review',
  phase: 1,
  title: 'Lint the workflows with zizmor on each change',
  unavailable({ maybe }) {
    const { tree, texts } = maybe;
    if (tree.state === 'unknown' || texts.state === 'unknown') return 'the files could not be read';
    if (isAnalysed(texts)) return 'a workflow analyses workflows already';
    return tree.value.some(({ path }) => path === FILE) ? `${FILE} exists` : null;
  },
  questions: () => [resultsQuestion],
  plan: (_context, answers) => [
    {
      kind: 'create-file',
      path: FILE,
      template: 'workflow-lint',
      inputs: { results: textAnswer(answers, resultsQuestion.id, 'log') },
      summary: 'zizmor reads the workflows on each change and every week',
    },
    {
      kind: 'manual',
      summary: 'let CodeQL analyse the workflows as well',
      why: 'the two find different faults, and the guide asks for CodeQL',
      lines: ['Settings → Advanced Security → CodeQL analysis → Set up → Default, with the language “GitHub Actions”'],
      url: 'https://docs.github.com/en/code-security/code-scanning/enabling-code-scanning/configuring-default-setup-for-code-scanning',
    },
  ],
});
