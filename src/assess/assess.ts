import type { Assessed, Assessment, Missing, OfferedRemedy, Verdict } from '../model/assessment.ts';
import type { Control, Detection, Limit } from '../model/control.ts';
import type { Fact } from '../model/fact.ts';
import type { FactName } from '../model/facts.ts';
import { remembered } from '../model/remembered.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Waives } from '../policy/waive.ts';
import { progressOf, sectionsOf } from './progress.ts';

const NO_WAIVERS: Waives = (_control, findings) => ({ waiver: null, remaining: findings });

/** Judges a snapshot. Pure: the same snapshot, controls and waivers always give the same assessment. */
export function assess(snapshot: Snapshot, controls: readonly Control[], waives: Waives = NO_WAIVERS): Assessment {
  const judged = controls.map((control) => withWaiver(snapshot, judge(snapshot, control), waives));
  return { controls: judged, summary: progressOf(judged), sections: sectionsOf(judged) };
}

/** Remembered by the snapshot: a plan is judged beside what it started from, which was judged before. */
const judge = remembered((snapshot: Snapshot, control: Control): Assessed => {
  const missing = control.needs.flatMap((name) => missingFact(snapshot, { fact: name }));
  if (missing.length > 0) {
    const message = missing.map((each) => each.unlock).join('; ');
    return bare(control, 'unknown', `not known: ${message}`, missing);
  }
  const { target, observedAt } = snapshot;
  const detection = control.detect(
    valuesOf(snapshot, control.needs),
    factsOf(snapshot, control.uses),
    target,
    observedAt,
  );
  return settle(snapshot, control, detection);
});

function settle(snapshot: Snapshot, control: Control, detection: Detection): Assessed {
  switch (detection.verdict) {
    case 'not-applicable':
      return bare(control, 'not-applicable', detection.message, []);
    case 'unknown':
      return bare(control, 'unknown', detection.message, limits(snapshot, detection.limitedBy));
    case 'pass': {
      const unseen = limits(snapshot, detection.limitedBy ?? []);
      return bare(control, unseen.length > 0 ? 'partial' : 'pass', detection.message, unseen);
    }
    case 'partial':
    case 'fail':
      return {
        ...bare(control, detection.verdict, detection.message, limits(snapshot, detection.limitedBy ?? [])),
        gap: detection.verdict === 'fail' || detection.findings.length > 0,
        findings: detection.findings,
        remedies: offered(snapshot, control),
      };
  }
}

function withWaiver(snapshot: Snapshot, assessed: Assessed, waives: Waives): Assessed {
  if (!assessed.gap) return assessed;
  const { waiver, remaining } = waives(assessed.control.id, assessed.findings, snapshot.observedAt.slice(0, 10));
  if (waiver === null) return assessed;
  if (remaining.length > 0) return { ...assessed, findings: remaining, waiver };
  return { ...assessed, verdict: 'waived', gap: false, findings: [], waiver, remedies: [] };
}

/** The remedies that can be offered now; the first is the recommended one. */
export function offered(snapshot: Snapshot, control: Control): readonly OfferedRemedy[] {
  const context = remedyContext(snapshot, control);
  if (context === null) return [];
  return control.remedies
    .filter((remedy) => (remedy.unavailable?.(context) ?? null) === null)
    .map((remedy, index) => ({
      id: remedy.id,
      kind: remedy.kind,
      risk: remedy.risk,
      title: remedy.title,
      recommended: index === 0,
      questions: remedy.questions?.(context) ?? [],
    }));
}

/** What a remedy of this control sees, or null while a fact it needs is unknown. */
export function remedyContext(
  snapshot: Snapshot,
  control: Control,
): Parameters<Control['remedies'][number]['plan']>[0] | null {
  if (control.needs.some((name) => snapshot.facts[name].state === 'unknown')) return null;
  return {
    known: valuesOf(snapshot, control.needs),
    maybe: factsOf(snapshot, control.uses),
    target: snapshot.target,
    observedAt: snapshot.observedAt,
  };
}

const bare = (control: Control, verdict: Verdict, message: string, unknown: readonly Missing[]): Assessed => ({
  control,
  verdict,
  gap: false,
  message,
  findings: [],
  unknown,
  waiver: null,
  remedies: [],
});

const limits = (snapshot: Snapshot, all: readonly Limit[]): readonly Missing[] =>
  all.flatMap((limit) => missingFact(snapshot, limit));

function missingFact(snapshot: Snapshot, limit: Limit): readonly Missing[] {
  const fact: Fact<unknown> = snapshot.facts[limit.fact];
  if (fact.state === 'unknown') {
    return [{ fact: limit.fact, reason: fact.reason, unlock: fact.unlock, source: fact.source }];
  }
  if (limit.reason === undefined) return [];
  return [
    {
      fact: limit.fact,
      reason: limit.reason,
      unlock: limit.unlock ?? '',
      source: limit.at === undefined ? fact.source : { via: 'file', at: limit.at },
    },
  ];
}

// The two casts below join names to values that the loop just read by those names; TypeScript cannot follow a mapped type there.
function valuesOf(snapshot: Snapshot, names: readonly FactName[]): Parameters<Control['detect']>[0] {
  return Object.fromEntries(
    names.map((name) => {
      const fact: Fact<unknown> = snapshot.facts[name];
      return [name, fact.state === 'known' ? fact.value : undefined];
    }),
  ) as Parameters<Control['detect']>[0];
}

function factsOf(snapshot: Snapshot, names: readonly FactName[]): Parameters<Control['detect']>[1] {
  return Object.fromEntries(names.map((name) => [name, snapshot.facts[name]])) as Parameters<Control['detect']>[1];
}
