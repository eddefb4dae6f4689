import { isRecord } from '../model/is-record.ts';
import type { InputType, Template, TemplateInput, TemplateKind } from '../model/pack.ts';
import { Reader, type Where } from './manifest-reader.ts';
import { refuseValue } from './template-inputs.ts';
import { isPredicate, PREDICATE_NAMES } from './when-predicates.ts';

const KINDS: readonly TemplateKind[] = ['workflow', 'file', 'document', 'payload', 'partial', 'variant'];
const TYPES: readonly InputType[] = ['string', 'choice', 'list', 'bool', 'owner', 'glob', 'expression'];
const PART_KEYS = ['id', 'kind', 'source', 'title'];
const KEYS = [...PART_KEYS, 'output', 'serves', 'when', 'inputs', 'accept'];
const INPUT_KEYS = ['type', 'question', 'help', 'required', 'default', 'defaultFrom', 'pattern', 'choices'];

/** Names the manifest and the line of a path inside the entry: `acme/pack.yml:12`. */
type At = (path: readonly (string | number)[]) => string;

/** One entry of `templates:` with its text, undefined when the pack has no such file. */
export function readTemplate(
  data: Readonly<Record<string, unknown>>,
  text: string | undefined,
  at: At,
  problems: string[],
): Template {
  const id = String(data.id);
  const where = (key?: string): string => `${at(key === undefined ? [] : [key])}: ${id}`;
  const reader = Reader(data, where, problems);
  const kind = KINDS.find((each) => each === data.kind);
  if (kind === undefined) problems.push(`${where('kind')}: kind must be one of ${KINDS.join(', ')}`);
  const isPart = kind === 'partial' || kind === 'variant';
  reader.only(isPart ? PART_KEYS : KEYS);
  const source = reader.text('source', /^(?:[\w-]+\/)*[\w.-]+\.hbs$/u, 'a path inside the pack that ends in .hbs');
  if (text === undefined && source !== '')
    problems.push(`${where('source')}: the file ${JSON.stringify(source)} is not in the pack`);
  const when = reader.textList('when');
  for (const each of when.filter((predicate) => !isPredicate(predicate))) {
    problems.push(`${where('when')}: when: "${each}" is not one of ${PREDICATE_NAMES.join(', ')}`);
  }
  if (data.id === 'super')
    problems.push(`${where('id')}: {{> super}} means the text below, so nothing is called super`);
  return {
    id: reader.text('id', /^[a-z][a-z0-9-]*$/u, 'kebab-case'),
    kind: kind ?? 'file',
    title: reader.text('title'),
    output: isPart ? '' : reader.text('output'),
    serves: reader.textList('serves'),
    when,
    inputs: readInputs(data.inputs, (path) => `${at(['inputs', ...path])}: ${id}`, problems),
    accept: readAccepted(reader.list('accept'), (path) => `${at(['accept', ...path])}: ${id}`, problems),
    text: text ?? '',
    source,
  };
}

function readInputs(data: unknown, at: At, problems: string[]): Template['inputs'] {
  if (data === undefined) return {};
  if (!isRecord(data)) {
    problems.push(`${at([])}: inputs must be a mapping`);
    return {};
  }
  return Object.fromEntries(
    Object.entries(data).map(([name, each]) => [
      name,
      readInput(name, each, (key) => `${at(key === undefined ? [name] : [name, key])}: inputs.${name}`, problems),
    ]),
  );
}

function readInput(name: string, data: unknown, where: Where, problems: string[]): TemplateInput {
  const input = isRecord(data) ? data : {};
  if (!isRecord(data)) problems.push(`${where()}: must be a mapping`);
  const reader = Reader(input, where, problems);
  reader.only(INPUT_KEYS);
  if (!/^[a-z][a-z0-9-]*$/u.test(name)) problems.push(`${where()}: a name is in kebab-case`);
  const type = TYPES.find((each) => each === input.type);
  if (type === undefined) problems.push(`${where('type')}: type must be one of ${TYPES.join(', ')}`);
  if (input.required !== undefined && typeof input.required !== 'boolean')
    problems.push(`${where('required')}: required must be true or false`);
  const choices = reader.textList('choices');
  if ((type === 'choice') !== choices.length > 0)
    problems.push(`${where('choices')}: choices go with the type choice, and only with it`);
  const pattern = input.pattern === undefined ? undefined : reader.text('pattern');
  if (pattern !== undefined && !isPattern(pattern))
    problems.push(`${where('pattern')}: pattern is not a regular expression: ${pattern}`);
  const read: TemplateInput = {
    type: type ?? 'string',
    question: reader.text('question'),
    help: reader.text('help'),
    required: input.required !== false,
    ...(input.defaultFrom === undefined ? {} : { defaultFrom: reader.text('defaultFrom', /^[a-z][a-z-]*$/u) }),
    ...(pattern === undefined || !isPattern(pattern) ? {} : { pattern }),
    ...(choices.length === 0 ? {} : { choices }),
  };
  return { ...read, ...readDefault(name, read, input.default, where, problems) };
}

function readDefault(
  name: string,
  input: TemplateInput,
  value: unknown,
  where: Where,
  problems: string[],
): Pick<TemplateInput, 'default'> {
  if (value === undefined) return {};
  const isList = Array.isArray(value) && value.every((each): each is string => typeof each === 'string');
  if (typeof value !== 'string' && typeof value !== 'boolean' && !isList) {
    problems.push(`${where('default')}: default must be a text, true, false or a list of texts`);
    return {};
  }
  const refused = refuseValue(name, input, value);
  if (refused !== null) problems.push(`${where('default')}: default: ${refused}`);
  return { default: value };
}

function readAccepted(list: readonly unknown[], at: At, problems: string[]): Template['accept'] {
  return list.map((each, index) => {
    const where: Where = (key) => `${at(key === undefined ? [index] : [index, key])}: accept[${index}]`;
    if (!isRecord(each)) problems.push(`${where()}: must be a mapping`);
    const reader = Reader(isRecord(each) ? each : {}, where, problems);
    reader.only(['control', 'rule', 'reason']);
    return { control: reader.text('control'), rule: reader.text('rule'), reason: reader.text('reason') };
  });
}

function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`, 'u');
    return true;
  } catch {
    return false;
  }
}
