import { type Known, known } from '../model/fact.ts';
import type { ActionRepository } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { ActionAnswer } from './action-answers.ts';
import { shapeOf } from './json-shape.ts';
import type { RemoteUse } from './pin-requests.ts';

export type ActionRepositories = Readonly<Record<string, ActionRepository>>;

/** The repository of every action in use: as the host shows it, else as the dated catalogue knew it. */
export function actionRepositoriesKnown(
  answers: readonly ActionAnswer[],
  uses: readonly RemoteUse[],
  catalogue: ActionRepositories,
  /** Whose workflows these are, and whether everybody can see them. */
  user: { readonly target: Target; readonly isPublic: boolean },
): Known<ActionRepositories> {
  const seen = seenIn(answers, user);
  const names = [...new Set(uses.map(({ owner, repo }) => `${owner}/${repo}`.toLowerCase()))].sort();
  const repositories = names.map((name) => {
    const listed = catalogue[name] ?? NOTHING_KNOWN;
    return [name, { ...listed, ...seen.get(name) }] as const;
  });
  const source =
    seen.size > 0
      ? ({ via: 'api', at: `POST /graphql (${seen.size} repositories)` } as const)
      : ({ via: 'catalogue', at: 'offline pin catalogue' } as const);
  return known(Object.fromEntries(repositories), source);
}

const NOTHING_KNOWN: ActionRepository = {
  archived: null,
  exists: null,
  renamedTo: null,
  status: null,
  replacedBy: null,
};

type Seen = Pick<ActionRepository, 'archived' | 'exists' | 'renamedTo'>;

function seenIn(
  answers: readonly ActionAnswer[],
  { target, isPublic }: { readonly target: Target; readonly isPublic: boolean },
): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { requests, data, absent } of answers) {
    requests.forEach((request, n) => {
      const name = `${request.owner}/${request.repo}`.toLowerCase();
      const repository = shapeOf(data).inside(`r${n}`);
      const called = repository.text('nameWithOwner');
      if (called !== undefined) {
        const renamedTo = called.toLowerCase() === name ? null : called;
        seen.set(name, { archived: repository.flag('isArchived') ?? null, exists: true, renamedTo });
      } else if (absent.includes(`r${n}`)) {
        // A public workflow can only use what everybody sees; a private one, and one's own owner, may hide more.
        const isOwn = request.owner.toLowerCase() === target.owner?.toLowerCase();
        if (isPublic && !isOwn) seen.set(name, { archived: null, exists: false, renamedTo: null });
      }
    });
  }
  return seen;
}
