import { offlineActionRepositories } from '../adapters/offline-action-repositories.ts';
import { offlineAdvisories } from '../adapters/offline-advisories.ts';
import { offlinePins } from '../adapters/offline-pins.ts';
import { CONTROLS } from '../controls/registry.ts';
import type { TemplateInputs } from '../model/change.ts';
import type { Pack, Template } from '../model/pack.ts';
import type { Pin, PinCatalogue } from '../model/pin.ts';
import type { Plan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { judgeRendered } from '../plan/judge-rendered.ts';
import { LOST_RULES, lostProtections } from '../plan/lost-protections.ts';
import { tryPayload } from '../plan/try-payload.ts';
import { acceptProblems, type KnownControl } from '../templating/accept-list.ts';
import { accepts, type Breach, type FloorFinding, type Trying, tryTemplate } from '../templating/floor.ts';
import { readRecord } from '../templating/input-record.ts';
import { inspectTemplate } from '../templating/inspect-template.ts';
import { madeBy } from '../templating/made-by.ts';
import { readMarker } from '../templating/marker.ts';
import { pinsWantedBy } from '../templating/pack-manifest.ts';
import { type Given, renderTemplate } from '../templating/render-template.ts';
import type { TrialExtent } from '../templating/trial-inputs.ts';
import { builtInPack } from './built-in-pack.ts';
import { unusablePack } from './pack-layer.ts';

/** The pins of a snapshot; the dated ones where none could be looked up. */
export const pinsOf = ({ facts: { pins } }: Snapshot): PinCatalogue =>
  pins.state === 'known' ? pins.value : offlinePins();

/** One thing that is wrong with a template, told to people; `breach` is null for what the manifest says. */
export type PackFault = { readonly template: string; readonly text: string; readonly breach: Breach | null };

export type Floor = { readonly faults: readonly PackFault[]; readonly templates: number; readonly renderings: number };

/**
 * Tries every template that is not the program's own, or all of them when the pack is the program's. What the built-in template
 * of the same id gives as well is not held against the one in its place.
 */
export function tryPack(pack: Pack, pins: PinCatalogue, extent: TrialExtent): Floor {
  const builtIn = builtInPack();
  const own = pack === builtIn ? pack.templates : pack.templates.filter((template) => !isBuiltIn(pack, template));
  const known = withAllPins(pack, pins);
  const given = { pins: known, views: {}, seed: 'octo/app' };
  const trying: Trying = { given, judge: judge(known), extent };
  let renderings = 0;
  const faults = own.flatMap((template): readonly PackFault[] => {
    const below = pack === builtIn ? null : (builtIn.templates.find(({ id }) => id === template.id) ?? null);
    const said = acceptProblems(template, pack === builtIn ? template : below, knownControl);
    const isPayload = template.kind === 'payload' && pack !== builtIn;
    const tried = isPayload
      ? tryPayload(pack, template, below, { ...trying, below: builtIn })
      : tryTemplate(pack, template, below === null ? trying : { ...trying, compare: lostFrom(below, given) });
    renderings += tried.renderings;
    const same =
      isPayload || tried.breaches.length === 0 || below === null ? [] : tryTemplate(builtIn, below, trying).breaches;
    const worse = tried.breaches.filter(({ finding }) => !same.some((each) => isSame(each.finding, finding)));
    const name = `${madeBy(pack, template.id, partialsOf(pack, template)).name}/${template.id}`;
    return [
      ...said.map((text) => ({ template: template.id, text: `${name}: ${text}`, breach: null })),
      ...worse.map((breach) => ({ template: template.id, text: `${name}: ${breachText(breach)}`, breach })),
    ];
  });
  return { faults, templates: own.length, renderings };
}

/**
 * Refuses a pack that would leave a repository weaker than the program's own, before anything of it is offered.
 * @throws Refusal with exit code 2.
 */
export function holdFloor(pack: Pack, pins: PinCatalogue): void {
  if (pack === builtInPack()) return;
  const { faults } = tryPack(pack, pins, 'usual');
  if (faults.length > 0)
    throw unusablePack(
      sourceOf(pack),
      faults.map(({ text }) => text),
    );
}

/**
 * Judges the new files of a plan as they were rendered for this repository: answers can bring a template where no trial did.
 * @throws Refusal with exit code 2.
 */
export function holdFloorOfPlan(pack: Pack, plan: Plan, pins: PinCatalogue): void {
  if (pack === builtInPack()) return;
  const given = { pins, views: {}, seed: 'octo/app' };
  const faults = plan.files.flatMap(({ path, before, after, upgrade }) => {
    const template =
      before === null || upgrade !== undefined
        ? pack.templates.find(({ id }) => id === readMarker(after)?.template)
        : undefined;
    if (template === undefined || isBuiltIn(pack, template)) return [];
    const allowed = builtInPack().templates.filter(({ id }) => id === template.id);
    const record = readRecord(after);
    const lost = record === null ? [] : allowed.flatMap((below) => lostFrom(below, given)(record.inputs, after));
    return [...judge(pins)(path, after), ...lost]
      .filter((finding) => ![template, ...allowed].some((each) => accepts(each, finding)))
      .map((finding) => `${pack.name}/${template.id}: ${findingText(path, finding)}`);
  });
  if (faults.length > 0) throw unusablePack(sourceOf(pack), faults);
}

/** What a file lacks beside the one that the program's own template (`below`) gives with the same values. */
const lostFrom =
  (below: Template, given: Given) =>
  (inputs: TemplateInputs, text: string): readonly FloorFinding[] => {
    if (below.kind !== 'workflow') return [];
    const shared = Object.entries(inputs).filter(([name]) => Object.hasOwn(below.inputs, name));
    const floor = renderTemplate(builtInPack(), below.id, Object.fromEntries(shared), given);
    return floor.ok ? lostProtections(floor.text, text) : [];
  };

const judge = (pins: PinCatalogue) =>
  judgeRendered(CONTROLS, {
    pins,
    advisories: offlineAdvisories(),
    actionRepositories: offlineActionRepositories(),
  });

/** An action whose commit is not known cannot be written later, and is told then; here it stands in so that the rest is judged. */
function withAllPins(pack: Pack, catalogue: PinCatalogue): PinCatalogue {
  const missing = pinsWantedBy(pack).filter((key) => catalogue.pins[key] === undefined);
  const stand: Pin = { sha: '1'.repeat(40), version: null, source: 'catalogue' };
  return { ...catalogue, pins: { ...catalogue.pins, ...Object.fromEntries(missing.map((key) => [key, stand])) } };
}

const partialsOf = (pack: Pack, template: Template): ReadonlySet<string> => inspectTemplate(template, pack).partials;

const isBuiltIn = (pack: Pack, template: Template): boolean =>
  madeBy(pack, template.id, partialsOf(pack, template)).source === 'built-in';

const isSame = (one: FloorFinding | null, other: FloorFinding | null): boolean =>
  one !== null && other !== null && one.control === other.control && one.rule === other.rule;

const sourceOf = ({ layers, name }: Pack): string => layers[0]?.source ?? name;

function knownControl(id: string): KnownControl | null {
  if (id === 'floor') return { isMust: false, rules: LOST_RULES };
  const control = CONTROLS.find((each) => each.id === id);
  return control === undefined ? null : { isMust: control.tier === 'must', rules: Object.keys(control.rules) };
}

function breachText({ path, finding, message, inputs }: Breach): string {
  if (finding === null) return message;
  const values = Object.entries(inputs).map(([name, value]) => `${name}: ${String(value)}`);
  return `${findingText(path, finding)}${values.length === 0 ? '' : ` (with ${values.join(', ')})`}`;
}

const findingText = (path: string, { control, rule, message, line }: FloorFinding): string =>
  `${path}:${line}: ${control === null ? '' : `${control}/`}${rule}: ${message}`;
