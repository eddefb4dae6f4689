import type { YamlSource } from './yaml-source.ts';

/** The texts of the comment lines right above the line of an offset, without their signs. */
export function commentsAbove({ body }: YamlSource, offset: number): readonly string[] {
  const lines = body
    .slice(0, body.lastIndexOf('\n', offset - 1) + 1)
    .split('\n')
    .slice(0, -1);
  const first = lines.findLastIndex((line) => !/^\s*#/.test(line)) + 1;
  return lines.slice(first).map((line) => line.replace(/^\s*#\s?/, '').trimEnd());
}
