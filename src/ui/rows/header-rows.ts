import type { SectionProgress } from '../../model/assessment.ts';
import type { SectionId } from '../../model/section.ts';
import type { Session, StepId } from '../../session/session.ts';
import { glyphs } from '../theme/glyphs.ts';
import { widthOf } from './fit.ts';
import type { Row, Span } from './row.ts';

const SHORT: Readonly<Record<SectionId, string>> = {
  build: 'Build',
  attest: 'Attest',
  sign: 'Sign',
  actions: 'Actions',
  next: 'Next',
};

const STEP_WORD: Readonly<Record<StepId, string>> = {
  look: 'looking',
  stand: 'where you stand',
  walk: 'walk',
  review: 'review',
  deliver: 'deliver',
};

type Look = { readonly width: number; readonly unicode: boolean };

/** Where am I, how far, and a rule: the three lines at the top of every screen. */
export function headerRows(session: Session, step: StepId, here: SectionId | null, look: Look): readonly Row[] {
  const { repository, base } = session.about;
  const title: Row = {
    spans: [{ text: ' harden-builds', bold: true }, { text: `   ${repository}` }, { text: `   ${base}`, dim: true }],
    end: [{ text: `${STEP_WORD[step]} `, dim: true }],
  };
  const rule: Row = { spans: [{ text: glyphs(look.unicode).rule.repeat(look.width), dim: true }] };
  return [title, sectionsRow(session, here, look.width), rule];
}

/** The guide's sections in its order, each with how many of its controls are in place; the current one in brackets. */
function sectionsRow(session: Session, here: SectionId | null, width: number): Row {
  const sections = session.observed?.assessment.sections ?? [];
  const named = spansFor(sections, here, true);
  const fits = named.reduce((sum, { text }) => sum + widthOf(text), 0) <= width;
  return { spans: fits ? named : spansFor(sections, here, false) };
}

function spansFor(sections: readonly SectionProgress[], here: SectionId | null, named: boolean): readonly Span[] {
  return sections.map((section) => {
    const { id, number, counts } = section;
    const whole = counts.pass + counts.partial + counts.fail + counts.unknown + counts.waived;
    const name = named ? `${number} ${SHORT[id]}` : number;
    const text = `${name} ${counts.pass}/${whole}`;
    return id === here ? { text: `[${text}] `, bold: true } : { text: ` ${text}  `, dim: false };
  });
}
