// Every way of making one file wrong, as one instrumented text: the mutant whose number is in `globalThis.mutant` is in force.
import ts from 'typescript';

const FLIP = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
]);
const ORDER = new Set(['<', '<=', '>', '>=']);
const SWAPPED = {
  pass: 'partial',
  partial: 'fail',
  fail: 'partial',
  unknown: 'not-applicable',
  'not-applicable': 'unknown',
};
const YES_OR_NO = /^(?:includes|has|hasOwn|test|startsWith|endsWith)$/;

/**
 * Instruments `text`. Only nodes that `wanted` accepts are mutated. Each mutant has a position, what stands there, what would
 * stand there, and a kind: `invert` turns a decision round, `shift` moves its edge, `word` only changes what a sentence says.
 */
export function instrument(path, text, wanted) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const mutants = [];
  return { mutants, text: emit(file) };

  /** The node's text with all alternatives of itself and of its children. */
  function emit(node) {
    const own = wanted(node) ? alternatives(node, file) : [];
    let inner = '';
    let at = node.getFullStart();
    const start = node.getStart(file);
    ts.forEachChild(node, (child) => {
      inner += text.slice(at, child.getFullStart()) + emit(child);
      at = child.getEnd();
    });
    inner += text.slice(at, node.getEnd());
    if (own.length === 0) return inner;
    const lead = text.slice(node.getFullStart(), start);
    const body = inner.slice(lead.length);
    const chain = own.reduceRight((rest, { to, kind }) => {
      const number = mutants.length + 1;
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      const from = node.getText(file);
      mutants.push({
        number,
        kind: isInSentence(node) ? 'word' : kind,
        line: line + 1,
        column: character + 1,
        from: oneLine(from),
        to: oneLine(to),
      });
      return `globalThis.mutated(${number}) ? (${to}) : ${rest}`;
    }, `(${body})`);
    return ts.isShorthandPropertyAssignment(node) ? `${lead}${node.name.text}: (${chain})` : `${lead}(${chain})`;
  }
}

/** Inside a text that is put together for people. */
function isInSentence(node) {
  for (let at = node; at !== undefined && !ts.isFunctionLike(at); at = at.parent)
    if (ts.isTemplateSpan(at)) return true;
  return false;
}

const oneLine = (code) => code.replace(/\s+/g, ' ');

function alternatives(node, file) {
  const text = (of) => of.getText(file);
  if (ts.isBinaryExpression(node)) {
    const flipped = FLIP.get(node.operatorToken.kind);
    if (flipped === undefined) return [];
    const kind = ORDER.has(flipped) ? 'shift' : 'invert';
    const flip = { kind, to: `${text(node.left)} ${flipped} ${text(node.right)}` };
    return ORDER.has(flipped) ? [flip, { kind: 'invert', to: `!(${text(node)})` }] : [flip];
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [{ kind: 'invert', to: `Boolean(${text(node.operand)})` }];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ kind: 'invert', to: 'false' }];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [{ kind: 'invert', to: 'true' }];
  if (ts.isStringLiteral(node) && isVerdict(node)) return [{ kind: 'invert', to: `'${SWAPPED[node.text]}'` }];
  if (isLimit(node)) return text(node) === '[]' ? [] : [{ kind: 'invert', to: '[]' }];
  if (ts.isCallExpression(node)) return ofCall(node, text);
  // A bare condition: what is compared, negated or joined has its own alternatives above.
  if (isCondition(node) && (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)))
    return [{ kind: 'invert', to: `!(${text(node)})` }];
  return [];
}

function ofCall(node, text) {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee))
    return isCondition(node) ? [{ kind: 'invert', to: `!(${text(node)})` }] : [];
  const of = text(callee.expression);
  const name = callee.name.text;
  const given = node.arguments.map(text).join(', ');
  if (YES_OR_NO.test(name)) return [{ kind: 'invert', to: `!(${text(node)})` }];
  if (name === 'some')
    return [
      { kind: 'invert', to: `${of}.every(${given})` },
      { kind: 'invert', to: `!(${text(node)})` },
    ];
  if (name === 'every')
    return [
      { kind: 'invert', to: `${of}.some(${given})` },
      { kind: 'invert', to: `!(${text(node)})` },
    ];
  if (name === 'filter' || name === 'find') {
    const inverse = { kind: 'invert', to: `${of}.${name}((...given) => !(${given})(...given))` };
    return name === 'filter' ? [inverse, { kind: 'invert', to: of }] : [inverse];
  }
  return isCondition(node) ? [{ kind: 'invert', to: `!(${text(node)})` }] : [];
}

/** Whether this expression alone decides: in an `if`, a `? :`, or as an operand of what does. */
function isCondition(node) {
  const { parent } = node;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isParenthesizedExpression(parent)) return isCondition(parent);
  const joins = [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken];
  return ts.isBinaryExpression(parent) && joins.includes(parent.operatorToken.kind);
}

/** A verdict's name as a value of the property `verdict`. */
function isVerdict(node) {
  if (!(node.text in SWAPPED)) return false;
  let at = node;
  while (ts.isConditionalExpression(at.parent) && at.parent.condition !== at) at = at.parent;
  return ts.isPropertyAssignment(at.parent) && at.parent.initializer === at && at.parent.name.getText() === 'verdict';
}

/** What a detection names as unseen. */
const isLimit = (node) =>
  (ts.isShorthandPropertyAssignment(node) && node.name.text === 'limitedBy') ||
  (ts.isPropertyAssignment(node.parent ?? node) &&
    node.parent.initializer === node &&
    node.parent.name.getText() === 'limitedBy');
