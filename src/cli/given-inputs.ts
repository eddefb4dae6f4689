import type { TemplateInputs, TemplateValue } from '../model/change.ts';
import type { Template, TemplateInput } from '../model/pack.ts';
import type { Answers } from '../model/question.ts';
import { Refusal } from '../model/refusal.ts';
import { nearestNames, orList } from './nearest-names.ts';

/**
 * The inputs that `--answers` and `--set` give a template; the flag beats the file.
 * @throws Refusal with exit code 2 for a name that it does not ask, or a value of the wrong type.
 */
export function givenInputs(template: Template, set: readonly string[], answers: Answers): TemplateInputs {
  const inputs: Record<string, TemplateValue> = {};
  for (const [name, value] of Object.entries(answers)) {
    inputOf(template, name);
    inputs[name] = value;
  }
  for (const each of set) {
    const [name = '', ...rest] = each.split('=');
    if (rest.length === 0) throw refused(`--set ${each} has no value`, 'NAME=VALUE is meant.');
    inputs[name] = parsedValue(inputOf(template, name), rest.join('='), name);
  }
  return inputs;
}

function inputOf({ id, inputs }: Template, name: string): TemplateInput {
  const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (input !== undefined) return input;
  const near = nearestNames(name, Object.keys(inputs));
  const why =
    near.length > 0 ? `Is ${orList(near)} meant?` : `It asks for ${Object.keys(inputs).join(', ') || 'nothing'}.`;
  throw refused(`"${name}" is not an input of ${id}`, why);
}

function parsedValue({ type }: TemplateInput, text: string, name: string): TemplateValue {
  if (type === 'list' || type === 'owner') return text === '' ? [] : text.split(',').map((item) => item.trim());
  if (type !== 'bool') return text;
  if (text !== 'true' && text !== 'false')
    throw refused(`--set ${name}=${text} is not true or false`, 'It is a yes or no.');
  return text === 'true';
}

const refused = (title: string, why: string): Refusal =>
  new Refusal(title, { why, next: ['harden-builds templates show ID names every input'], exitCode: 2 });
