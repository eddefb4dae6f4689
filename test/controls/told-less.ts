import type { Assessed } from '../../src/model/assessment.ts';
import type { Control } from '../../src/model/control.ts';
import type { Fact, Facts } from '../../src/model/fact.ts';
import type { FactName, FactValues } from '../../src/model/facts.ts';
import { isReadable } from '../../src/model/files.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { judgedOf, tooLarge, without } from './control-case.ts';

/**
 * What a judgement may become when less is known (DESIGN section 2, docs/decisions/0005-knowing-less.md). `limited` is a
 * partial without a gap: nothing is seen to be wrong, and something was not seen.
 */
const MAY_BECOME: Readonly<Record<string, readonly string[]>> = {
  pass: ['pass', 'limited', 'unknown'],
  limited: ['limited', 'unknown'],
  partial: ['partial', 'fail', 'limited', 'unknown'],
  fail: ['fail', 'partial', 'limited', 'unknown'],
  unknown: ['unknown', 'limited'],
  'not-applicable': ['not-applicable', 'limited', 'unknown'],
};
/** Verdicts that say less than a fail does, and so owe the name of what was not seen. */
const OWES_A_NAME = ['partial', 'limited', 'unknown'];

/**
 * What is presumed of a fact that nobody told, so that a look at files alone can say something: the repository is public and
 * alive, and without a manifest or a workflow nothing is released. None of it ever makes a pass.
 */
const PRESUMED: { readonly [N in FactName]?: Readonly<Record<string, readonly string[]>> } = {
  repository: {
    unknown: ['fail', 'partial'],
    'not-applicable': ['fail', 'partial'],
  },
  // Somebody else may be there to review.
  ownerAccess: { 'not-applicable': ['fail', 'partial'] },
  latestRelease: { fail: ['not-applicable'], partial: ['not-applicable'] },
};

/**
 * Accusations that stand although the file that could clear them was not read: the caller, the script or the manifest is taken at
 * its worst. Each is a debt, and the list only gets shorter (docs/decisions/0005-knowing-less.md).
 */
const TAKEN_AT_WORST: Readonly<Record<string, readonly string[]>> = {
  'untrusted-code-checkout': ['pass → fail'],
  'script-injection': ['pass → fail'],
  'checkout-credentials-dropped': ['pass → partial'],
  'provenance-attested': ['limited → fail'],
  'attest-exact-bytes': ['limited → fail'],
};

const kindOf = ({ verdict, gap }: Assessed): string => (verdict === 'partial' && !gap ? 'limited' : verdict);

export type Lesser = { readonly fact: FactName; readonly lacks: string; readonly snapshot: Snapshot };

/** The sentence that says how a control claims more, or something else, when it knows less; null when it does not. */
export function claimFromLess(control: Control, before: Assessed, { fact, lacks, snapshot }: Lesser): string | null {
  const after = judgedOf(control, snapshot);
  const [was, is] = [kindOf(before), kindOf(after)];
  if (PRESUMED[fact]?.[was]?.includes(is) === true) return null;
  // Of an archived repository only what is fine is said; the rest does not apply, seen or not.
  if (is === 'not-applicable' && value(snapshot.facts, 'repository')?.archived === true) return null;
  if (fact === 'texts' && TAKEN_AT_WORST[control.id]?.includes(`${was} → ${is}`) === true) return null;
  if (MAY_BECOME[was]?.includes(is) !== true) return `without ${lacks}: ${was} becomes ${is} (${after.message})`;
  const isNamed = after.unknown.length > 0;
  return was === is || isNamed || !OWES_A_NAME.includes(is)
    ? null
    : `without ${lacks}: ${was} becomes ${is} and names nothing unseen (${after.message})`;
}

/** The same look with one answer missing, or with one part of an answer missing; only what this control may see. */
export function lesserLooks(snapshot: Snapshot, control: Control): readonly Lesser[] {
  return [...control.needs, ...control.uses].flatMap((fact): readonly Lesser[] => {
    if (snapshot.facts[fact].state === 'unknown') return [];
    const whole = { fact, lacks: fact, snapshot: without(snapshot, fact) };
    return [whole, ...partsLacking(snapshot, fact)];
  });
}

