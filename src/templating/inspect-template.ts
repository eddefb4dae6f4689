import type { Template } from '../model/pack.ts';
import { readSource } from './read-source.ts';
import { formOf } from './template-inputs.ts';
import type { BlockNode, CallNode, ExpressionNode, PartialNode, PathNode, ProgramNode } from './template-tree.ts';

export type TemplatePlace = { readonly source: string; readonly line: number };

/** What a template does with what it is given, without rendering it. */
export type Inspection = {
  readonly problems: readonly string[];
  /** Where each input is first used. */
  readonly uses: ReadonlyMap<string, TemplatePlace>;
  /** Where each action is first pinned, as written: `github/codeql-action/init`. */
  readonly actions: ReadonlyMap<string, TemplatePlace>;
  /** Inputs that are asked for and appear nowhere. */
  readonly unused: readonly string[];
  /** Every partial that it includes, itself or through others. */
  readonly partials: ReadonlySet<string>;
};

/** What a pack holds besides the template. */
export type Sources = {
  /** Text of each partial by id. */
  readonly partials: Readonly<Record<string, string>>;
  /** Path of each partial inside the pack, by id. */
  readonly partialSources: Readonly<Record<string, string>>;
  readonly runners: Readonly<Record<string, string>>;
};

/** Where a text comes from: an input, or the pack itself. */
type Origin = { readonly input: string; readonly item: boolean } | 'pack';

type Scope = {
  readonly names: ReadonlyMap<string, Origin>;
  readonly self: Origin | null;
  readonly parent: Scope | null;
  readonly source: string;
  readonly code: boolean;
  readonly codeLines: ReadonlySet<number>;
  readonly partials: readonly string[];
};

/** Partials in partials in partials grow without a loop. */
const MOST_INCLUSIONS = 500;

const TESTS = ['eq', 'has', 'and', 'or', 'not'];
/** Helpers whose result is still the text of their input. */
const HANDED_ON = ['join', 'needed'];
/** Helpers that write the text of an input. */
const WRITERS = ['yaml', 'join', 'part'];
const PACK_TEXT = ['uses', 'cron', 'runner'];

