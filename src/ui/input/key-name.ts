import type { Key } from 'ink';

/** One name for what was pressed: `up`, `enter`, `space`, `a` … Null for a chord or a pasted text. */
export function keyName(input: string, key: Key): string | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return || input === '\n') return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return 'tab';
  if (key.backspace || key.delete) return 'backspace';
  if (key.ctrl) return input === 'c' ? 'ctrl-c' : null;
  if (input === ' ') return 'space';
  return input.length === 1 ? input : null;
}
