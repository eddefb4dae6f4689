/**
 * The one table that knows which key does what. Handling, the hint row and the help screen are all made from it. Actions that
 * share a key never meet on one screen (a test holds them apart).
 */
export const KEYMAP = {
  up: { keys: ['up', 'k'], show: 'up', hint: null, help: 'the line above' },
  down: { keys: ['down', 'j'], show: 'up/down', hint: 'move', help: 'the line below' },
  scrollUp: { keys: ['up', 'k'], show: 'up', hint: null, help: 'scroll up' },
  scrollDown: { keys: ['down', 'j'], show: 'up/down', hint: 'scroll', help: 'scroll down' },
  pageUp: { keys: ['pageup'], show: 'pgup', hint: null, help: 'a page up' },
  pageDown: { keys: ['pagedown'], show: 'pgdn', hint: null, help: 'a page down' },
  open: { keys: ['enter'], show: 'enter', hint: 'open', help: 'open what the cursor is at' },
  take: { keys: ['enter'], show: 'enter', hint: 'take it', help: 'take this remedy and go on' },
  mark: { keys: ['enter', 'space'], show: 'enter', hint: 'choose', help: 'choose this remedy' },
  answer: { keys: ['enter', 'space'], show: 'enter', hint: 'answer', help: 'answer or change this question' },
  flip: { keys: ['enter', 'space'], show: 'enter', hint: 'change', help: 'switch between yes and no' },
  save: { keys: ['enter'], show: 'enter', hint: 'save', help: 'save what you typed' },
  choose: { keys: ['enter', 'space'], show: 'enter', hint: 'choose', help: 'choose what the cursor is at' },
  tick: { keys: ['space'], show: 'space', hint: 'leave out or in', help: 'leave this out, or in again' },
  deliver: { keys: ['enter'], show: 'enter', hint: 'deliver', help: 'deliver what is ticked' },
  retry: { keys: ['enter'], show: 'enter', hint: 'try again', help: 'deliver once more' },
  finish: { keys: ['enter', 'esc'], show: 'enter', hint: 'leave', help: 'leave; the link stays in your terminal' },
  previous: { keys: ['left', 'h'], show: 'left', hint: null, help: 'the control before' },
  following: { keys: ['right', 'l'], show: 'left/right', hint: 'other control', help: 'the control after' },
  section: { keys: ['tab'], show: 'tab', hint: 'section', help: 'the next section' },
  skip: { keys: ['s'], show: 's', hint: 'not now', help: 'leave it for now: it is asked again on the next run' },
  waive: { keys: ['w'], show: 'w', hint: 'waive', help: 'accept the risk, with a reason and a last day' },
  diff: { keys: ['d'], show: 'd', hint: 'diff', help: 'show the whole change' },
  evidence: { keys: ['e'], show: 'e', hint: 'evidence', help: 'show all that was found' },
  undo: { keys: ['x'], show: 'x', hint: 'undecide', help: 'take back what you decided about this' },
  all: {
    keys: ['a'],
    show: 'a',
    hint: 'all recommended',
    help: 'take what is recommended wherever no answer is open',
  },
  musts: { keys: ['m'], show: 'm', hint: 'musts only', help: 'the smallest useful change, or everything again' },
  resume: { keys: ['r'], show: 'r', hint: 'take up again', help: 'take up what you chose last time' },
  forget: { keys: ['x'], show: 'x', hint: 'start afresh', help: 'let go of what you chose last time' },
  unlock: { keys: ['u'], show: 'u', hint: 'unknowns', help: 'how the unknowns could be known' },
  review: { keys: ['v'], show: 'v', hint: 'review', help: 'go to the review of what is chosen' },
  filter: { keys: ['/'], show: '/', hint: 'filter', help: 'show only what contains a word' },
  docs: { keys: ['o'], show: 'o', hint: 'docs', help: 'the pages about it, and what people get wrong' },
  back: { keys: ['esc'], show: 'esc', hint: 'back', help: 'one step back; nothing is lost' },
  help: { keys: ['?'], show: '?', hint: 'help', help: 'this page' },
  quit: { keys: ['q'], show: 'q', hint: 'quit', help: 'leave; what you chose is saved for the next run' },
  leave: { keys: ['q', 'enter'], show: 'q', hint: 'leave', help: 'leave now' },
} as const satisfies Readonly<Record<string, Binding>>;

/** `hint` is null for a key that is named together with its partner. */
export type Binding = {
  readonly keys: readonly string[];
  readonly show: string;
  readonly hint: string | null;
  readonly help: string;
};

export type Action = keyof typeof KEYMAP;

/** The action that a key means, among those that are handled now. */
export const actionFor = (key: string, among: readonly Action[]): Action | null =>
  among.find((action) => (KEYMAP[action].keys as readonly string[]).includes(key)) ?? null; // `as` only widens literals

/** Keys that two of these actions would both want. */
export function clashes(actions: readonly Action[]): readonly string[] {
  const keys = actions.flatMap((action): readonly string[] => KEYMAP[action].keys);
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}

export type Hint = { readonly show: string; readonly hint: string };

/** Pairs of keys are shorter as arrows, where a terminal can draw them. */
const ARROWS: Readonly<Record<string, string>> = { 'up/down': '↑↓', 'left/right': '←→' };

/** What the hint row says about these actions, in their order. */
export const hintsFor = (actions: readonly Action[], unicode: boolean): readonly Hint[] =>
  actions.flatMap((action) => {
    const { show, hint } = KEYMAP[action];
    return hint === null ? [] : [{ show: (unicode ? ARROWS[show] : undefined) ?? show, hint }];
  });
