// What can be seen of an edited file without knowing how it was edited. Used by scripts/compare/remedies.mjs.
import { Lexer } from 'yaml';

/** Sentences about bytes that are not what they should be; empty when there are none. */
export function byteProblems({ readYaml }, { path, before, after, hunks }) {
  const problems = [];
  const endings = (text) => new Set(text.match(/\r?\n/g) ?? []);
  for (const mark of endings(after))
    if (endings(before).size > 0 && !endings(before).has(mark))
      problems.push(`has a line end ${JSON.stringify(mark)} that it did not have`);
  if (before.startsWith('\uFEFF') !== after.startsWith('\uFEFF')) problems.push('lost or won a byte-order mark');
  if (before !== '' && /\n$/.test(before) !== /\n$/.test(after)) problems.push('ends otherwise than before');
  if (!keepsTheRest(before, after, hunks)) problems.push('the hunks do not account for all that changed');
  if (!/\.ya?ml$/.test(path)) return problems;
  if (!readYaml(path, after).ok) return [...problems, 'cannot be read any more'];
  for (const line of fresh(before, after))
    if (/[ \t]+$/.test(line) && !/[ \t]\r?$/m.test(before))
      problems.push(`a new line ends with spaces: ${JSON.stringify(line)}`);
  return [...problems, ...lostWords(before, after, hunks)];
}

/** Comments on changed lines whose words are gone though the key they speak of is still there. */
function lostWords(before, after, hunks) {
  const said = commentsIn(after).map(({ text }) => text);
  const [old, now] = [linesOf(before), linesOf(after)];
  return hunks.flatMap((hunk) => {
    const kept = now.slice(hunk.after.line - 1, hunk.after.line - 1 + hunk.after.count).join('');
    const end = hunk.before.line + hunk.before.count;
    return commentsIn(before)
      .filter(({ line, text }) => line >= hunk.before.line && line < end && !isVersion(text))
      .filter(({ text }) => !said.some((each) => each.includes(withoutVersion(text))))
      .filter(({ line }) => {
        const about = old.slice(line - 1, end - 1).find((each) => !/^\s*(?:#|$)/.test(each)) ?? '';
        return kept.includes(/[^\s-][^:]*:?/.exec(about)?.[0] ?? '\0');
      })
      .map(({ line, text }) => `the words of a comment on the changed line ${line} are gone: # ${text}`);
  });
}

const isVersion = (text) => /^(?:ratchet:\S+|(?:tag=|pin@|@)?(?:[\w-]+\/)*v?\d[\w.+-]*)$/.test(text);
const withoutVersion = (text) => text.replace(/^(?:ratchet:\S+|(?:tag=|pin@|@)?(?:[\w-]+\/)*v?\d[\w.+-]*)\s*/, '');

const linesOf = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Outside the hunks both texts are the same bytes. */
function keepsTheRest(before, after, hunks) {
  const [old, now] = [linesOf(before), linesOf(after)];
  const left = (lines, side) => {
    const taken = new Set(
      hunks.flatMap((hunk) => Array.from({ length: hunk[side].count }, (_, at) => hunk[side].line + at)),
    );
    return lines.filter((_, index) => !taken.has(index + 1)).join('');
  };
  return left(old, 'before') === left(now, 'after');
}

function fresh(before, after) {
  const known = new Set(linesOf(before).map((line) => line.replace(/\r?\n$/, '')));
  return linesOf(after)
    .map((line) => line.replace(/\r?\n$/, ''))
    .filter((line) => !known.has(line));
}

function commentsIn(body) {
  const found = [];
  let line = 1;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(body.replace(/^\uFEFF/, ''))) {
    if (!isScalar && lexeme.startsWith('#')) found.push({ line, text: lexeme.slice(1).trim() });
    isScalar = lexeme === '\u001f';
    for (const character of lexeme) if (character === '\n') line += 1;
  }
  return found;
}
