import type { TemplateValue } from '../model/change.ts';

/**
 * Words that mean the same in every YAML reader and cannot be taken for a number, a boolean, null or a date: they need no
 * quotes. Everything else is written as a double-quoted string, which is YAML as well as JSON.
 */
const PLAIN = /^(?![-.]*$)[A-Za-z_./@][A-Za-z0-9_./@-]*$/u;
const RESERVED = /^(?:true|false|yes|no|on|off|y|n|null|\.inf|\.nan|[-+.]?[0-9][0-9_.,:-]*)$/iu;

/** A value as YAML that reads back as exactly this value. A list is written in flow style. */
export function yamlValue(value: TemplateValue): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return yamlString(value);
  return `[${value.map(yamlString).join(', ')}]`;
}

function yamlString(value: string): string {
  if (PLAIN.test(value) && !value.startsWith('@') && !RESERVED.test(value)) return value;
  // JSON leaves these as they are; YAML readers disagree about them, so they are escaped.
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
