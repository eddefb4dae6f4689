import { describe, expect, test } from 'vitest';
import { inheritPolicy } from '../../src/policy/inherit-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';

const CONTROLS = [
  { id: 'actions-sha-pinned', tier: 'must' },
  { id: 'scorecard', tier: 'could' },
  { id: 'sbom-attested', tier: 'should' },
] as const;
const ORG = 'acme/.github:.github/harden-builds.yml';
const OWN = '.github/harden-builds.yml';
const layer = (from: 'organisation' | 'repository', text: string | null) => ({
  layer:
    text === null
      ? ({ from, file: from === 'organisation' ? ORG : OWN, commit: null, state: 'absent', because: 'none' } as const)
      : ({ from, file: from === 'organisation' ? ORG : OWN, commit: 'c', state: 'used', because: null } as const),
  text: text === null ? null : `version: 1\n${text}`,
});

const read = (organisation: string | null, own: string | null) =>
  inheritPolicy([layer('organisation', organisation), layer('repository', own)], CONTROLS);
function policy(organisation: string | null, own: string | null): Policy {
  const result = read(organisation, own);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.policy;
}
const ignored = ({ rules }: Policy) =>
  rules.flatMap(({ file, line, pointer, ignored: why }) =>
    why === null ? [] : [`${file}:${line} ${pointer}: ${why}`],
  );

const waiver = (control: string, rest = '') =>
  `waivers:\n  later:\n    control: ${control}\n    reason: agreed with the team\n    expires: 2027-01-31\n${rest}`;

describe('what a repository may not weaken', () => {
  const cases: readonly (readonly [string, string, string, Partial<Policy>, string])[] = [
    [
      'leaving out a required tier',
      'require: {tiers: [must, should]}\n',
      'require:\n  tiers: [should, could]\n',
      { require: { tiers: ['must', 'should', 'could'], controls: [] } },
      `${OWN}:3 /require/tiers: must stays required (${ORG}:2)`,
    ],
    [
      'removing what is required',
      'require: {controls: [scorecard]}\n',
      'require: null\n',
      { require: { tiers: [], controls: ['scorecard'] } },
      `${OWN}:2 /require: what is required stays (${ORG}:2)`,
    ],
    [
      'removing the required controls',
      'require: {controls: [scorecard]}\n',
      'require: {controls: null}\n',
      { require: { tiers: [], controls: ['scorecard'] } },
      `${OWN}:2 /require/controls: scorecard stays required (${ORG}:2)`,
    ],
    [
      'another pack',
      'pack: github:acme/templates@v1\n',
      'owners: x\npack: built-in\n',
      { pack: 'github:acme/templates@v1', owners: ['x'] },
      `${OWN}:3 /pack: the template pack of the organisation stays (${ORG}:2)`,
    ],
    [
      'no pack',
      'pack: github:acme/templates@v1\n',
      'pack: null\n',
      { pack: 'github:acme/templates@v1' },
      `${OWN}:2 /pack: the template pack of the organisation stays (${ORG}:2)`,
    ],
    [
      'one more owner, who could approve alone',
      "owners: ['@acme/security']\n",
      "owners: ['@acme/security', '@mallory']\n",
      { owners: ['@acme/security'] },
      `${OWN}:2 /owners: the list of owners of the organisation stays (${ORG}:2)`,
    ],
    [
      'a waiver for a required control',
      'require: {controls: [scorecard]}\n',
      waiver('scorecard'),
      { waivers: [] },
      `${OWN}:3 /waivers/later: the organisation requires scorecard, and does not let it be waived`,
    ],
    [
      'a waiver for a control of a required tier',
      'require: {tiers: [must]}\n',
      waiver('actions-sha-pinned'),
      { waivers: [] },
      `${OWN}:3 /waivers/later: the organisation requires actions-sha-pinned, and does not let it be waived`,
    ],
    [
      'another remedy',
      'decisions: {scorecard: {remedy: add}}\n',
      'decisions: {scorecard: {remedy: other, answers: {name: x}}}\n',
      { decisions: [{ control: 'scorecard', remedy: 'add', answers: { name: 'x' }, file: OWN }] },
      `${OWN}:2 /decisions/scorecard: the decision of the organisation stays (${ORG}:2)`,
    ],
    [
      'no decision',
      'decisions: {scorecard: {remedy: add}}\n',
      'decisions: {scorecard: null}\n',
      { decisions: [{ control: 'scorecard', remedy: 'add', answers: {}, file: ORG }] },
      `${OWN}:2 /decisions/scorecard: the decision of the organisation stays (${ORG}:2)`,
    ],
  ];

  test.each(cases)('%s', (_what, organisation, own, expected, note) => {
    const result = policy(organisation, own);
    expect(result).toMatchObject(expected);
    expect(ignored(result)).toEqual([note]);
  });

  test.each(cases)('%s, unless it is declared overridable', (_what, organisation, own) => {
    const pointers = 'overridable: [/pack, /owners, /require, /decisions, /waivers]\n';
    const result = policy(organisation + pointers, own);
    expect(ignored(result).filter((line) => line.startsWith(OWN))).toEqual([]);
  });

  test('a waiver that is made longer keeps its day', () => {
    const org = `require: {tiers: [must]}\n${waiver('actions-sha-pinned')}`;
    const result = policy(org, 'waivers: {later: {expires: 2028-01-31}}\n');
    expect(result.waivers).toMatchObject([{ expires: '2027-01-31', file: ORG }]);
    expect(ignored(result)).toHaveLength(1);
  });

  test('a pointer stands for what is below it, and not for a neighbour with the same beginning', () => {
    const org = `require: {tiers: [must]}\noverridable: [/waivers/late]\n`;
    expect(policy(org, waiver('actions-sha-pinned')).waivers).toEqual([]);
    expect(policy(org.replace('late]', 'later]'), waiver('actions-sha-pinned')).waivers).toHaveLength(1);
  });
});

