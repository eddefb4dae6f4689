import type { TemplateInputs, TemplateValue } from '../model/change.ts';
import type { InputType, Template, TemplateInput } from '../model/pack.ts';

export type ResolvedInputs =
  | { readonly ok: true; readonly inputs: TemplateInputs }
  | { readonly ok: false; readonly problems: readonly { readonly input: string; readonly problem: string }[] };

/** The form that goes with a type: an account, a team or an address; a file pattern without blanks or shell words. */
const TYPE_PATTERN: Partial<Record<InputType, string>> = {
  owner: '@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:/[A-Za-z0-9._-]+)?|[^\\s@#]+@[^\\s@#]+\\.[^\\s@#]+',
  glob: '[A-Za-z0-9_./*?@+{},~-]+',
};

/** The regular expression that every text of this input matches as a whole, or null when any text may come. */
export function formOf(input: TemplateInput): string | null {
  if (input.type === 'choice') return (input.choices ?? []).map(escapeForPattern).join('|');
  return input.pattern ?? TYPE_PATTERN[input.type] ?? null;
}

/**
 * The value of every input: as given, else by the fact view, else the default, else empty when it is not required. An
 * unknown name, a missing value and a value of the wrong form are problems.
 */
export function resolveInputs(
  template: Template,
  given: TemplateInputs,
  views: Readonly<Record<string, TemplateValue | null>>,
): ResolvedInputs {
  const problems: { input: string; problem: string }[] = [];
  const inputs: Record<string, TemplateValue> = {};
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(template.inputs, name)) problems.push({ input: name, problem: `"${name}" is not an input` });
  }
  for (const [name, input] of Object.entries(template.inputs)) {
    const value = chosenValue(name, input, given, views);
    const problem = value === null ? `"${name}" has no value (${input.question})` : refuseValue(name, input, value);
    if (problem !== null) problems.push({ input: name, problem });
    else if (value !== null) inputs[name] = value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, inputs };
}

function chosenValue(
  name: string,
  input: TemplateInput,
  given: TemplateInputs,
  views: Readonly<Record<string, TemplateValue | null>>,
): TemplateValue | null {
  const view =
    input.defaultFrom !== undefined && Object.hasOwn(views, input.defaultFrom) ? views[input.defaultFrom] : null;
  const candidates = [Object.hasOwn(given, name) ? given[name] : null, fitting(input, view ?? null), input.default];
  const found = candidates.find((each) => each !== undefined && each !== null && !(input.required && isEmpty(each)));
  if (found !== undefined && found !== null) return found;
  return input.required ? null : emptyOf(input.type);
}

/** A fact view in the shape the input wants; one that does not fit suggests nothing. */
function fitting(input: TemplateInput, value: TemplateValue | null): TemplateValue | null {
  if (value === null) return null;
  const shaped = input.type === 'list' || input.type === 'owner' ? asList(value) : chosenFrom(input, value);
  return refuseValue('', input, shaped) === null ? shaped : null;
}

/** Of several values the first that is a choice: the first ecosystem of a repository that a template can build. */
const chosenFrom = (input: TemplateInput, value: TemplateValue): TemplateValue =>
  Array.isArray(value) ? (value.find((each: string) => input.choices?.includes(each)) ?? value) : value;

const asList = (value: TemplateValue): TemplateValue => (typeof value === 'string' ? [value] : value);

/** Why this value cannot be taken, or null. `owner` takes one text or a list of them. */
export function refuseValue(name: string, input: TemplateInput, value: TemplateValue): string | null {
  if (input.type === 'bool')
    return typeof value === 'boolean' ? null : `"${name}" must be true or false, not ${show(value)}`;
  if (typeof value === 'boolean') return `"${name}" must be text, not ${show(value)}`;
  const isList = typeof value !== 'string';
  if (input.type === 'list' && !isList) return `"${name}" must be a list, not ${show(value)}`;
  if (isList && input.type !== 'list' && input.type !== 'owner')
    return `"${name}" must be one text, not ${show(value)}`;
  const form = formOf(input);
  for (const text of isList ? value : [value]) {
    const unsafe = refuseText(text, input.type);
    if (unsafe !== null) return `"${name}" ${unsafe}: ${show(text)}`;
    if (form !== null && text !== '' && !new RegExp(`^(?:${form})$`, 'u').test(text)) {
      return `"${name}" does not have the form ${input.choices?.join(', ') ?? form}: ${show(text)}`;
    }
  }
  return null;
}

/** What no value may hold: line ends and other control characters, half characters, our placeholders, GitHub's expressions. */
function refuseText(text: string, type: InputType): string | null {
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/u.test(text)) return 'holds a line end or control character';
  if (/[\uE000\uE001]|\p{Cs}/u.test(text)) return 'holds a character that is not text';
  if (type !== 'expression' && text.includes('${{'))
    return 'holds a GitHub expression, which only an expression input may';
  return null;
}

const isEmpty = (value: TemplateValue): boolean => typeof value !== 'boolean' && value.length === 0;

const emptyOf = (type: InputType): TemplateValue => {
  if (type === 'bool') return false;
  return type === 'list' || type === 'owner' ? [] : '';
};

const show = (value: TemplateValue): string => JSON.stringify(value);

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
