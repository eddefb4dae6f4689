import type { Decision, Policy, RulePlace, WaiverRule } from './policy.ts';
import type { PolicyMap, PolicyNode, PolicyProblem } from './policy-node.ts';

/** What a file, or several that were merged, says. */
export type PolicyFields = Pick<Policy, 'pack' | 'owners' | 'require' | 'waivers' | 'decisions'> & {
  readonly overridable: readonly string[];
};

const WAIVER = ['control', 'path', 'rule', 'reason', 'expires'];
const DECISION = ['remedy', 'answers'];
const SHORTEST_REASON = 10;

/** What an organisation may let its repositories weaken. */
const POINTER = /^\/(?:pack|owners|require(?:\/(?:tiers|controls))?|(?:decisions|waivers)(?:\/[^/]+)*)$/u;

/** Collects the problems while it reads; it lives as long as one reading of a policy. */
export class PolicyReader {
  readonly problems: PolicyProblem[] = [];
  private readonly controls: readonly string[];

  constructor(controls: readonly string[]) {
    this.controls = controls;
  }

  problem({ line, file }: RulePlace, message: string): void {
    this.problems.push({ line, file, message });
  }

  keys(map: PolicyMap, allowed: readonly string[]): ReadonlyMap<string, PolicyNode> {
    const known = new Map<string, PolicyNode>();
    for (const [name, node] of map.entries) {
      if (allowed.includes(name)) known.set(name, node);
      else if (name === 'overridable') this.problem(node.at, '"overridable" belongs to the policy of the organisation');
      else this.problem(node.at, `"${name}" is not known here; expected one of ${allowed.join(', ')}`);
    }
    return known;
  }

  map(node: PolicyNode, what: string): PolicyMap | null {
    if (node.kind === 'map') return node;
    this.problem(node.at, `${what} must be a mapping`);
    return null;
  }

  entries(node: PolicyNode | undefined, what: string): readonly (readonly [string, PolicyNode])[] {
    return node === undefined ? [] : [...(this.map(node, what)?.entries ?? [])];
  }

  optionalText(node: PolicyNode | undefined, what: string): string | null {
    if (node === undefined) return null;
    if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '') return node.value;
    this.problem(node.at, `${what} must be a text`);
    return null;
  }

  texts(node: PolicyNode | undefined, what: string): readonly string[] {
    if (node === undefined) return [];
    const items = node.kind === 'list' ? node.items : [node];
    const texts = items.map((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? item.value : null));
    if (texts.every((text) => text !== null)) return texts;
    this.problem(node.at, `${what} must be a list of texts`);
    return [];
  }

  /** A list of names of a closed set. */
  named(node: PolicyNode | undefined, what: string, known: readonly string[], noun: string): readonly string[] {
    const names = this.texts(node, what);
    for (const name of names)
      if (node !== undefined && !known.includes(name)) this.problem(node.at, `no ${noun} is called "${name}"`);
    return names;
  }

  pointers(node: PolicyNode | undefined): readonly string[] {
    const pointers = this.texts(node, 'overridable');
    for (const pointer of pointers)
      if (node !== undefined && !POINTER.test(pointer))
        this.problem(node.at, `"${pointer}" is not a JSON pointer to something that can be weakened, as "/waivers" is`);
    return pointers;
  }

  waiver(slug: string, node: PolicyNode): WaiverRule {
    const map = this.fields(node, WAIVER);
    const control = this.control(node.at, this.text(slug, node, map, 'control'));
    const reason = this.text(slug, node, map, 'reason');
    if (reason.trim().length < SHORTEST_REASON) {
      const message = `a reason of at least ${SHORTEST_REASON} characters is expected`;
      this.problem((map.get('reason') ?? node).at, message);
    }
    const expires = this.text(slug, node, map, 'expires');
    if (!isDay(expires))
      this.problem((map.get('expires') ?? node).at, `"${expires}" is not a day: YYYY-MM-DD is expected`);
    return {
      slug,
      control,
      path: this.optionalText(map.get('path'), 'path'),
      rule: this.optionalText(map.get('rule'), 'rule'),
      reason,
      expires,
      line: node.at.line,
      file: node.at.file,
    };
  }

  decision(id: string, node: PolicyNode): Decision {
    const map = this.fields(node, DECISION);
    const answers = this.entries(map.get('answers'), 'answers').map(
      ([question, answer]) => [question, this.answer(question, answer)] as const,
    );
    return {
      control: this.control(node.at, id),
      remedy: this.text(id, node, map, 'remedy'),
      answers: Object.fromEntries(answers),
      file: node.at.file,
    };
  }

  private fields(node: PolicyNode, allowed: readonly string[]): ReadonlyMap<string, PolicyNode> {
    return node.kind === 'map' ? this.keys(node, allowed) : new Map();
  }

  private text(owner: string, parent: PolicyNode, map: ReadonlyMap<string, PolicyNode>, key: string): string {
    const node = map.get(key);
    if (node === undefined) {
      this.problem(parent.at, `"${owner}" needs "${key}"`);
      return '';
    }
    return this.optionalText(node, key) ?? '';
  }

  private answer(question: string, node: PolicyNode): string | boolean | readonly string[] {
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
    const texts = this.texts(node, `the answer "${question}"`);
    return node.kind === 'list' ? texts : (texts[0] ?? '');
  }

  private control(at: RulePlace, id: string): string {
    if (id !== '' && !this.controls.includes(id)) this.problem(at, `no control is called "${id}"`);
    return id;
  }
}

/** A real day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
