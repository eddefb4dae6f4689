import { type AnswerStore, answerKey } from './github-cache.ts';

export type FetchLimits = {
  /** Milliseconds until the host must have begun to answer. */
  readonly firstByte: number;
  /** Milliseconds until the answer must be complete. */
  readonly whole: number;
};

type Fetch = typeof globalThis.fetch;

const REDIRECTS_AT_MOST = 4;
const LARGEST_ANSWER = 64 * 1024 * 1024;
const LARGEST_KEPT = 512 * 1024;
const KEPT_HEADERS = ['content-type', 'link', 'x-oauth-scopes', 'x-github-request-id'];

/**
 * The one road to the network: bounded in time and size, conditional where an earlier answer is kept, and never following a
 * redirect to another origin, so that the token cannot leave its host.
 */
export function boundedFetch(token: string | null, store: AnswerStore, limits: FetchLimits): Fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const method = init.method ?? 'GET';
    if (method !== 'GET') return send(url, init, limits);
    const key = answerKey(token, url);
    const kept = await store.get(key);
    const headers = new Headers(init.headers);
    if (kept !== null) headers.set('if-none-match', kept.etag);
    const response = await send(url, { ...init, headers }, limits);
    if (response.status === 304 && kept !== null) {
      const fresh = Object.fromEntries(response.headers);
      return new Response(kept.body, { status: 200, headers: { ...kept.headers, ...withoutType(fresh) } });
    }
    const etag = response.headers.get('etag');
    if (response.status !== 200 || etag === null) return response;
    const body = await response.clone().text();
    if (body.length <= LARGEST_KEPT) await store.put(key, { etag, headers: pick(response.headers), body });
    return response;
  };
}

const withoutType = ({ 'content-type': _type, ...others }: Record<string, string>): Record<string, string> => others;

const pick = (headers: Headers): Record<string, string> =>
  Object.fromEntries(KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])));

async function send(url: string, init: RequestInit, limits: FetchLimits): Promise<Response> {
  const controller = new AbortController();
  const late = setTimeout(() => controller.abort(), limits.firstByte);
  const tooLong = setTimeout(() => controller.abort(), limits.whole);
  try {
    const response = await follow(url, { ...init, signal: controller.signal }, 0);
    clearTimeout(late);
    return await complete(response);
  } catch (error) {
    throw controller.signal.aborted ? noAnswer(url) : error;
  } finally {
    clearTimeout(late);
    clearTimeout(tooLong);
  }
}

async function follow(url: string, init: RequestInit, followed: number): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const location = response.headers.get('location');
  if (location === null || ![301, 302, 307, 308].includes(response.status)) return response;
  const next = new URL(location, url);
  const keepsBody = response.status >= 307 || (init.method ?? 'GET') === 'GET';
  if (next.origin !== new URL(url).origin || !keepsBody || followed === REDIRECTS_AT_MOST) return response;
  await response.body?.cancel();
  return follow(next.href, init, followed + 1);
}

/** Reads the whole body while the time limit still holds. */
async function complete(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  // The body is decoded by now; these speak of how it travelled.
  headers.delete('content-encoding');
  headers.delete('content-length');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) throw new TypeError(`the answer is larger than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  const bodiless = [204, 205, 304].includes(response.status);
  return new Response(bodiless ? null : Buffer.concat(chunks), { status: response.status, headers });
}

/** Octokit neither wraps nor retries what carries this name. */
const noAnswer = (url: string): Error =>
  Object.assign(new Error(`${new URL(url).host} did not answer in time`), { name: 'AbortError' });
