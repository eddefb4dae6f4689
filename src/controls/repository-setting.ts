import type { Detection } from '../model/control.ts';
import type { Fact } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import { slugOf, type Target } from '../model/target.ts';

/** Path of the API below the repository: `repositoryApi(target, '/keys')`. */
export const repositoryApi = (target: Target, below: string): string =>
  `/repos/${slugOf(target) ?? 'OWNER/REPO'}${below}`;

/** The request whose answer showed a setting. */
export const shownBy = (target: Target, below: string): { readonly endpoint: string } => ({
  endpoint: `GET ${repositoryApi(target, below)}`,
});

/** Why no setting of the repository can be changed, or null when one can. */
export function noSetting(target: Target, repository: Fact<RepositoryFacts>): string | null {
  if (slugOf(target) === null) return 'the repository has no GitHub remote, so there is no setting to change';
  return repository.state === 'known' && repository.value.archived
    ? 'the repository is archived: GitHub refuses every change'
    : null;
}

/**
 * What a gap means in an archived repository: nothing, for it takes no change and starts no run (catalogue 0.1, repository
 * preconditions). A pass stays one, so that not knowing whether it is archived never makes a verdict better.
 */
export const unlessArchived = (repository: Fact<RepositoryFacts>, detection: Detection): Detection =>
  detection.verdict !== 'pass' && repository.state === 'known' && repository.value.archived
    ? { verdict: 'not-applicable', message: 'the repository is archived: GitHub refuses every change' }
    : detection;

/**
 * The sentence that says that a private repository's plan does not have a feature (catalogue 0.5), or null when it has it, or
 * nothing says so.
 */
export const outsideThePlan = (fact: Fact<unknown>, repository: Fact<RepositoryFacts>): string | null =>
  fact.state === 'unknown' && fact.reason === 'unsupported' && isClosed(repository)
    ? `the plan does not include this for a private repository: ${fact.unlock.replace(/[\s.!]+$/, '')}`
    : null;

/** Whether the repository is known to be private or internal. */
export const isClosed = (repository: Fact<RepositoryFacts>): boolean =>
  repository.state === 'known' && repository.value.visibility !== 'public';
