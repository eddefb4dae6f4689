import type { Control } from '../model/control.ts';
import { counted } from '../model/counted.ts';
import { PULL_REQUEST_MARKER } from '../model/delivery.ts';
import type { Plan, PlannedFile } from '../model/plan.ts';
import { SECTIONS } from '../model/section.ts';
import { slugOf, type Target } from '../model/target.ts';
import { foreignPacks } from './foreign-packs.ts';
import { ghApiCall } from './gh-api-call.ts';
import { code, codeBlock, prose, sentence } from './markdown-text.ts';
import { readMarkers } from './template-markers.ts';
import { untold } from './untold.ts';
import { verifyLines } from './verify-lines.ts';

export type BodyInput = {
  readonly plan: Plan;
  readonly controls: readonly Control[];
  readonly target: Target;
  readonly version: string;
};

export const GUIDE =
  'https://docs.github.com/en/code-security/tutorials/implement-supply-chain-best-practices/securing-builds';

/** GitHub takes 65,536 characters. */
const MOST = 60_000;

/** The description of the pull request: what changes and why, what to look at, what remains, how to verify, how to undo. */
export function pullRequestBody(input: BodyInput): string {
  const head = [`${PULL_REQUEST_MARKER} v1 version=${input.version} -->`, opening(input), ''];
  const parts = [
    attention(input),
    changes(input),
    settings(input),
    steps(input),
    conflicts(input),
    leftOut(input),
    verify(input),
    undo(input),
  ];
  const foot = footer(input);
  const kept: string[] = [];
  let room = MOST - head.join('\n').length - foot.length;
  for (const part of parts) {
    const text = part.join('\n');
    if (text === '') continue;
    if (text.length > room) {
      kept.push('_Too long to be shown in full: `harden-builds init --dry-run` prints everything._', '');
      break;
    }
    kept.push(text);
    room -= text.length;
  }
  return [...head, ...kept, foot].join('\n');
}

const opening = ({ plan, controls }: BodyInput): string => {
  const touched = touchedBy(plan, controls);
  const sections = SECTIONS.filter(({ id }) => touched.some(({ section }) => section === id));
  const about = sections.length === 0 ? '' : ` (${sections.map(({ title }) => title).join('; ')})`;
  return `Changes ${counted(plan.files.length, 'file')} for ${counted(touched.length, 'recommendation')} of GitHub's guide [Best practices for securing your build system](${GUIDE})${about}.`;
};

const touchedBy = (plan: Plan, controls: readonly Control[]): readonly Control[] =>
  controls.filter(({ id }) => plan.files.some((file) => file.controls.includes(id)));

function changes({ plan, controls }: BodyInput): readonly string[] {
  const touched = touchedBy(plan, controls);
  const sections = SECTIONS.filter(({ id }) => touched.some(({ section }) => section === id));
  const upgrades = plan.files.filter(({ upgrade, controls: ids }) => upgrade !== undefined && ids.length === 0);
  const others = plan.files.filter((file) => !upgrades.includes(file));
  const decisions = others.filter((file) => file.controls.every((id) => !touched.some((each) => each.id === id)));
  return [
    ...sections.flatMap(({ id, number, title }) => [
      `## ${number} ${title}`,
      '',
      ...touched.filter(({ section }) => section === id).flatMap((control) => controlLines(control, plan.files)),
      '',
    ]),
    ...(upgrades.length === 0
      ? []
      : [`## ${counted(upgrades.length, 'generated file')} made again`, '', ...upgrades.map(fileLine), '']),
    ...(decisions.length === 0 ? [] : ['## Decisions of this team', '', ...decisions.map(fileLine), '']),
  ];
}

const controlLines = (control: Control, files: readonly PlannedFile[]): readonly string[] => [
  `- **${control.number} ${sentence(control.title)}** ([documentation](${control.docs[0]})). ${sentence(control.why)}`,
  ...[...bySummary(control.id, files)].map(
    ([summary, own]) => `  - ${own.map(fileName).join(', ')}: ${sentence(summary)}`,
  ),
];

/** What one control does, with the files that it does it to. */
function bySummary(control: string, files: readonly PlannedFile[]): ReadonlyMap<string, readonly PlannedFile[]> {
  const found = new Map<string, PlannedFile[]>();
  for (const file of files.filter(({ controls }) => controls.includes(control))) {
    const own = file.causes.filter((cause) => cause.control === control).map(({ summary }) => summary);
    const said = own.length > 0 ? [...new Set(own)].join('; ') : file.summaries.join('; ');
    found.set(said, [...(found.get(said) ?? []), file]);
  }
  return found;
}

