import { factViews } from '../ecosystems/fact-views.ts';
import { isReadable, type TextFile } from '../model/files.ts';
import type { Pack } from '../model/pack.ts';
import type { Pin, PinCatalogue } from '../model/pin.ts';
import type { Conflict } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { hashOfBody, type InputRecord, readRecord } from '../templating/input-record.ts';
import { type Marker, readMarker } from '../templating/marker.ts';
import { type Given, renderTemplate } from '../templating/render-template.ts';
import type { FoldedFile } from './fold.ts';
import { historyOf, rewrite } from './line-history.ts';
import { type LineConflict, mergeLines } from './merge-lines.ts';

/**
 * A generated file whose template says something else now. `clean`: nobody edited it. `merged`: the edits are kept. `plain`: what
 * it was made from is not to be had, so that edits would be lost and only a person can decide.
 */
export type Upgrade = {
  readonly file: TextFile;
  readonly after: string;
  readonly how: 'clean' | 'merged' | 'plain';
  /** `built-in/ci-node 0.1.0`. */
  readonly from: string;
  readonly to: string;
  readonly template: string;
};

/** A generated file that is not upgraded, and why. `lines` are the places where both sides changed the same. */
export type NotUpgraded = {
  readonly path: string;
  readonly because: string;
  readonly lines: readonly LineConflict[];
};

export type Upgrades = { readonly offered: readonly Upgrade[]; readonly not: readonly NotUpgraded[] };

/** The pack that a file was made from, in the version it records; null when that is not to be had. */
export type OlderPack = (marker: Marker) => Pack | null;

/** What can be upgraded. Files whose template says the same today are in neither list, whatever was edited in them. Pure. */
export function upgradesIn(
  snapshot: Snapshot,
  pack: Pack,
  pins: PinCatalogue,
  older: OlderPack = () => null,
): Upgrades {
  const { texts } = snapshot.facts;
  const files = texts.state === 'known' ? Object.values(texts.value).filter(isReadable) : [];
  const given = {
    views: factViews(snapshot),
    seed: `${snapshot.target.owner ?? 'local'}/${snapshot.target.name ?? 'repository'}`,
  };
  const all = files.flatMap((file) => {
    const marker = readMarker(file.text);
    return marker === null ? [] : upgradeOf(file, marker, pack, { ...given, pins: withPinsOf(file, pins) }, older);
  });
  return {
    offered: all.flatMap((each) => ('after' in each ? [each] : [])),
    not: all.flatMap((each) => ('because' in each ? [each] : [])),
  };
}

function upgradeOf(
  file: TextFile,
  marker: Marker,
  pack: Pack,
  given: Given,
  older: OlderPack,
): readonly (Upgrade | NotUpgraded)[] {
  const not = (because: string, lines: readonly LineConflict[] = []): readonly NotUpgraded[] => [
    { path: file.path, because, lines },
  ];
  const record = readRecord(file.text);
  const template = pack.templates.find(({ id }) => id === marker.template);
  const from = `${marker.pack}/${marker.template} ${marker.version}`;
  if (record === null) return [];
  if (template === undefined) return not(`it was made from ${from}, and ${pack.name} has no template of that name`);
  const known = Object.entries(record.inputs).filter(([name]) => Object.hasOwn(template.inputs, name));
  const now = renderTemplate(pack, template.id, Object.fromEntries(known), given);
  if (!now.ok)
    return not(`it was made from ${from}, which cannot be rendered with its inputs: ${now.problems.join('; ')}`);
  const theirs = readRecord(now.text);
  const today = readMarker(now.text);
  if (theirs === null || today === null || theirs.body === record.body) return [];
  const found = {
    file,
    from,
    to: `${today.pack}/${today.template} ${today.version}`,
    template: template.id,
  };
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n';
  const whole = (body: string): string => {
    const head = now.text.split('\n').slice(0, 2);
    return [...head, body].join('\n').replaceAll('\n', eol);
  };
  if (hashOfBody(record.text) === record.body) return [{ ...found, how: 'clean', after: whole(theirs.text) }];
  const base = baseOf(marker, record, given, older);
  if (base === null) return [{ ...found, how: 'plain', after: whole(theirs.text) }];
  const merged = mergeLines(base, record.text, theirs.text);
  if (merged.ok) return [{ ...found, how: 'merged', after: whole(merged.text) }];
  return not(`${found.to} and your edits change the same lines`, merged.conflicts);
}

/** The text as it was written then; null when the pack is not to be had, or gives another text. */
function baseOf(marker: Marker, record: InputRecord, given: Given, older: OlderPack): string | null {
  const pack = older(marker);
  const template = pack?.templates.find(({ id }) => id === marker.template);
  if (pack === null || template === undefined) return null;
  const rendered = renderTemplate(pack, marker.template, record.inputs, given);
  const base = rendered.ok ? readRecord(rendered.text) : null;
  return base !== null && base.body === record.body ? base.text : null;
}

/** The files of these upgrades, as a fold begins with them. No control caused them. */
export const upgradedFiles = (upgrades: readonly Upgrade[]): ReadonlyMap<string, FoldedFile> | undefined =>
  upgrades.length === 0
    ? undefined
    : new Map(
        upgrades.map(({ file, after, template, from, to }) => [
          file.path,
          {
            file: { ...file, text: after },
            before: file.text,
            history: rewrite(historyOf(file.text), after, null),
            causes: [],
            created: null,
            template,
            upgrade: { from, to },
          },
        ]),
      );

/** Both sides of every place, for the review. */
export const upgradeConflict = ({ path, because, lines }: NotUpgraded): Conflict => ({
  controls: [],
  path,
  message: [
    `${path} stays as it is: ${because}`,
    ...lines.map(
      ({ line, mine, theirs }) =>
        `line ${line} below the marker: yours ${shown(mine)}, the template's ${shown(theirs)}`,
    ),
  ].join('; '),
});

const shown = (lines: readonly string[]): string =>
  lines.length === 0 ? 'nothing' : JSON.stringify(lines.map((line) => line.trim()).join(' / '));

const USES = /uses:[ \t]*['"]?([\w.-]+\/[\w.-]+)[\w./-]*@([0-9a-f]{40})['"]?(?:[ \t]+#[ \t]*(\S+))?/gu;

/** Actions stay at the commits that the file has: moving them is the work of another control, and of bots. */
function withPinsOf({ text }: TextFile, catalogue: PinCatalogue): PinCatalogue {
  const own = new Map<string, Pin>();
  for (const [, action = '', sha = '', version] of text.matchAll(USES))
    own.set(action.toLowerCase(), { sha, version: version ?? null, source: 'repository' });
  const pins = Object.entries(catalogue.pins).map(([key, pin]) => [key, own.get(key.split('@', 1)[0] ?? '') ?? pin]);
  return { ...catalogue, pins: Object.fromEntries(pins) };
}
