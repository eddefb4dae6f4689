import { parseRemoteUrl, parseSlug, type RemoteRepository } from './git-remote-url.ts';
import { type GitSetting, settingValue, valuesUnder } from './git-settings.ts';

/** A configured remote. `repository` is null when its address is not one of a repository on GitHub. */
export type Remote = {
  readonly name: string;
  /** Without user, password, query and control characters: fit to be shown. */
  readonly address: string;
  readonly repository: RemoteRepository | null;
  /** `gh repo set-default` names this remote. */
  readonly isGhDefault: boolean;
};

/** The remotes in the order of the configuration. Reads `url.<base>.insteadOf` as `git fetch` does. */
export function remotesIn(settings: readonly GitSetting[]): readonly Remote[] {
  const names = [...new Set(valuesUnder(settings, 'remote', 'url').map(({ name }) => name))];
  return names.map((name) => {
    const raw = rewritten(settingValue(settings, `remote.${name}.url`, 'first') ?? '', settings);
    const { address, repository } = parseRemoteUrl(raw);
    const resolved = settingValue(settings, `remote.${name}.gh-resolved`);
    return {
      name,
      address,
      // gh writes `base` for the remote itself, else the repository that pull requests go to.
      repository: resolved === null || resolved === 'base' ? repository : parseSlug(resolved, repository?.host ?? null),
      isGhDefault: resolved !== null,
    };
  });
}

/**
 * The remote that names the repository: gh's default, else `upstream`, else `origin`, else the only one. Remotes that are
 * not on GitHub do not count, nor, when a host is given (`GH_HOST`), those on another host.
 */
export function chooseRemote(remotes: readonly Remote[], host: string | null = null): Remote | null {
  const candidates = remotes.filter(
    ({ repository }) => repository !== null && (host === null || repository.host === host.toLowerCase()),
  );
  return (
    candidates.find(({ isGhDefault }) => isGhDefault) ??
    candidates.find(({ name }) => name === 'upstream') ??
    candidates.find(({ name }) => name === 'origin') ??
    (candidates.length === 1 ? (candidates[0] ?? null) : null)
  );
}

function rewritten(url: string, settings: readonly GitSetting[]): string {
  const longest = valuesUnder(settings, 'url', 'insteadof')
    .filter(({ value }) => value !== '' && url.startsWith(value))
    .sort((a, b) => b.value.length - a.value.length)[0];
  return longest === undefined ? url : longest.name + url.slice(longest.value.length);
}
