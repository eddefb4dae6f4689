import { countsText } from '../../report/terminal.ts';
import { isWorthOffering } from '../../session/saved-session.ts';
import type { Observed, Session } from '../../session/session.ts';
import { proseRows } from './prose-rows.ts';
import { plain, type Row } from './row.ts';

/** What is true of the whole repository: the number, the counts, what changed, our open pull request, the notes. */
export function overviewRows(session: Session, observed: Observed, width: number): readonly Row[] {
  const { percent, counts } = observed.assessment.summary;
  const share = percent === null ? 'Nothing could be judged' : `${percent} % of what could be judged is in place`;
  return [
    { spans: [{ text: `   ${share}`, bold: true }] },
    { spans: [{ text: `   ${countsText(counts)}`, dim: true }] },
    ...offerRows(session),
    ...pullRequestRows(observed),
    ...sinceRows(observed, width),
    ...session.notes.flatMap((note) => proseRows(note, width, { tone: 'caution' })),
  ];
}

function sinceRows({ since, assessment }: Observed, width: number): readonly Row[] {
  if (since === null) return [];
  if (since.kind === 'not-compared')
    return proseRows(`Not compared with last time: ${since.because}`, width, { dim: true });
  const numbered = (ids: readonly string[]) =>
    ids.map((id) => assessment.controls.find(({ control }) => control.id === id)?.control.number ?? id).join(', ');
  const parts = [
    ...(since.fixed.length > 0 ? [`fixed ${numbered(since.fixed)}`] : []),
    ...(since.slipped.length > 0 ? [`slipped ${numbered(since.slipped)}`] : []),
  ];
  return proseRows(`Since last time: ${parts.length === 0 ? 'nothing changed' : parts.join('; ')}`, width);
}

function pullRequestRows({ snapshot }: Observed): readonly Row[] {
  const fact = snapshot.facts.openPullRequest;
  if (fact.state === 'unknown' || fact.value === null) return [];
  return [plain(`Pull request ${fact.value.number} of ours is open: ${fact.value.url}`)];
}

function offerRows({ offer }: Session): readonly Row[] {
  if (offer === null || !isWorthOffering(offer)) return [];
  const count = Object.keys(offer.decisions).length;
  return [
    {
      spans: [
        {
          text: `   You decided on ${count} of these last time: r takes that up again, x starts afresh`,
          tone: 'accent',
        },
      ],
    },
  ];
}