describe('what a repository may always do', () => {
  test.each([
    ['require more', 'require: {tiers: [must]}\n', 'require: {tiers: [must, should], controls: [scorecard]}\n'],
    ['take away a waiver', `require: {tiers: [must]}\n${waiver('actions-sha-pinned')}`, 'waivers: {later: null}\n'],
    [
      'end a waiver earlier',
      `require: {tiers: [must]}\n${waiver('actions-sha-pinned')}`,
      'waivers: {later: {expires: 2026-12-31}}\n',
    ],
    [
      'waive less',
      `require: {tiers: [must]}\n${waiver('actions-sha-pinned')}`,
      'waivers: {later: {path: .github/workflows/old.yml}}\n',
    ],
    ['waive what nobody requires', 'require: {tiers: [must]}\n', waiver('sbom-attested')],
    [
      'answer what was left open',
      'decisions: {scorecard: {remedy: add}}\n',
      'decisions: {scorecard: {answers: {a: b}}}\n',
    ],
    [
      'decide what was left open',
      'decisions: {scorecard: {remedy: add}}\n',
      'decisions: {sbom-attested: {remedy: x}}\n',
    ],
    ['say the same again', 'pack: built-in\nowners: [a]\n', 'pack: built-in\nowners: [a]\n'],
  ])('%s', (_what, organisation, own) => {
    const result = policy(organisation, own);
    const said = result.rules.filter(({ file }) => file === OWN);
    expect(said).not.toEqual([]);
    expect(said.map(({ ignored: why }) => why)).toEqual(said.map(() => null));
  });
});

describe('layers', () => {
  test('without an organisation everything of the repository counts', () => {
    const result = policy(null, `pack: ./templates\nrequire: {tiers: could}\n${waiver('actions-sha-pinned')}`);
    expect(result).toMatchObject({
      pack: './templates',
      require: { tiers: ['could'] },
      waivers: [{ file: OWN, line: 5 }],
    });
    expect(result.layers.map(({ state }) => state)).toEqual(['absent', 'used']);
  });

  test('without a file of the repository that of the organisation holds', () => {
    expect(policy('owners: [a]\n', null)).toMatchObject({ owners: ['a'], rules: [{ file: ORG, line: 2 }] });
  });

  test('what may be replaced is said to be replaced', () => {
    const { rules, pack } = policy('pack: github:acme/t@v1\noverridable: [/pack]\n', 'pack: built-in\n');
    expect(pack).toBe('built-in');
    expect(rules.find(({ pointer }) => pointer === '/pack')?.ignored).toBe(`${OWN}:2 says otherwise, and may`);
  });

  test('overridable is refused in the file of a repository', () => {
    expect(read(null, 'overridable: [/pack]\n')).toEqual({
      ok: false,
      problems: [{ file: OWN, line: 2, message: '"overridable" belongs to the policy of the organisation' }],
    });
  });

  test('a mistake names the file it is in', () => {
    expect(read('pack: 1\n', 'require: {tiers: [most]}\n')).toMatchObject({
      ok: false,
      problems: [{ file: ORG, line: 2 }],
    });
    expect(read('owners: [a]\n', 'require: {tiers: [most]}\n')).toEqual({
      ok: false,
      problems: [{ file: OWN, line: 2, message: 'no tier is called "most"' }],
    });
  });

  test('a file is a policy by itself, with its own version', () => {
    const result = inheritPolicy(
      [layer('organisation', ''), { ...layer('repository', ''), text: 'owners: [a]\n' }],
      CONTROLS,
    );
    expect(result).toMatchObject({ ok: false, problems: [{ file: OWN, line: 1 }] });
  });
});
