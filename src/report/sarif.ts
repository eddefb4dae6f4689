import type { Assessed, Assessment, Waiver } from '../model/assessment.ts';
import { type Finding, findingKey } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Comparison } from './comparison.ts';
import { printable } from './printable.ts';
import type { Tool } from './repository-json.ts';
import type { SarifFix } from './sarif-fixes.ts';
import { artifactLocation, resultLocation } from './sarif-place.ts';
import { NOT_JUDGED, SARIF_LEVELS, sarifRules } from './sarif-rules.ts';

export type SarifInput = {
  readonly assessment: Assessment;
  /** The same without waivers: what a team has accepted is told as suppressed. */
  readonly unwaived: Assessment;
  readonly snapshot: Snapshot;
  readonly tool: Tool;
  readonly compare: Comparison | null;
  fixesFor(assessed: Assessed, finding: Finding): readonly SarifFix[];
};

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const PAGE = 'https://github.com/harden-builds/harden-builds';

/** The report as SARIF 2.1.0, the form that code scanning and editors read. */
export function sarifLog(input: SarifInput) {
  const { assessment, snapshot, tool } = input;
  const { owner, name, host, base } = snapshot.target;
  const rules = assessment.controls.flatMap(({ control }) => sarifRules(control));
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const results = told(input).map((result) => {
    const ruleIndex = indexes.get(result.ruleId);
    return ruleIndex === undefined ? result : { ...result, ruleIndex };
  });
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, semanticVersion: tool.version, informationUri: PAGE, rules } },
        automationDetails: { id: `${tool.name}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        invocations: [{ executionSuccessful: true, endTimeUtc: snapshot.observedAt }],
        ...(owner === null || name === null
          ? {}
          : {
              versionControlProvenance: [
                {
                  repositoryUri: `https://${host}/${owner}/${name}`,
                  revisionId: base.sha,
                  branch: base.ref,
                  mappedTo: { uriBaseId: '%SRCROOT%' },
                },
              ],
            }),
        results,
      },
    ],
  };
}

type Result = ReturnType<typeof findingResult> | ReturnType<typeof openResult>;

function told(input: SarifInput): readonly Result[] {
  const { assessment, unwaived, compare, fixesFor } = input;
  const numbered = occurrences();
  return assessment.controls.flatMap((assessed): readonly Result[] => {
    const { control, findings, waiver, verdict, gap } = assessed;
    const kept = new Set(findings.map((finding) => findingKey(control.id, finding)));
    const raw = unwaived.controls.find((each) => each.control.id === control.id)?.findings ?? [];
    const accepted = waiver === null ? [] : raw.filter((finding) => !kept.has(findingKey(control.id, finding)));
    const isOpen = verdict === 'unknown' || (verdict === 'partial' && !gap);
    return [
      ...findings.map((finding) =>
        findingResult(assessed, finding, { numbered, compare, waiver: null, fixes: fixesFor(assessed, finding) }),
      ),
      ...accepted.map((finding) => findingResult(assessed, finding, { numbered, compare, waiver, fixes: [] })),
      ...(isOpen ? [openResult(assessed, compare)] : []),
    ];
  });
}

type Around = {
  numbered(key: string): number;
  readonly compare: Comparison | null;
  readonly waiver: Waiver | null;
  readonly fixes: readonly SarifFix[];
};

function findingResult({ control }: Assessed, finding: Finding, { numbered, compare, waiver, fixes }: Around) {
  const key = findingKey(control.id, finding);
  return {
    ruleId: `${control.id}/${finding.rule}`,
    kind: 'fail',
    level: SARIF_LEVELS[control.tier],
    message: { text: plainText(finding.message) },
    locations: [resultLocation(finding)],
    partialFingerprints: fingerprints(key, numbered(key)),
    suppressions: waiver === null ? [] : [suppression(waiver)],
    ...(compare === null ? {} : { baselineState: compare.new.includes(key) ? 'new' : 'unchanged' }),
    ...(fixes.length === 0 ? {} : { fixes }),
    properties: { observed: finding.observed, expected: finding.expected },
  };
}

/** What could not be judged: neither good nor bad, with the step that would show it. */
function openResult({ control, message, unknown }: Assessed, compare: Comparison | null) {
  const unlocks = [...new Set(unknown.map(({ unlock }) => unlock))].filter((unlock) => !message.includes(unlock));
  const key = `${control.id}/${NOT_JUDGED}///`;
  return {
    ruleId: `${control.id}/${NOT_JUDGED}`,
    kind: 'open',
    level: 'none',
    message: { text: plainText([message, ...unlocks].join('; ')) },
    locations: [resultLocation({ location: null, expected: '' })],
    partialFingerprints: fingerprints(key, 1),
    suppressions: [],
    ...(compare === null ? {} : { baselineState: 'unchanged' }),
    properties: { facts: [...new Set(unknown.map(({ fact }) => fact))] },
  };
}

const suppression = ({ reason, file, line }: Waiver) => ({
  kind: 'external',
  status: 'accepted',
  justification: printable(reason),
  location: { physicalLocation: { artifactLocation: artifactLocation(file), region: { startLine: line } } },
});

/** `primaryLocationLineHash` is the one that code scanning follows; here it holds when lines move. */
const fingerprints = (key: string, occurrence: number) => ({
  'findingKey/v1': key,
  primaryLocationLineHash: `${hashed(key)}:${occurrence}`,
});

/** Counts how often a key was seen. */
function occurrences(): (key: string) => number {
  const seen = new Map<string, number>();
  return (key) => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count;
  };
}

/** FNV-1a, 64 bits: a name for a key, not a proof of anything. */
function hashed(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

/** SARIF reads `[words](target)` in plain messages as a link. */
const plainText = (text: string): string => printable(text).replaceAll('](', '] (') || 'no message';
