import { actionName } from '../../ecosystems/reached-steps.ts';
import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import { type Pin, type PinCatalogue, pinKey } from '../../model/pin.ts';
import { isFullSha } from '../../workflow/parse-uses.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { Step } from '../../workflow/workflow-file.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const CURRENT = 'actions/attest';
const SBOM = 'actions/attest-sbom';
const ACTIONS: readonly string[] = [CURRENT, 'actions/attest-build-provenance', SBOM];

export default defineControl({
  id: 'attest-action-current',
  number: '2.10',
  section: 'attest',
  tier: 'should',
  title: 'The attest action is the current, unified one',
  why: 'Old attest actions run on a Node.js that runners no longer have, and their successors are where fixes arrive, so a release can stop attesting from one day to the next.',
  trap: 'Putting actions/attest in the place of attest-sbom without its sbom-path turns the list of components into a second provenance. Samples on many pages still show the wrappers at v3 or older.',
  docs: [
    'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations',
    'https://github.com/actions/attest#readme',
  ],
  rules: {
    'runtime-removed': 'The version runs on Node.js 20 or older, which runners no longer have.',
    deprecated: 'actions/attest-sbom is deprecated: actions/attest does its work.',
    wrapper: 'actions/attest-build-provenance only hands over to actions/attest.',
    outdated: 'A newer version of the action has fixes that this one lacks.',
  },
  needs: ['tree', 'texts'],
  uses: ['pins'],

  detect({ tree, texts }, { pins }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const uses = usesIn(set);
    if (uses.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'an attest action may be in a file that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no attest action is used' };
    }
    const findings = uses.flatMap((use) => flawOf(use, pins) ?? []);
    const limitedBy = [...unread, ...unversioned(uses, pins)];
    const [first] = findings;
    if (first === undefined) return { verdict: 'pass', message: `${CURRENT} is used, and it is current`, limitedBy };
    const isFail = findings.some(({ rule }) => rule === 'runtime-removed');
    const rest = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
    return { verdict: isFail ? 'fail' : 'partial', message: `${first.message}${rest}`, findings, limitedBy };
  },

  remedies: [
    {
      id: 'use-attest',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Use the newest actions/attest with the same inputs',
      unavailable({ known, maybe }) {
        if (newest(maybe.pins) === null) return 'the newest version of actions/attest is not known';
        return usesIn(workflowsIn(known.texts)).some((use) => flawOf(use, maybe.pins) !== null && isExchangeable(use))
          ? null
          : 'no step can be changed without knowing what it attests';
      },
      plan({ known, maybe }) {
        const pin = newest(maybe.pins);
        const flawed = usesIn(workflowsIn(known.texts)).filter((use) => flawOf(use, maybe.pins) !== null);
        return flawed.map((use) => (pin !== null && isExchangeable(use) ? exchange(use, pin) : byHand(use, pin)));
      },
    },
    {
      id: 'exchange-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Exchange the action yourself',
      plan: ({ known, maybe }) =>
        usesIn(workflowsIn(known.texts))
          .filter((use) => flawOf(use, maybe.pins) !== null)
          .map((use) => byHand(use, newest(maybe.pins))),
    },
  ],
});

type Use = {
  readonly action: string;
  readonly ref: string;
  readonly comment: string | null;
  readonly uses: NonNullable<Step['uses']>;
  readonly step: Step;
};

/** Every step of a workflow or an action that uses one of the three. */
function usesIn(set: WorkflowSet): readonly Use[] {
  const steps = [...set.workflows.flatMap(({ jobs }) => jobs.flatMap(stepsOf)), ...set.actions.flatMap(stepsOf)];
  const byPlace = new Map<string, Use>();
  for (const step of steps) {
    const action = actionName(step);
    const { uses } = step;
    if (action === null || !ACTIONS.includes(action) || uses?.value.kind !== 'action') continue;
    const { ref, comment } = uses.value;
    byPlace.set(`${uses.place.path}:${uses.place.line}:${uses.place.column}`, { action, ref, comment, uses, step });
  }
  return [...byPlace.values()];
}

type Version = { readonly major: number; readonly minor: number | null };

