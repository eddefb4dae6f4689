import { isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import type { YamlSource } from '../yaml-source.ts';
import { columnOf } from './line-bounds.ts';
import { isFlow } from './node-bounds.ts';

/** How a document is written, as far as new lines must look like their neighbours. */
export type YamlStyle = {
  /** Columns from a key to the keys below it. */
  readonly step: number;
  /** Columns from a key to the dashes below it. */
  readonly listStep: number;
  readonly quote: '"' | "'";
};

type Samples = { readonly steps: number[]; readonly listSteps: number[]; readonly quotes: ('"' | "'")[] };

/** The style of what stands at and below a node; where that says nothing, of the document. */
export function styleNear(source: YamlSource, node: Node | null): YamlStyle {
  const near = sampled(node, source.body);
  const all = sampled(source.root, source.body);
  const step = mostFrequent(near.steps) ?? mostFrequent(all.steps) ?? 2;
  return {
    step,
    listStep: mostFrequent(near.listSteps) ?? mostFrequent(all.listSteps) ?? step,
    quote: mostFrequent(near.quotes) ?? mostFrequent(all.quotes) ?? "'",
  };
}

function sampled(node: Node | null, body: string): Samples {
  const samples: Samples = { steps: [], listSteps: [], quotes: [] };
  if (node !== null) sample(node, body, samples);
  return samples;
}

function sample(node: Node, body: string, samples: Samples): void {
  if (isScalar(node)) {
    if (node.type === Scalar.QUOTE_DOUBLE) samples.quotes.push('"');
    if (node.type === Scalar.QUOTE_SINGLE) samples.quotes.push("'");
  }
  // Parsed collections hold nodes; see alias-links.
  if (isSeq(node)) for (const item of node.items) sample(item as Node, body, samples);
  if (!isMap(node)) return;
  for (const pair of node.items) {
    const key = pair.key as Node;
    const value = pair.value as Node | null;
    if (value === null) continue;
    const distance = columnOf(body, value.range?.[0] ?? 0) - columnOf(body, key.range?.[0] ?? 0);
    if (isMap(value) && !isFlow(value) && distance > 0) samples.steps.push(distance);
    if (isSeq(value) && !isFlow(value) && distance >= 0) samples.listSteps.push(distance);
    sample(value, body, samples);
  }
}

function mostFrequent<T>(all: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  let best: T | null = null;
  for (const [each, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = each;
  return best;
}
