import { counted } from '../../model/counted.ts';
import type { Outcome } from '../../model/delivery.ts';
import type { Plan } from '../../model/plan.ts';
import { slugOf } from '../../model/target.ts';
import { verifyLines } from '../../report/verify-lines.ts';
import type { Failure, Observed } from '../../session/session.ts';
import { verdictGlyph } from '../theme/glyphs.ts';
import { proseRows } from './prose-rows.ts';
import { BLANK, plain, type Row, strong } from './row.ts';

/** What the outcome is about: its plan, and the repository that was looked at. */
export type Delivered = { readonly outcome: Outcome; readonly plan: Plan; readonly observed: Observed };

type Look = { readonly prose: number; readonly unicode: boolean };

const DONE: Readonly<Record<Outcome['kind'], string>> = {
  pr: 'The pull request is open',
  branch: 'The branch is ready',
  patch: 'The patch is written',
  worktree: 'The files are changed',
};

const STATE: Readonly<Record<Outcome['state'], string | null>> = {
  delivered: null,
  updated: 'It was there already and is brought up to date',
  'nothing-to-do': 'Nothing had to be written',
  stopped: 'Stopped before it was done',
};

/** What was done, how to check it and how to undo it, and what remains by hand: that can be long. */
export function outcomeRows({ outcome, plan, observed }: Delivered, { prose, unicode }: Look): readonly Row[] {
  const by = [...plan.settings, ...plan.steps].map(({ summary }) => summary);
  const undo = outcome.steps.flatMap(({ inverse }) => (inverse === null ? [] : [inverse]));
  return [
    {
      spans: [
        { text: `   ${verdictGlyph('pass', unicode)} `, tone: 'good' },
        { text: STATE[outcome.state] ?? DONE[outcome.kind], bold: true },
      ],
    },
    ...(outcome.url === null ? [] : [{ spans: [{ text: `   ${outcome.url}`, tone: 'accent' }] } satisfies Row]),
    ...(outcome.branch === null
      ? []
      : [plain(`branch ${outcome.branch}${outcome.commit === null ? '' : ` at ${outcome.commit.slice(0, 7)}`}`)]),
    ...outcome.notes.flatMap((note) => proseRows(note, prose)),
    ...list('How to see that it worked', verification(outcome, plan, observed), prose),
    ...list('How to undo it', undo, prose),
    ...list(`By hand, ${counted(by.length, 'thing')}`, by, prose),
  ];
}

/** Why it could not be delivered, and what to do. */
export function failureRows({ title, why, next }: Failure, { prose, unicode }: Look): readonly Row[] {
  return [
    {
      spans: [
        { text: `   ${verdictGlyph('fail', unicode)} `, tone: 'bad' },
        { text: title, bold: true },
      ],
    },
    ...proseRows(why, prose),
    ...list('What you can do', next, prose),
  ];
}

function verification({ kind }: Outcome, plan: Plan, { assessment, snapshot }: Observed): readonly string[] {
  const touched = assessment.controls.filter(({ control }) =>
    plan.files.some((file) => file.controls.includes(control.id)),
  );
  const lines = verifyLines(
    touched.map(({ control }) => control),
    slugOf(snapshot.target),
  );
  const check = 'npx harden-builds check';
  return [
    kind === 'pr' || kind === 'branch' ? `after it is merged: ${check}` : check,
    ...lines.map((line) => `after the next release: ${line}`),
  ];
}

const list = (title: string, items: readonly string[], prose: number): readonly Row[] =>
  items.length === 0
    ? []
    : [BLANK, strong(title), ...items.flatMap((item) => proseRows(item, prose - 2, { indent: 5 }))];
