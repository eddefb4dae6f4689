import type { ApiFailure } from '../model/api-failure.ts';
import { type Fact, known, type Source, unknown } from '../model/fact.ts';
import type { Asking } from './asking.ts';
import type { JsonShape } from './json-shape.ts';
import type { ReadsApi } from './reads-api.ts';
import { hiddenWithoutLogin, type RightNeeded, unknownBecause } from './unknown.ts';

export type AsksPaths = Pick<ReadsApi, 'get'>;

export type QuestionToHost = {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly needs: RightNeeded;
  /** For endpoints that are newer than the version all other questions are asked in. */
  readonly apiVersion?: string;
};

/** Asks one question. `read` gives null when the answer does not have the form that GitHub documents. */
export async function ask<T>(
  api: AsksPaths,
  asking: Asking,
  question: QuestionToHost,
  read: (data: unknown) => T | null,
  /** What a failure says although it is one: null when it says nothing. */
  meaning: (failure: ApiFailure, source: Source) => Fact<T> | null = () => null,
): Promise<Fact<T>> {
  const source = { via: 'api', at: `GET ${question.path}` } as const;
  const hidden = hiddenWithoutLogin(question.needs, asking, source);
  if (hidden !== null) return hidden;
  const answer = await api.get(question.path, question.query, question.apiVersion);
  if (!answer.ok) {
    return meaning(answer.failure, source) ?? unknownBecause(answer.failure, question.needs, asking, source);
  }
  const value = read(answer.data);
  return value === null
    ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
    : known(value, source);
}

const PAGE = 100;
const PAGES_AT_MOST = 5;

/** Asks for a whole list, page by page. Beyond the limit the list is unknown, for half a list proves nothing. */
export async function askAll<T>(
  api: AsksPaths,
  asking: Asking,
  question: QuestionToHost,
  listIn: (data: unknown) => readonly JsonShape[] | undefined,
  read: (item: JsonShape) => T | null,
): Promise<Fact<readonly T[]>> {
  const source = { via: 'api', at: `GET ${question.path}` } as const;
  const hidden = hiddenWithoutLogin(question.needs, asking, source);
  if (hidden !== null) return hidden;
  const items: T[] = [];
  for (let page = 1; page <= PAGES_AT_MOST; page++) {
    const query = { ...question.query, per_page: PAGE, ...(page > 1 ? { page } : {}) };
    const answer = await api.get(question.path, query, question.apiVersion);
    if (!answer.ok) return unknownBecause(answer.failure, question.needs, asking, source);
    const found = listIn(answer.data)?.map(read);
    if (found === undefined || found.includes(null)) {
      return unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source);
    }
    items.push(...found.filter((item) => item !== null));
    if (!answer.more) return known(items, source);
  }
  return unknown('not-asked', `there are more than ${PAGE * PAGES_AT_MOST}, more than are asked for`, source);
}
