import type { Assessed } from '../model/assessment.ts';
import type { Finding } from '../model/finding.ts';
import type { Pack } from '../model/pack.ts';
import { type SarifInput, sarifLog } from '../report/sarif.ts';
import { fixesByFinding, type SarifFix } from '../report/sarif-fixes.ts';

/** The SARIF log with fixes. Kept apart because planning loads the templates and GitHub's parser. */
export function sarifReport(input: Omit<SarifInput, 'fixesFor'>, pack: Pack) {
  const planned = new Map<Assessed, ReadonlyMap<Finding, readonly SarifFix[]>>();
  return sarifLog({
    ...input,
    fixesFor(assessed, finding) {
      const fixes = planned.get(assessed) ?? fixesByFinding(assessed, input.snapshot, pack);
      planned.set(assessed, fixes);
      return fixes.get(finding) ?? [];
    },
  });
}
