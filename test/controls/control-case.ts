import { assess } from '../../src/assess/assess.ts';
import type { Assessed, Verdict } from '../../src/model/assessment.ts';
import type { Control } from '../../src/model/control.ts';
import { type Facts, known, type Unknown } from '../../src/model/fact.ts';
import type { FactName, FactValues } from '../../src/model/facts.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

/** A situation and what a control must say of it. Facts that are not named are unknown (not asked). */
export type ControlCase = {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Known values, or an unknown as a collector would give it. */
  readonly facts?: { readonly [N in FactName]?: FactValues[N] | Unknown };
  readonly verdict: Verdict;
  /** Default: true for a fail, false for pass, unknown and not-applicable; must be said for a partial. */
  readonly gap?: boolean;
  /** `rule path:line` of each finding in order (`rule` alone when it has no place); left out = not checked. */
  readonly findings?: readonly string[];
  /** A part of the message that must be there. */
  readonly says?: string;
};

const isUnknown = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && (value as { state?: unknown }).state === 'unknown';

export function snapshotOf({ files = {}, facts = {} }: ControlCase) {
  const source = { via: 'api', at: 'test' } as const;
  const given = Object.entries(facts).map(([name, value]) => [name, isUnknown(value) ? value : known(value, source)]);
  // Names and values were checked against FactValues where the case was written.
  return emptySnapshot(files, Object.fromEntries(given) as Partial<Facts>);
}

export function judged(control: Control, situation: ControlCase): Assessed {
  const [assessed] = assess(snapshotOf(situation), [control]).controls;
  if (assessed === undefined) throw new Error('one control gives one judgement');
  return assessed;
}

/** Findings in the form of `ControlCase.findings`. */
export const findingsOf = ({ findings }: Assessed): readonly string[] =>
  findings.map(({ rule, location }) =>
    location !== null && 'path' in location ? `${rule} ${location.path}:${location.line}` : rule,
  );
