import type { CreateFile, TemplateInputs, TemplateValue } from '../model/change.ts';
import type { Pack } from '../model/pack.ts';
import type { PinCatalogue } from '../model/pin.ts';
import { refusePath } from '../templating/output-path.ts';
import { renderTemplate } from '../templating/render-template.ts';

/** What rendering needs besides the inputs. */
export type Rendering = {
  readonly pack: Pack;
  readonly pins: PinCatalogue;
  readonly views: Readonly<Record<string, TemplateValue | null>>;
  /** Schedules are derived from it, so that plans repeat. */
  readonly seed: string;
};

export type CreatedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

export function createdText({ path, template, inputs }: CreateFile, { pack, ...given }: Rendering): CreatedText {
  const refused = refusePath(path, pack.documents);
  if (refused !== null) return { ok: false, reason: refused };
  const rendered = renderTemplate(pack, template, inputs, given);
  if (rendered.ok) return { ok: true, text: rendered.text };
  return { ok: false, reason: `template ${template} cannot be rendered: ${rendered.problems.join('; ')}` };
}

/** Two remedies that create one file: lists are united, equal scalars agree, a differing scalar is named. */
export function uniteInputs(
  a: TemplateInputs,
  b: TemplateInputs,
): { readonly inputs: TemplateInputs } | { readonly differs: string } {
  const united: Record<string, TemplateValue> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const other = Object.hasOwn(a, name) ? a[name] : undefined;
    if (Array.isArray(other) && Array.isArray(value)) united[name] = [...new Set([...other, ...value])];
    else if (other !== undefined && other !== value) return { differs: name };
    else united[name] = value;
  }
  return { inputs: united };
}
