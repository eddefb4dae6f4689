import type { Pack, Template } from '../model/pack.ts';
import { hideExpressions } from './github-expressions.ts';
import { type CompiledTemplate, compileTemplate } from './handlebars-environment.ts';
import { type Inspection, inspectTemplate } from './inspect-template.ts';

/** A template that was looked through and compiled; `expressions` are GitHub's, hidden while it runs. */
export type PreparedTemplate = {
  readonly ok: true;
  readonly inspection: Inspection;
  readonly run: CompiledTemplate;
  readonly expressions: readonly string[];
};

type Unusable = { readonly ok: false; readonly problems: readonly string[] };

const PREPARED = new WeakMap<Pack, Map<string, PreparedTemplate | Unusable>>();

/** Prepared once for each pack: the live preview renders the same templates at every key. */
export function preparedTemplate(pack: Pack, template: Template): PreparedTemplate | Unusable {
  const known = PREPARED.get(pack) ?? new Map<string, PreparedTemplate | Unusable>();
  PREPARED.set(pack, known);
  const prepared = known.get(template.id) ?? prepare(pack, template);
  known.set(template.id, prepared);
  return prepared;
}

function prepare(pack: Pack, template: Template): PreparedTemplate | Unusable {
  const inspection = inspectTemplate(template, pack);
  if (inspection.problems.length > 0) return { ok: false, problems: inspection.problems };
  const expressions: string[] = [];
  const hide = (source: string): string => {
    const hidden = hideExpressions(source, expressions.length);
    if (!hidden.ok) return source;
    expressions.push(...hidden.expressions);
    return hidden.text;
  };
  const partials = Object.fromEntries(Object.entries(pack.partials).map(([id, text]) => [id, hide(text)]));
  return { ok: true, inspection, run: compileTemplate(hide(template.text), partials), expressions };
}
