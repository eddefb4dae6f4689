/** Programs that run the rest of their line, with those of their options that take a word of their own. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '--user', '--group', '--chdir', '--host', '--prompt'],
  doas: ['-u', '-C'],
  env: ['-u', '-C', '-S', '--unset', '--chdir'],
  time: ['-f', '-o', '--format', '--output'],
  timeout: ['-k', '-s', '--kill-after', '--signal'],
  nice: ['-n', '--adjustment'],
  ionice: ['-c', '-n', '-p'],
  stdbuf: ['-i', '-o', '-e'],
  'xvfb-run': ['-s', '-n', '--server-args', '--server-num'],
  xargs: ['-n', '-I', '-P', '-L', '-d', '-a', '-s', '-E', '--max-args', '--max-procs', '--delimiter', '--arg-file'],
  command: [],
  builtin: [],
  exec: ['-a'],
  nohup: [],
  caffeinate: [],
};

/** `$SUDO npm ci`, `$dry_run gh release create`: a variable that holds a wrapper, `echo` for a rehearsal, or nothing. */
const PREFIX_VARIABLE = /^\$\{?(?:sudo|guard|dry_?run|maybe|echo|prefix)\}?$/i;

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;

/** Program and arguments, without what only prepares their start. Null when no program is named. */
export function withoutWrappers(
  words: readonly string[],
): { readonly name: string; readonly args: readonly string[] } | null {
  for (let at = 0; ; ) {
    const first = words[at];
    if (first === undefined || first === '') return null;
    if (PREFIX_VARIABLE.test(first) && words.length > at + 1) {
      at += 1;
      continue;
    }
    const name = baseName(first);
    const valued = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
    const inner = valued === undefined ? words.length : wrapped(name, valued, words, at + 1);
    if (inner >= words.length) return { name, args: words.slice(at + 1) };
    at = inner;
  }
}

/** Where the wrapped program stands among the words, when the wrapper's own begin at `from`; the end when there is none. */
function wrapped(wrapper: string, valued: readonly string[], words: readonly string[], from: number): number {
  // `command -v x` and `command -V x` only ask where x is.
  if (wrapper === 'command' && /^-[vV]/.test(words[from] ?? '')) return words.length;
  let at = from;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    if (word === '--') return at + 1;
    if (word.startsWith('-')) at += valued.includes(word) ? 2 : 1;
    else if (ASSIGNMENT.test(word)) at += 1;
    else break;
  }
  // The first plain word of `timeout` is the time.
  return wrapper === 'timeout' ? at + 1 : at;
}

/** Installed programs go by their name (`/usr/bin/npm` is npm); a script of the repository by its path (`./scripts/release.sh`). */
const baseName = (word: string): string =>
  /^(?:\/|~\/)|(?:^|\/)node_modules\/\.bin\//.test(word) ? word.split('/').at(-1) || word : word;
