import type { Assessed, OfferedRemedy } from '../../model/assessment.ts';
import { choicesWith, hasDecided } from '../../session/decided.ts';
import { refuseExpiry, refuseReason, suggestedExpiry } from '../../session/waiver-draft.ts';
import { changeRows } from '../../ui/rows/change-rows.ts';
import { someEvidence } from '../../ui/rows/evidence-rows.ts';
import { aboutRemedy } from '../../ui/rows/walk-form.ts';
import { askQuestion } from './ask-question.ts';
import type { Option } from './asks.ts';
import type { LineSession } from './line-session.ts';
import { UNBROKEN } from './row-text.ts';

/** What the user wants after one control: the next one, the review, or to leave. */
export type AfterControl = 'next' | 'review' | 'leave';

type Wish =
  | { readonly kind: 'take'; readonly remedy: OfferedRemedy }
  | { readonly kind: 'skip' | 'waive' | 'docs' | 'review' | 'leave' };

const MOST_EVIDENCE = 10;

/** Shows one control, and asks until something is decided about it. */
export async function walkControl(line: LineSession, assessed: Assessed, position: string): Promise<AfterControl> {
  const { asks, dispatch } = line;
  const { control, verdict, message, findings } = assessed;
  asks.say('');
  asks.say(`${position}: ${control.number} ${control.title} (${control.tier})`);
  asks.say(control.why);
  asks.say(`${verdict}: ${message}`);
  line.say(someEvidence(findings, line.observed().snapshot, MOST_EVIDENCE));
  for (;;) {
    const wish = await asks.select({ message: 'What do you want to do?', options: wishes(line, assessed) });
    switch (wish.kind) {
      case 'take':
        if (await takeRemedy(line, assessed, wish.remedy)) return 'next';
        break;
      case 'skip':
        dispatch({ type: 'skipped', control: control.id });
        return 'next';
      case 'waive':
        await waive(line, control.id);
        return 'next';
      case 'docs':
        for (const page of control.docs) asks.say(page);
        break;
      case 'review':
      case 'leave':
        return wish.kind;
    }
  }
}

function wishes(line: LineSession, { remedies }: Assessed): readonly Option<Wish>[] {
  return [
    ...remedies.map((remedy) => ({
      value: { kind: 'take', remedy } as const,
      name: `${remedy.title} (${aboutRemedy(remedy)})`,
    })),
    { value: { kind: 'skip' }, name: 'Not now' },
    { value: { kind: 'waive' }, name: 'Waive it, with a reason and a last day' },
    { value: { kind: 'docs' }, name: 'Show the address of the documentation' },
    ...(hasDecided(line.now()) ? [{ value: { kind: 'review' } as const, name: 'Go to the review' }] : []),
    { value: { kind: 'leave' }, name: 'Leave; what is chosen is saved' },
  ];
}

/** Asks what the remedy must be told, shows what it would change, and takes it when that is wanted. */
async function takeRemedy(line: LineSession, assessed: Assessed, remedy: OfferedRemedy): Promise<boolean> {
  const { id } = assessed.control;
  line.dispatch({ type: 'marked', control: id, remedy: remedy.id });
  for (const question of remedy.questions) await askQuestion(line, question);
  const preview = line.actions.preview(choicesWith(line.now(), assessed));
  const { host } = line.observed().snapshot.target;
  const rows = changeRows(preview, id, { width: UNBROKEN, unicode: line.unicode, host });
  line.asks.say('');
  line.say(rows);
  if (rows.length === 0) line.asks.say('This changes nothing.');
  if (!(await line.asks.confirm({ message: 'Take it?', initial: true }))) return false;
  line.dispatch({ type: 'took', control: id });
  return true;
}

async function waive({ asks, dispatch, observed }: LineSession, control: string): Promise<void> {
  const { observedAt } = observed().snapshot;
  const reason = await asks.input({ message: 'Why is this acceptable here?', refuse: refuseReason });
  const expires = await asks.input({
    message: 'Last day it is valid (YYYY-MM-DD)',
    initial: suggestedExpiry(observedAt),
    refuse: (day) => refuseExpiry(day.trim(), observedAt),
  });
  dispatch({ type: 'waived', control, reason: reason.trim(), expires: expires.trim() });
}
