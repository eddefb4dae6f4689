import fc from 'fast-check';

/** A YAML document as it could have been typed: what it says, and how it is laid out. */
export type Layout = {
  readonly step: 2 | 4;
  readonly listStep: 0 | 2 | 4;
  readonly mark: '\n' | '\r\n';
  readonly bom: boolean;
  readonly endsOpen: boolean;
};

type Written =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'literal'; readonly lines: readonly string[] }
  | { readonly kind: 'map'; readonly flow: boolean; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly flow: boolean; readonly entries: readonly Entry[] };

type Entry = {
  readonly value: Written;
  readonly above: string | null;
  readonly trailing: string | null;
  readonly blank: boolean;
};

const words = fc.constantFrom('one', 'v4', "it's", 'a # b', 'ratchet', 'x: y', 'do not touch', 'ünï');
const comment = fc.option(words, { nil: null, freq: 3 });
const scalarTexts = [
  'plain',
  'two words',
  '42',
  '3.10',
  'true',
  'null',
  '""',
  "'single ''quoted'''",
  '"double \\"quoted\\" \\n"',
  'a/b@v1',
  '${{ github.ref }}',
  "'# no comment'",
  '~',
];
const inFlow = (text: string) => !/[{}[\],]/.test(text);

const scalar = fc.constantFrom(...scalarTexts).map((text): Written => ({ kind: 'scalar', text }));
const flowScalar = fc.constantFrom(...scalarTexts.filter(inFlow)).map((text): Written => ({ kind: 'scalar', text }));
const literal = fc
  .array(fc.constantFrom('npm ci', '  indented', 'echo "# not a comment"', '', 'key: value', '- item'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lines): Written => ({ kind: 'literal', lines: ['first', ...lines] }));

const entryOf = (value: fc.Arbitrary<Written>): fc.Arbitrary<Entry> =>
  fc.record({ value, above: comment, trailing: comment, blank: fc.boolean() });

const plainEntry = (value: fc.Arbitrary<Written>): fc.Arbitrary<Entry> =>
  value.map((each) => ({ value: each, above: null, trailing: null, blank: false }));

const { value: written } = fc.letrec<{ value: Written; flow: Written }>((tie) => ({
  flow: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    flowScalar,
    fc
      .array(plainEntry(tie('flow')), { maxLength: 3 })
      .map((entries): Written => ({ kind: 'map', flow: true, entries })),
    fc
      .array(plainEntry(tie('flow')), { maxLength: 3 })
      .map((entries): Written => ({ kind: 'list', flow: true, entries })),
  ),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    literal,
    tie('flow'),
    fc
      .array(entryOf(tie('value')), { minLength: 1, maxLength: 4 })
      .map((entries): Written => ({ kind: 'map', flow: false, entries })),
    fc
      .array(entryOf(tie('value')), { minLength: 1, maxLength: 4 })
      .map((entries): Written => ({ kind: 'list', flow: false, entries })),
  ),
}));

const layout: fc.Arbitrary<Layout> = fc.record({
  step: fc.constantFrom(2, 4),
  listStep: fc.constantFrom(0, 2, 4),
  mark: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  endsOpen: fc.boolean(),
});

/** The text of a mapping with nested values in all the forms that people type. */
export const yamlText: fc.Arbitrary<string> = fc
  .tuple(fc.array(entryOf(written), { minLength: 1, maxLength: 4 }), layout)
  .map(([entries, how]) => {
    const text = mapLines(entries, how).join(how.mark);
    return (how.bom ? '\uFEFF' : '') + text + (how.endsOpen ? '' : how.mark);
  });

const keyOf = (index: number) => ['alpha', 'beta', 'gamma', 'delta'][index] ?? `key${index}`;

function mapLines(entries: readonly Entry[], how: Layout): readonly string[] {
  return entries.flatMap((entry, index) =>
    around(entry, index, valueLines(`${keyOf(index)}:`, entry, how, how.step, how.listStep)),
  );
}

function listLines(entries: readonly Entry[], how: Layout): readonly string[] {
  return entries.flatMap(({ ...entry }, index) => {
    const { value } = entry;
    const nested = value.kind === 'map' && !value.flow ? mapLines(value.entries, how) : null;
    if (nested === null) return around(entry, index, valueLines('-', entry, how, 2, 2));
    // A comment may not stand before the first key of an item: it would have no line of its own.
    const first = nested.findIndex((line) => line !== '' && !line.startsWith('#'));
    return around(
      { ...entry, trailing: null },
      index,
      nested.slice(first).map((line, at) => (at === 0 ? `- ${line}` : line === '' ? '' : `  ${line}`)),
    );
  });
}

const around = ({ above, blank }: Entry, index: number, lines: readonly string[]): readonly string[] => [
  ...(blank && index > 0 ? [''] : []),
  ...(above === null ? [] : [`# ${above}`]),
  ...lines,
];

function valueLines(
  head: string,
  { value, trailing }: Entry,
  how: Layout,
  step: number,
  listStep: number,
): readonly string[] {
  const note = trailing === null ? '' : ` # ${trailing}`;
  if (value.kind === 'literal') return [`${head} |${note}`, ...indent(value.lines, step)];
  if (value.kind === 'scalar' || value.flow) return [`${head} ${flowText(value)}${note}`];
  const nested = value.kind === 'map' ? mapLines(value.entries, how) : listLines(value.entries, how);
  return [`${head}${note}`, ...indent(nested, value.kind === 'map' ? step : listStep)];
}

function flowText(value: Written): string {
  if (value.kind === 'scalar') return value.text;
  if (value.kind === 'literal') return 'x';
  const inner = value.entries
    .map((entry, index) => (value.kind === 'map' ? `${keyOf(index)}: ` : '') + flowText(entry.value))
    .join(', ');
  return value.kind === 'map' ? `{ ${inner} }` : `[${inner}]`;
}

const indent = (lines: readonly string[], by: number) =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
