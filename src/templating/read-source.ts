import { hideExpressions } from './github-expressions.ts';
import { runLines } from './run-lines.ts';
import { type ProgramNode, parseTemplate } from './template-tree.ts';

type Fault = { readonly line: number; readonly problem: string };

/** One text of a pack, read for its own sake: what it holds does not depend on who includes it. */
export type ReadSource = {
  /** Null when the text is no template. */
  readonly program: ProgramNode | null;
  readonly problems: readonly Fault[];
  /** Lines that become code, and spellings in which code could hide, if it is part of a workflow. */
  readonly codeLines: ReadonlySet<number>;
  readonly codeProblems: readonly Fault[];
};

const READ = new WeakMap<object, Map<string, ReadSource>>();

/** Remembered for as long as `owner` lives (the partials of a pack): a partial is included by many templates. */
export function readSource(text: string, owner: object): ReadSource {
  const known = READ.get(owner) ?? new Map<string, ReadSource>();
  READ.set(owner, known);
  const read = known.get(text) ?? readAnew(text);
  known.set(text, read);
  return read;
}

function readAnew(text: string): ReadSource {
  const hidden = hideExpressions(text);
  const parsed = hidden.ok ? parseTemplate(hidden.text) : hidden;
  const code = runLines(text);
  return {
    program: parsed.ok ? parsed.program : null,
    problems: [...commitsIn(text), ...(parsed.ok ? [] : [{ line: parsed.line, problem: parsed.problem }])],
    codeLines: code.lines,
    codeProblems: code.problems,
  };
}

const commitsIn = (text: string): readonly Fault[] =>
  text.split('\n').flatMap((line, index) => {
    const commit = /\b[0-9a-f]{40}\b/u.exec(line)?.[0];
    return commit === undefined
      ? []
      : [{ line: index + 1, problem: `write {{uses "…"}} instead of the commit ${commit}` }];
  });
