import { indentOf } from './zizmor-place.mjs';

/**
 * Why one of the two reports a place and the other does not, as a question to the file alone: each class can be asked of any
 * repository, and asks nothing of our own program. `is` is handed what `placed` gives.
 */
export const CLASSES = [
  // Expressions in scripts
  {
    audit: 'template-injection',
    side: 'theirs',
    reason:
      'what GitHub checks or the file spells out is no text: numbers, yes or no, choices, names of accounts and repositories, commits, how a step ended, and what only fixed words are written to',
    is: ({ line, step, file }) => {
      const used = contextsIn(line.includes('${{') ? line : step);
      return isWhole(line) || (used.length > 0 && used.every((each) => isChecked(each, file) || isFixed(each, file)));
    },
  },
  {
    audit: 'template-injection',
    side: 'theirs',
    reason: 'there is no such context, or no such input, and GitHub refuses the file or writes nothing',
    is: ({ line, step, file }) => {
      const used = contextsIn(line.includes('${{') ? line : step);
      return used.length > 0 && used.every((each) => !isKnownContext(each) || isUndeclared(each, file));
    },
  },
  ...['unpinned-uses', 'artipacked', 'cache-poisoning', 'template-injection'].map((audit) => ({
    audit,
    side: 'ours',
    reason: 'the job is switched off by `if: false`, so they pass it over; it is one word away from running',
    is: ({ job }) => /^\s*if:\s*(?:false|\$\{\{\s*false\s*\}\})\s*(?:#.*)?$/m.test(job),
  })),
  // Variables of later steps
  {
    audit: 'github-env',
    side: 'theirs',
    reason:
      'an action writes what its machine says (a folder, the place of a program): nothing that a caller or an event hands in reaches the step',
    is: ({ place, step }) =>
      /(?:^|\/)action\.ya?ml$/.test(place.path) &&
      !/inputs\.|INPUT_|github\.(?:event\b|head_ref|ref_name)|GITHUB_(?:HEAD_REF|REF_NAME|EVENT_PATH)/.test(
        step.replace(/^\s*(?:-\s*)?if:.*$/gm, ''),
      ),
  },
  {
    audit: 'github-env',
    side: 'theirs',
    reason: 'what is written is one line: a name that git checks, or what a program prints as a JSON value',
    is: ({ step }) => writesTo(step).every((text) => isOneLine(text)),
  },
  {
    audit: 'github-env',
    side: 'ours',
    reason:
      'they ask it of pull_request_target and workflow_run only; a comment or an issue is text of strangers as well',
    is: ({ text }) =>
      !/^\s*(?:-\s*)?(?:pull_request_target|workflow_run)\b|on:.*(?:pull_request_target|workflow_run)/m.test(text),
  },
  // Triggers
  {
    audit: 'dangerous-triggers',
    side: 'theirs',
    reason:
      'the trigger alone is harmless (the trap of the control): nothing of a pull request or of another run is brought in, neither code nor an artifact',
    is: ({ text }) => !BRINGS_IN.test(text),
  },
  {
    audit: 'dangerous-triggers',
    side: 'theirs',
    reason: 'code comes in only from branches of the repository itself, whose authors can push anyway',
    is: ({ text }) =>
      /head\.repo\.full_name\s*==|==\s*(?:github\.event\.[\w.]*)?head\.repo\.full_name|head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork|isCrossRepository/.test(
        text,
      ),
  },
  {
    audit: 'dangerous-triggers',
    side: 'theirs',
    reason: 'what comes in is read as data and nothing of it is run: no later step installs, builds or starts anything',
    is: ({ text }) => !RUNS_CODE.test(commandsOf(text)),
  },
  {
    audit: 'dangerous-triggers',
    side: 'theirs',
    reason: 'the artifact is put into a folder of its own, beside the repository’s code that is run',
    is: ({ text }) => {
      const rest = text.replace(/download-artifact|downloadArtifact/g, '');
      const downloads = text.split(/^\s*-\s/m).filter((step) => /download-artifact@/.test(step));
      return (
        downloads.length > 0 &&
        !BRINGS_IN.test(rest) &&
        downloads.every((step) => /^\s*path:\s*["']?(?!\.\/?["']?\s*$)\S/m.test(step))
      );
    },
  },
  {
    audit: 'dangerous-triggers',
    side: 'theirs',
    reason: 'only people whom the repository knows can start it: their association or permission is asked first',
    is: ({ text }) =>
      /author_association|permission\s*[!=]==?|getCollaboratorPermissionLevel|collaborators\/\S*permission/.test(text),
  },
  // Checkouts
  {
    audit: 'artipacked',
    side: 'theirs',
    reason: 'the job pushes with the token that checkout leaves, and the catalogue leaves it to such jobs (4.12)',
    is: ({ job, lookup }) =>
      PUSHES.test(job) ||
      pathsIn(job).some((path) => PUSHES.test(lookup(path) ?? '')) ||
      PUSHES.test(calledIn(job, lookup)),
  },
  {
    audit: 'artipacked',
    side: 'theirs',
    reason: 'an alias: both report the checkout, they at the place that repeats it, we where it is written',
    is: ({ line }) => /^\s*-\s*\*\w/.test(line),
  },
  // Caches
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason:
      'setup-node restores unasked only where package.json names npm as the package manager, and here it names none or another',
    is: ({ step, line, place, lookup }) =>
      /actions\/setup-node@/.test(`${line}\n${step}`) &&
      /package-manager-cache/.test(place.note ?? '') &&
      !/"(?:packageManager"\s*:\s*"npm@|devEngines"[\s\S]*"name"\s*:\s*"npm")/.test(lookup('package.json') ?? ''),
  },
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason:
      'the workflow tests a tag or a branch with a name like "release" as it tests every change, and neither publishes nor holds a right to (catalogue 0.2: such a workflow is CI)',
    is: ({ text, lookup }) => !publishes(text, lookup),
  },
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason: 'the job does not run for a release: its condition or that of the step leaves tags and releases out',
    is: ({ job, step }) =>
      [job, step].some((part) =>
        /^\s*if:.*(?:event_name\s*==\s*'(?:pull_request|schedule|merge_group|workflow_dispatch)'|!startsWith\(github\.ref,\s*'refs\/tags|ref_type\s*!=\s*'tag'|github\.ref\s*==\s*'refs\/heads\/)/m.test(
          part,
        ),
      ),
  },
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason: 'sccache stores at GitHub only when SCCACHE_GHA_ENABLED asks for it, and nothing here does',
    is: ({ line, text }) => /sccache-action@/.test(line) && !/SCCACHE_GHA_ENABLED/.test(text),
  },
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason: 'this version of the action restores nothing unless it is asked to',
    is: ({ line }) =>
      /actions\/setup-go@(?:v[123]\b|[0-9a-f]{40}\s*#\s*(?:tag=)?v[123]\b)|astral-sh\/setup-uv@[0-9a-f]{40}\s*#\s*v\d\d/.test(
        line,
      ),
  },
  {
    audit: 'cache-poisoning',
    side: 'ours',
    reason:
      'it restores an emulator’s image or the builder unless it is told not to, and the workflow publishes; they do not know the one and count the other only with a version',
    is: ({ line }) => /docker\/setup-(?:qemu|buildx)-action/.test(line),
  },
  {
    audit: 'cache-poisoning',
    side: 'ours',
    reason:
      'the cache stands in a local action or in a called workflow, which they do not follow to the release that uses it',
    is: ({ place, text }) =>
      /(?:^|\/)action\.ya?ml$/.test(place.path) || /^on:.*\bworkflow_call\b|^\s*(?:-\s*)?workflow_call\b/m.test(text),
  },
  {
    audit: 'cache-poisoning',
    side: 'ours',
    reason:
      'the workflow publishes by a command or an action that they do not count, and is started by a branch, by hand or by time; they go by tags, releases and a list of actions',
    is: ({ text, lookup }) => publishes(text, lookup),
  },
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason:
      'what is published is pushed in a step of its own that a condition keeps to the main branch or the schedule; the run for a tag only tests',
    is: ({ text }) =>
      /docker[ -]push|--push\b|^\s*push:/m.test(text) &&
      /event_name\s*==\s*'push'|github\.ref_name\s*==|refs\/heads\/(?:main|master)/.test(text) &&
      !/gh release|publish|twine|action-gh-release/.test(text),
  },
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason:
      'what is pushed goes to a registry that lives and dies with the job: it is named by localhost, and no secret signs in anywhere',
    is: ({ text }) => /localhost:\d+\//.test(text) && !/secrets\.(?!GITHUB_TOKEN)/.test(text),
  },
  {
    audit: 'cache-poisoning',
    side: 'theirs',
    reason:
      'what is made is committed or proposed and not released; the catalogue counts what publishes, tags or releases (they have a point here)',
    is: ({ text }) =>
      /create-pull-request@|git push|gh pr create|git-auto-commit/.test(text) && !PUBLISHES.test(plainOf(text)),
  },
  // Publishing
  {
    audit: 'use-trusted-publishing',
    side: 'theirs',
    reason: 'this command publishes a preview to a service of its own, to a registry on the machine, or nothing at all',
    is: ({ step, line }) =>
      /pkg-pr-new(?:@\S+)? publish|uv build publish|localhost|127\.0\.0\.1/.test(`${line}\n${step}`),
  },
  {
    audit: 'use-trusted-publishing',
    side: 'theirs',
    reason: 'both say so of the same job: they at the set-up of the tool, we where the token is handed over',
    is: ({ job }) =>
      /^\s*(?:NODE_AUTH_TOKEN|NPM_TOKEN|TWINE_PASSWORD|CARGO_REGISTRY_TOKEN|GEM_HOST_API_KEY|UV_PUBLISH_TOKEN):/m.test(
        job,
      ),
  },
  {
    audit: 'use-trusted-publishing',
    side: 'theirs',
    reason: 'an action is judged where a workflow of the repository uses it; here none does',
    is: ({ place }) => /(?:^|\/)action\.ya?ml$/.test(place.path),
  },
  {
    audit: 'use-trusted-publishing',
    side: 'ours',
    reason:
      'the token of the registry is handed to a step that publishes; they pass over scripts, tools such as semantic-release, and jobs that could also use their identity',
    is: ({ line }) => /(?:TOKEN|PASSWORD|API_KEY|USERNAME|SECRET)\w*['"]?\s*:|password:|_authToken/i.test(line),
  },
];

