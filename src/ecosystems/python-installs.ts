import { textAt } from '../model/files.ts';
import { inDirectory } from './ecosystem.ts';
import { hasOption, type Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness, withFlag } from './strictness.ts';
import { isOn, nearest, type Surroundings } from './surroundings.ts';

/** Only requirement files and the project itself are dependencies; `pip install tool` is a tool. */
export function pipInstall(invocation: Invocation, around: Surroundings): Strictness | null {
  const files = requirementFiles(invocation);
  const installsProject =
    invocation.words.some((word) => /^\.(?:$|[[/\\])/.test(word)) || hasOption(invocation, '-e', '--editable');
  if (files.length === 0) return installsProject ? LOOSE : null;
  if (hasOption(invocation, '--require-hashes') || isOn(around, 'PIP_REQUIRE_HASHES')) return STRICT;
  const hashed = files.every((file) =>
    /--hash=/.test(textAt(around.texts, inDirectory(around.directory ?? '', file))?.text ?? ''),
  );
  // One hash in a file already switches the check on for all of it; the flag keeps an edit from switching it off.
  return hashed ? withFlag(around.text, installWord(invocation), '--require-hashes') : LOOSE;
}

const installWord = (invocation: Invocation): string =>
  invocation.words.find((word) => word === 'install' || word === 'sync') ?? 'install';

function requirementFiles(invocation: Invocation): readonly string[] {
  const given = invocation.options.flatMap((option) => /^(?:-r|--requirement)=?(.+)$/.exec(option)?.[1] ?? []);
  const synced = invocation.words.includes('sync')
    ? invocation.words.filter((word) => /\.(?:txt|in|toml)$/.test(word))
    : [];
  return [...given, ...synced].map((file) => file.replace(/^\.\//, ''));
}

/** `--locked` fails on a stale lock file, `--frozen` ignores that it is stale (docs.astral.sh/uv/concepts/projects/sync). */
export function uvSync(invocation: Invocation, around: Surroundings): Strictness | null {
  if (hasOption(invocation, '--locked', '--frozen') || isOn(around, 'UV_LOCKED') || isOn(around, 'UV_FROZEN'))
    return STRICT;
  return nearest(around, ['uv.lock']) === null ? LOOSE : withFlag(around.text, 'sync', '--locked');
}

/** `uv run` syncs the project first, unless it runs a script with its own requirements or is told not to. */
export function uvRun(invocation: Invocation, around: Surroundings): Strictness | null {
  const own =
    hasOption(invocation, '--no-project', '--no-sync', '--isolated', '--script') || isOn(around, 'UV_NO_SYNC');
  if (own || nearest(around, ['uv.lock']) === null || invocation.words[1]?.endsWith('.py') === true) return null;
  if (hasOption(invocation, '--locked', '--frozen') || isOn(around, 'UV_LOCKED') || isOn(around, 'UV_FROZEN'))
    return STRICT;
  return withFlag(around.text, 'run', '--locked');
}

/** Poetry installs from its lock file; only `poetry check --lock` says that it is the lock file of this manifest. */
export function poetryInstall(_invocation: Invocation, around: Surroundings): Strictness {
  if (nearest(around, ['poetry.lock']) === null) return LOOSE;
  if (around.before.some((line) => /\bpoetry\s+check\b.*--lock\b/.test(line))) return STRICT;
  return { strict: false, strictForm: `poetry check --lock && ${around.text}` };
}

export function pipenvInstall(invocation: Invocation, around: Surroundings): Strictness | null {
  if (invocation.words.length > 1) return null;
  if (hasOption(invocation, '--deploy', '--ignore-pipfile')) return STRICT;
  return nearest(around, ['Pipfile.lock']) === null ? LOOSE : withFlag(around.text, 'install', '--deploy');
}
