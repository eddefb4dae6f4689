import type { TemplateInputs, TemplateValue } from '../model/change.ts';
import type { Template, TemplateInput } from '../model/pack.ts';
import { pairsCovered } from './pairs-covered.ts';
import { refuseValue } from './template-inputs.ts';

/** One set of values to render a template with. */
export type Trial = {
  /** What differs from the defaults, and what has no default. */
  readonly chosen: TemplateInputs;
  /** A value for everything, for choices that need one. */
  readonly filled: TemplateInputs;
};

/** `usual`: what it is without an answer. `values`: every value once. `pairs`: every pair of choices as well. */
export type TrialExtent = 'usual' | 'values' | 'pairs';

/** Values that look like what people write, for inputs that have no default; the first that an input takes is used. */
const PLAUSIBLE: readonly string[] = [
  'app',
  'octo/app',
  'octo/builders/.github/workflows/build.yml',
  '0123456789abcdef0123456789abcdef01234567',
  '@octo/build',
  'ghcr.io/octo/app',
  'main',
  '7',
  '1.0.0',
  'v1',
  'ci.yml',
  '.github/workflows/release.yml',
  '/.github/workflows/',
  'npm /web',
  'docker',
  'linux',
  'linux/amd64',
  'windows',
  'src/**',
  'https://example.com/app',
  '$' + '{{ github.ref }}',
  'make dist VERSION="$VERSION"',
];

/**
 * Every value of every input once, and every pair of values of two inputs that choose: yes or no, one of several. Free text is
 * tried as its default, a plausible value and, where it may be, empty.
 */
export function trialsOf(
  template: Template,
  views: Readonly<Record<string, TemplateValue | null>>,
  extent: TrialExtent,
): readonly Trial[] {
  const inputs = Object.entries(template.inputs);
  const filled = Object.fromEntries(inputs.flatMap(([name, input]) => sample(name, input, views)));
  const base = Object.fromEntries(Object.entries(filled).filter(([name]) => needsOne(template.inputs[name], views)));
  if (extent === 'usual') return [{ chosen: base, filled }];
  const single = inputs.flatMap(([name, input]) =>
    valuesOf(name, input, filled[name]).map((value) => ({ [name]: value })),
  );
  const choosing = Object.fromEntries(
    inputs
      .filter(([, { type }]) => type === 'choice' || type === 'bool')
      .map(([name, input]) => [name, valuesOf(name, input, undefined)]),
  );
  const pairs = extent === 'pairs' ? pairsCovered(choosing) : [];
  return [{}, ...single, ...pairs].map((differing) => ({ chosen: { ...base, ...differing }, filled }));
}

const needsOne = (input: TemplateInput | undefined, views: Readonly<Record<string, TemplateValue | null>>): boolean =>
  input?.required === true &&
  input.default === undefined &&
  (input.defaultFrom === undefined || (views[input.defaultFrom] ?? null) === null);

function valuesOf(name: string, input: TemplateInput, sampled: TemplateValue | undefined): readonly TemplateValue[] {
  if (input.type === 'bool') return [true, false];
  if (input.type === 'choice') return input.choices ?? [];
  const values: TemplateValue[] = sampled === undefined ? [] : [sampled];
  if (input.type === 'list') {
    const all = PLAUSIBLE.filter((each) => refuseValue(name, input, [each]) === null);
    const usual = Array.isArray(input.default) ? input.default : [];
    if (input.pattern !== undefined) values.push([...new Set([...usual, ...all])]);
    // Several by default belong together; one is an example.
    if (usual.length < 2) values.push(...all.map((each) => [each]));
  }
  if (!input.required) values.push(input.type === 'list' || input.type === 'owner' ? [] : '');
  return values.filter(
    (value) => refuseValue(name, input, value) === null && !(input.required && value.toString() === ''),
  );
}

function sample(
  name: string,
  input: TemplateInput,
  views: Readonly<Record<string, TemplateValue | null>>,
): readonly (readonly [string, TemplateValue])[] {
  if (input.type === 'bool') return [[name, true]];
  const isMany = input.type === 'list' || input.type === 'owner';
  const viewed = input.defaultFrom === undefined ? null : (views[input.defaultFrom] ?? null);
  const candidates: readonly TemplateValue[] = [
    ...(viewed === null ? [] : [viewed]),
    ...(input.default === undefined || input.default === '' ? [] : [input.default]),
    ...(input.choices ?? []),
    ...PLAUSIBLE.map((each) => (isMany ? [each] : each)),
  ];
  const found = candidates.find((each) => refuseValue(name, input, each) === null);
  return found === undefined ? [] : [[name, found]];
}
