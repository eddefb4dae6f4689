import type { Invocation } from './invocation.ts';

/**
 * Where nothing becomes public: a registry that runs beside the job (ko names some of its own), a folder that Maven deploys to; and where
 * nobody takes anything from: the trial index of PyPI, images that live for hours.
 */
const REHEARSAL =
  /(?:^|[=/@])(?:localhost|127\.0\.0\.1|0\.0\.0\.0|registry\.local(?:host)?|k(?:o|ind)\.local|ttl\.sh|test\.pypi\.org)(?::\d+)?(?:\/|$)|(?:^|[=/])test-?pypi(?:\/|$)|^-Dalt(?:\w+)?DeploymentRepository=.*:file:/i;

/** Variables by which programs are told where to publish. */
const DESTINATIONS: Readonly<Record<string, readonly string[]>> = {
  ko: ['KO_DOCKER_REPO'],
  twine: ['TWINE_REPOSITORY_URL', 'TWINE_REPOSITORY'],
  uv: ['UV_PUBLISH_URL', 'UV_PUBLISH_INDEX'],
  hatch: ['HATCH_INDEX_REPO'],
};

/**
 * Whether what a command publishes only rehearses. `text` is the command with the assignments before it, `env` what its step is given.
 * Of a copy only its destination counts.
 */
export function isRehearsed(invocation: Invocation, text: string, env: (name: string) => string | null): boolean {
  const destinations = DESTINATIONS[invocation.program] ?? [];
  const told = destinations.flatMap((name) => {
    const assigned = new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(text)?.[1];
    return assigned ?? env(name) ?? [];
  });
  return [...told, ...targetsOf(invocation)].some((word) => REHEARSAL.test(word));
}

function targetsOf({ program, words, options }: Invocation): readonly string[] {
  if (
    /^(?:crane|oras|regctl|skopeo)$/.test(program) &&
    /^(?:copy|cp|sync)$/.test(words.find((word) => !/^image$/.test(word)) ?? '')
  )
    return words.slice(-1);
  if (words[0] === 'buildx' && words[1] === 'imagetools') return options;
  return [...words, ...options];
}

/** Whether every name in a list of image tags (one a line, or separated by commas) is at such a place. */
export function areRehearsed(names: string): boolean {
  const given = names.split(/[\s,]+/).filter((name) => name !== '');
  return given.length > 0 && given.every((name) => REHEARSAL.test(name));
}
