import type { Surroundings } from '../../adapters/process-environment.ts';
import type { Template } from '../../model/pack.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { jsonText } from '../../report/json.ts';
import type { Paint } from '../../report/paint.ts';
import { templateJson } from '../../report/template-json.ts';
import { paintFor } from '../colour.ts';
import type { TemplatesListInvocation } from '../invocation.ts';
import { namedPack } from '../named-pack.ts';
import type { Output } from '../output.ts';

/** Prints the templates that new files are made from. */
export async function templatesList(
  invocation: TemplatesListInvocation,
  around: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const pack = await namedPack(invocation.templates, around, output.detail);
  if (invocation.format === 'json') {
    const templates = pack.templates.map((each) => templateJson(each, pack));
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