/** An object that is written out as the word "Object". */
const isWhole = (line) => /\$\{\{\s*(?:vars|github|env|inputs|matrix|steps|needs|runner|job)\s*\}\}/.test(line);

/** The contexts in the `${{ }}` of a text, without quoted words and calls. */
const contextsIn = (text) =>
  [...text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].flatMap(([, inside]) =>
    [...inside.replace(/'[^']*'/g, '').matchAll(/[A-Za-z_][\w-]*(?:\.[\w*-]+)+(?!\s*\()|\b[a-z_]+(?=\[)/gi)].map(
      ([whole]) => whole,
    ),
  );

const CHECKED =
  /^(?:github\.(?:actor|actor_id|triggering_actor|repository|repository_owner|repository_id|workflow|event_name|sha|run_id|run_number|run_attempt|job|server_url|api_url|workspace|token|ref_type|event\.(?:action|number|(?:repository|organization|installation)\.[\w.]+))|github\.event\.[\w.*]*\.(?:login|sha|head_sha|before|after|id|node_id|number|full_name|conclusion|status|event|state|merged|draft|type|html_url|url|created_at|updated_at)|job\.status|job\.(?:services|container)\.[\w.-]+|github\.event\.workflow_run\.(?:name|path|run_\w+)|runner\.\w+|secrets\.\w+|strategy\.[\w-]+|steps\.[\w-]+\.(?:outcome|conclusion)|needs\.[\w-]+\.result|\)\.number)$/i;

