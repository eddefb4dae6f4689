import type { Control, Tier } from '../model/control.ts';
import { sectionOf } from '../model/section.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { wrapText } from './wrap-text.ts';

/** What a tier means, as every page says it. */
const TIER_MEANS: Readonly<Record<Tier, string>> = {
  must: 'the guide asks for it',
  should: 'the guide recommends it',
  could: 'the guide mentions it for some',
};

/** One control of `explain --format json`. */
export const explainJson = ({
  id,
  number,
  section,
  tier,
  title,
  why,
  trap,
  docs,
  rules,
  needs,
  uses,
  remedies,
}: Control) => ({
  id,
  number,
  section,
  tier,
  title,
  why,
  trap,
  docs,
  rules: Object.entries(rules).map(([rule, meaning]) => ({ id: rule, meaning })),
  needs,
  uses,
  remedies: remedies.map(({ id: remedy, kind, risk, title: what }) => ({ id: remedy, kind, risk, title: what })),
});

/** Several controls in one object, so that the form can grow. */
export const explainAllJson = (controls: readonly Control[]) => ({
  schemaVersion: 1,
  controls: controls.map(explainJson),
});

/** The page of a control in the documentation. */
export function explainMarkdown(control: Control): string {
  const { number, title, section, tier, id, why, trap, docs, rules, needs, uses, remedies } = control;
  const { number: sectionNumber, title: sectionTitle } = sectionOf(section);
  const rows = (entries: readonly (readonly [string, string])[]) => entries.map(([a, b]) => `| ${a} | ${cell(b)} |`);
  return [
    `# ${number} ${title}`,
    '',
    `\`${id}\` · section ${sectionNumber}, ${sectionTitle} · **${tier}** (${TIER_MEANS[tier]})`,
    '',
    why,
    '',
    '## What people get wrong',
    '',
    trap,
    '',
    '## What is found',
    '',
    '| rule | meaning |',
    '|---|---|',
    ...rows(Object.entries(rules).map(([rule, meaning]) => [`\`${rule}\``, meaning])),
    '',
    '## What can be done',
    '',
    ...(remedies.length === 0
      ? ['Nothing that can be prepared for you.']
      : ['| remedy | kind | risk | |', '|---|---|---|---|']),
    ...remedies.map(
      ({ id: remedy, kind, risk, title: what }) => `| \`${remedy}\` | ${kind} | ${risk} | ${cell(what)} |`,
    ),
    '',
    '## What it looks at',
    '',
    `Needs ${listed(needs)}.${uses.length === 0 ? '' : ` Sharper with ${listed(uses)}.`}`,
    '',
    '## Read more',
    '',
    ...docs.map((url) => `- <${url}>`),
    '',
  ].join('\n');
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ') || 'nothing';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export type ExplainLook = {
  readonly columns: number;
  readonly paint: Paint;
  /** What the policy of the repository around says about it. */
  readonly policy?: readonly string[];
};

/** The same page for a terminal. */
export function explainText(control: Control, { columns, paint, policy = [] }: ExplainLook): string {
  const width = Math.min(72, Math.max(40, columns - 2));
  const { number, title, section, tier, id, why, trap, docs, rules, remedies } = control;
  const block = (head: string, lines: readonly string[]) => [
    paint('strong', head),
    ...lines.map((line) => `  ${line}`),
    '',
  ];
  const pair = (name: string, text: string) => [
    paint('accent', name),
    ...wrapText(text, width - 2).map((line) => `  ${line}`),
  ];
  return [
    paint('strong', `${number}  ${title}`),
    paint('quiet', `${id} · ${tier}: ${TIER_MEANS[tier]} · ${sectionOf(section).title}`),
    '',
    ...wrapText(why, width),
    '',
    ...block('What people get wrong', wrapText(trap, width)),
    ...block(
      'What is found',
      Object.entries(rules).flatMap(([rule, meaning]) => pair(rule, meaning)),
    ),
    ...block(
      'What can be done',
      remedies.flatMap(({ id: remedy, kind, risk, title: what }) => pair(remedy, `${what} (${kind}, risk ${risk})`)),
    ),
    ...(policy.length === 0
      ? []
      : block(
          'What the policy here says',
          policy.flatMap((each) => wrapText(printable(each), width - 2)),
        )),
    ...block('Read more', docs),
  ].join('\n');
}

/** Every control on a line, by section. */
export function listText(controls: readonly Control[], paint: Paint): string {
  const sections = [...new Set(controls.map(({ section }) => section))];
  return sections
    .map((id) => {
      const { number, title } = sectionOf(id);
      const width = Math.max(...controls.map((control) => control.id.length));
      const lines = controls
        .filter(({ section }) => section === id)
        .map((control) => `  ${control.number}  ${control.id.padEnd(width)}  ${control.title}`);
      return [paint('strong', `${number}  ${title}`), ...lines, ''].join('\n');
    })
    .join('\n');
}
