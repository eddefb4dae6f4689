import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { assess } from '../../src/assess/assess.ts';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { sarifReport } from '../../src/cli/sarif-report.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import { known } from '../../src/model/fact.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { NO_POLICY } from '../../src/policy/policy.ts';
import { waivesBy } from '../../src/policy/waive.ts';
import { compareAssessments } from '../../src/report/comparison.ts';
import { type SarifInput, sarifLog } from '../../src/report/sarif.ts';
import { fixesByFinding } from '../../src/report/sarif-fixes.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';
import { assessed, assessment, control } from './sample.ts';

const valid = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync('test/report/sarif-written.schema.json', 'utf8')),
);
const TOOL = { name: 'harden-builds', version: '1.2.3' };
const CI = `name: ci
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4 # node
      - run: npm ci`;

const snapshotOf = (text: string): Snapshot =>
  emptySnapshot(
    { '.github/workflows/ci.yml': text, 'package.json': '{"name":"w"}\n' },
    { pins: known(offlinePins(), { via: 'catalogue', at: 'test' }) },
  );
const snapshot = snapshotOf(CI);
const whole = assess(snapshot, CONTROLS);

const reported = (of: Partial<SarifInput> = {}) => {
  const log = sarifReport(
    { assessment: whole, unwaived: whole, snapshot, tool: TOOL, compare: null, ...of },
    builtInPack(),
  );
  expect(valid(log), JSON.stringify(valid.errors)).toBe(true);
  return log.runs[0] ?? expect.fail('no run');
};
const plainLog = (finding: Partial<Finding>) => {
  const judged = assessment([assessed({ verdict: 'fail', gap: true, findings: [{ ...FINDING, ...finding }] })]);
  const log = sarifLog({
    assessment: judged,
    unwaived: judged,
    snapshot,
    tool: TOOL,
    compare: null,
    fixesFor: () => [],
  });
  expect(valid(log), JSON.stringify(valid.errors)).toBe(true);
  return log.runs[0]?.results[0] ?? expect.fail('no result');
};
const FINDING: Finding = { rule: 'unpinned', message: 'm', observed: 'o', expected: 'e', location: null };

describe('SARIF', () => {
  test('is valid, and every result points at its own rule', () => {
    const { results, tool } = reported();
    expect(results.length).toBeGreaterThan(5);
    for (const { ruleId, ...result } of results) {
      const index = 'ruleIndex' in result ? Number(result.ruleIndex) : -1;
      expect(tool.driver.rules[index]?.id).toBe(ruleId);
    }
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a finding has the exact token, the level of its tier, and a fingerprint that ignores lines', () => {
    const moved = snapshotOf(CI.replace('name: ci', '# a\n# b\nname: ci'));
    const below = assess(moved, CONTROLS);
    const pinning = (run: ReturnType<typeof reported>) =>
      run.results.filter(({ ruleId }) => ruleId === 'actions-sha-pinned/unpinned');
    const here = pinning(reported());
    const there = pinning(reported({ assessment: below, unwaived: below, snapshot: moved }));
    expect(here).toHaveLength(2);
    expect(here[0]).toMatchObject({
      kind: 'fail',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: '.github/workflows/ci.yml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 15, endLine: 7, endColumn: 34 },
          },
        },
      ],
    });
    expect(there.map(({ partialFingerprints }) => partialFingerprints)).toEqual(
      here.map(({ partialFingerprints }) => partialFingerprints),
    );
    expect(here[0]?.partialFingerprints).not.toEqual(here[1]?.partialFingerprints);
  });

  test('what could not be judged is open and has no level', () => {
    const open = reported().results.filter(({ ruleId }) => ruleId === 'token-default-read-only/unknown');
    expect(open).toMatchObject([{ kind: 'open', level: 'none', properties: { facts: ['tokenDefaults'] } }]);
  });

  test('what is waived is there, suppressed with the reason; everything else says that it is not', () => {
    const waiver = {
      slug: 'tags',
      control: 'actions-sha-pinned',
      path: null,
      rule: null,
      reason: 'pinned by a proxy',
      expires: '2999-12-31',
      line: 3,
    };
    const judged = assess(snapshot, CONTROLS, waivesBy({ ...NO_POLICY, waivers: [waiver] }));
    const { results } = reported({ assessment: judged });
    const suppressed = results.filter(({ suppressions }) => suppressions.length > 0);
    expect(suppressed.map(({ ruleId }) => ruleId)).toEqual([
      'actions-sha-pinned/unpinned',
      'actions-sha-pinned/unpinned',
    ]);
    expect(suppressed[0]).toMatchObject({
      kind: 'fail',
      suppressions: [{ kind: 'external', status: 'accepted', justification: 'pinned by a proxy' }],
    });
  });

  test('a comparison says which results are new', () => {
    const before = assess(snapshotOf(CI.replace(/.*setup-node.*\n/, '')), CONTROLS);
    const { results } = reported({ compare: compareAssessments(whole, before, 'main') });
    const states = results
      .filter(({ ruleId }) => ruleId === 'actions-sha-pinned/unpinned')
      .map((result) => ('baselineState' in result ? result.baselineState : null));
    expect(states).toEqual(['unchanged', 'new']);
  });

  test('paths become URIs, settings are named, and nothing is nowhere', () => {
    const odd = { path: 'a b/ü#%[x]:y.yml', line: 1, column: 1, endLine: 1, endColumn: 1 };
    const placed = (finding: Partial<Finding>) => plainLog(finding).locations[0];
    expect(placed({ location: odd })).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'a%20b/%C3%BC%23%25%5Bx%5D%3Ay.yml', uriBaseId: '%SRCROOT%' },
        region: { startLine: 1 },
      },
    });
    const absent = placed({ expected: '.github/CODEOWNERS with owners of /.github/workflows/' });
    expect(absent).toMatchObject({ physicalLocation: { artifactLocation: { uri: '.github/CODEOWNERS' } } });
    expect(placed({ expected: '../../etc/passwd and more' })).toMatchObject({
      physicalLocation: { artifactLocation: { uri: '.github' } },
    });
    expect(placed({ location: { endpoint: 'GET /repos/a/b' } })).toMatchObject({
      physicalLocation: { artifactLocation: { uri: '.github' } },
      logicalLocations: [{ fullyQualifiedName: 'GET /repos/a/b' }],
    });
  });

  test('messages hold no links of others and no control sequences', () => {
    expect(plainLog({ message: 'see [here](http://evil.example)\u001B[2J\nnow' }).message.text).toBe(
      'see [here] (http://evil.example) now',
    );
  });
});

