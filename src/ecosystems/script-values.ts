/** Names of the variables that a part of a script reads: `$NAME`, `${NAME}`, `$env:NAME`, `%NAME%`. */
export function variablesIn(script: string): readonly string[] {
  const names = [...script.matchAll(/\$(?:\{(?!\{)#?|env:)?([A-Za-z_]\w*)|%([A-Za-z_]\w*)%/gi)];
  return [...new Set(names.map(([, dollar, percent]) => dollar ?? percent ?? ''))];
}

/** Everything that is assigned to a variable, commands with what they read included. */
export function everyAssignment(script: string, variable: string): readonly string[] {
  const assignment = new RegExp(`^\\s*(?:export\\s+|local\\s+|\\$)?${variable}\\s*=\\s*(.*)$`, 'gm');
  return [...script.matchAll(assignment)].map(([, value]) => value ?? '');
}

/** Everything that is assigned to the variables of a text, and to those of what is assigned to them. */
export function assignedBehind(script: string, text: string): readonly string[] {
  const names = [...variablesIn(text)];
  const found: string[] = [];
  for (let at = 0; at < names.length; at += 1) {
    const values = everyAssignment(script, names[at] ?? '');
    found.push(...values);
    for (const name of values.flatMap(variablesIn)) if (!names.includes(name)) names.push(name);
  }
  return found;
}

/** Whether a command makes the value: what it reads may be gone from what it prints. */
export const isComputed = (value: string): boolean => /\$\((?!\()|`/.test(value);

/** Whether a value is plainly spelled out. */
export const isConstant = (value: string): boolean => /^["']?[\w.,:/@+-]+["']?$/.test(value.trim());

/** Whether a value goes through something that leaves no line break in it, or says how long it is. `jq -r` and `gh --jq` print texts as they are. */
export const isEncoded = (value: string): boolean =>
  /\btr\s+(?:-\w+\s+)*-?\w*d|\btr\s+['"]?\\n|\b(?:base64|base32|xxd|md5sum|sha\d+sum|wc|head\s+-(?:n\s*)?1)\b|%q/.test(
    value,
  ) || /(?<!-)\bjq\b(?!.*\s(?:-[a-zA-Z]*[rj]|--raw-output|--join-output)\b)/.test(value);

/** Whether a command makes the value from what it is handed or finds, and not the machine or git alone. */
export const isMadeFromData = (value: string): boolean =>
  !isEncoded(value) &&
  [...value.matchAll(/(?:\$\((?!\()|`)\s*([\w./-]+)(?:\s+([\w-]+))?/g)].some(
    ([, program = '', word = '']) =>
      !/^(?:date|which|command|pwd|uname|nproc|hostname|whoami|mktemp|arch)$/.test(program) &&
      !(program === 'git' && /^(?:rev-parse|describe|rev-list)$/.test(word)),
  );

/**
 * The values that a script writes as `name=value` or `name<<END … END` into one of the runner’s files (`GITHUB_OUTPUT`, `GITHUB_ENV`),
 * and by the old `::set-output`. Names are compared without regard to case.
 */
export function writtenIn(script: string, file: string, name: string): readonly string[] {
  const old =
    file === 'GITHUB_OUTPUT' ? valuesOf(script, new RegExp(`::set-output name=${escaped(name)}::(.*)$`, 'gim')) : [];
  if (!script.includes(file)) return old;
  const plain = valuesOf(script, new RegExp(`(?:^|["'\\s])${escaped(name)}=(.*)$`, 'gim'));
  const blocks = [
    ...script.matchAll(
      new RegExp(`(?:^|["'\\s])${escaped(name)}<<-?["']?(\\S+?)["']?(?=["'\\s])([\\s\\S]*?)\\1`, 'gim'),
    ),
  ].map(([, , text]) => text ?? '');
  return [...old, ...plain, ...blocks];
}

/** To the end of the line, without the redirection. */
const valuesOf = (script: string, pattern: RegExp): readonly string[] =>
  [...script.matchAll(pattern)].map(([, value]) => (value ?? '').replace(/>>.*$/, ''));

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
