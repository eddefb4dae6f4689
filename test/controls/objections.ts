import type { Assessed } from '../../src/model/assessment.ts';
import type { Control } from '../../src/model/control.ts';
import { textAt } from '../../src/model/files.ts';
import { isPlace } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type ControlCase, findingsOf, judgedOf, snapshotOf } from './control-case.ts';
import { BROKEN } from './sample-facts.ts';
import { claimFromLess, lesserLooks } from './told-less.ts';

/** A situation, prepared once: snapshots are never changed, and views of their texts are remembered by the texts. */
export type Look = {
  readonly situation: ControlCase;
  readonly snapshot: Snapshot;
  /** The same files beside a workflow that cannot be read. */
  readonly beside: Snapshot;
};

export const lookAt = (situation: ControlCase): Look => ({
  situation,
  snapshot: snapshotOf(situation),
  beside: snapshotOf({ ...situation, files: { ...situation.files, '.github/workflows/unreadable.yml': BROKEN } }),
});

/** What is wrong with the judgement of a situation, one sentence each; empty when it is as the case says. */
export function objectionsTo(control: Control, look: Look): readonly string[] {
  const assessed = judgedOf(control, look.snapshot);
  return [
    ...objectionsToVerdict(assessed, look.situation),
    ...objectionsToFindings(assessed, look.snapshot),
    ...lesserLooks(look.snapshot, control).flatMap((less) => claimFromLess(control, assessed, less) ?? []),
    ...objectionsBesideUnread(control, look),
  ];
}

export function objectionsToVerdict(assessed: Assessed, situation: ControlCase): readonly string[] {
  const { verdict, gap = verdict === 'fail', findings, says, evidence, unseen, offers } = situation;
  const said = `${assessed.message} ${assessed.unknown.map(({ reason, unlock }) => `${reason}: ${unlock}`)}`;
  const seen = assessed.findings.map(({ message, observed, expected }) => `${message}\n${observed}\n${expected}`);
  return [
    ...differs('verdict', assessed.verdict, verdict),
    ...differs('gap', assessed.gap, gap),
    ...(findings === undefined ? [] : differs('findings', findingsOf(assessed), findings)),
    ...(unseen === undefined
      ? []
      : differs(
          'unseen',
          assessed.unknown.map(({ fact, reason }) => `${fact}: ${reason}`),
          unseen,
        )),
    ...(says === undefined || said.includes(says) ? [] : [`"${said}" does not say "${says}"`]),
    ...(evidence === undefined || seen.join('\n').includes(evidence) ? [] : [`no finding says "${evidence}": ${seen}`]),
    ...(offers === undefined
      ? []
      : differs(
          'offers',
          assessed.remedies.map(({ id }) => id),
          offers,
        )),
    ...(/[^.!\s]$/.test(assessed.message) ? [] : [`"${assessed.message}" ends like a sentence, or says nothing`]),
  ];
}

/** Each finding is at a place that exists, and says what is and what should be. */
export function objectionsToFindings({ control, findings }: Assessed, snapshot: Snapshot): readonly string[] {
  const texts = snapshot.facts.texts.state === 'known' ? snapshot.facts.texts.value : {};
  const keys = findings.map(({ rule, location, route, observed }) => JSON.stringify([rule, location, route, observed]));
  return [
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `two findings are the same: ${key}`),
    ...findings.flatMap(({ rule, location, observed, expected, message }) => {
      const lines = isPlace(location) ? (textAt(texts, location.path)?.text.split('\n') ?? []) : [];
      const isThere =
        !isPlace(location) ||
        (location.line <= lines.length && location.column <= (lines[location.line - 1]?.length ?? 0) + 1);
      return [
        ...(rule in control.rules ? [] : [`the rule ${rule} is not declared`]),
        ...([observed, expected, message].some((each) => each.trim() === '') ? [`${rule} says nothing`] : []),
        ...(/!|\bplease\b|\.$/i.test(message) ? [`"${message}" is not calm`] : []),
        ...(isThere ? [] : [`${JSON.stringify(location)} is outside the file`]),
      ];
    }),
  ];
}

/**
 * Whatever reads workflows cannot pass beside one that it could not read, and names it; who owns a path does not depend on its
 * text. What does not apply, and what no workflow could change, needs no name.
 */
export function objectionsBesideUnread(control: Control, { situation, beside }: Look): readonly string[] {
  if (!control.needs.some((fact) => fact === 'texts') || control.id === 'codeowners-workflows') return [];
  const { verdict, unknown } = judgedOf(control, beside);
  if (verdict === 'pass') return ['passes beside a workflow that cannot be read'];
  const isNamed = unknown.some(({ fact, source }) => fact === 'texts' && source.at.endsWith('/unreadable.yml'));
  const owes = situation.files !== undefined && !['not-applicable', 'unknown'].includes(situation.verdict);
  return isNamed || !owes || verdict === 'not-applicable'
    ? []
    : [`is ${verdict} beside a workflow that cannot be read, and does not name it`];
}

function differs(what: string, is: unknown, should: unknown): readonly string[] {
  const [left, right] = [JSON.stringify(is), JSON.stringify(should)];
  return left === right ? [] : [`${what}: ${left} instead of ${right}`];
}
