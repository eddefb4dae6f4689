import type { Surroundings } from '../../adapters/process-environment.ts';
import { CONTROLS } from '../../controls/registry.ts';
import type { Control } from '../../model/control.ts';
import { type ExitCode, Refusal } from '../../model/refusal.ts';
import { explainAllJson, explainMarkdown, explainText, listText } from '../../report/explain.ts';
import { jsonText } from '../../report/json.ts';
import { rulesAbout } from '../../report/policy-lines.ts';
import { paintFor } from '../colour.ts';
import type { ExplainInvocation } from '../invocation.ts';
import type { Output } from '../output.ts';
import { controlNamed, unknownControl } from '../select-controls.ts';
import { wirePolicy } from '../wire-policy.ts';
import { locatePlace, wireTarget } from '../wire-target.ts';

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
        one === null
          ? listText(CONTROLS, paint)
          : explainText(one, { columns: around.columns ?? 80, paint, policy: await saidHere(one, around, output) }),
      );
  }
  return 0;
}

/** What the policy of the checkout around says; nothing is asked online, and outside of a checkout there is none. */
async function saidHere(control: Control, around: Surroundings, output: Output): Promise<readonly string[]> {
  const wanted = { path: null, repo: null, base: null, local: true, only: [], skip: [], templates: null, policy: null };
  try {
    const place = await locatePlace({ ...wanted, at: 'head', worktree: false, needsHost: false }, around);
    const { policy } = await wirePolicy(await wireTarget(place, around, output.detail), null, around);
    return rulesAbout(policy, control);
  } catch (error) {
    // A page about a control does not depend on the folder it is read in.
    if (!(error instanceof Refusal)) throw error;
    return [];
  }
}
