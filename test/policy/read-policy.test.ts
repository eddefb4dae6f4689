import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { waivesBy } from '../../src/policy/waive.ts';

const CONTROLS = ['actions-sha-pinned', 'sbom-attested'];
const read = (text: string) => readPolicy('.github/harden-builds.yml', text, CONTROLS);
const problems = (text: string) => {
  const result = read(text);
  return result.ok ? [] : result.problems.map(({ line, message }) => `${line}: ${message}`);
};

const WAIVER = `version: 1
waivers:
  vendored-action:
    control: actions-sha-pinned
    path: .github/workflows/legacy-*.yml
    reason: retired with the old runner in March
    expires: 2027-03-31
`;

describe('a policy file', () => {
  test('gives its waivers, decisions and owners', () => {
    const result = read(
      `${WAIVER}owners: ['@acme/build']\ndecisions:\n  sbom-attested:\n    remedy: attest-sbom\n    answers: {format: spdx-json, both: true}\n`,
    );
    expect(result).toMatchObject({
      ok: true,
      policy: {
        owners: ['@acme/build'],
        waivers: [{ slug: 'vendored-action', control: 'actions-sha-pinned', expires: '2027-03-31', line: 3 }],
        decisions: [{ control: 'sbom-attested', remedy: 'attest-sbom', answers: { format: 'spdx-json', both: true } }],
      },
    });
  });

  test.each([
    ['not a mapping', '- a\n', ['1: the file must be a mapping with "version: 1"']],
    ['no version', 'owners: []\n', ['1: "version: 1" is expected']],
    [
      'an unknown key',
      'version: 1\nwaiver: {}\n',
      ['2: "waiver" is not known here; expected one of version, pack, owners, require, decisions, waivers'],
    ],
    ['an unknown control', WAIVER.replace('actions-sha-pinned', 'pins'), ['3: no control is called "pins"']],
    [
      'a short reason',
      WAIVER.replace('retired with the old runner in March', 'later'),
      ['6: a reason of at least 10 characters is expected'],
    ],
    [
      'a day that does not exist',
      WAIVER.replace('2027-03-31', '2027-02-30'),
      ['7: "2027-02-30" is not a day: YYYY-MM-DD is expected'],
    ],
  ])('names %s with its line', (_name, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('that is not YAML is refused with a line', () => {
    expect(problems('version: 1\nwaivers: [\n')[0]).toMatch(/^\d+: /);
  });
});

describe('a waiver', () => {
  const result = read(WAIVER);
  if (!result.ok) throw new Error('the sample policy is valid');
  const waives = waivesBy(result.policy);
  const finding = (path: string, rule = 'unpinned') => ({
    rule,
    message: '',
    observed: '',
    expected: '',
    location: { path, line: 1, column: 1, endLine: 1, endColumn: 1 },
  });

  test('covers what its glob matches, and leaves the rest', () => {
    const legacy = finding('.github/workflows/legacy-build.yml');
    const other = finding('.github/workflows/ci.yml');
    const outcome = waives('actions-sha-pinned', [legacy, other], '2026-11-22');
    expect(outcome.waiver?.slug).toBe('vendored-action');
    expect(outcome.remaining).toEqual([other]);
  });

  test.each([
    ['its last day', '2027-03-31', 0],
    ['the day after', '2027-04-01', 1],
  ])('is judged by the day of the snapshot: %s', (_name, day, remaining) => {
    const outcome = waives('actions-sha-pinned', [finding('.github/workflows/legacy-a.yml')], day);
    expect(outcome.remaining).toHaveLength(remaining);
  });

  test('does not reach another control', () => {
    expect(waives('sbom-attested', [finding('.github/workflows/legacy-a.yml')], '2026-11-22').waiver).toBeNull();
  });
});
