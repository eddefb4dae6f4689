import type { Template } from '../model/pack.ts';

/** What is known of a control here: whether a pack may leave it to its users, and which rules it has. */
export type KnownControl = { readonly isMust: boolean; readonly rules: readonly string[] };

/**
 * What is wrong with the accept list of a template. Only the pack of the program may accept a must, so that no pack is weaker;
 * a template in the place of a built-in one may repeat what that one accepts.
 */
export function acceptProblems(
  { accept, serves }: Pick<Template, 'accept' | 'serves'>,
  builtIn: Pick<Template, 'accept'> | null,
  controlOf: (id: string) => KnownControl | null,
): readonly string[] {
  const unknown = serves.filter((id) => controlOf(id) === null).map((id) => `serves: no control is called "${id}"`);
  const refused = accept.flatMap(({ control: id, rule }) => {
    const control = controlOf(id);
    if (control === null) return [`accept: no control is called "${id}"`];
    if (!control.rules.includes(rule)) return [`accept: ${id} has no rule "${rule}"`];
    const repeats = builtIn?.accept.some((each) => each.control === id && each.rule === rule) === true;
    return control.isMust && !repeats
      ? [`accept: ${id}/${rule}: a must is accepted by the pack of the program only`]
      : [];
  });
  return [...unknown, ...refused];
}
