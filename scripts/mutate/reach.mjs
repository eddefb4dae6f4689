// Which parts of src/controls a control's `detect` runs through: what only remedies use is judged by other tests.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

const read = new Map();

/** Top-level declarations of a file by name, its imports from src/controls by local name, and the functions named `detect`. */
function outline(path) {
  const known = read.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const made = { path, text, file, declared: new Map(), imported: new Map(), detects: [] };
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) made.declared.set(statement.name.text, statement);
    if (ts.isVariableStatement(statement)) {
      for (const each of statement.declarationList.declarations) {
        ts.forEachChild(each.name, () => undefined);
        for (const name of namesIn(each.name)) made.declared.set(name, each);
      }
    }
    if (ts.isImportDeclaration(statement) && /^\.\.?\//.test(statement.moduleSpecifier.text)) {
      const from = posix.join(posix.dirname(path), statement.moduleSpecifier.text);
      const bindings = statement.importClause?.namedBindings;
      if (!from.startsWith('src/controls/') || bindings === undefined || !ts.isNamedImports(bindings)) continue;
      for (const each of bindings.elements)
        made.imported.set(each.name.text, { from, name: (each.propertyName ?? each.name).text });
    }
    if (ts.isExportAssignment(statement))
      visit(statement, (node) => {
        const name = node.name && ts.isIdentifier(node.name) ? node.name.text : null;
        if (name === 'detect' && (ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node)))
          made.detects.push(node);
      });
  }
  read.set(path, made);
  return made;
}

function visit(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

const namesIn = (name) =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesIn(each.name) : []));

/** Names that a declaration binds inside itself hide those of the file. */
function boundIn(node) {
  const bound = new Set();
  visit(node, (inner) => {
    const isBinding = ts.isParameter(inner) || ts.isVariableDeclaration(inner) || ts.isBindingElement(inner);
    if (inner !== node && isBinding) for (const name of namesIn(inner.name)) bound.add(name);
  });
  return bound;
}

/** `x.name` and `{ name: … }` mean no declaration of the file. */
const isKey = (node) =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node);

/** The reached nodes of src/controls, by file. */
export function reachedBy(control) {
  const reached = new Map();
  const { detects } = outline(control);
  const queue = detects.map((node) => ({ path: control, node }));
  for (const { path, node } of queue) {
    const own = outline(path);
    const nodes = reached.get(path) ?? new Set();
    if (nodes.has(node)) continue;
    nodes.add(node);
    reached.set(path, nodes);
    const bound = boundIn(node);
    visit(node, (inner) => {
      if (!ts.isIdentifier(inner) || bound.has(inner.text) || isKey(inner)) return;
      const local = own.declared.get(inner.text);
      if (local !== undefined) queue.push({ path, node: local });
      const other = own.imported.get(inner.text);
      if (other === undefined) return;
      const there = outline(other.from).declared.get(other.name);
      if (there !== undefined) queue.push({ path: other.from, node: there });
    });
  }
  return new Map(
    [...reached].map(([path, nodes]) => [path, [...nodes].map((node) => [node.getFullStart(), node.getEnd()])]),
  );
}
