import { pinQuery, REPOSITORIES_AT_MOST } from './pin-query.ts';
import type { PinRequest } from './pin-requests.ts';
import type { ReadsApi } from './reads-api.ts';

/** What the host said about some repositories of actions: the n-th request is answered under `r<n>`. */
export type ActionAnswer = {
  readonly requests: readonly PinRequest[];
  readonly data: unknown;
  /** Names of those that the host says are not there, or not for this token. */
  readonly absent: readonly string[];
};

/** Asks in batches. One that fails is left out: the catalogue answers for it. */
export async function askAboutActions(
  api: Pick<ReadsApi, 'graphql'>,
  requests: readonly PinRequest[],
): Promise<readonly ActionAnswer[]> {
  const batches = Array.from({ length: Math.ceil(requests.length / REPOSITORIES_AT_MOST) }, (_, n) =>
    requests.slice(n * REPOSITORIES_AT_MOST, (n + 1) * REPOSITORIES_AT_MOST),
  );
  const answers: ActionAnswer[] = [];
  for (const batch of batches) {
    const { document, variables } = pinQuery(batch);
    const answer = await api.graphql(document, variables);
    if (answer.ok) answers.push({ requests: batch, data: answer.data, absent: answer.absent ?? [] });
  }
  return answers;
}
