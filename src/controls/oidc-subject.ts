import type { Fact } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { OidcSubject } from '../model/settings.ts';
import { slugOf, type Target } from '../model/target.ts';

/** What the identity of a job in an environment depends on. */
export type IdentitySite = {
  readonly target: Target;
  readonly environment: string;
  readonly repository: Fact<RepositoryFacts>;
  readonly oidcSubject: Fact<OidcSubject>;
};

/** `since` says of which repositories a form is, when it is not known which one this is. */
export type ExactSubject = { readonly text: string; readonly since: string | null };

/**
 * The subjects that a job in the environment may carry, the likely one first: one where GitHub said which, else both forms
 * (docs.github.com, OpenID Connect reference, "immutable subject").
 */
export function exactSubjects({
  target,
  environment,
  repository,
  oidcSubject,
}: IdentitySite): readonly [ExactSubject, ...ExactSubject[]] {
  const told = oidcSubject.state === 'known' ? oidcSubject.value : null;
  const at = (prefix: string, since: string | null = null): ExactSubject => ({
    text: `${prefix}:environment:${environment.replaceAll(':', '%3A')}`,
    since,
  });
  if (told?.prefix != null) return [at(told.prefix)];
  const slug = slugOf(target) ?? 'OWNER/REPO';
  const [owner, name] = slug.split('/');
  const ids = repository.state === 'known' ? repository.value : null;
  const numbered = `repo:${owner}@${ids?.ownerId ?? '<owner id>'}/${name}@${ids?.id ?? '<repository id>'}`;
  if (told?.immutable === true) return [at(numbered)];
  if (told?.immutable === false) return [at(`repo:${slug}`)];
  return [at(`repo:${slug}`), at(numbered, 'made, renamed or moved since 2026-07-15, or opted in')];
}

/** Which keys an own template of the subject is made of; null when it is the usual one, or not known. */
export const ownSubjectKeys = (oidcSubject: Fact<OidcSubject>): readonly string[] | null =>
  oidcSubject.state === 'known' && !oidcSubject.value.useDefault && oidcSubject.value.claimKeys.length > 0
    ? oidcSubject.value.claimKeys
    : null;

/** Who issues the tokens of jobs: GitHub.com, a subdomain of ghe.com, or a server of one's own. */
export function issuerOf(host: string): string {
  if (host === 'github.com') return 'https://token.actions.githubusercontent.com';
  return host.endsWith('.ghe.com') ? `https://token.actions.${host}` : `https://${host}/_services/token`;
}
