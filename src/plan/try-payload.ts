import type { Pack, Template } from '../model/pack.ts';
import type { Breach, Tried, Trying } from '../templating/floor.ts';
import { renderTemplate } from '../templating/render-template.ts';
import { trialsOf } from '../templating/trial-inputs.ts';
import { weakerThan } from './payload-floor.ts';

/**
 * Renders a payload template of a pack and the program's own of that id (`builtIn`) with the same values, and names where it asks for
 * less. One that the program does not have fills in no request.
 */
export function tryPayload(
  pack: Pack,
  template: Template,
  builtIn: Template | null,
  { given, extent, below }: Pick<Trying, 'given' | 'extent'> & { readonly below: Pack },
): Tried {
  const breaches = new Map<string, Breach>();
  const told = (inputs: Breach['inputs'], message: string): void => {
    if (!breaches.has(message))
      breaches.set(message, { template: template.id, inputs, path: template.output, finding: null, message });
  };
  const trials = trialsOf(template, given.views, extent);
  if (builtIn === null)
    told({}, `${template.source}: a payload has the id of one of the program's, which says what request it fills in`);
  else if (template.output !== builtIn.output)
    told({}, `${template.source}: output is ${builtIn.output}, and stays so: a pack does not say where a request goes`);
  else
    for (const { chosen, filled } of trials) {
      const plain = renderTemplate(pack, template.id, chosen, given);
      const values = plain.ok ? chosen : { ...filled, ...chosen };
      const rendered = plain.ok ? plain : renderTemplate(pack, template.id, values, given);
      const shared = Object.entries(values).filter(([name]) => Object.hasOwn(builtIn.inputs, name));
      const floor = renderTemplate(below, builtIn.id, Object.fromEntries(shared), given);
      if (!rendered.ok) for (const problem of rendered.problems) told(values, problem);
      else if (floor.ok)
        for (const weaker of weakerThan(JSON.parse(floor.text), JSON.parse(rendered.text)))
          told(values, `${template.source}:${lineOf(template, weaker)}: ${weaker}`);
    }
  return { breaches: [...breaches.values()], renderings: trials.length };
}

/** The line of the key that a weakening begins with, or the first. */
function lineOf({ text }: Template, weaker: string): number {
  const key = /^(?:[\w ]+\.)*([\w ]+):/u.exec(weaker)?.[1] ?? '';
  const at = text.split('\n').findIndex((line) => line.trimStart().startsWith(`${key}:`) || line.includes(`"${key}"`));
  return Math.max(at, 0) + 1;
}
