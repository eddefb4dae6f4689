import type { YamlValue } from '../../model/operation.ts';

export type Scalarish = string | number | boolean | null;

export const isScalarish = (value: YamlValue): value is Scalarish => value === null || typeof value !== 'object';

/** A scalar on one line: plain where that reads back as the same value, else in quotes. */
export function scalarText(value: Scalarish, quote: '"' | "'", inFlow: boolean): string {
  if (typeof value !== 'string') return String(value);
  return isPlain(value, inFlow) ? value : quoted(value, quote);
}

export function quoted(text: string, quote: '"' | "'"): string {
  // Single quotes know no escapes, so what cannot be seen goes into double quotes; JSON's escapes are YAML's as well.
  return quote === "'" && /^[\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe]*$/.test(text)
    ? `'${text.replaceAll("'", "''")}'`
    : JSON.stringify(text);
}

/** Whether a text reads back as itself without quotes, for YAML 1.2 and for readers of YAML 1.1 (Dependabot). */
export function isPlain(text: string, inFlow: boolean): boolean {
  if (
    !/^[\x21-\x7e\u00a1-\ud7ff\ue000-\ufefe](?:[\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe]*[\x21-\x7e\u00a1-\ud7ff\ue000-\ufefe])?$/.test(
      text,
    )
  ) {
    return false;
  }
  if (/^[,[\]{}#&*!|>'"%@`]/.test(text) || /^[-?:](?:\s|$)/.test(text) || /^(?:---|\.\.\.)/.test(text)) return false;
  if (/:(?:\s|$)|\s#/.test(text)) return false;
  if (inFlow && /[,[\]{}]|^[-?:]/.test(text)) return false;
  return !readsAsOther(text);
}

/** Words and numbers that some version of YAML takes for something else than text. */
const readsAsOther = (text: string): boolean =>
  /^(?:~|null|true|false|yes|no|on|off|y|n|=|<<)$/i.test(text) ||
  /^[-+]?(?:\.?\d|\.(?:inf|nan)$)[\d.,_:eExXoOa-fA-F+-]*$/i.test(text) ||
  /^\d{4}-\d\d?-\d\d?/.test(text);
