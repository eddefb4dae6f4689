import type { Surroundings } from '../../adapters/process-environment.ts';
import type { Template } from '../../model/pack.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { jsonText } from '../../report/json.ts';
import type { Paint } from '../../report/paint.ts';
import { builtInPack } from '../built-in-pack.ts';
import { paintFor } from '../colour.ts';
import type { TemplatesInvocation } from '../invocation.ts';
import type { Output } from '../output.ts';

/** Prints the templates that new files are made from. */
export async function templatesList(
  invocation: TemplatesInvocation,
  around: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const pack = builtInPack();
  if (invocation.format === 'json') {
    const templates = pack.templates.map((each) => templateJson(each, pack.name, pack.version));
    await output.result(jsonText({ schemaVersion: 1, templates }));
    return 0;
  }
  const paint = paintFor(invocation, around.environment, around.stdoutIsTerminal);
  await output.result(
    `${paint('strong', `${pack.name} ${pack.version}`)}\n${pack.templates.map((each) => templateLines(each, paint)).join('')}`,
  );
  return 0;
}

const templateLines = ({ id, title, output, serves }: Template, paint: Paint): string =>
  `  ${paint('accent', id)}  ${title}\n      ${output}${serves.length === 0 ? '' : `  for ${serves.join(', ')}`}\n`;

const templateJson = ({ id, kind, title, output, serves, when, inputs }: Template, pack: string, version: string) => ({
  id,
  kind,
  title,
  output,
  serves,
  when,
  pack: { name: pack, version },
  inputs: Object.entries(inputs).map(([name, input]) => ({
    name,
    type: input.type,
    question: input.question,
    help: input.help,
    required: input.required,
    default: input.default ?? null,
    defaultFrom: input.defaultFrom ?? null,
    choices: input.choices ?? null,
  })),
});
