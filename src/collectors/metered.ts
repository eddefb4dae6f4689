import type { ReadsApi } from './reads-api.ts';

/** Questions that one look at a repository may take, and those that are kept for the files, the pins and the advisories. */
const QUESTIONS_AT_MOST = 30;
const KEPT = 5;

export type Metered = {
  readonly api: ReadsApi;
  /** How many more questions fit. */
  left(): number;
  /** The same question, counted: for those that do not go to the API. */
  counting<A extends readonly unknown[], R>(question: (...given: A) => R): (...given: A) => R;
};

/** Counts what is asked. */
export function metered(api: ReadsApi): Metered {
  let asked = 0;
  const counting =
    <A extends readonly unknown[], R>(question: (...given: A) => R) =>
    (...given: A): R => {
      asked++;
      return question(...given);
    };
  return {
    api: { get: counting(api.get), ask: counting(api.ask), graphql: counting(api.graphql), token: api.token },
    counting,
    left: () => Math.max(0, QUESTIONS_AT_MOST - KEPT - asked),
  };
}
