import { createHash } from 'node:crypto';

/** An answer that can be used again while the host says that it is unchanged. */
export type CachedAnswer = {
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Where answers are kept between runs. Keys are hexadecimal; a store that fails gives null and forgets. */
export interface AnswerStore {
  get(key: string): Promise<CachedAnswer | null>;
  put(key: string, answer: CachedAnswer): Promise<void>;
}

/** ETags differ by credential, so the key does too; the token cannot be had back from it. */
export const answerKey = (token: string | null, url: string): string =>
  createHash('sha256')
    .update(`${token ?? ''}\n${url}`)
    .digest('hex');

export function memoryStore(): AnswerStore {
  const answers = new Map<string, CachedAnswer>();
  return {
    get: async (key) => answers.get(key) ?? null,
    put: async (key, answer) => {
      answers.set(key, answer);
    },
  };
}
