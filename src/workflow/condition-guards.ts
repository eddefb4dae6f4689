import { Binary, type Expr, FunctionCall, Grouping, Literal, Logical, Unary } from '@actions/expressions/ast';
import { TokenType } from '@actions/expressions/lexer';
import { parseExpression, pathOf } from './expression-flow.ts';

/**
 * What a condition makes sure of before a job or step runs: `trusted`, that no pull request of a stranger is behind the run; `gated`, that
 * somebody with rights said yes to something (a label, an association, an account); `open`, nothing of the kind.
 */
export type Guard = 'trusted' | 'gated' | 'open';

const RANK: Readonly<Record<Guard, number>> = { open: 0, gated: 1, trusted: 2 };

export const strongest = (guards: readonly Guard[]): Guard =>
  guards.reduce<Guard>((best, each) => (RANK[each] > RANK[best] ? each : best), 'open');

export const weakest = (guards: readonly Guard[]): Guard =>
  guards.reduce<Guard>((worst, each) => (RANK[each] < RANK[worst] ? each : worst), 'trusted');

/** `risky` are the events of the run that strangers can cause. */
export function guardOf(condition: string | null, risky: readonly string[]): Guard {
  if (condition === null || isAlwaysTrue(condition)) return 'open';
  const tree = parseExpression(condition.replace(/^\$\{\{([\s\S]*)\}\}$/, '$1'));
  return tree === null ? 'open' : guard(tree, risky);
}

/**
 * Whether something stands beside the `${{ }}` of a condition, be it the line break that `if: |` leaves: then the whole is a text, and a
 * text that is not empty is true.
 */
export const isAlwaysTrue = (condition: string): boolean =>
  condition.includes('${{') && !/^\$\{\{(?:(?!\}\})[\s\S])*\}\}$/.test(condition);

/** Whether a condition also runs what an earlier job or step refused. */
export const runsAnyway = (condition: string | null): boolean =>
  /\b(?:always|failure|cancelled)\s*\(/i.test(condition ?? '');

function guard(tree: Expr, risky: readonly string[]): Guard {
  if (tree instanceof Grouping) return guard(tree.group, risky);
  if (tree instanceof Logical) {
    const parts = tree.args.map((part) => guard(part, risky));
    return tree.operator.type === TokenType.AND ? strongest(parts) : weakest(parts);
  }
  if (tree instanceof Unary) return isFork(pathOf(plain(tree.expr))) ? 'trusted' : 'open';
  if (tree instanceof Binary) return comparison(tree, risky);
  if (tree instanceof FunctionCall) return call(tree);
  if (tree instanceof Literal) return /^(?:false|0|null)$/i.test(tree.token.lexeme) ? 'trusted' : 'open';
  return pathOf(tree) === 'github.event.pull_request.merged' ? 'trusted' : 'open';
}

const plain = (tree: Expr): Expr => (tree instanceof Grouping ? plain(tree.group) : tree);

const isFork = (path: string | null): boolean =>
  path !== null && /^github\.event\.(?:pull_request\.head\.repo|workflow_run\.head_repository)\.fork$/.test(path);

function comparison({ left, operator, right }: Binary, risky: readonly string[]): Guard {
  const isEqual = operator.type === TokenType.EQUAL_EQUAL;
  if (!isEqual && operator.type !== TokenType.BANG_EQUAL) return 'open';
  const sides = [plain(left), plain(right)];
  const paths = sides.flatMap((side) => pathOf(side) ?? []);
  const [path] = paths;
  if (path === undefined) return 'open';
  if (paths.length === 2)
    return isEqual && paths.some(isHeadRepository) && paths.some(isOwnRepository) ? 'trusted' : 'open';
  const literal = sides.find((side) => side instanceof Literal);
  if (!(literal instanceof Literal)) return 'open';
  const value = literal.literal.coerceString().toLowerCase();
  return isEqual ? equals(path, value, risky) : differs(path, value, risky);
}

/** Events that a pull request of a stranger does not cause. */
const TRUSTED_EVENTS = [
  'push',
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'release',
  'create',
  'delete',
  'merge_group',
];

function equals(path: string, value: string, risky: readonly string[]): Guard {
  if (path === 'github.event_name') return risky.includes(value) ? 'open' : 'trusted';
  if (path === 'github.event.workflow_run.event') return TRUSTED_EVENTS.includes(value) ? 'trusted' : 'open';
  if (path === 'github.event.pull_request.merged') return value === 'true' ? 'trusted' : 'open';
  if (isFork(path)) return value === 'false' ? 'trusted' : 'open';
  if (isHeadRepository(path)) return 'trusted';
  if (path === 'github.event.label.name' || /author_association$/.test(path))
    return isOutsider(value) ? 'open' : 'gated';
  // Whoever opened the pull request wrote it; a bot that caused the event can be made to do so by others.
  const isAuthor = path === 'github.event.pull_request.user.login';
  return isAuthor || (isAccount(path) && !value.endsWith('[bot]')) ? 'gated' : 'open';
}

function differs(path: string, value: string, risky: readonly string[]): Guard {
  if (path === 'github.event_name') return risky.every((event) => event === value) ? 'trusted' : 'open';
  if (isFork(path)) return value === 'true' ? 'trusted' : 'open';
  return 'open';
}

const isOutsider = (value: string): boolean =>
  /^(?:none|first_timer|first_time_contributor|mannequin|contributor)$/.test(value);

const isAccount = (path: string): boolean =>
  /^github\.(?:actor|triggering_actor|event\.sender\.login|event\.(?:\w+\.)+login)$/.test(path);

const isHeadRepository = (path: string): boolean =>
  /^github\.event\.(?:pull_request\.head\.repo|workflow_run\.head_repository)\.(?:full_name|owner\.login|id)$|^github\.event\.pull_request\.head\.user\.login$/.test(
    path,
  );

const isOwnRepository = (path: string): boolean =>
  /^github\.(?:repository|repository_owner|repository_id|event\.repository\.(?:full_name|owner\.login|id)|event\.pull_request\.base\.repo\.(?:full_name|owner\.login|id))$/.test(
    path,
  );

/** `contains(github.event.pull_request.labels.*.name, 'safe')`, `contains(fromJSON('["OWNER"]'), github.event.comment.author_association)`. */
function call({ functionName, args }: FunctionCall): Guard {
  if (functionName.lexeme.toLowerCase() !== 'contains') return 'open';
  const paths = args.flatMap((arg) => pathOf(plain(arg)) ?? []);
  if (paths.some((path) => /\.labels\.\*\.name$/.test(path))) return 'gated';
  const [list] = args;
  const outsiders =
    list !== undefined && /"(?:NONE|FIRST_TIMER|FIRST_TIME_CONTRIBUTOR|CONTRIBUTOR)"/i.test(textIn(list));
  // A text holds every part of itself, so that a list of names written as one text also takes parts of a name.
  const isText = list instanceof Literal;
  const asksWho = paths.some((path) => /author_association$/.test(path) || (isAccount(path) && !isText));
  return asksWho && !outsiders ? 'gated' : 'open';
}

function textIn(tree: Expr): string {
  if (tree instanceof Literal) return tree.literal.coerceString();
  return tree instanceof FunctionCall ? tree.args.map(textIn).join(' ') : '';
}
