import type { Surroundings } from '../../adapters/process-environment.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { jsonText } from '../../report/json.ts';
import { templateJson } from '../../report/template-json.ts';
import { templateText } from '../../report/template-text.ts';
import { paintFor } from '../colour.ts';
import type { TemplatesShowInvocation } from '../invocation.ts';
import { namedPack, templateOf } from '../named-pack.ts';
import type { Output } from '../output.ts';

/** Prints what one template asks, writes and leaves to the user. */
export async function templatesShow(
  invocation: TemplatesShowInvocation,
  around: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const pack = await namedPack(invocation.templates, around, output.detail);
  const template = templateOf(pack, invocation.id);
  const paint = paintFor(invocation, around.environment, around.stdoutIsTerminal);
  await output.result(
    invocation.format === 'json'
      ? jsonText({ schemaVersion: 1, templates: [templateJson(template, pack)] })
      : templateText(template, paint),
  );
  return 0;
}