function isChecked(context, { data }) {
  if (CHECKED.test(context)) return true;
  const name = /^(?:github\.event\.)?inputs\.([\w-]+)$/.exec(context)?.[1];
  if (name === undefined) return false;
  const on = data.on ?? {};
  const declared = [on.workflow_dispatch, on.workflow_call].flatMap((event) => event?.inputs?.[name] ?? []);
  return (
    declared.length > 0 && declared.every(({ type }) => /^(?:boolean|number|choice|environment)$/.test(type ?? ''))
  );
}

/** Every value that the file writes under the name is a word that it spells out. */
function isFixed(context, file) {
  const { text } = file;
  const matrix = /^matrix\./.test(context);
  if (matrix) {
    const inside = [...text.matchAll(/^\s*matrix:[\s\S]*?^\s*(?:steps|runs-on):/gm)].flatMap(([part]) =>
      contextsIn(part.replace(/\n/g, ' ')),
    );
    return inside.every((each) => CHECKED.test(each));
  }
  const name = /^(?:steps\.[\w-]+\.outputs|needs\.[\w-]+\.outputs|env)\.([\w-]+)$/.exec(context)?.[1];
  if (name === undefined) return false;
  const written = [
    ...text.matchAll(new RegExp(`(?:["'\\s]${name}=|^\\s*${name}:\\s|setOutput\\(['"]${name}['"],)\\s*(.*)$`, 'gm')),
  ]
    .map(([, value]) => value.replace(/["']?\s*(?:>>|(?<!\|)\|(?!\|)|\)).*$/, '').trim())
    .filter(
      (value) =>
        value !== `$${name}` && value !== `\${${name}}` && !contextsIn(value).some((each) => each.endsWith(`.${name}`)),
    );
  return (
    written.length > 0 &&
    written.every(
      (value) =>
        /^["']?[\w.,:/@+ -]*["']?$/.test(value) ||
        (contextsIn(value).length > 0 && contextsIn(value).every((each) => CHECKED.test(each))),
    )
  );
}

const isKnownContext = (context) =>
  /^(?:github|env|vars|job|jobs|steps|runner|secrets|strategy|matrix|needs|inputs)\b/i.test(context);

const isUndeclared = (context, { data }) => {
  const name = /^inputs\.([\w-]+)$/.exec(context)?.[1];
  const on = data.on ?? {};
  return (
    name !== undefined &&
    on.workflow_dispatch?.inputs?.[name] === undefined &&
    on.workflow_call?.inputs?.[name] === undefined &&
    data.runs === undefined
  );
};

/** The lines that are appended: of a here-document those inside. */
const writesTo = (step) => {
  const heredoc = /GITHUB_(?:ENV|PATH)["'}]*\s*<<-?\s*["']?(\w+)["']?\n([\s\S]*?)\n\s*\1\b/.exec(step);
  return heredoc !== null
    ? heredoc[2].split('\n')
    : step.split('\n').filter((line) => /GITHUB_(?:ENV|PATH)/.test(line));
};

const isOneLine = (text) =>
  /GITHUB_HEAD_REF|head_ref|base_ref|ref_name/.test(text) ||
  (/\bjq\b/.test(text) && !/\s-\w*r\b|--raw-output|--jq/.test(text));

/** What brings in code or artifacts of a pull request or of another run. */
const BRINGS_IN =
  /^\s*(?:-\s*)?(?:ref|repository):.*(?:head|refs\/pull|merge_commit_sha|pull_request|outputs|inputs|client_payload)|allow-unsafe-pr-checkout|gh pr checkout|git\s+(?:fetch|pull|checkout|switch|clone|merge).*(?:pull\/|head|PR_|FETCH_HEAD)|refs\/pull|download-artifact|gh run download|downloadArtifact|dawidd6\//im;

/** Everything that stands in scripts, in the one line or the block of `run:`. */
const commandsOf = (text) => {
  const lines = text.split('\n');
  return lines
    .flatMap((line, index) => {
      const inline = /^(\s*)(?:-\s+)?run:\s*(.*)$/.exec(line);
      if (inline === null) return [];
      const block = lines.slice(index + 1).findIndex((next) => /\S/.test(next) && indentOf(next) <= inline[1].length);
      return [
        inline[2],
        ...(/^[|>]/.test(inline[2]) ? lines.slice(index + 1, block < 0 ? undefined : index + 1 + block) : []),
      ];
    })
    .join('\n');
};

const RUNS_CODE =
  /(?:^|[\s;&|(])(?:\.\/[\w./-]+|(?:bash|sh|source|node|python3?|ruby|php|perl|deno|bun|npm|pnpm|yarn|npx|pip3?|uv|poetry|tox|pytest|make|cmake|ninja|meson|cargo|go|mvn|\.?\/?mvnw|gradle|\.?\/?gradlew|docker|dotnet|nix|bazel|just|task|rake|bundle|composer|chmod)\s)/m;

const PUSHES =
  /git\s+(?:-\S+\s+\S+\s+)*push\b|git",?\s*"push|\bpush\s+(?:origin|upstream)\b|git-auto-commit-action|add-and-commit|github-pages-deploy-action|semantic-release|release-it|lerna\s+(?:version|publish)|\bgh-pages\b|gh-deploy|\bmike\s+deploy|ghp-import|\bnp\b\s|cargo\s+(?:smart-)?release|release:(?:prepare|perform)|nx\s+release|auto\s+shipit|github-actions-x\/commit|standard-version|changelogen|npm\s+version|bumpp|tagpr|svn\s+commit/;

const pathsIn = (text) => [
  ...new Set(
    [...text.matchAll(/[\w.-]*\/[\w./-]+|[\w.-]+\.(?:sh|py|js|ts|mjs|nu|rb|pl)\b/g)].map(([path]) =>
      path.replace(/^\.\//, ''),
    ),
  ),
];

/** The local actions that a job uses, and what npm and make run for it. */
function calledIn(job, lookup) {
  const actions = [...job.matchAll(/uses:\s*["']?\.\/([\w./-]+)/g)].flatMap(([, path]) => [
    lookup(`${path}/action.yml`) ?? lookup(`${path}/action.yaml`) ?? '',
  ]);
  const scripts = /(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?[\w:-]+/.test(job) ? (lookup('package.json') ?? '') : '';
  const targets = /\bmake\s+[\w-]/.test(job) ? (lookup('Makefile') ?? '') : '';
  return [...actions, scripts, targets].join('\n');
}

const PUBLISHES =
  /\b(?:npm|pnpm|yarn|uv|poetry|hatch|flit|pdm|cargo|changeset|lerna|bun)\b[^\n]*\b(?:publish|release)\b|twine\s+upload|gem\s+push|nuget\s+push|\bdeploy\b|docker\s+push|--push\b|^\s*push:\s*(?:true|\$\{\{)|type=registry|push=true|ko\s+build|helm\s+push|gh\s+release|release-action|action-gh-release|gh-action-pypi-publish|release-gem|goreleaser|semantic-release|release-it|nx\s+release|chart-releaser|command:\s*(?:upload|publish)|npm-publish|upload-release|jreleaser|github-builder|release-please|release-drafter|createRelease|\brelease\.(?:sh|py|js|ts)|publish[\w-]*\.(?:sh|py|js|ts)|\bpublish\w*\b[^\n]*(?:gradle|mvn)|(?:gradlew?|mvnw?)\b[^\n]*(?:publish|deploy|release)|aws\s+s3\s+(?:cp|sync)|create-release|(?:make|task|just|mage)\s+[\w-]*(?:release|publish|push)/im;

const HOLDS_RIGHTS = /^\s*(?:contents|packages|id-token|attestations):\s*write|write-all|^\s+environment:/m;

const plainOf = (text) => text.replace(/#.*$/gm, '').replace(/^(?:name|on|\s+types):.*$/gm, '');

/** Whether a file, or a local workflow or action that it calls, publishes or holds what a publisher needs. */
function publishes(whole, lookup) {
  const text = whole.replace(/uv build publish/g, '');
  if (PUBLISHES.test(plainOf(text)) || HOLDS_RIGHTS.test(text)) return true;
  const called = [...text.matchAll(/uses:\s*["']?\.\/([\w./-]+)/g)].map(
    ([, path]) => lookup(path) ?? lookup(`${path}/action.yml`) ?? lookup(`${path}/action.yaml`) ?? '',
  );
  return called.some((part) => PUBLISHES.test(part) || HOLDS_RIGHTS.test(part));
}
