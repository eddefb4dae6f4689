import type { Fact } from '../model/fact.ts';
import type { FactName } from '../model/facts.ts';

/** What is told while facts arrive. */
export type Progress = {
  readonly fact: FactName;
  readonly state: 'started' | 'known' | 'unknown';
  /** Where the answer came from, or how it could be had. Empty at the start. */
  readonly detail: string;
};

export type Gather = <T extends Fact<unknown>>(fact: FactName, collect: () => Promise<T>) => Promise<T>;

/** Tells of each fact when it is begun and when it is there. */
export const gathering =
  (tell: (event: Progress) => void): Gather =>
  async (name, collect) => {
    tell({ fact: name, state: 'started', detail: '' });
    const fact = await collect();
    tell({ fact: name, state: fact.state, detail: fact.state === 'known' ? fact.source.at : fact.unlock });
    return fact;
  };
