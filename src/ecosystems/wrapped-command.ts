/** A wrapper: words that stand between it and what it runs, and options of its own that take a value. */
type Wrapper = { readonly words: readonly (readonly string[])[]; readonly valued?: readonly string[] };

const PLAIN: Wrapper = { words: [[]] };

/** Programs that run another program given on their own command line. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  npx: { words: [[]], valued: ['-p', '--package', '-c', '--call', '-w', '--workspace'] },
  bunx: PLAIN,
  pnpx: PLAIN,
  npm: { words: [['exec'], ['x']], valued: ['--package', '-w', '--workspace', '--prefix'] },
  pnpm: { words: [['exec'], ['dlx']], valued: ['--filter', '-F', '-C', '--dir', '--package'] },
  yarn: { words: [['exec'], ['dlx'], ['npx']], valued: ['--cwd', '-p', '--package'] },
  bun: { words: [['x']] },
  uv: {
    words: [['run'], ['tool', 'run']],
    valued: [
      '--group',
      '--extra',
      '--with',
      '--python',
      '-p',
      '--directory',
      '--project',
      '--package',
      '--from',
      '--only-group',
      '--no-group',
      '--env-file',
      '--with-requirements',
      '--with-editable',
    ],
  },
  uvx: { words: [[]], valued: ['--from', '--with', '--python', '-p'] },
  poetry: { words: [['run']], valued: ['-C', '--directory'] },
  hatch: { words: [['run']], valued: ['-e', '--env'] },
  pdm: { words: [['run']] },
  pipenv: { words: [['run']] },
  pipx: { words: [['run']], valued: ['--spec', '--python'] },
  rye: { words: [['run']] },
  bundle: { words: [['exec'], ['e']] },
  corepack: PLAIN,
  'xvfb-run': { words: [[]], valued: ['-s', '--server-args', '-n'] },
  mise: { words: [['exec'], ['x']] },
  dotnet: { words: [['tool', 'run']] },
  retry: { words: [[]], valued: ['-t', '-d', '--tries', '--delay', '--times'] },
  doppler: { words: [['run']] },
  op: { words: [['run']], valued: ['--env-file'] },
  catchsegv: PLAIN,
};

/** What a wrapper runs: name and arguments, or null when the command is no wrapper. */
export function innerOf(program: string, args: readonly string[]): readonly [string, readonly string[]] | null {
  if (/^(?:python|py|pypy)[\d.]*$/.test(program)) {
    const at = args.indexOf('-m');
    const module = at < 0 ? undefined : args[at + 1];
    return module === undefined || args.slice(0, at).some((arg) => !arg.startsWith('-'))
      ? null
      : [module, args.slice(at + 2)];
  }
  // `$DRY gh release create …`: mostly nothing, `echo` in a rehearsal.
  if (/^\$\{?\w+\}?$/.test(program)) {
    const [name = ''] = args;
    return /^[a-z][\w.+-]*$/.test(name) ? [name, args.slice(1)] : null;
  }
  // A text that is run: `iex "dotnet nuget push $package"`.
  if (/^(?:iex|invoke-expression|eval)$/i.test(program)) {
    const [name, ...rest] = args.join(' ').match(/\S+/g) ?? [];
    return name === undefined ? null : [name, rest];
  }
  const wrapper = Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program] : undefined;
  if (wrapper === undefined) return null;
  const [first] = args;
  if (first !== undefined && RUN_BINARIES.includes(program) && /^[a-z@]/.test(first) && !OWN_COMMANDS.includes(first)) {
    return [first, args.slice(1)];
  }
  for (const words of wrapper.words) {
    const rest = after(words, args, wrapper.valued ?? []);
    const name = rest?.[0];
    if (rest != null && name !== undefined) return [name, rest.slice(1)];
  }
  return null;
}

/** The arguments from the wrapped program on, when the first words are the given ones. */
function after(words: readonly string[], args: readonly string[], valued: readonly string[]): readonly string[] | null {
  let seen = 0;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    if (arg === '--') return seen === words.length ? args.slice(index + 1) : null;
    if (arg.startsWith('-')) {
      if (valued.includes(arg)) index += 1;
    } else if (seen < words.length) {
      if (arg !== words[seen]) return null;
      seen += 1;
    } else return args.slice(index);
  }
  return null;
}

/** `yarn changeset publish`: without a command of that name these run the program of an installed package. */
const RUN_BINARIES = ['pnpm', 'yarn', 'bun'];

const OWN_COMMANDS =
  'add,audit,bin,cache,ci,config,create,dedupe,deploy,dlx,exec,explain,fetch,help,i,import,info,init,install,link,list,login,logout,ls,node,npm,outdated,pack,patch,plugin,pm,prune,publish,rebuild,remove,run,self-update,set,setup,stage,start,store,t,test,unlink,up,update,upgrade,version,view,why,workspace,workspaces,x'.split(
    ',',
  );
