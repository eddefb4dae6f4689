import type { Surroundings } from '../../adapters/process-environment.ts';
import { CONTROLS } from '../../controls/registry.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { explainAllJson, explainMarkdown, explainText, listText } from '../../report/explain.ts';
import { jsonText } from '../../report/json.ts';
import { paintFor } from '../colour.ts';
import type { ExplainInvocation } from '../invocation.ts';
import type { Output } from '../output.ts';
import { controlNamed, unknownControl } from '../select-controls.ts';

/** Prints what one control asks, or which controls there are. */
export async function explain(invocation: ExplainInvocation, around: Surroundings, output: Output): Promise<ExitCode> {
  const { control: word, format } = invocation;
  const one = word === null ? null : controlNamed(CONTROLS, word);
  if (word !== null && one === null) throw unknownControl(CONTROLS, `explain ${word}`, word);
  const controls = one === null ? CONTROLS : [one];
  const paint = paintFor(invocation, around.environment, around.stdoutIsTerminal);
  switch (format) {
    case 'json':
      await output.result(jsonText(explainAllJson(controls)));
      break;
    case 'markdown':
      await output.result(controls.map(explainMarkdown).join('\n'));
      break;
    case 'text':
      await output.result(
        one === null ? listText(CONTROLS, paint) : explainText(one, { columns: around.columns ?? 80, paint }),
      );
  }
  return 0;
}
