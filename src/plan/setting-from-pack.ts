import type { SettingChange } from '../model/change.ts';
import { payloadBody } from '../templating/payload-body.ts';
import { renderTemplate } from '../templating/render-template.ts';
import { sameData } from '../workflow/edit/same-data.ts';
import type { Rendering } from './created-file.ts';
import { weakerThan } from './payload-floor.ts';

type FromPack = { readonly ok: true; readonly change: SettingChange } | { readonly ok: false; readonly reason: string };

/**
 * A setting with the body that the pack's payload template says. A pack that has no such template says nothing about it; one that
 * asks for less than the control does is refused.
 */
export function settingFromPack({ payload, ...change }: SettingChange, { pack, ...given }: Rendering): FromPack {
  if (payload === undefined || !pack.templates.some(({ id }) => id === payload.template)) return { ok: true, change };
  const refused = (reason: string): FromPack => ({
    ok: false,
    reason: `${change.summary}: the payload template ${pack.name}/${payload.template} cannot be used: ${reason}`,
  });
  const rendered = renderTemplate(pack, payload.template, payload.inputs, given);
  if (!rendered.ok) return refused(rendered.problems.join('; '));
  const said = payloadBody(rendered.text);
  if (!said.ok) return refused(said.problem);
  const weaker = weakerThan(change.request.body, said.body);
  if (weaker.length > 0) return refused(weaker.join('; '));
  const isOwn = !sameData(change.request.body, said.body);
  return {
    ok: true,
    change: {
      ...change,
      request: { ...change.request, body: said.body },
      after: isOwn ? `${change.after}; the rest as ${pack.name}/${payload.template} says` : change.after,
    },
  };
}