function partsLacking(snapshot: Snapshot, fact: FactName): readonly Lesser[] {
  const held: Fact<unknown> = snapshot.facts[fact];
  const rewrite = PARTS[fact];
  if (held.state === 'unknown' || rewrite === undefined) return [];
  return rewrite(snapshot.facts).map(([part, value]) => ({
    fact,
    lacks: `${part} of ${fact}`,
    snapshot: { ...snapshot, facts: { ...snapshot.facts, [fact]: { ...held, value } } },
  }));
}

type Parts = readonly (readonly [part: string, value: unknown])[];
const value = <N extends FactName>(facts: Facts, name: N): FactValues[N] | null => {
  const held: Fact<FactValues[N]> = facts[name];
  return held.state === 'known' ? held.value : null;
};

/** One variant per key that is known now, with null in its place. */
const lacking = (of: object | null, ...keys: readonly string[]): Parts => {
  const entries = new Map(Object.entries(of ?? {}));
  return keys.filter((key) => (entries.get(key) ?? null) !== null).map((key) => [key, { ...of, [key]: null }]);
};

/** The same for every element of a list. */
const lackingInEach = (of: readonly object[] | null, ...keys: readonly string[]): Parts =>
  (of ?? []).flatMap((each, index) =>
    lacking(each, ...keys).map(
      ([key, changed]) =>
        [`${key} ${index + 1}`, (of ?? []).map((other, at) => (at === index ? changed : other))] as const,
    ),
  );

/** Parts whose null, by their type's own words, means that it was not seen. */
const PARTS: { readonly [N in FactName]?: (facts: Facts) => Parts } = {
  texts: (facts) => {
    const texts = value(facts, 'texts') ?? {};
    return Object.values(texts)
      .filter(isReadable)
      .map(({ path }) => [path, { ...texts, [path]: tooLarge(path) }] as const);
  },
  actionsPolicy: (facts) => lacking(value(facts, 'actionsPolicy'), 'shaPinningRequired'),
  selfHostedRunners: (facts) => lackingInEach(value(facts, 'selfHostedRunners'), 'ephemeral', 'version', 'groupId'),
  ownerAccess: (facts) => {
    const access = value(facts, 'ownerAccess');
    return access?.complete === true ? [['the end', { writers: access.writers.slice(0, 1), complete: false }]] : [];
  },
  latestRelease: (facts) => {
    const release = value(facts, 'latestRelease');
    if (release === null) return [];
    const assets = lackingInEach(release.assets, 'digest', 'uploader');
    return [
      ...lacking(release, 'immutable', 'createdAt'),
      ...assets.map(([part, changed]) => [part, { ...release, assets: changed }] as const),
    ];
  },
  branchProtection: (facts) => lacking(value(facts, 'branchProtection'), 'enforceAdmins'),
  rulesets: (facts) => lackingInEach(value(facts, 'rulesets'), 'bypassActors'),
  environments: (facts) => {
    const environments = value(facts, 'environments') ?? [];
    const patterns = environments.flatMap((each, index): Parts => {
      if (typeof each.refs === 'string' || each.refs.patterns === null) return [];
      const blind = environments.map((other, at) => (at === index ? { ...each, refs: { patterns: null } } : other));
      return [[`patterns ${index + 1}`, blind]];
    });
    return [...lackingInEach(environments, 'canAdminsBypass', 'secrets'), ...patterns];
  },
  storedSecrets: (facts) => lacking(value(facts, 'storedSecrets'), 'organization'),
  oidcSubject: (facts) => lacking(value(facts, 'oidcSubject'), 'immutable', 'prefix'),
  dependabotAlerts: (facts) => lacking(value(facts, 'dependabotAlerts'), 'securityUpdates'),
  ownerAccount: (facts) => lacking(value(facts, 'ownerAccount'), 'twoFactorRequired', 'defaultPermission'),
  securityAnalysis: (facts) => lacking(value(facts, 'securityAnalysis'), 'secretScanning', 'pushProtection'),
  deployKeys: (facts) => lackingInEach(value(facts, 'deployKeys'), 'lastUsed'),
  actionRepositories: (facts) => {
    const all = value(facts, 'actionRepositories') ?? {};
    return Object.entries(all).flatMap(([name, each]) =>
      lacking(each, 'archived', 'exists').map(
        ([part, changed]) => [`${part} of ${name}`, { ...all, [name]: changed }] as const,
      ),
    );
  },
};
