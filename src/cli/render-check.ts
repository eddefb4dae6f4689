import type { Surroundings } from '../adapters/process-environment.ts';
import type { Assessment } from '../model/assessment.ts';
import { findingKey } from '../model/finding.ts';
import type { Pack } from '../model/pack.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Policy } from '../policy/policy.ts';
import { annotationsText } from '../report/annotations.ts';
import { checkMarkdown } from '../report/check-markdown.ts';
import { type Comparison, comparisonLines } from '../report/comparison.ts';
import { checkJson, jsonText } from '../report/json.ts';
import { checkText } from '../report/terminal.ts';
import { paintFor } from './colour.ts';
import type { CheckInvocation } from './invocation.ts';
import { showsUnicode } from './unicode.ts';
import { TOOL, VERSION } from './version.ts';

const SHOWN = 5;

/** What `check` found. `unwaived` judges without waivers; `since` are lines about the last run. */
export type Checked = {
  readonly assessment: Assessment;
  readonly snapshot: Snapshot;
  readonly compare: Comparison | null;
  readonly since: readonly string[];
  readonly policy: Policy;
  unwaived(): Assessment;
  /** What new files are made from; only the fixes of SARIF need it. */
  readonly pack: Pack | null;
};

/** The report in the format that was asked for. */
export async function renderedCheck(
  invocation: CheckInvocation,
  { assessment, snapshot, compare, since, policy, unwaived, pack }: Checked,
  around: Surroundings,
): Promise<string> {
  const tool = { name: TOOL, version: VERSION };
  const changes = [...since, ...(compare === null ? [] : comparisonLines(compare, assessment))];
  switch (invocation.format) {
    case 'json':
      return jsonText(checkJson(assessment, snapshot, tool, compare, policy));
    case 'sarif': {
      const { sarifReport } = await import('./sarif-report.ts');
      if (pack === null) throw new Error('SARIF was asked for, and no pack was read');
      return jsonText(sarifReport({ assessment, unwaived: unwaived(), snapshot, tool, compare }, pack));
    }
    case 'markdown':
      return checkMarkdown(assessment, snapshot.target, changes);
    case 'github': {
      const fresh = new Set(compare?.new ?? []);
      return annotationsText(assessment, (control, finding) => fresh.has(findingKey(control, finding)));
    }
    case 'text':
      return checkText(assessment, snapshot.target, {
        columns: around.columns ?? 80,
        paint: paintFor(invocation, around.environment, around.stdoutIsTerminal),
        unicode: showsUnicode(),
        most: invocation.verbosity === 'verbose' ? Number.POSITIVE_INFINITY : SHOWN,
        since: changes,
        policy,
      });
  }
}
