import type { Pack, Template } from '../model/pack.ts';

/** A template as `templates list` and `templates show` print it in JSON. */
export const templateJson = (
  { id, kind, title, source, output, serves, when, inputs, accept }: Template,
  pack: Pick<Pack, 'name' | 'version'>,
) => ({
  id,
  kind,
  title,
  source,
  output,
  serves,
  when,
  pack: { name: pack.name, version: pack.version },
  inputs: Object.entries(inputs).map(([name, input]) => ({
    name,
    type: input.type,
    question: input.question,
    help: input.help,
    required: input.required,
    default: input.default ?? null,
    defaultFrom: input.defaultFrom ?? null,
    choices: input.choices ?? null,
    pattern: input.pattern ?? null,
  })),
  accept: accept.map(({ control, rule, reason }) => ({ control, rule, reason })),
});
