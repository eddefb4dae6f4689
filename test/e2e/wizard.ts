import { KEY, type Terminal } from './terminal.ts';

export type Step = 'look' | 'stand' | 'walk' | 'review' | 'deliver';

/** What the first line says of the step, at its right end. */
const WORDS: Readonly<Record<Step, RegExp>> = {
  look: /looking$/,
  stand: /where you stand$/,
  walk: /walk$/,
  review: /review$/,
  deliver: /deliver$/,
};

export const stepOn = ([first = '']: readonly string[]): Step | null => {
  const steps: readonly Step[] = ['look', 'stand', 'walk', 'review', 'deliver'];
  return steps.find((step) => WORDS[step].test(first.trimEnd())) ?? null;
};

export const reached =
  (...steps: readonly Step[]) =>
  (lines: readonly string[]): boolean => {
    const step = stepOn(lines);
    return step !== null && steps.includes(step);
  };

/** The number of the control that the walk stands at. */
export const controlOn = (lines: readonly string[]): string => /^ (\d\.\d\d) /m.exec(lines.join('\n'))?.[1] ?? '';

/** Goes from where the wizard stands to one control of the walk. */
export async function walkTo(terminal: Terminal, number: string): Promise<void> {
  await terminal.waitFor(reached('stand', 'walk'));
  if (stepOn(terminal.screen()) === 'stand') {
    terminal.press('/');
    await terminal.waitFor(/filter:/);
    terminal.press(`${number}${KEY.enter}`);
    await terminal.waitFor(/enter open/);
    terminal.press(KEY.enter);
    await terminal.waitFor((lines) => reached('walk')(lines) && controlOn(lines) === number);
    return;
  }
  const start = controlOn(terminal.screen());
  while (controlOn(terminal.screen()) !== number) {
    const before = controlOn(terminal.screen());
    terminal.press(KEY.right);
    await terminal.waitFor((lines) => controlOn(lines) !== before);
    if (controlOn(terminal.screen()) === start) throw new Error(`the walk has no ${number}`);
  }
}

export type Decision = 'take' | 'not now' | { readonly reason: string };

/** Decides on one control after another, until the wizard goes on to the review by itself. Gives back what was walked. */
export async function walkThrough(
  terminal: Terminal,
  decide: (number: string) => Decision,
): Promise<readonly string[]> {
  const walked: string[] = [];
  await terminal.waitFor(reached('walk'));
  while (stepOn(terminal.screen()) === 'walk') {
    const number = controlOn(terminal.screen());
    if (walked.includes(number)) throw new Error(`${number} was asked twice:\n${terminal.screen().join('\n')}`);
    walked.push(number);
    await carryOut(terminal, decide(number));
    await terminal.waitFor(
      (lines) => reached('review')(lines) || (reached('walk')(lines) && controlOn(lines) !== number),
    );
  }
  return walked;
}

async function carryOut(terminal: Terminal, decision: Decision): Promise<void> {
  if (decision === 'take') {
    await terminal.waitFor(/enter take it/);
    terminal.press(KEY.enter);
  } else if (decision === 'not now') {
    terminal.press('s');
  } else {
    terminal.press('w');
    await terminal.waitFor(/Why is this acceptable here/);
    terminal.press(`${decision.reason}${KEY.enter}`);
    await terminal.waitFor(/Last day it is valid/);
    terminal.press(KEY.enter);
  }
}
