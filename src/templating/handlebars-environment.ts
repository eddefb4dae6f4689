import Handlebars from 'handlebars';
import type { TemplateValue } from '../model/change.ts';
import { eachBlock, type Spent } from './each-block.ts';
import { CRON_PERIODS, cronOf } from './schedule.ts';
import { yamlValue } from './yaml-value.ts';

/** What helpers need besides the inputs: handed over at each rendering, so that one compiled pack serves all. */
export type HelperData = {
  readonly uses: (action: string) => string;
  /** Told when a value that a chosen branch cannot do without is empty. */
  readonly missing: (input: string) => void;
  readonly runners: Readonly<Record<string, string>>;
  readonly seed: string;
};

export type CompiledTemplate = (inputs: Readonly<Record<string, TemplateValue>>, data: HelperData) => string;

/** The last argument of every helper. */
type HelperOptions = { readonly data: { readonly given: HelperData } };

/** What templates may call; a pack cannot add one. */
export const HELPERS = [
  ...['eq', 'has', 'and', 'or', 'not'],
  ...['yaml', 'join', 'part', 'needed', 'uses', 'runner', 'cron'],
] as const;

/** An environment of our own: closed helpers, no prototype access, a missing value is an error, nothing is escaped as HTML. */
export function compileTemplate(text: string, partials: Readonly<Record<string, string>>): CompiledTemplate {
  const environment = Handlebars.create();
  for (const name of ['with', 'log', 'lookup']) environment.unregisterHelper(name);
  environment.registerHelper({
    each: eachBlock,
    eq: (one: unknown, other: unknown) => one === other,
    has: (list: unknown, item: unknown) => Array.isArray(list) && list.includes(item),
    and: (one: unknown, other: unknown) => isFull(one) && isFull(other),
    or: (one: unknown, other: unknown) => isFull(one) || isFull(other),
    not: (one: unknown) => !isFull(one),
    yaml: (value: TemplateValue) => yamlValue(value),
    join: (list: TemplateValue, between: string) => (Array.isArray(list) ? list.join(between) : list),
    part: (text: string, index: number, otherwise: unknown) => text.split(' ')[index] ?? otherwise,
    needed: (value: unknown, input: string, options: HelperOptions) => {
      if (!isFull(value)) options.data.given.missing(input);
      return value;
    },
    uses: (action: string, options: HelperOptions) => options.data.given.uses(action),
    runner: (name: string, options: HelperOptions) => options.data.given.runners[name],
    cron: (period: string, options: HelperOptions) => {
      const known = CRON_PERIODS.find((each) => each === period);
      if (known === undefined) throw new Error(`cron takes ${CRON_PERIODS.join(', ')}, not "${period}"`);
      return cronOf(known, options.data.given.seed);
    },
  });
  for (const [id, partial] of Object.entries(partials)) environment.registerPartial(id, partial);
  const render = environment.compile(text, {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(HELPERS.map((name) => [name, true])),
  });
  return (inputs, given) => {
    const spent: Spent = { rounds: 0 };
    return render(inputs, { data: { given, spent } });
  };
}

const isFull = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
