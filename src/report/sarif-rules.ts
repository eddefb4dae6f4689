import type { Control, Tier } from '../model/control.ts';
import { sectionOf } from '../model/section.ts';
import { prose, sentence } from './markdown-text.ts';
import { printable } from './printable.ts';

export type SarifLevel = 'error' | 'warning' | 'note';

export const SARIF_LEVELS: Readonly<Record<Tier, SarifLevel>> = { must: 'error', should: 'warning', could: 'note' };

/** The rule of results about what could not be judged. */
export const NOT_JUDGED = 'unknown';

/** What code scanning sorts by. */
const SEVERITIES: Readonly<Record<SarifLevel, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'recommendation',
};

/** Every rule that a control can break, and the one for what could not be seen. */
export function sarifRules(control: Control) {
  const rules = Object.entries({ ...control.rules, [NOT_JUDGED]: 'It could not be judged.' });
  return rules.map(([rule, meaning]) => sarifRule(control, rule, meaning));
}

function sarifRule({ id, number, section, tier, title, why, trap, docs }: Control, rule: string, meaning: string) {
  const level = SARIF_LEVELS[tier];
  const name = `${number} ${title}`;
  return {
    id: `${id}/${rule}`,
    name: pascal(`${id}-${rule}`),
    shortDescription: { text: printable(name) },
    fullDescription: { text: printable(meaning) },
    defaultConfiguration: { level },
    helpUri: docs[0],
    help: {
      text: [name, meaning, why, trap, ...docs].map(printable).join('\n\n'),
      markdown: [
        `**${prose(name)}**`,
        sentence(meaning),
        sentence(why),
        `_What people get wrong:_ ${sentence(trap)}`,
        docs.map((url) => `- <${url}>`).join('\n'),
      ].join('\n\n'),
    },
    properties: { tags: ['security', sectionOf(section).id, tier], 'problem.severity': SEVERITIES[level] },
  };
}

const pascal = (id: string): string => id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
