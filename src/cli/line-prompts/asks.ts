export type Option<T> = {
  readonly value: T;
  readonly name: string;
  /** Why it cannot be chosen now. */
  readonly disabled?: string;
};

/** The questions that line-by-line prompts are made of. Each rejects with `PromptCancelled` when the user presses ctrl-c. */
export type Asks = {
  select<T>(question: {
    readonly message: string;
    readonly options: readonly Option<T>[];
    readonly initial?: T;
  }): Promise<T>;
  input(question: {
    readonly message: string;
    readonly initial?: string;
    /** The sentence that refuses an answer, or null. */
    refuse(text: string): string | null;
  }): Promise<string>;
  confirm(question: { readonly message: string; readonly initial: boolean }): Promise<boolean>;
  checkbox<T>(question: {
    readonly message: string;
    readonly options: readonly (Option<T> & { readonly checked: boolean })[];
  }): Promise<readonly T[]>;
  /** Writes one line; nothing that was written is ever written over. */
  say(line: string): void;
  /** Calls back when the user interrupts while nothing is asked; the result stops listening. */
  onInterrupt(listener: () => void): () => void;
};

/** The user pressed ctrl-c in a prompt. */
export class PromptCancelled extends Error {
  constructor() {
    super('a prompt was cancelled');
    this.name = 'PromptCancelled';
  }
}