const fileName = ({ path, before }: PlannedFile): string => `${code(path)}${before === null ? ' (new)' : ''}`;

const fileLine = (file: PlannedFile): string => `- ${fileName(file)}: ${file.summaries.map(sentence).join('; ')}`;

function attention({ plan, controls }: BodyInput): readonly string[] {
  const files = plan.files.filter(({ risk }) => risk === 'review');
  if (files.length === 0) return [];
  return [
    '## Look at these first',
    '',
    'They can change what a run does; the other files cannot, or only make a run stop.',
    '',
    ...files.map((file) => {
      const numbers = controls.filter(({ id }) => file.controls.includes(id)).map(({ number }) => number);
      return `- [ ] ${fileName(file)}${numbers.length === 0 ? '' : ` (${numbers.join(', ')})`}`;
    }),
    '',
  ];
}

function settings({ plan, target }: BodyInput): readonly string[] {
  if (plan.settings.length === 0) return [];
  return [
    '## Settings to change',
    '',
    'Not part of this pull request: somebody with the right to do so runs these.',
    '',
    ...plan.settings.flatMap(({ summary, why, before, after, when, request, inverse }) => [
      `- [ ] ${sentence(summary)}${when === 'after-merge' ? ', **after the merge**' : ''}: from ${code(before)} to ${code(after)}. ${sentence(why)}`,
      '',
      ...indented(codeBlock(ghApiCall(request, target.host), 'sh')),
      ...(inverse === null
        ? []
        : ['', '  To undo it:', '', ...indented(codeBlock(ghApiCall(inverse, target.host), 'sh'))]),
      '',
    ]),
  ];
}

function steps({ plan }: BodyInput): readonly string[] {
  if (plan.steps.length === 0) return [];
  return [
    '## By hand',
    '',
    ...plan.steps.flatMap(({ summary, why, lines, url, path }) => [
      `- [ ] **${sentence(summary)}**${path === undefined ? '' : ` (${code(path)})`}: ${sentence(why)}${url === null ? '' : ` [Open it](${link(url)})`}`,
      ...(lines.length === 0 ? [] : ['', ...indented(folded(codeBlock(lines, '')))]),
      '',
    ]),
  ];
}

function conflicts({ plan }: BodyInput): readonly string[] {
  if (plan.conflicts.length === 0) return [];
  return ['## Could not be done', '', ...plan.conflicts.map(({ message }) => `- ${sentence(message)}`), ''];
}

function leftOut({ plan, controls }: BodyInput): readonly string[] {
  const left = untold(plan);
  if (left.length === 0) return [];
  const name = (id: string) => {
    const control = controls.find((each) => each.id === id);
    return control === undefined ? code(id) : `${control.number} ${sentence(control.title)}`;
  };
  return ['## Left out', '', ...left.map(({ control, reason }) => `- ${name(control)}: ${sentence(reason)}`), ''];
}

function verify({ plan, controls, target }: BodyInput): readonly string[] {
  const lines = verifyLines(touchedBy(plan, controls), slugOf(target));
  return lines.length === 0 ? [] : ['## How users verify the next release', '', ...codeBlock(lines, 'sh'), ''];
}

const undo = ({ target }: BodyInput): readonly string[] => [
  '## Undo',
  '',
  `Before the merge: close this pull request and delete its branch. After it: the button *Revert* on this page, or ${code(`git revert <merge commit>`)}. The plan was made for ${code(target.base.ref)} at ${code(target.base.sha.slice(0, 12))}.`,
  '',
];

function footer({ plan, version }: BodyInput): string {
  const used = readMarkers(plan.files);
  const templates = used.length === 0 ? '' : `, templates ${used.map(code).join(', ')}`;
  return `---\nPrepared by harden-builds ${prose(version)}${templates}.\n${foreignPacks(plan.packs)
    .map((pack) => `\nTemplate pack: ${code(pack)}\n`)
    .join('')}`;
}

/** Longer blocks than this are for the person who does the step, and folded for all others. */
const MOST_SHOWN = 8;

const folded = (block: readonly string[]): readonly string[] =>
  block.length <= MOST_SHOWN + 2
    ? block
    : [`<details><summary>${block.length - 2} lines</summary>`, '', ...block, '', '</details>'];

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** Only addresses that cannot break out of the parentheses of a link. */
const link = (url: string): string => encodeURI(url.replace(/[()\s<>]/g, encodeURIComponent)).replaceAll('%25', '%');
