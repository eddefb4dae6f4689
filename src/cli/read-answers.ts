import { parseDocument } from 'yaml';
import { isRecord } from '../model/is-record.ts';
import { type Answer, type Answers, isAnswer } from '../model/question.ts';
import { Refusal } from '../model/refusal.ts';
import { nearestNames, orList } from './nearest-names.ts';

/** An answers file whose form is right; its names are not yet matched with controls and questions. */
export type GivenAnswers = {
  readonly answers: Answers;
  readonly controls: Readonly<Record<string, GivenForControl>>;
};

export type GivenForControl =
  | { readonly kind: 'skip' }
  | { readonly kind: 'remedy'; readonly remedy: string; readonly answers: Answers }
  | { readonly kind: 'waive'; readonly reason: string; readonly expires: string };

const MOST_CHARACTERS = 1024 * 1024;

/**
 * Reads JSON or YAML in the form of `--answers`; the JSON of `--dry-run` is taken too, for the answers in it.
 * @throws Refusal with exit code 2 that names the place of the mistake.
 */
export function readAnswers(text: string, name: string): GivenAnswers {
  const refuse = (why: string): Refusal => answersRefused(name, why);
  if (text.length > MOST_CHARACTERS) throw refuse('It is larger than 1 MB.');
  const document = parseDocument(text, { uniqueKeys: true });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw refuse(`It is neither JSON nor YAML: ${mistake.message.split('\n')[0]}`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    throw refuse('It uses YAML aliases, which are not taken here.');
  }
  if (!isRecord(value)) throw refuse('It must be a mapping with schemaVersion, answers and controls.');
  const root =
    isRecord(value.answers) && isRecord(value.answers.controls) && 'schemaVersion' in value.answers
      ? value.answers
      : value;
  onlyKeys(root, ['schemaVersion', 'answers', 'controls'], 'the file', refuse);
  if (root.schemaVersion !== 1)
    throw refuse(`"schemaVersion: 1" is expected, not ${JSON.stringify(root.schemaVersion ?? null)}.`);
  const controls = Object.entries(recordAt(root, 'controls', 'controls', refuse));
  return {
    answers: answersIn(root, 'answers', refuse),
    controls: Object.fromEntries(controls.map(([id, given]) => [id, controlIn(id, given, refuse)])),
  };
}

export const answersRefused = (name: string, why: string): Refusal =>
  new Refusal(`the answers in ${name} cannot be used`, {
    why,
    next: ['harden-builds init --dry-run --yes --format json prints a document in the right form'],
    exitCode: 2,
  });

type Refuse = (why: string) => Refusal;

function controlIn(id: string, given: unknown, refuse: Refuse): GivenForControl {
  const at = `controls.${id}`;
  if (!isRecord(given)) throw refuse(`${at} must be a mapping with "remedy" or "waive".`);
  if ('waive' in given) {
    onlyKeys(given, ['waive'], at, refuse);
    const waive = recordAt(given, 'waive', `${at}.waive`, refuse);
    onlyKeys(waive, ['reason', 'expires'], `${at}.waive`, refuse);
    const { reason, expires } = waive;
    if (typeof reason !== 'string' || typeof expires !== 'string')
      throw refuse(`${at}.waive needs "reason" and "expires", both as text.`);
    return { kind: 'waive', reason, expires };
  }
  onlyKeys(given, ['remedy', 'answers'], at, refuse);
  if (typeof given.remedy !== 'string') throw refuse(`${at} needs "remedy": the id of a remedy, or "skip".`);
  if (given.remedy === 'skip') return { kind: 'skip' };
  return { kind: 'remedy', remedy: given.remedy, answers: answersIn(given, `${at}.answers`, refuse) };
}

function answersIn(parent: Readonly<Record<string, unknown>>, at: string, refuse: Refuse): Answers {
  const entries = Object.entries(recordAt(parent, 'answers', at, refuse));
  return Object.fromEntries(
    entries.map(([id, value]): [string, Answer] => {
      if (isAnswer(value)) return [id, value];
      throw refuse(`${at}.${id} must be a text, true or false, or a list of texts, not ${JSON.stringify(value)}.`);
    }),
  );
}

function recordAt(parent: Readonly<Record<string, unknown>>, key: string, at: string, refuse: Refuse) {
  const value = parent[key] ?? {};
  if (!isRecord(value)) throw refuse(`${at} must be a mapping.`);
  return value;
}

function onlyKeys(
  record: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  at: string,
  refuse: Refuse,
): void {
  const unknown = Object.keys(record).find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  const near = nearestNames(unknown, allowed);
  throw refuse(
    `"${unknown}" is not known in ${at}; ${near.length > 0 ? `${orList(near)} is near` : `expected ${orList(allowed)}`}.`,
  );
}
