import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Decision, Policy, WaiverRule } from './policy.ts';

/** One mistake in a policy file: 1-based line, and a sentence that says what is expected. */
export type PolicyProblem = { readonly line: number; readonly message: string };

export type ReadPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

const TOP = ['version', 'pack', 'owners', 'decisions', 'waivers'];
const WAIVER = ['control', 'path', 'rule', 'reason', 'expires'];
const DECISION = ['remedy', 'answers'];
const SHORTEST_REASON = 10;

/** Reads `.github/harden-builds.yml`. Every mistake is told at once; a file with one is not used at all. */
export function readPolicy(path: string, text: string, controls: readonly string[]): ReadPolicy {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    const message = syntax.message.split('\n')[0] ?? 'not YAML';
    return { ok: false, problems: [{ line: counter.linePos(syntax.pos[0]).line, message }] };
  }
  const reader = new Reader(counter, controls);
  const root = document.contents;
  if (!isMap(root))
    return { ok: false, problems: [{ line: 1, message: 'the file must be a mapping with "version: 1"' }] };
  const top = reader.keys(root, TOP);
  if (!isScalar(top.get('version')?.value) || reader.plain(top.get('version')) !== 1) {
    reader.problem(top.get('version') ?? null, '"version: 1" is expected');
  }
  const policy: Policy = {
    path,
    pack: reader.optionalText(top.get('pack'), 'pack'),
    owners: reader.texts(top.get('owners'), 'owners'),
    waivers: reader.entries(top.get('waivers'), 'waivers').map((pair) => reader.waiver(pair)),
    decisions: reader.entries(top.get('decisions'), 'decisions').map((pair) => reader.decision(pair)),
  };
  return reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, policy };
}

type Entry = Pair<unknown, unknown>;

/** Collects the problems while it reads; it lives as long as one call of `readPolicy`. */
class Reader {
  readonly problems: PolicyProblem[] = [];
  private readonly counter: LineCounter;
  private readonly controls: readonly string[];

  constructor(counter: LineCounter, controls: readonly string[]) {
    this.counter = counter;
    this.controls = controls;
  }

  problem(at: Entry | null, message: string): void {
    this.problems.push({ line: at === null ? 1 : this.line(at), message });
  }

  line({ key }: Entry): number {
    const start = isScalar(key) ? key.range?.[0] : undefined;
    return start === undefined ? 1 : this.counter.linePos(start).line;
  }

  name({ key }: Entry): string {
    return isScalar(key) ? String(key.value) : '';
  }

  plain(entry: Entry | undefined): unknown {
    return isScalar(entry?.value) ? entry.value.value : undefined;
  }

  keys(map: YAMLMap, allowed: readonly string[]): ReadonlyMap<string, Entry> {
    const known = new Map<string, Entry>();
    for (const entry of map.items as Entry[]) {
      const name = this.name(entry);
      if (allowed.includes(name)) known.set(name, entry);
      else this.problem(entry, `"${name}" is not known here; expected one of ${allowed.join(', ')}`);
    }
    return known;
  }

  entries(entry: Entry | undefined, what: string): readonly Entry[] {
    if (entry === undefined || (isScalar(entry.value) && entry.value.value === null)) return [];
    if (isMap(entry.value)) return entry.value.items as Entry[];
    this.problem(entry, `${what} must be a mapping`);
    return [];
  }

  optionalText(entry: Entry | undefined, what: string): string | null {
    const value = this.plain(entry);
    if (entry === undefined) return null;
    if (typeof value === 'string' && value !== '') return value;
    this.problem(entry, `${what} must be a text`);
    return null;
  }

  text(parent: Entry, map: ReadonlyMap<string, Entry>, key: string): string {
    const entry = map.get(key);
    if (entry === undefined) {
      this.problem(parent, `"${this.name(parent)}" needs "${key}"`);
      return '';
    }
    return this.optionalText(entry, key) ?? '';
  }

  texts(entry: Entry | undefined, what: string): readonly string[] {
    if (entry === undefined) return [];
    const items = isSeq(entry.value) ? entry.value.items : [entry.value];
    const texts = items.map((item) => (isScalar(item) && typeof item.value === 'string' ? item.value : null));
    if (texts.every((text) => text !== null)) return texts;
    this.problem(entry, `${what} must be a list of texts`);
    return [];
  }

  waiver(entry: Entry): WaiverRule {
    const map = isMap(entry.value) ? this.keys(entry.value, WAIVER) : new Map<string, Entry>();
    const control = this.control(entry, this.text(entry, map, 'control'));
    const reason = this.text(entry, map, 'reason');
    if (reason.trim().length < SHORTEST_REASON) {
      this.problem(map.get('reason') ?? entry, `a reason of at least ${SHORTEST_REASON} characters is expected`);
    }
    const expires = this.text(entry, map, 'expires');
    if (!isDay(expires)) this.problem(map.get('expires') ?? entry, `"${expires}" is not a day: YYYY-MM-DD is expected`);
    return {
      slug: this.name(entry),
      control,
      path: this.optionalText(map.get('path'), 'path'),
      rule: this.optionalText(map.get('rule'), 'rule'),
      reason,
      expires,
      line: this.line(entry),
    };
  }

  decision(entry: Entry): Decision {
    const map = isMap(entry.value) ? this.keys(entry.value, DECISION) : new Map<string, Entry>();
    const answers = this.entries(map.get('answers'), 'answers').map((answer) => [
      this.name(answer),
      this.answer(answer),
    ]);
    return {
      control: this.control(entry, this.name(entry)),
      remedy: this.text(entry, map, 'remedy'),
      answers: Object.fromEntries(answers) as Decision['answers'],
    };
  }

  private answer(entry: Entry): string | boolean | readonly string[] {
    const value = this.plain(entry);
    if (typeof value === 'boolean') return value;
    const texts = this.texts(entry, `the answer "${this.name(entry)}"`);
    return isSeq(entry.value) ? texts : (texts[0] ?? '');
  }

  private control(entry: Entry, id: string): string {
    if (id !== '' && !this.controls.includes(id)) this.problem(entry, `no control is called "${id}"`);
    return id;
  }
}

/** A real day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