/** The version behind a reference. A comment is believed where the catalogue has nothing to say of the commit. */
function versionOf({ action, ref, comment }: Use, pins: Fact<PinCatalogue>): Version | null {
  if (!isFullSha(ref)) return parsed(ref);
  if (pins.state === 'unknown') return null;
  const listed = pins.value.versions[pinKey(action, ref)] ?? [];
  const precise = [...listed].sort((a, b) => b.length - a.length)[0];
  return parsed(precise ?? comment ?? '');
}

function parsed(text: string): Version | null {
  const match = /^v?(\d+)(?:\.(\d+))?/.exec(text.trim());
  return match === null ? null : { major: Number(match[1]), minor: match[2] === undefined ? null : Number(match[2]) };
}

/** From v3 on all three run on Node.js 24 (their action.yml); runners dropped Node.js 20 on 2026-09-23. */
const FIRST_ON_NODE_24 = 3;

function flawOf(use: Use, pins: Fact<PinCatalogue>): Finding | null {
  const version = versionOf(use, pins);
  const flaw = (rule: string, message: string): Finding => ({
    rule,
    message,
    observed: use.uses.value.text,
    expected: use.action === SBOM ? `${CURRENT} v4 with the same sbom-path` : `${CURRENT} v4`,
    location: use.uses.place,
    route: use.step.route.join('.'),
  });
  if (version !== null && version.major < FIRST_ON_NODE_24) {
    return flaw('runtime-removed', `${use.action} v${version.major} runs on a Node.js that runners no longer have`);
  }
  if (use.action === SBOM) return flaw('deprecated', `${SBOM} is deprecated, ${CURRENT} does its work`);
  if (version !== null && isOld(version)) return flaw('outdated', `${use.action} is behind the current version`);
  return use.action === CURRENT ? null : flaw('wrapper', `${use.action} only hands over to ${CURRENT}`);
}

/** A moving major is as new as it can be; the modes and fixes that are asked for came with 4.2. */
const isOld = ({ major, minor }: Version): boolean => major < 4 || (major === 4 && minor !== null && minor < 2);

const unversioned = (uses: readonly Use[], pins: Fact<PinCatalogue>): readonly Limit[] =>
  uses
    .filter((use) => use.action === CURRENT && versionOf(use, pins) === null)
    .map(({ uses: { value, place } }) =>
      pins.state === 'unknown'
        ? { fact: 'pins' }
        : {
            fact: 'pins',
            reason: 'unresolvable',
            unlock: `say in a comment which version ${value.text} is`,
            at: place.path,
          },
    );

const newest = (pins: Fact<PinCatalogue>): Pin | null =>
  pins.state === 'known' ? (pins.value.pins[pinKey(CURRENT, 'latest')] ?? null) : null;

/** Every input of the wrappers is one of actions/attest as well; without sbom-path it would attest a provenance instead. */
const isExchangeable = ({ action, step }: Use): boolean => action !== SBOM || step.with['sbom-path'] !== undefined;

function exchange({ uses }: Use, pin: Pin): Change {
  const { route, value, place } = uses;
  const now = `${CURRENT}@${pin.sha}`;
  const comment = pin.version === null ? {} : { comment: pin.version };
  return {
    kind: 'edit-file',
    path: place.path,
    operations: [{ op: 'set-scalar', route, was: value.text, now, ...comment }],
    summary: 'the attestation is made by the current action',
  };
}

function byHand({ uses, action }: Use, pin: Pin | null): ManualStep {
  const { place, value } = uses;
  const now = pin === null ? `${CURRENT}@<full commit id>` : `${CURRENT}@${pin.sha} # ${pin.version ?? 'latest'}`;
  return {
    kind: 'manual',
    summary: `exchange ${value.text} on line ${place.line} of ${place.path}`,
    why: action === SBOM ? 'without sbom-path the new action attests a provenance' : 'the inputs stay the same',
    lines: [`uses: ${now}`, ...(action === SBOM ? ['with:', '  sbom-path: <file with the list>'] : [])],
    url: 'https://github.com/actions/attest#readme',
    path: place.path,
  };
}