/** Finds what would make a template unsafe or fail, before any value is known. */
export function inspectTemplate(template: Template, sources: Sources): Inspection {
  const problems: string[] = [];
  const uses = new Map<string, TemplatePlace>();
  const actions = new Map<string, TemplatePlace>();
  const included = new Set<string>();
  let opened = 0;
  let readable = true;
  const isYaml = /\.ya?ml$/u.test(template.output);
  const root = new Map<string, Origin>(Object.keys(template.inputs).map((input) => [input, { input, item: false }]));

  const say = (
    scope: Scope,
    node: { readonly loc: { readonly start: { readonly line: number } } },
    problem: string,
  ): void => {
    problems.push(`${scope.source}:${node.loc.start.line}: ${problem}`);
  };

  function open(text: string, scope: Omit<Scope, 'codeLines'>): void {
    const read = readSource(text, sources.partials);
    const faults = isYaml ? [...read.problems, ...read.codeProblems] : read.problems;
    problems.push(...faults.map(({ line, problem }) => `${scope.source}:${line}: ${problem}`));
    if (read.program === null) readable = false;
    else program(read.program, { ...scope, codeLines: isYaml ? read.codeLines : new Set() });
  }

  function program(node: ProgramNode | undefined, scope: Scope): void {
    for (const statement of node?.body ?? []) {
      if (statement.type === 'MustacheStatement') output(statement, scope);
      else if (statement.type === 'BlockStatement') block(statement, scope);
      else if (statement.type === 'PartialStatement') partial(statement, scope);
      else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') {
        say(scope, statement, 'inline and block partials are not used in packs');
      }
    }
  }

  function resolve(node: PathNode, scope: Scope): Origin | null {
    const [first, second, ...rest] = node.parts;
    let origin: Origin | null | undefined;
    if (node.data) {
      if (first === 'root' && second !== undefined && rest.length === 0) origin = root.get(second);
      else if (['index', 'first', 'last', 'key'].includes(first ?? '')) return 'pack';
    } else {
      let at: Scope | null = scope;
      for (let up = node.depth; up > 0 && at !== null; up -= 1) at = at.parent;
      if (first === undefined) origin = at?.self;
      else if (second === undefined) origin = at?.names.get(first);
    }
    if (origin === undefined || origin === null) {
      const hint = scope.parent !== null && root.has(first ?? '') ? `; inside {{#each}} write @root.${first}` : '';
      say(scope, node, `"${node.original}" is not an input of ${template.id}${hint}`);
      return null;
    }
    if (origin !== 'pack' && !uses.has(origin.input))
      uses.set(origin.input, { source: scope.source, line: node.loc.start.line });
    return origin;
  }

  /** A value that is only tested, or handed on. */
  function value(node: ExpressionNode, scope: Scope): Origin | null {
    if (node.type === 'PathExpression') return resolve(node, scope);
    if (node.type !== 'SubExpression') return 'pack';
    const name = node.path.type === 'PathExpression' ? node.path.original : '';
    if (HANDED_ON.includes(name) && node.params[0] !== undefined) return value(node.params[0], scope);
    if (!TESTS.includes(name)) say(scope, node, `(${name} …) is not one of ${TESTS.join(', ')}`);
    for (const each of node.params) value(each, scope);
    return 'pack';
  }

  function output(node: CallNode, scope: Scope): void {
    const { path, params } = node;
    const [argument] = params;
    const helper = path.type === 'PathExpression' ? path.original : '';
    if (path.type !== 'PathExpression') say(scope, node, 'a literal is written as plain text');
    else if (argument === undefined) written(node, resolve(path, scope), helper, scope);
    else if (PACK_TEXT.includes(helper)) packText(helper, node, scope);
    else if (WRITERS.includes(helper)) written(node, value(argument, scope), helper, scope);
    else say(scope, node, `there is no helper "${helper}"`);
  }

  /** The text of an input meets the file here: as YAML, or as it is when its form is known. Never as code. */
  function written(node: CallNode, origin: Origin | null, helper: string, scope: Scope): void {
    const input = origin === null || origin === 'pack' ? undefined : template.inputs[origin.input];
    if (origin === null || origin === 'pack' || input === undefined) return;
    const inCode = scope.code || scope.codeLines.has(node.loc.start.line);
    if (inCode && input.type !== 'choice') {
      say(scope, node, `"${origin.input}" would become code: hand it over in env: and write "$NAME"`);
    } else if (helper !== 'yaml' && formOf(input) === null) {
      say(scope, node, `"${origin.input}" has no pattern, so it must be written with {{yaml …}}`);
    }
  }

  function packText(helper: string, node: CallNode, scope: Scope): void {
    const [argument] = node.params;
    if (argument?.type !== 'StringLiteral' || typeof argument.value !== 'string') {
      say(scope, node, `{{${helper}}} takes a text in quotes`);
    } else if (helper === 'uses') {
      const action = argument.value;
      if (!/^[\w.-]+(?:\/[\w.-]+)+$/u.test(action)) say(scope, node, `"${action}" is not owner/repo[/path]`);
      if (!actions.has(action)) actions.set(action, { source: scope.source, line: node.loc.start.line });
    } else if (helper === 'runner' && sources.runners[argument.value] === undefined) {
      say(scope, node, `the pack has no runner "${argument.value}"`);
    }
  }

  function block(node: BlockNode, scope: Scope): void {
    const origins = node.params.map((each) => value(each, scope));
    const name = node.path.original;
    // Handlebars leaves the blanks before the closing tag of a chain in the text, which moves the next line.
    if (node.inverse?.chained === true) say(scope, node, 'write {{else}}{{#if …}} instead of {{else if …}}');
    if (name === 'if' || name === 'unless') {
      program(node.program, scope);
      program(node.inverse, scope);
    } else if (name === 'each') {
      const [origin] = origins;
      const item: Origin | null =
        origin === undefined || origin === null || origin === 'pack' ? null : { ...origin, item: true };
      const names = new Map(
        (node.program?.blockParams ?? []).slice(0, 1).map((param) => [param, item ?? 'pack'] as const),
      );
      program(node.program, { ...scope, names, self: item, parent: scope });
      program(node.inverse, scope);
    } else say(scope, node, `there is no block "${name}"`);
  }

  function partial(node: PartialNode, scope: Scope): void {
    const id = node.name.type === 'PathExpression' ? node.name.original : '';
    const text = Object.hasOwn(sources.partials, id) ? sources.partials[id] : undefined;
    if (text === undefined) {
      say(scope, node, id === 'super' ? 'there is no text below that super could mean' : `there is no partial "${id}"`);
      return;
    }
    if (scope.partials.includes(id)) {
      say(scope, node, `the partial "${id}" includes itself`);
      return;
    }
    included.add(id);
    opened += 1;
    if (opened === MOST_INCLUSIONS)
      say(scope, node, `more than ${MOST_INCLUSIONS} partials are included in each other`);
    if (opened >= MOST_INCLUSIONS) return;
    if (node.params.length > 0) say(scope, node, 'a partial takes named values only');
    const names = new Map(scope.parent === null ? scope.names : []);
    for (const pair of node.hash?.pairs ?? []) names.set(pair.key, value(pair.value, scope) ?? 'pack');
    open(text, {
      names,
      self: null,
      parent: null,
      source: sources.partialSources[id] ?? id,
      code: scope.code || scope.codeLines.has(node.loc.start.line),
      partials: [...scope.partials, id],
    });
  }

  open(template.text, { names: root, self: null, parent: null, source: template.source, code: false, partials: [] });
  for (const name of template.output.matchAll(/\{\{\s*([\w-]+)\s*\}\}/gu)) {
    uses.set(name[1] ?? '', { source: 'pack.yml', line: 1 });
  }
  const unused = Object.keys(template.inputs).filter((name) => readable && !uses.has(name));
  return { problems: [...new Set(problems)], uses, actions, unused, partials: included };
}
