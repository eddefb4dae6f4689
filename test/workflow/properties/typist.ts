/** Draws one of `sides` possibilities; 0, the plainest, once nothing is left to draw from. */
export type Dice = (sides: number) => number;

/** Dice whose throws are given. */
export function diceOf(throws: readonly number[]): Dice {
  let at = 0;
  return (sides) => (throws[at++] ?? 0) % sides;
}

/** How one person types: what stays the same throughout a file. */
export type Hand = {
  readonly dice: Dice;
  /** Columns from a key to the keys below it. */
  readonly step: number;
  /** Columns from a key to the dashes below it. */
  readonly listStep: number;
  /** Spaces behind a dash. */
  readonly dashGap: number;
  /** Anchors so far, with what they name. */
  readonly anchors: { scalars: string[]; maps: string[] };
};

export const pick = <T>({ dice }: Pick<Hand, 'dice'>, ...from: readonly T[]): T => {
  const chosen = from[dice(from.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
};

export const sometimes = ({ dice }: Pick<Hand, 'dice'>, oneIn: number): boolean => dice(oneIn) === oneIn - 1;

const NOTES = ['v4', 'keep in step with ci.yml', 'ünïcode ☃', 'see: https://example.com/#x', 'tab\there', ''];

/** A comment behind a value, or nothing. */
export const beside = (hand: Hand): string =>
  sometimes(hand, 4) ? `${pick(hand, ' ', '  ', '\t')}# ${pick(hand, ...NOTES)}`.trimEnd() : '';

/** Lines above an entry, at its column: none, a blank line, a comment, spaces. */
export const above = (hand: Hand): readonly string[] =>
  pick(hand, [], [], [], [], [''], ['# why', '#no space'], ['', '# apart', ''], ['# one']);

export const indented = (lines: readonly string[], by: number): readonly string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

/** A text on one line in some quotes, or an alias of an earlier one. */
export function scalar(hand: Hand, text: string): string {
  const style = hand.dice(12);
  if (style === 1) return `'${text.replaceAll("'", "''")}'`;
  if (style === 2) return JSON.stringify(text);
  if (style === 3) return `!!str ${plain(text)}`;
  if (style === 4) {
    const name = `s${hand.anchors.scalars.length}`;
    hand.anchors.scalars.push(name);
    return `&${name} ${plain(text)}`;
  }
  if (style === 5 && hand.anchors.scalars.length > 0) return `*${pick(hand, ...hand.anchors.scalars)}`;
  return plain(text);
}

const plain = (text: string): string => (/^[\w./@-][\w ./@$-]*$/u.test(text) ? text : JSON.stringify(text));

/** `key: value` on one line or over several, from the key's column. */
export function pair(hand: Hand, key: string, text: string): readonly string[] {
  const style = hand.dice(16);
  if (style === 1) return [`${key}: |${beside(hand)}`, ...indented(['first', ...body(hand)], hand.step)];
  if (style === 2) return [`${key}: >-`, ...indented(['folded', ...body(hand)], hand.step)];
  if (style === 3) return [`${key}: |${hand.step}`, ...indented(['  deep', ...body(hand)], hand.step)];
  if (style === 4) return [`${key}: |+`, ...indented(['first', ...body(hand)], hand.step), '', ''];
  if (style === 5) return [`${key}:${beside(hand)}`, ...indented([scalar(hand, text)], hand.step)];
  if (style === 6) return [`? ${key}`, `: ${scalar(hand, text)}`];
  if (style === 7) return [`${key}: several`, ...indented(['lines of', 'plain text'], hand.step)];
  if (style === 8) return [`${key}: "several`, ...indented(['lines of', '', 'quoted text"'], hand.step)];
  if (style === 9) return [`${key} : ${scalar(hand, text)}${beside(hand)}`];
  if (style === 10 && /^\w/.test(key)) return [`"${key}":   ${scalar(hand, text)}${beside(hand)}`];
  return [`${key}: ${scalar(hand, text)}${beside(hand)}`];
}

const body = (hand: Hand): readonly string[] =>
  pick(
    hand,
    ['npm install'],
    ['npm install', 'echo "# no comment"'],
    ['', '  deeper', '', 'key: value'],
    ['- item', '# looks like a comment'],
    ['echo ${{ github.ref }} | sh', ''],
  );

/** Behind a key, a mapping of texts: as a block, in braces on one line or several, named or an alias of an earlier one. */
export function mapping(hand: Hand, key: string, entries: readonly (readonly [string, string])[]): readonly string[] {
  const style = hand.dice(10);
  if (entries.length === 0) return [`${key}: {}`];
  if (style === 1)
    return [`${key}: { ${entries.map(([name, text]) => `${name}: ${flow(hand, text)}`).join(', ')} }${beside(hand)}`];
  if (style === 2) {
    const lines = entries.map(([name, text]) => `${name}: ${flow(hand, text)},${beside(hand)}`);
    return [`${key}: {`, ...indented(lines, hand.step), ...indented(['}'], pick(hand, 1, hand.step))];
  }
  if (style === 3 && hand.anchors.maps.length > 0) return [`${key}: *${pick(hand, ...hand.anchors.maps)}`];
  let name = '';
  if (style === 4) {
    name = ` &m${hand.anchors.maps.length}`;
    hand.anchors.maps.push(name.slice(2));
  }
  return [
    `${key}:${name}${beside(hand)}`,
    ...indented(
      block(
        hand,
        entries.map(([inner, text]) => pair(hand, inner, text)),
      ),
      hand.step,
    ),
  ];
}

const flow = (hand: Hand, text: string): string =>
  pick(hand, plain(text).replaceAll(/[{}[\],]/g, ''), JSON.stringify(text), `'${text.replaceAll("'", "''")}'`);

/** Entries below each other, with what people put between them. */
export const block = (hand: Hand, entries: readonly (readonly string[])[]): readonly string[] =>
  entries.flatMap((lines, index) =>
    index === 0 ? [...above(hand).filter((line) => line !== ''), ...lines] : [...above(hand), ...lines],
  );

/** Items below each other; each is typed behind its dash, or on the line below. */
export const list = (hand: Hand, items: readonly (readonly string[])[]): readonly string[] =>
  items.flatMap((lines) => {
    const first = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
    const kept = lines.slice(Math.max(0, first));
    if (sometimes(hand, 8)) return [...above(hand), `-${beside(hand)}`, ...indented(lines, 1 + hand.dashGap)];
    const [head = '', ...rest] = kept;
    return [...above(hand), `-${' '.repeat(hand.dashGap)}${head}`, ...indented(rest, 1 + hand.dashGap)];
  });
