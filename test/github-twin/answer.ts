/** What a handler gives back: a status, a body and headers beside those that every answer carries. */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const noContent: Answer = { status: 204, body: null };
export const notFound: Answer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' },
};
export const invalid = (message: string, errors: readonly unknown[] = []): Answer => ({
  status: 422,
  body: { message, ...(errors.length > 0 ? { errors } : {}) },
});
