import { flowOf } from '../workflow/expression-flow.ts';
import { contextPathsIn } from '../workflow/expressions.ts';

/** `github.event.issue.title` → `ISSUE_TITLE`, `steps.pr.outputs.head_ref` → `PR_HEAD_REF`, `secrets.NPM_TOKEN` → `NPM_TOKEN`. */
export function variableNameFor(expression: string): string {
  const flow = flowOf(expression);
  const [carried] = flow.known ? flow.paths : [];
  const path = carried ?? comparedIn(expression);
  const parts = path.split('.').filter((part) => /^[a-z_]/.test(part) && !DROPPED.has(part));
  const name = parts.slice(-2).join('_').replace(/\W/g, '_').toUpperCase();
  if (name === '') return 'VALUE';
  // What is only compared gives yes or no, not the value of that name.
  if (carried === undefined) return `${name}_TEST`;
  return isTaken(name) ? `${name}_VALUE` : name;
}

function comparedIn(expression: string): string {
  const contexts = contextPathsIn(expression);
  return contexts.known ? (contexts.paths[0]?.toLowerCase() ?? '') : '';
}

const DROPPED: ReadonlySet<string> = new Set(['github', 'event', 'outputs', 'steps', 'needs', 'secrets', 'jobs']);

/** Names that GitHub reserves, and those that programs read of their own accord. */
const isTaken = (name: string): boolean =>
  /^(?:GITHUB|RUNNER|ACTIONS|INPUT|LD|DYLD|BASH|GIT|GH|AWS|AZURE|ARM|GOOGLE|CLOUDSDK|NPM_CONFIG|PIP|UV|POETRY|CARGO|RUSTUP|MAVEN|JAVA|NODE|PYTHON|RUBY|COSIGN|TF|KUBE|HELM|NUGET|DOTNET|BUILDKIT|DOCKER_(?:HOST|CONFIG|CONTEXT|CERT|TLS|API|DEFAULT|CONTENT))_/.test(
    `${name}_`,
  ) ||
  /^(?:PATH|HOME|CI|IFS|ENV|PWD|USER|SHELL|LANG|TERM|TMPDIR|TEMP|TMP|HOSTNAME|RANDOM|SECONDS|UID|EDITOR|PAGER|PS\d|GO[A-Z]+|CC|CXX|CFLAGS|LDFLAGS|RUSTFLAGS|MAKEFLAGS|VERSION|DEBUG|VERBOSE)$/.test(
    name,
  );
