import type { Answer } from './answer.ts';
import type { Caller } from './rights.ts';
import type { TwinRepository, TwinState } from './state.ts';

/** A request to one repository, taken apart. */
export type Call = {
  readonly state: TwinState;
  readonly repository: TwinRepository;
  readonly caller: Caller;
  /** The parts of the path after the pattern's fixed ones, decoded. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
};

/** `GET /repos/:owner/:repo/git/trees/*`: a star stands for the rest of the path. */
export type Route = { readonly route: string; answer(call: Call): Answer };
