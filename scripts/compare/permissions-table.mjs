import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

/**
 * A table of what actions need, by somebody else: a folder with OWNER/NAME[/PATH]/action-security.yml, as the knowledge base of
 * step-security/secure-repo has it. Lower-case action → its file.
 */
export function readTable(folder) {
  const root = existsSync(join(folder, 'knowledge-base/actions')) ? join(folder, 'knowledge-base/actions') : folder;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('action-security.yml'),
  );
  return new Map(
    files.map((path) => [
      path.replaceAll('\\', '/').replace('/action-security.yml', '').toLowerCase(),
      readLeniently(readFileSync(join(root, path), 'utf8')),
    ]),
  );
}

/** Some of its files hold line breaks of old machines, or spaces that YAML does not count as such. */
const readLeniently = (text) => parseDocument(text.replace(/\r\n?/g, '\n').replace(/[^\S\n]/g, ' ')).toJS() ?? {};

/** What that table says of a step, read by its own rules: only a token that is the job's counts, and only where it is handed over. */
export function theirNeeds(entry, inputs, environment) {
  const scopes = {};
  for (const block of [entry['github-token'], entry]) {
    if (block?.permissions === undefined) continue;
    if (block !== entry && !isHanded(block, inputs, environment)) continue;
    for (const [scope, level] of Object.entries(block.permissions)) {
      if (!/^(?:read|write)$/.test(level)) continue;
      const condition = block.permissions[`${scope}-if`];
      if (condition === undefined || holds(condition, inputs)) scopes[scope] = level;
    }
  }
  return scopes;
}

const isJobs = (value) => /github\.token|secrets\.GITHUB_TOKEN/i.test(String(value));

function isHanded(block, inputs, environment) {
  const { 'action-input': input, 'environment-variable-name': variable } = block;
  const given = input === undefined ? undefined : inputs[input.input];
  if (given !== undefined) return isJobs(given);
  if (input?.['is-default'] === true) return true;
  return variable !== undefined && environment[variable.trim()] !== undefined && isJobs(environment[variable.trim()]);
}

/** The conditions of the table: `contains(with, 'x')` and `with['x'] == 'y'`, with `!`, `&&` and `||`. */
function holds(condition, inputs) {
  const text = condition
    .replace(/^\s*\$\{\{|\}\}\s*$/g, '')
    .replace(/\((?=\s*contains)|(?<=')\)\s*\)/g, (found) => (found === '(' ? '' : ')'));
  return text.split('||').some((part) => part.split('&&').every((term) => isTrue(term.trim(), inputs)));
}

function isTrue(term, inputs) {
  const contains = /^(!?)\s*contains\(with,\s*'([^']+)'\)?\)?$/.exec(term);
  if (contains !== null) return (inputs[contains[2]] !== undefined) === (contains[1] === '');
  const compares = /^with\['([^']+)'\]\s*(==|!=)\s*'([^']*)'\)?$/.exec(term);
  if (compares === null) throw new Error(`a condition that cannot be read: ${term}`);
  return (String(inputs[compares[1]] ?? '') === compares[3]) === (compares[2] === '==');
}
