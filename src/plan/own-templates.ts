import type { TemplateInputs, TemplateValue } from '../model/change.ts';
import type { Control, Remedy } from '../model/control.ts';
import type { Pack, Template, TemplateInput } from '../model/pack.ts';
import type { Answers, Question } from '../model/question.ts';
import { outputPath } from '../templating/output-path.ts';
import { formOf, resolveInputs } from '../templating/template-inputs.ts';
import { applies } from '../templating/when-predicates.ts';

/** What templates are filled in with: the views of the facts, and which paths the repository has. */
export type Surroundings = {
  readonly views: Readonly<Record<string, TemplateValue | null>>;
  readonly paths: ReadonlySet<string>;
};

/**
 * The controls with the templates that a pack has of its own: one whose id the program does not know (`builtIn`) becomes a remedy of
 * every control that it serves. It stands before the new files of the program and is offered where one of those would be.
 */
export function withOwnTemplates(
  controls: readonly Control[],
  pack: Pack,
  builtIn: ReadonlySet<string>,
  around: Surroundings,
): readonly Control[] {
  const own = pack.templates.filter(({ id, serves }) => serves.length > 0 && !builtIn.has(id));
  return controls.map((control) => {
    const added = own
      .filter(({ serves }) => serves.includes(control.id))
      .map((template) => remedyOf(template, control, around));
    const at = control.remedies.findIndex(isNewFile);
    const place = at === -1 ? control.remedies.length : at;
    return added.length === 0 ? control : { ...control, remedies: control.remedies.toSpliced(place, 0, ...added) };
  });
}

const isNewFile = ({ kind }: Remedy): boolean => kind === 'new-file';

function remedyOf(template: Template, control: Control, { views, paths }: Surroundings): Remedy {
  const inputs = Object.entries(template.inputs);
  const usual = defaultsOf(template, views);
  const taken = control.remedies.some(({ id }) => id === template.id);
  return {
    id: taken ? `own-${template.id}` : template.id,
    kind: 'new-file',
    // What somebody else's text does to a run is theirs to say, so it is looked at.
    risk: 'review',
    phase: 1,
    title: template.title,
    unavailable(context) {
      const path = outputPath(template, usual);
      if (paths.has(path)) return `${path} exists`;
      if (!applies(template.when, views)) return `it is for repositories with ${template.when.join(' or ')}`;
      const others = control.remedies.filter(isNewFile).map((each) => each.unavailable?.(context) ?? null);
      return others.includes(null) ? null : (others[0] ?? null);
    },
    questions: () => inputs.map(([name, input]) => questionOf(template, name, input, usual[name])),
    plan: (_context, answers) => {
      const given = givenTo(template, answers);
      return [
        {
          kind: 'create-file',
          path: outputPath(template, { ...usual, ...given }),
          template: template.id,
          inputs: given,
          summary: template.title,
        },
      ];
    },
  };
}

/** Every input that the repository or the pack has a value for. */
function defaultsOf(template: Template, views: Surroundings['views']): TemplateInputs {
  return Object.assign(
    {},
    ...Object.entries(template.inputs).map(([name, input]): TemplateInputs => {
      const resolved = resolveInputs({ ...template, inputs: { [name]: input } }, {}, views);
      return resolved.ok ? resolved.inputs : {};
    }),
  );
}

/** A question is asked once for all remedies of that id, so the template is part of it. */
const idOf = ({ id }: Template, name: string): string => `${id}-${name}`;

function questionOf(
  template: Template,
  name: string,
  input: TemplateInput,
  usual: TemplateValue | undefined,
): Question {
  const form = input.type === 'choice' ? null : formOf(input);
  return {
    id: idOf(template, name),
    kind: KINDS[input.type],
    label: input.question,
    help: input.help,
    required: input.required,
    ...(input.choices === undefined ? {} : { choices: input.choices.map((value) => ({ value, label: value })) }),
    ...(usual === undefined ? {} : { default: { value: usual, from: 'the repository and the template pack' } }),
    ...(form === null ? {} : { pattern: form, patternHelp: `does not have the form ${form}` }),
  };
}

const KINDS: Readonly<Record<TemplateInput['type'], Question['kind']>> = {
  string: 'text',
  expression: 'text',
  glob: 'text',
  choice: 'choice',
  bool: 'confirm',
  list: 'list',
  owner: 'list',
};

const givenTo = (template: Template, answers: Answers): TemplateInputs =>
  Object.fromEntries(
    Object.keys(template.inputs).flatMap((name) => {
      const answer = answers[idOf(template, name)];
      return answer === undefined ? [] : [[name, answer]];
    }),
  );
