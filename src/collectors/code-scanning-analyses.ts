import { type Fact, known, unknown } from '../model/fact.ts';
import type { CodeScanningAnalysis } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import { scanningIsOff } from './scanning-is-off.ts';

const RECENT = 100;

/**
 * The newest analysis of each category among the hundred newest. "No analysis found" is GitHub's own way to say none; its 404
 * without these words says nothing.
 */
export const collectCodeScanningAnalyses = (
  api: AsksPaths,
  asking: Asking,
): Promise<Fact<readonly CodeScanningAnalysis[]>> =>
  ask<readonly CodeScanningAnalysis[]>(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/code-scanning/analyses`,
      query: { per_page: RECENT },
      needs: { role: 'push', permission: 'Code scanning alerts: read' },
    },
    (data) => {
      const analyses = shapesOf(data)?.map(analysisIn);
      return analyses === undefined || analyses.includes(null)
        ? null
        : newestOfEach(analyses.filter((each) => each !== null));
    },
    (failure, source) => {
      if (scanningIsOff(failure)) return unknown('unsupported', failure.message, source);
      const none = failure.kind === 'not-found' && /no analysis found/i.test(failure.message);
      return none ? known([], source) : null;
    },
  );

function analysisIn(analysis: JsonShape): CodeScanningAnalysis | null {
  const [tool, createdAt] = [analysis.inside('tool').text('name'), analysis.text('created_at')];
  if (tool === undefined || createdAt === undefined) return null;
  return { category: analysis.text('category') ?? '', tool, createdAt };
}

function newestOfEach(analyses: readonly CodeScanningAnalysis[]): readonly CodeScanningAnalysis[] {
  const newest = new Map<string, CodeScanningAnalysis>();
  for (const analysis of analyses) {
    const key = `${analysis.tool}\n${analysis.category}`;
    const before = newest.get(key);
    if (before === undefined || before.createdAt < analysis.createdAt) newest.set(key, analysis);
  }
  return [...newest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, analysis]) => analysis);
}
