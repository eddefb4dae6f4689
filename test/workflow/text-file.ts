import type { TextFile, TextFiles } from '../../src/model/files.ts';

export const textFile = (text: string, path = '.github/workflows/ci.yml'): TextFile => ({ path, mode: '100644', text });

export const textFiles = (texts: Readonly<Record<string, string>>): TextFiles =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, textFile(text, path)]));
