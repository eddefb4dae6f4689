import type { Control } from '../model/control.ts';
import { Refusal } from '../model/refusal.ts';
import { SECTIONS } from '../model/section.ts';
import { nearestNames, orList } from './nearest-names.ts';

/** What `--only` and `--skip` leave of the controls, in their own order. */
export type Scope = { readonly only: readonly string[]; readonly skip: readonly string[] };

/**
 * The controls a run is about.
 * @throws Refusal with exit code 2 when a word names no control, or when nothing is left.
 */
export function selectControls(controls: readonly Control[], { only, skip }: Scope): readonly Control[] {
  const wanted = only.length === 0 ? controls : named(controls, '--only', only);
  const unwanted = named(controls, '--skip', skip);
  const left = controls.filter((control) => wanted.includes(control) && !unwanted.includes(control));
  if (left.length > 0 || controls.length === 0) return left;
  throw new Refusal('--only and --skip leave no control', {
    why: `--skip ${skip.join(',')} takes away all that was left.`,
    next: ['name fewer controls with --skip'],
    exitCode: 2,
  });
}

/** The control that one id or number names, or null. */
export const controlNamed = (controls: readonly Control[], word: string): Control | null =>
  controls.find(({ id, number }) => id === word.toLowerCase() || number.toLowerCase() === word.toLowerCase()) ?? null;

const named = (controls: readonly Control[], flag: string, words: readonly string[]): readonly Control[] =>
  words.flatMap((word) => {
    const found = matching(controls, word);
    if (found.length === 0) throw unknownControl(controls, `${flag} ${word}`, word);
    return found;
  });

function matching(controls: readonly Control[], word: string): readonly Control[] {
  const wanted = word.toLowerCase();
  const section = SECTIONS.find(({ id, number }) => id === wanted || number.toLowerCase() === wanted);
  if (section !== undefined) return controls.filter((control) => control.section === section.id);
  const one = controlNamed(controls, wanted);
  if (one !== null) return [one];
  if (!/[*?]/.test(wanted)) return [];
  const pattern = wanted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const glob = new RegExp(`^${pattern}$`);
  return controls.filter(({ id, number }) => glob.test(id) || glob.test(number.toLowerCase()));
}

/** Says which names are near the one that was typed. */
export function unknownControl(controls: readonly Control[], asTyped: string, word: string): Refusal {
  const sections = SECTIONS.map(({ id }) => id);
  const near = nearestNames(word, [...controls.flatMap(({ id, number }) => [id, number]), ...sections]);
  return new Refusal(`no control is called "${word}"`, {
    why: near.length === 0 ? `It was asked for with ${asTyped}.` : `Near it: ${orList(near)}.`,
    next: ['harden-builds explain lists every control'],
    exitCode: 2,
  });
}
