import type { ApiAnswer, ApiFailure } from '../model/api-failure.ts';
import type { ReceiptStep } from '../model/delivery.ts';
import { Interrupted } from './interrupted.ts';

/** What has been done so far, and the gate before every request: an interrupted delivery stops here and says what exists. */
export type Journal = {
  readonly steps: readonly ReceiptStep[];
  readonly notes: readonly string[];
  /** Throws Interrupted instead of asking when the user has stopped the delivery. */
  try<T>(request: () => Promise<ApiAnswer<T>>): Promise<ApiAnswer<T>>;
  /** The data of the answer; throws what `refuse` makes of a failure. */
  get<T>(request: () => Promise<ApiAnswer<T>>, refuse: (failure: ApiFailure) => Error): Promise<T>;
  done(step: Omit<ReceiptStep, 'state'>): void;
  undone(kind: ReceiptStep['kind'], target: string): void;
  note(text: string): void;
};

export function journal(signal: AbortSignal | undefined): Journal {
  const steps: ReceiptStep[] = [];
  const notes: string[] = [];
  const attempt = async <T>(request: () => Promise<ApiAnswer<T>>): Promise<ApiAnswer<T>> => {
    if (signal?.aborted) throw new Interrupted([...steps]);
    return request();
  };
  return {
    steps,
    notes,
    try: attempt,
    async get(request, refuse) {
      const answer = await attempt(request);
      if (!answer.ok) throw refuse(answer.failure);
      return answer.data;
    },
    done: (step) => void steps.push({ ...step, state: 'done' }),
    undone(kind, target) {
      const at = steps.findIndex((step) => step.kind === kind && step.target === target);
      const step = steps[at];
      if (step !== undefined) steps[at] = { ...step, inverse: null, state: 'undone' };
    },
    note: (text) => void notes.push(text),
  };
}
