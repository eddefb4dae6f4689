import Handlebars, { type HelperOptions } from 'handlebars';

/** What one rendering has used up: shared by all of its loops. */
export type Spent = { rounds: number };

/** Characters of one file, and rounds of all loops together: a template beyond is a mistake, or meant to fill a disk. */
export const MOST_TEXT = 512 * 1024;
const MOST_ROUNDS = 10_000;
export const TOO_LONG = `would write more than ${MOST_TEXT} characters`;

/** `{{#each list}}` with an end: lists in lists in lists grow without a loop that anybody sees. */
export function eachBlock(this: unknown, list: unknown, options: HelperOptions): string {
  if (!Array.isArray(list) || list.length === 0) return options.inverse(this);
  // The environment hands this in at every rendering.
  const spent = options.data.spent as Spent;
  let text = '';
  for (const [index, item] of list.entries()) {
    spent.rounds += 1;
    if (spent.rounds > MOST_ROUNDS) throw new Error(`its loops go round more than ${MOST_ROUNDS} times${at(options)}`);
    const data = Handlebars.createFrame(options.data);
    Object.assign(data, { key: index, index, first: index === 0, last: index === list.length - 1 });
    text += options.fn(item, { data, blockParams: [item, index] });
    if (text.length > MOST_TEXT) throw new Error(`it ${TOO_LONG}${at(options)}`);
  }
  return text;
}

/** The form in which Handlebars ends its own messages. The library hands the place in, and its types do not say so. */
const at = (options: HelperOptions & { readonly loc?: { readonly start: { readonly line: number } } }): string =>
  options.loc === undefined ? '' : ` - ${options.loc.start.line}:0`;
