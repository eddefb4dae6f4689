/** A fenced block of a page, with what the reader is told to see after it. */
export type Block = {
  /** `sh` is run, `text` is shown and not run. */
  readonly kind: 'sh' | 'text';
  readonly text: string;
  /** What it prints, or null when the page does not say. */
  readonly output: string | null;
  /** Of its first line, 1-based. */
  readonly line: number;
};

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gmu;

/** The commands of a page in their order. `output` blocks belong to the `sh` block before them; other languages are passed over. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const { 1: language = '', 2: text = '', index } of page.matchAll(FENCE)) {
    const line = page.slice(0, index).split('\n').length + 1;
    const last = blocks.at(-1);
    if (language === 'sh' || language === 'text') blocks.push({ kind: language, text, output: null, line });
    else if (language === 'output') {
      if (last?.kind !== 'sh' || last.output !== null) throw new Error(`line ${line}: no command has this output`);
      blocks[blocks.length - 1] = { ...last, output: text };
    }
  }
  return blocks;
}

/**
 * What the page shows as a pattern of what is printed: `…` alone on a line stands for any lines, elsewhere for any characters of
 * its line.
 */
export function patternOf(output: string): RegExp {
  const lines = output.split('\n').map((line) => {
    if (line.trim() === '…') return '(?:[^\\n]*\\n)*?';
    const parts = line.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
    return `${parts.join('[^\\n]*')}\\n`;
  });
  // The text ends with a line end, so the last of the parts is empty.
  return new RegExp(`^${lines.slice(0, -1).join('')}$`, 'u');
}
