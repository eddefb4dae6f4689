import type { Surroundings } from '../adapters/process-environment.ts';
import type { StateDirectory } from '../adapters/state-directory.ts';
import { assess } from '../assess/assess.ts';
import type { Progress } from '../collectors/collect-snapshot.ts';
import { CONTROLS } from '../controls/registry.ts';
import { factViews } from '../ecosystems/fact-views.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Control } from '../model/control.ts';
import type { Pack } from '../model/pack.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { withOwnTemplates } from '../plan/own-templates.ts';
import type { Upgrades } from '../plan/upgrades.ts';
import type { Policy } from '../policy/policy.ts';
import { waivesBy } from '../policy/waive.ts';
import { withDecisions } from '../policy/with-decisions.ts';
import { pinsWantedBy } from '../templating/pack-manifest.ts';
import { builtInPack } from './built-in-pack.ts';
import { findUpgrades } from './find-upgrades.ts';
import type { InitInvocation } from './invocation.ts';
import { listedOnce } from './listed-once.ts';
import type { Output } from './output.ts';
import { holdFloor, pinsOf } from './pack-floor.ts';
import { selectControls } from './select-controls.ts';
import { wirePack } from './wire-pack.ts';
import { wirePolicy } from './wire-policy.ts';
import { wireSnapshot } from './wire-snapshot.ts';
import { wireState } from './wire-state.ts';
import { type Located, locatePlace, type Place, wireTarget } from './wire-target.ts';

/** One run of `init` before it has looked. */
export type InitRun = {
  readonly invocation: InitInvocation;
  readonly around: Surroundings;
  readonly output: Output;
  readonly place: Place;
  readonly state: StateDirectory | null;
  /** Those of `--only` and `--skip`. */
  readonly controls: readonly Control[];
};

/** What looking brought. */
export type Looked = {
  readonly located: Located;
  readonly snapshot: Snapshot;
  readonly assessment: Assessment;
  readonly policy: Policy;
  readonly pack: Pack;
  /** Generated files whose template says something else now. */
  readonly upgrades: Upgrades;
  /** All of them, with what the pack adds. */
  readonly controls: readonly Control[];
};

/** Finds the repository; asks nobody. */
export async function beginRun(invocation: InitInvocation, around: Surroundings, output: Output): Promise<InitRun> {
  const controls = selectControls(CONTROLS, invocation);
  const { local, deliver, dryRun } = invocation;
  const needsHost = !local && deliver === 'pr' && dryRun === null;
  const wanted = { ...invocation, at: local ? 'head' : 'default', worktree: false, needsHost } as const;
  const place = await locatePlace(wanted, around);
  const state = wireState(place, around.environment);
  return { invocation, around, output, place, state, controls };
}

/** Gathers the facts and judges them. */
export async function look(
  { invocation, place, around, output, controls }: InitRun,
  onNote: (note: string) => void,
  onProgress: (event: Progress) => void,
): Promise<Looked> {
  const found = await wireTarget(place, around, output.detail);
  const located = { ...found, files: listedOnce(found.files) };
  for (const note of located.notes) onNote(note);
  const team = await wirePolicy(located, invocation.policy, around);
  const { pack, notes } = await wirePack(invocation, located, around, output.detail, team);
  for (const note of [...team.notes, ...notes]) onNote(note);
  const snapshot = await wireSnapshot(located, pinsWantedBy(pack), onProgress);
  const { policy } = team;
  const { client, target } = located;
  const online = client === null ? null : { host: target.host, client: async () => client };
  holdFloor(pack, pinsOf(snapshot));
  const all = controlsWith(pack, snapshot);
  const chosen = all.filter(({ id }) => controls.some((control) => control.id === id));
  return {
    located,
    snapshot,
    policy,
    pack,
    upgrades: await findUpgrades(invocation, snapshot, pack, online),
    controls: all,
    assessment: withDecisions(assess(snapshot, chosen, waivesBy(policy)), policy),
  };
}

function controlsWith(pack: Pack, snapshot: Snapshot): readonly Control[] {
  const builtIn = builtInPack();
  if (pack === builtIn) return CONTROLS;
  const { tree } = snapshot.facts;
  const paths = new Set(tree.state === 'known' ? tree.value.map(({ path }) => path) : []);
  const known = new Set(builtIn.templates.map(({ id }) => id));
  return withOwnTemplates(CONTROLS, pack, known, { views: factViews(snapshot), paths });
}
