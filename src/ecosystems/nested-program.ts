/**
 * Whether a command runs one of its words, or what it reads, as a program of its own: a value there is code again, whatever quotes the
 * outer shell sees. `words` are the command's name and arguments without quotes.
 */
export function runsItsWords([name = '', ...args]: readonly string[]): boolean {
  const program = programName(name);
  if (TAKES_PROGRAM.has(program)) return true;
  const options = CODE_OPTIONS.find(([programs]) => programs.test(program))?.[1];
  if (options?.some((option) => args.some((word) => option.test(word))) === true) return true;
  return args.some((word) => INTERPRETERS.test(programName(word))) && args.some((word) => CODE_FLAG.test(word));
}

/** Whether a program reads code from its standard input. */
export const readsProgram = (name: string): boolean =>
  INTERPRETERS.test(programName(name)) || /^(?:ssh|psql|mysql|sqlite3|parallel|at|crontab|bc)$/.test(programName(name));

/** Whether a file that is written is run later by its name. */
export const isProgramFile = (path: string): boolean =>
  /\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|php|ps1|psm1|bat|cmd|mk|groovy|gradle)$|(?:^|\/)(?:Makefile|Dockerfile|Jenkinsfile)$/i.test(
    path,
  );

const programName = (word: string): string => (word.split(/[\\/]/).at(-1) ?? word).replace(/\.exe$/i, '').toLowerCase();

const TAKES_PROGRAM: ReadonlySet<string> = new Set(
  'eval trap alias source . sed gsed awk gawk mawk nawk jq yq ssh su watch parallel dc bc expect osascript'.split(' '),
);

const INTERPRETERS =
  /^(?:ba|z|k|da|a|c|fi)?sh$|^(?:python|pypy)[\d.]*$|^(?:node|nodejs|deno|bun|perl|ruby|php|lua|pwsh|powershell|cmd|rscript)$/;

const CODE_FLAG = /^-[a-z]*[cepr]$|^--(?:eval|execute|command|print)(?:=|$)|^-(?:command|encodedcommand)$|^\/[ck]$/i;

const CODE_OPTIONS: readonly (readonly [programs: RegExp, options: readonly RegExp[]])[] = [
  [INTERPRETERS, [CODE_FLAG]],
  [/^find$/, [/^-(?:exec|ok)/]],
  [/^(?:psql|mysql|mariadb|sqlite3|mongosh?)$/, [/./]],
  [/^gh$/, [/^--(?:jq|template)(?:=|$)/, /^-[qt]$/]],
  [
    /^(?:docker|podman|kubectl|nix-shell|nix|vagrant|flock|script|tmux|screen|start-process|invoke-command)$/,
    [/^-[a-z]*c$/, /^--(?:command|run)(?:=|$)/],
  ],
  [/^(?:invoke-expression|iex)$/, [/./]],
];
