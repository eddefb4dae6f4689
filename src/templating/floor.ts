import type { TemplateInputs } from '../model/change.ts';
import type { Pack, Template } from '../model/pack.ts';
import { type Given, renderTemplate } from './render-template.ts';
import { type Trial, type TrialExtent, trialsOf } from './trial-inputs.ts';

/** What somebody finds in a rendered file. `control` is null when GitHub itself would refuse the file. Lines are 1-based. */
export type FloorFinding = {
  readonly control: string | null;
  readonly rule: string;
  readonly message: string;
  readonly line: number;
};

/** Judges one rendered file; handed in, because templates do not know the controls. */
export type Judge = (path: string, text: string) => readonly FloorFinding[];

/** A template that would leave a repository weaker than the floor, or that cannot be rendered. `finding` is null then. */
export type Breach = {
  readonly template: string;
  /** The values that show it, as far as they are not the default. */
  readonly inputs: TemplateInputs;
  readonly path: string;
  readonly finding: FloorFinding | null;
  readonly message: string;
};

export type Tried = { readonly breaches: readonly Breach[]; readonly renderings: number };

export type Trying = {
  readonly given: Given;
  readonly judge: Judge;
  readonly extent: TrialExtent;
  /** What a rendering lacks that another template gives with the same values. */
  readonly compare?: (inputs: TemplateInputs, text: string) => readonly FloorFinding[];
};

/** Renders a template with its trial values and names every finding that its `accept` list does not, each once. */
export function tryTemplate(pack: Pack, template: Template, { given, judge, extent, compare }: Trying): Tried {
  const trials = trialsOf(template, given.views, extent);
  const breaches = new Map<string, Breach>();
  const told = (key: string, breach: Breach): void => {
    if (!breaches.has(key)) breaches.set(key, breach);
  };
  const seen = new Set<string>();
  for (const trial of trials) {
    const rendered = renderTrial(pack, template, trial, given);
    if (!rendered.ok) {
      for (const message of rendered.problems)
        told(message, { template: template.id, inputs: trial.chosen, path: template.output, finding: null, message });
      continue;
    }
    if (seen.has(rendered.text)) continue;
    seen.add(rendered.text);
    for (const finding of [
      ...judge(rendered.path, rendered.text),
      ...(compare?.(rendered.inputs, rendered.text) ?? []),
    ]) {
      if (accepts(template, finding)) continue;
      const { control, rule, message } = finding;
      told(`${control}/${rule}`, {
        template: template.id,
        inputs: trial.chosen,
        path: rendered.path,
        finding,
        message,
      });
    }
  }
  return { breaches: [...breaches.values()], renderings: trials.length };
}

/** Whether a template leaves this to its user, and says why. */
export const accepts = ({ accept }: Template, { control, rule }: FloorFinding): boolean =>
  accept.some((each) => each.control === control && each.rule === rule);

/** With what it must have; when a choice needs more than that, with everything filled in. */
function renderTrial(pack: Pack, template: Template, { chosen, filled }: Trial, given: Given) {
  const rendered = renderTemplate(pack, template.id, chosen, given);
  if (rendered.ok) return rendered;
  const full = Object.entries(chosen).filter(([, value]) => value !== '');
  return renderTemplate(pack, template.id, { ...filled, ...Object.fromEntries(full) }, given);
}
