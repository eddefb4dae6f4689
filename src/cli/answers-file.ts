import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { answersRefused, type GivenAnswers, readAnswers } from './read-answers.ts';

export const answersName = (file: string): string => (file === '-' ? 'standard input' : file);

/**
 * Reads `--answers`; `-` is standard input.
 * @throws Refusal with exit code 2.
 */
export function answersFrom(file: string, workingDirectory: string): GivenAnswers {
  const name = answersName(file);
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : resolve(workingDirectory, file), 'utf8');
  } catch (error) {
    // Everything that fs throws carries a code.
    const { code } = error as NodeJS.ErrnoException;
    throw answersRefused(
      name,
      code === 'ENOENT' ? 'There is no such file.' : `It cannot be read (${code ?? 'unknown'}).`,
    );
  }
  return readAnswers(text, name);
}
