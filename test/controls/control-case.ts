import { assess } from '../../src/assess/assess.ts';
import type { Assessed, Verdict } from '../../src/model/assessment.ts';
import type { Control } from '../../src/model/control.ts';
import { type Facts, known, type Unknown, unknown } from '../../src/model/fact.ts';
import type { FactName, FactValues } from '../../src/model/facts.ts';
import type { UnreadableFile } from '../../src/model/files.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Target } from '../../src/model/target.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

/** A situation and what a control must say of it. Facts that are not named are unknown (not asked). */
export type ControlCase = {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Files that are there and are too large to be read. */
  readonly unread?: readonly string[];
  /** Known values, or an unknown as a collector would give it. */
  readonly facts?: { readonly [N in FactName]?: FactValues[N] | Unknown };
  readonly target?: Partial<Target>;
  readonly observedAt?: string;
  readonly verdict: Verdict;
  /** Default: true for a fail, false for pass, unknown and not-applicable; must be said for a partial. */
  readonly gap?: boolean;
  /** `rule path:line` of each finding in order (`rule` alone when it has no place); left out = not checked. */
  readonly findings?: readonly string[];
  /** A part of the message, or of `reason: unlock` of what was not seen, that must be there. */
  readonly says?: string;
  /** A part of what some finding says, saw or expects. */
  readonly evidence?: string;
  /** `fact: reason` of each thing that was not seen, in order; left out = not checked. */
  readonly unseen?: readonly string[];
  /** Ids of the remedies that are offered, in order; left out = not checked. */
  readonly offers?: readonly string[];
  /** The recommended remedy leaves a gap that only a person can close, and says so in a step. */
  readonly curedByHand?: boolean;
};

const isUnknown = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && (value as { state?: unknown }).state === 'unknown';

export const tooLarge = (path: string): UnreadableFile => ({
  path,
  unreadable: 'too-large',
  detail: 'over the limit of 512 kB',
});

export function snapshotOf({ files = {}, unread = [], facts = {}, target = {}, observedAt }: ControlCase): Snapshot {
  const source = { via: 'api', at: 'test' } as const;
  const given = Object.entries(facts).map(([name, value]) => [name, isUnknown(value) ? value : known(value, source)]);
  // Names and values were checked against FactValues where the case was written.
  const all = { ...files, ...Object.fromEntries(unread.map((path) => [path, tooLarge(path)])) };
  const snapshot = emptySnapshot(all, Object.fromEntries(given) as Partial<Facts>);
  return {
    ...snapshot,
    observedAt: observedAt ?? snapshot.observedAt,
    target: { ...snapshot.target, ...target },
  };
}

/** The same look with one answer missing. */
export const without = (snapshot: Snapshot, fact: FactName): Snapshot => ({
  ...snapshot,
  facts: {
    ...snapshot.facts,
    [fact]: unknown('forbidden', 'log in with more rights', { via: 'api', at: 'test' }),
  },
});

export const judged = (control: Control, situation: ControlCase): Assessed => judgedOf(control, snapshotOf(situation));

export function judgedOf(control: Control, snapshot: Snapshot): Assessed {
  const [assessed] = assess(snapshot, [control]).controls;
  if (assessed === undefined) throw new Error('one control gives one judgement');
  return assessed;
}

/** Findings in the form of `ControlCase.findings`. */
export const findingsOf = ({ findings }: Assessed): readonly string[] =>
  findings.map(({ rule, location }) =>
    location !== null && 'path' in location ? `${rule} ${location.path}:${location.line}` : rule,
  );