describe('fixes', () => {
  const pack = builtInPack();
  const fixesOf = (id: string, of: Snapshot) => {
    const judged = assess(of, CONTROLS).controls.find((each) => each.control.id === id) ?? expect.fail(id);
    return { judged, fixes: fixesByFinding(judged, of, pack) };
  };

  test('of pins stand with each finding, and together cure the control, also in a last line without an end', () => {
    for (const text of [CI, `${CI}\n      - uses: actions/cache@v4`, CI.replaceAll('\n', '\r\n')]) {
      const { judged, fixes } = fixesOf('actions-sha-pinned', snapshotOf(text));
      expect(fixes.size).toBe(judged.findings.length);
      const mended = [...fixes.values()].reduce((now, [fix]) => applied(now, fix, text), text);
      expect(mended.split('\n')).toHaveLength(text.split('\n').length);
      const after = assess(snapshotOf(mended), CONTROLS).controls.find(
        ({ control: { id } }) => id === judged.control.id,
      );
      expect(after?.findings).toEqual([]);
    }
  });

  test('that add lines stand once, with the first finding, and are what the plan writes', () => {
    const { judged, fixes } = fixesOf('workflow-permissions-least', snapshot);
    expect([...fixes.keys()]).toEqual([judged.findings[0]]);
    const [fix] = [...fixes.values()][0] ?? [];
    const after = assess(snapshotOf(applied(CI, fix, CI)), CONTROLS).controls.find(
      (each) => each.control.id === judged.control.id,
    );
    expect(after?.gap).toBe(false);
  });

  test('need no answer: a remedy with an open question has none', () => {
    const { judged, fixes } = fixesOf('codeowners-workflows', snapshot);
    expect(judged.remedies.flatMap(({ questions }) => questions)).not.toEqual([]);
    expect(fixes.size).toBe(0);
  });

  test('are not made for what has no gap', () => {
    expect(fixesByFinding(assessed({ control: control() }), snapshot, pack).size).toBe(0);
  });
});

type Fix = NonNullable<ReturnType<ReturnType<typeof fixesByFinding>['get']>>[number];

/** Applies a fix to the one file it changes, as an editor would: the last place first, so that the others stay where they are. */
function applied(now: string, fix: Fix | undefined, original: string): string {
  const lines = original.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const offsetOf = (line: number, column: number) => lines.slice(0, line - 1).join('').length + column - 1;
  const replacements = fix?.artifactChanges.flatMap((change) => change.replacements) ?? expect.fail('no fix');
  return replacements
    .toReversed()
    .reduce((text, { deletedRegion: { startLine, endLine, ...columns }, insertedContent }) => {
      // What was applied before may have moved the offsets; the deleted text has not changed.
      const start = offsetOf(startLine, columns.startColumn);
      const deleted = original.slice(start, offsetOf(endLine, columns.endColumn));
      const at = now === original ? start : text.indexOf(deleted);
      return text.slice(0, at) + insertedContent.text + text.slice(at + deleted.length);
    }, now);
}
