import type { TemplateInputs, TemplateValue } from '../model/change.ts';
import type { Pack, PackOrigin, Template } from '../model/pack.ts';
import type { PinCatalogue } from '../model/pin.ts';
import { MOST_TEXT, TOO_LONG } from './each-block.ts';
import { restoreExpressions } from './github-expressions.ts';
import { hashOfInputs } from './input-hash.ts';
import { recordLine } from './input-record.ts';
import { madeBy } from './made-by.ts';
import { markerLine } from './marker.ts';
import { outputPath, refusePath } from './output-path.ts';
import { payloadBody } from './payload-body.ts';
import { packPinKey, pinnedUses } from './pinned-uses.ts';
import { type PreparedTemplate, preparedTemplate } from './prepared-template.ts';
import { resolveInputs } from './template-inputs.ts';
import { whereItFailed } from './template-tree.ts';

/** What rendering needs besides the inputs. `seed` is owner/name: schedules are derived from it. */
export type Given = {
  readonly pins: PinCatalogue;
  readonly views: Readonly<Record<string, TemplateValue | null>>;
  readonly seed: string;
};

export type Rendered =
  | {
      readonly ok: true;
      readonly text: string;
      /** Where the template puts it; of a payload the request. */
      readonly path: string;
      /** Every input with the value it was rendered with. */
      readonly inputs: TemplateInputs;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * A template with its inputs filled in. Pure: the same pack, inputs and facts give the same bytes. A value that is missing
 * or may not be written, and an action without a pin, are problems that name the template, the line and the value.
 */
export function renderTemplate(pack: Pack, id: string, inputs: TemplateInputs, given: Given): Rendered {
  const template = pack.templates.find((each) => each.id === id);
  if (template === undefined) return { ok: false, problems: [`the pack ${pack.name} has no template "${id}"`] };
  const prepared = preparedTemplate(pack, template);
  if (!prepared.ok) return prepared;
  const resolved = resolveInputs(template, inputs, given.views);
  if (!resolved.ok) {
    return {
      ok: false,
      problems: resolved.problems.map(({ input, problem }) => `${at(prepared, template, input)}: ${problem}`),
    };
  }
  const path = outputPath(template, resolved.inputs);
  const refused = template.kind === 'payload' ? null : refusePath(path, pack.documents);
  if (refused !== null) return { ok: false, problems: [`${template.source}: ${refused}`] };
  const body = fill(prepared, pack, template, resolved.inputs, given);
  if (!body.ok) return body;
  if (template.kind === 'payload') {
    const said = payloadBody(body.text);
    if (!said.ok)
      return { ok: false, problems: [`${template.source}: line ${said.line} of what it says ${said.problem}`] };
    return { ok: true, text: `${JSON.stringify(said.body, null, 2)}\n`, path, inputs: resolved.inputs };
  }
  const origin = madeBy(pack, id, prepared.inspection.partials);
  const hash = hashOfInputs(resolved.inputs);
  const first = markerLine({ pack: origin.name, template: id, version: versionOf(origin), hash }, path);
  const second = recordLine(template, resolved.inputs, body.text, path);
  const head = [first, second].flatMap((line) => (line === null ? [] : [`${line}\n`]));
  return { ok: true, text: `${head.join('')}${body.text}`, path, inputs: resolved.inputs };
}

/** The version says as well which commit or archive was read. */
function versionOf({ version, resolved }: PackOrigin): string {
  const build = /^(?:sha512-)?([0-9A-Za-z+/]{12})/u.exec(resolved ?? '')?.[1]?.replace(/[+/]/gu, '-');
  return build === undefined ? version : `${version}+${build}`;
}

type Filled =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly string[] };

function fill(
  prepared: PreparedTemplate,
  pack: Pack,
  template: Template,
  inputs: TemplateInputs,
  given: Given,
): Filled {
  const problems: string[] = [];
  const uses = (action: string): string => {
    const pinned = pinnedUses(action, pack.pins, given.pins);
    if (pinned !== null) return pinned;
    const place = prepared.inspection.actions.get(action);
    problems.push(
      `${place?.source ?? template.source}:${place?.line ?? 1}: no pin is known for ${packPinKey(action, pack.pins)}`,
    );
    return action;
  };
  const missing = (input: string): void => {
    const question = template.inputs[input]?.question ?? '';
    problems.push(`${at(prepared, template, input)}: "${input}" has no value (${question})`);
  };
  try {
    const text = prepared.run(inputs, { uses, missing, runners: pack.runners, seed: given.seed });
    if (problems.length > 0) return { ok: false, problems: [...new Set(problems)] };
    if (text.length > MOST_TEXT) return { ok: false, problems: [`${template.source}: ${TOO_LONG}`] };
    return { ok: true, text: tidy(restoreExpressions(text, prepared.expressions)) };
  } catch (error) {
    const { line, problem } = whereItFailed(error);
    return { ok: false, problems: [`${template.source}:${line}: ${problem}`] };
  }
}

/** What block tags leave behind: blanks on empty lines, several empty lines, none or many at the end. */
const tidy = (text: string): string =>
  `${text
    .replace(/\r\n/gu, '\n')
    .replace(/^[ \t]+$/gmu, '')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()}\n`;

/** Where an input is written first. */
function at({ inspection }: PreparedTemplate, template: Template, input: string): string {
  const place = inspection.uses.get(input);
  return place === undefined ? template.source : `${place.source}:${place.line}`;
}
