import type { ShellCommand } from './shell-commands.ts';
import { withoutWrappers } from './shell-wrappers.ts';
import { placesIn } from './yaml-source.ts';

type Dialect = 'pwsh' | 'cmd';
type Word = { readonly text: string; readonly start: number; readonly end: number };
type Token =
  | ({ readonly kind: 'word' } & Word)
  | { readonly kind: 'end' | 'pipe'; readonly start: number; readonly end: number };

/**
 * The commands of a PowerShell or cmd script, line by line. Quotes, comments, line continuations and separators are followed, blocks
 * are entered; anything finer is not needed to tell which programs run.
 */
export function windowsCommands(masked: string, original: string, dialect: Dialect): readonly ShellCommand[] {
  const lines: Word[][] = [[]];
  const piped: boolean[] = [];
  for (const token of tokensOf(masked, dialect)) {
    if (token.kind === 'word') {
      lines.at(-1)?.push(token);
      continue;
    }
    piped[lines.length - 1] = token.kind === 'pipe';
    lines.push([]);
  }
  const placeOf = placesIn('', original);
  const lineOf = (offset: number) => placeOf(offset, offset).line - 1;
  const commands = lines.map((words) => commandOf(words, original, dialect, lineOf));
  return commands.flatMap((command, index) => {
    if (command === null) return [];
    return [{ ...command, pipedTo: piped[index] === true ? (commands[index + 1]?.name ?? null) : null }];
  });
}

function commandOf(
  words: readonly Word[],
  original: string,
  dialect: Dialect,
  lineOf: (offset: number) => number,
): ShellCommand | null {
  const spelled = words.map(({ start, end }) => unquoted(original.slice(start, end)));
  const skipped = spelled.findIndex((word) => !isPrefix(word, dialect));
  const start =
    skipped === -1 ? words.length : dialect === 'cmd' ? skipped + conditionLength(spelled.slice(skipped)) : skipped;
  const first = words[start];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  if (dialect === 'pwsh' && isValue(first.text, spelled[start - 1])) return null;
  const command = withoutWrappers(spelled.slice(start).map((word, index) => (index === 0 ? programName(word) : word)));
  if (command === null) return null;
  return { ...command, line: lineOf(first.start), text: original.slice(first.start, last.end), pipedTo: null };
}

/** How many words `if [/i] [not] <condition>` takes before the command that it guards. */
function conditionLength(words: readonly string[]): number {
  if (words[0]?.toLowerCase() !== 'if') return 0;
  let at = 1;
  while (/^(?:not|\/i)$/i.test(words[at] ?? '')) at++;
  if (/^(?:exist|defined|errorlevel)$/i.test(words[at] ?? '')) return at + 2;
  // `a==b`, `a == b`, `a equ b`
  return (words[at] ?? '').includes('==') ? at + 1 : at + 3;
}

/** PowerShell evaluates a quoted text, a number or a member access unless `&` stands before it; statements are no programs. */
function isValue(written: string, before: string | undefined): boolean {
  if (KEYWORDS.test(written)) return true;
  return before !== '&' && before !== '.' && /^["'@\d-]|^\.\w|^\[|^\$/.test(written);
}

const KEYWORDS = /^(?:if|elseif|while|until|for|foreach|switch|function|filter|param|throw|break|continue)$/i;

/** Words that only introduce a command: the call operator, keywords, an assignment's left side, cmd's `@` and `call`. */
function isPrefix(word: string, dialect: Dialect): boolean {
  if (dialect === 'cmd') return /^(?:@?call|@|start|\()$/i.test(word);
  return /^(?:&|\.|=|\+=|\$[\w:.]+|\[[\w.[\]]+\]\$?\w*|try|catch|finally|else|do|return|process|begin|end)$/i.test(
    word,
  );
}

/** As in bash: an installed program goes by its name, a script of the repository (`.\\Build.ps1`) by its path. */
function programName(word: string): string {
  const path = word.replace(/^@/, '').replaceAll('\\', '/');
  if (/^[\w.-]+\//.test(path) && /\.(?:ps1|cmd|bat)$/i.test(path)) return path;
  return (path.split('/').at(-1) ?? path).replace(/\.(?:exe|cmd|bat|com)$/i, '');
}

const unquoted = (word: string): string => (/^(["']).*\1$/s.test(word) ? word.slice(1, -1) : word);

function* tokensOf(text: string, dialect: Dialect): Generator<Token> {
  const pattern = dialect === 'pwsh' ? PWSH : CMD;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { word, end, pipe } = match.groups ?? {};
    const [start, stop] = [match.index, pattern.lastIndex];
    if (word !== undefined) yield { kind: 'word', text: word, start, end: stop };
    else if (pipe !== undefined) yield { kind: 'pipe', start, end: stop };
    else if (end !== undefined) yield { kind: 'end', start, end: stop };
  }
}

// Order matters: comments, continuations and blanks are consumed without a group; then strings and words; then separators.
const PWSH =
  /<#[\s\S]*?(?:#>|$)|#[^\r\n]*|`\r?\n|[ \t]+|(?<word>(?:@'\r?\n[\s\S]*?(?:\r?\n'@|$)|@"\r?\n[\s\S]*?(?:\r?\n"@|$)|"(?:`[\s\S]|""|[^"`])*(?:"|$)|'(?:''|[^'])*(?:'|$)|`[^\r\n]|&(?!&)|[^\s;|&(){}`"'])+)|(?<end>&&|\|\||[;(){}\r\n])|(?<pipe>\|)|[\s\S]/y;
const CMD =
  /(?:^|(?<=\n))[ \t]*(?:@?rem\b|::)[^\r\n]*|\^\r?\n|[ \t]+|(?<word>(?:"[^"\r\n]*"?|\^[^\r\n]|[^\s&|()"^])+)|(?<end>&&?|\|\||[()\r\n])|(?<pipe>\|)|[\s\S]/giy;
