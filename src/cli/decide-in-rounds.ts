import { assess } from '../assess/assess.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Risk } from '../model/change.ts';
import type { Choice, LeftOut } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { planned } from '../plan/make-plan.ts';
import type { Recommended } from '../plan/recommended-choices.ts';
import { waivesBy } from '../policy/waive.ts';
import { withDecisions } from '../policy/with-decisions.ts';
import type { Decided } from '../session/decision.ts';
import type { Looked } from './init-run.ts';
import type { GivenAnswers } from './read-answers.ts';
import { recommend } from './recommend.ts';
import { takeAnswers } from './take-answers.ts';

export type DecideInput = {
  readonly looked: Pick<Looked, 'snapshot' | 'assessment' | 'policy' | 'pack' | 'controls'>;
  readonly yes: boolean;
  readonly maxRisk: Risk;
  readonly given: { readonly answers: GivenAnswers; readonly name: string } | null;
};

/** What a plan is made from without a question to anybody. */
export type DecidedAlone = Decided & Pick<Recommended, 'advisory'>;

/** More rounds than any repository was seen to need; a bound, so that no pair of remedies can make it endless. */
const MOST_ROUNDS = 4;

/**
 * Decides for the repository as it is, then for what that plan leaves behind, until nothing more is to be decided: otherwise a
 * second run would offer what the first one made possible. A decision once made stays.
 */
export function decideInRounds(input: DecideInput): DecidedAlone {
  const { looked, yes } = input;
  const { snapshot, pack, policy } = looked;
  const controls = looked.assessment.controls.map(({ control }) => control);
  let decided = decide(input, snapshot, looked.assessment, []);
  for (let round = 1; round < MOST_ROUNDS; round += 1) {
    const { choices, waivers } = decided;
    const next = planned({ snapshot, controls: looked.controls, choices, waivers, pack, confined: yes });
    const more = decide(input, next, assess(next, controls, waivesBy(policy)), choices);
    const added = more.choices.map((choice) => ({ ...choice, round }));
    if (added.length === 0) break;
    const taken = new Set(added.map(({ control }) => control));
    const others = <T extends { readonly control: string }>(all: readonly T[]) =>
      all.filter(({ control }) => !taken.has(control));
    decided = {
      ...decided,
      choices: [...choices, ...added],
      advisory: others(decided.advisory),
      leftOut: others(decided.leftOut),
    };
  }
  return decided;
}

/** What can be decided now, beside what was decided before. */
function decide(
  { looked, yes, maxRisk, given }: DecideInput,
  snapshot: Snapshot,
  assessment: Assessment,
  before: readonly Choice[],
): DecidedAlone {
  const settled = new Set(before.map(({ control }) => control));
  const open: Assessment = {
    ...assessment,
    controls: withDecisions(assessment, looked.policy).controls.filter(({ control }) => !settled.has(control.id)),
  };
  const taken: Decided =
    given === null
      ? NOTHING
      : takeAnswers({ snapshot, assessment: open, controls: looked.controls, name: given.name, given: given.answers });
  if (!yes) return { ...taken, advisory: [], leftOut: [...taken.leftOut, ...unmentioned(open, taken)] };
  const answers = given === null ? {} : { answers: given.answers.answers };
  return { ...recommend(open, { maxRisk, ...answers }, looked.policy, taken), waivers: taken.waivers };
}

const unmentioned = ({ controls }: Assessment, { choices, waivers, leftOut }: Decided): readonly LeftOut[] => {
  const settled = new Set([...choices, ...waivers, ...leftOut].map(({ control }) => control));
  return controls
    .filter(({ control, gap }) => gap && !settled.has(control.id))
    .map(({ control }) => ({ control: control.id, reason: 'the answers say nothing about it' }));
};

const NOTHING: Decided = { choices: [], waivers: [], leftOut: [] };
