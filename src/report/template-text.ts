import type { Template, TemplateInput } from '../model/pack.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';

/** One template for a person: what it writes, for what, what it asks, and what it leaves to the user. */
export function templateText(
  { id, kind, title, source, output, serves, when, inputs, accept }: Template,
  paint: Paint,
): string {
  const asked = Object.entries(inputs);
  return [
    `${paint('accent', id)}  ${printable(title)}`,
    `  ${kind === 'payload' ? 'request ' : 'writes  '} ${printable(output)}`,
    ...(serves.length === 0 ? [] : [`  for      ${serves.join(', ')}`]),
    ...(when.length === 0 ? [] : [`  when     ${when.join(' or ')}`]),
    `  source   ${printable(source)}`,
    ...(asked.length === 0 ? [] : ['', paint('strong', 'Inputs'), ...asked.flatMap(inputLines)]),
    ...(accept.length === 0
      ? []
      : [
          '',
          paint('strong', 'Left to you'),
          ...accept.flatMap(({ control, rule, reason }) => [`  ${control}/${rule}`, `      ${printable(reason)}`]),
        ]),
    '',
  ].join('\n');
}

function inputLines([name, input]: readonly [string, TemplateInput]): readonly string[] {
  const { question, help, type, choices } = input;
  return [
    `  ${name}  ${printable(question)}`,
    `      ${printable(help)}`,
    `      ${choices === undefined ? type : choices.map(printable).join(' | ')}${valueText(input)}`,
  ];
}

function valueText({ required, default: usual, defaultFrom }: TemplateInput): string {
  const given = usual === undefined ? null : printable(Array.isArray(usual) ? usual.join(', ') : String(usual));
  if (defaultFrom !== undefined) return `; from the repository${given === null ? '' : `, else ${given}`}`;
  if (given !== null) return `; ${given} unless given`;
  return required ? '; must be given' : '; may be left out';
}
