import type { Expression } from '../workflow/expressions.ts';
import { maskExpressions } from '../workflow/mask-expressions.ts';
import { runsItsWords } from './nested-program.ts';
import { collected, inComment, isEscaped, type Replacement, type RewritesScript } from './variable-reference.ts';

/**
 * PowerShell’s reference in place of each expression: inside double quotes, in place of a whole single-quoted text, and as a whole word
 * of a command. Elsewhere the value would get another type, or would not be read.
 */
export const variablesInPowershell: RewritesScript = (script, wanted, nameOf) => {
  const masked = maskExpressions(script);
  const tokens = [...masked.matchAll(TOKEN)];
  return collected(wanted, (expression) => {
    const token = tokens.find(
      ({ index, 0: text }) => index <= expression.start && expression.end <= index + text.length,
    );
    const { comment, single, double, document } = token?.groups ?? {};
    if (comment !== undefined) return inComment(expression);
    if (runsText(masked, expression)) return 'it is part of a program that another interpreter runs';
    if (isEscaped(masked, expression.start, '`')) return 'a backtick stands before it';
    if (double !== undefined || document?.startsWith('@"') === true) {
      const before = masked.slice(token?.index ?? 0, expression.start);
      if (before.lastIndexOf('$(') > before.lastIndexOf(')')) return 'it stands inside $( )';
      return replacement(expression, `\${env:${nameOf(expression)}}`);
    }
    if (document !== undefined) return 'no variable is read in a here-string with single quotes';
    const variable = `$env:${nameOf(expression)}`;
    if (single !== undefined) return ofSingleQuoted(masked, token?.index ?? 0, single, expression, variable);
    return isWordOfCommand(masked, expression)
      ? replacement(expression, variable)
      : 'a value that stands without quotes would get another type';
  });
};

const TOKEN =
  /(?<comment><#[\s\S]*?#>|(?<![^\s;(){}|&])#[^\n]*)|(?<document>@"\r?\n[\s\S]*?\r?\n"@|@'\r?\n[\s\S]*?\r?\n'@)|(?<double>"(?:`[\s\S]|""|[^"`])*")|(?<single>'(?:''|[^'])*')|`[\s\S]/g;

const replacement = (expression: Expression, text: string, quotes = 0): Replacement => ({
  start: expression.start - quotes,
  end: expression.end + quotes,
  text,
  reads: [expression],
});

/** The quotes go as well when nothing else stands between them, and they are a whole word. */
function ofSingleQuoted(
  masked: string,
  start: number,
  token: string,
  expression: Expression,
  variable: string,
): Replacement | string {
  if (token.length !== expression.end - expression.start + 2) return 'no variable is read between single quotes';
  const around = `${masked[start - 1] ?? '\n'}${masked[start + token.length] ?? '\n'}`;
  if (!/^[\s(,=;[][\s),;\]}|]$/.test(around)) return 'no variable is read between single quotes';
  return replacement(expression, variable, 1);
}

/** `git switch ${{ … }}`: behind a program’s name and simple words, a blank on both sides. */
function isWordOfCommand(masked: string, { start, end }: Expression): boolean {
  const lineStart = masked.lastIndexOf('\n', start - 1) + 1;
  if (/`[ \t]*\r?\n$/.test(masked.slice(0, lineStart))) return false;
  const before = masked.slice(lineStart, start);
  const isCommand =
    /^\s*(?:& )?(?!(?:if|elseif|while|until|for|foreach|switch|return|throw|param|function)\b)[A-Za-z][\w./\\-]*\s(?:(?:[\w./:\\@+-]+|"[^"$`]*"|'[^']*')\s+)*$/i;
  return isCommand.test(before) && /^(?:[\s;|]|$)/.test(masked.slice(end, end + 1));
}

function runsText(masked: string, { start }: Expression): boolean {
  const from = masked.lastIndexOf('\n', start - 1) + 1;
  const to = masked.indexOf('\n', start);
  const words = masked.slice(from, to === -1 ? masked.length : to).split(/[\s"'()|;{}=]+/);
  return words.some((_, index) => words[index] !== '' && runsItsWords(words.slice(index)));
}
