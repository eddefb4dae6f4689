import type { Assessed, Assessment, Counts, Missing, OfferedRemedy } from '../model/assessment.ts';
import type { Location } from '../model/finding.ts';
import type { Question } from '../model/question.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Policy } from '../policy/policy.ts';
import type { Comparison } from './comparison.ts';
import { policyJson } from './policy-lines.ts';
import { repositoryJson, type Tool } from './repository-json.ts';

/** The report of `check --format json`: version 1 of `schemas/check.schema.json`, a contract with other people's scripts. */
export function checkJson(
  assessment: Assessment,
  snapshot: Snapshot,
  tool: Tool,
  compare: Comparison | null = null,
  policy: Policy | null = null,
) {
  return {
    schemaVersion: 1,
    tool,
    mode: snapshot.target.mode,
    observedAt: snapshot.observedAt,
    repository: repositoryJson(snapshot),
    summary: { ...countsJson(assessment.summary.counts), percent: assessment.summary.percent },
    sections: assessment.sections.map(({ id, number, title, percent, counts }) => ({
      id,
      number,
      title,
      percent,
      counts: countsJson(counts),
    })),
    compare,
    policy: policy === null ? null : policyJson(policy),
    controls: assessment.controls.map(controlJson),
  };
}

const countsJson = ({ pass, partial, fail, unknown, notApplicable, waived }: Counts) => ({
  pass,
  partial,
  fail,
  unknown,
  notApplicable,
  waived,
});

const controlJson = ({ control, verdict, gap, message, unknown, waiver, findings, remedies }: Assessed) => ({
  id: control.id,
  number: control.number,
  section: control.section,
  tier: control.tier,
  title: control.title,
  verdict,
  gap,
  message,
  docs: control.docs,
  unknown: unknown.map(missingJson),
  waiver:
    waiver === null ? null : { reason: waiver.reason, expires: waiver.expires, file: waiver.file, line: waiver.line },
  findings: findings.map(({ rule, message, observed, expected, location }) => ({
    rule,
    message,
    observed,
    expected,
    location: locationJson(location),
  })),
  remedies: remedies.map(remedyJson),
});

const missingJson = ({ fact, reason, unlock, source }: Missing) => ({ fact, reason, unlock, source: source.at });

function locationJson(location: Location | null) {
  if (location === null) return null;
  if (!('path' in location)) return { endpoint: location.endpoint };
  const { path, line, column, endLine, endColumn } = location;
  return { path, line, column, endLine, endColumn };
}

const remedyJson = ({ id, kind, risk, title, recommended, questions }: OfferedRemedy) => ({
  id,
  kind,
  risk,
  title,
  recommended,
  questions: questions.map(questionJson),
});

const questionJson = ({ id, kind, label, help, required, choices, ...rest }: Question) => ({
  id,
  kind,
  label,
  help,
  required,
  choices: choices === undefined ? null : choices.map(({ value, label }) => ({ value, label })),
  default: rest.default === undefined ? null : { value: rest.default.value, from: rest.default.from },
});

/** What a terminal obeys, reorders or hides, and JSON leaves as it is: C1 controls, DEL, directions and marks of no width. */
const OBEYED = /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Two spaces, a line feed at the end: what every JSON result looks like. Whoever reads the JSON has every letter; a terminal sees no control. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(OBEYED, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
