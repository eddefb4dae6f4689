// Writes src/adapters/pin-catalogue.json from a folder of facts about actions: node scripts/pins.mjs FOLDER
// Kept small on purpose: for each action its newest release, the highest release of every major, and the newest releases of
// the last two majors. A floating tag (v4, v4.1) is never taken from the facts, which lag behind: it is derived when looked up.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const OUTPUT = 'src/adapters/pin-catalogue.json';
const MOST_BYTES = 120_000;
/** How many releases of the last two majors: more for what templates write and most repositories use. */
const RELEASES = { required: 60, other: 16 };
/** Nothing newer will come, so what is stored is what the tags mean, however old it is. */
const ENDED = ['archived', 'renamed', 'superseded'];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('which folder holds action-pins.json and tag-objects.json? node scripts/pins.mjs FOLDER');
  process.exit(2);
}
const { _meta: meta, ...actions } = JSON.parse(readFileSync(join(folder, 'action-pins.json'), 'utf8'));
const tagObjects = JSON.parse(readFileSync(join(folder, 'tag-objects.json'), 'utf8'));

const numbersOf = (tag) => (/^v?\d+(?:\.\d+){0,3}$/.test(tag) ? tag.replace(/^v/, '').split('.').map(Number) : null);
const isAbove = (one, other) => {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const index = a.findIndex((number, at) => number !== (b[at] ?? 0));
  // Of two spellings of one version (v1.0.0 and 1.0.0) the one with the v is what people write.
  return index === -1 ? one.startsWith('v') : a[index] > (b[index] ?? 0);
};
const descending = (one, other) => (isAbove(one, other) ? -1 : 1);

/** A short tag floats when a longer one goes on from it; else it is a release of its own. */
const bare = (tag) => tag.replace(/^v/, '');
const releasesOf = (tags) =>
  tags.filter((tag) => numbersOf(tag) !== null && !tags.some((other) => bare(other).startsWith(`${bare(tag)}.`)));

function entryOf(name, facts) {
  // The refs of this action are branches that move without a release: no commit can be said to be what they mean.
  if (facts.refKind === 'branches') return null;
  const releases = releasesOf(Object.keys(facts.tags)).sort(descending);
  const majorOf = (tag) => numbersOf(tag)[0];
  const majors = [...new Set(releases.map(majorOf))];
  const recent = releases.filter((tag) => majors.indexOf(majorOf(tag)) < 2);
  const newest = recent.slice(0, facts.required ? RELEASES.required : RELEASES.other);
  const kept = releases.filter(
    (tag) => newest.includes(tag) || releases.find((each) => majorOf(each) === majorOf(tag)) === tag,
  );
  for (const [major, tag] of Object.entries(facts.majors ?? {})) {
    const highest = releases.find((each) => majorOf(each) === Number(major));
    if (facts.tags[highest] !== facts.tags[tag] && numbersOf(highest).length >= 3) {
      console.error(`note: ${name}: major ${major} is ${tag} in the facts and ${highest} by number`);
    }
  }
  const frozen = ENDED.includes(facts.status);
  const objects = Object.entries(tagObjects[name] ?? {}).filter(
    ([tag]) => kept.includes(tag) || majors.includes(Number(tag.slice(1))),
  );
  return {
    // Without a trustworthy newest release neither "latest" nor a floating tag may be resolved from here.
    latest: facts.latest.freshness === 'stale' && !frozen ? null : facts.latest.tag,
    tags: kept.map((tag) => `${tag} ${facts.tags[tag]}`),
    ...(objects.length > 0 && { objects: objects.map(([tag, id]) => `${tag} ${id} ${facts.tags[tag]}`) }),
    ...(facts.mustUseTag && { mustUseTag: facts.mustUseTag }),
    ...(facts.status !== 'active' && { status: facts.status }),
    ...(facts.replacedBy && { replacedBy: facts.replacedBy }),
  };
}

const entries = Object.entries(actions).map(([name, facts]) => [name, entryOf(name, facts)]);
const catalogue = {
  evidenceEnds: meta.newestStoredEvidence,
  actions: Object.fromEntries(entries.filter(([, entry]) => entry !== null).sort(([a], [b]) => (a < b ? -1 : 1))),
};
for (const [name, { tags, objects = [] }] of Object.entries(catalogue.actions)) {
  const wrong = [...tags, ...objects].filter((line) => !/^\S+( [0-9a-f]{40}){1,2}$/.test(line));
  if (wrong.length > 0) throw new Error(`${name}: not a tag and a commit: ${wrong.join(', ')}`);
}
// One action a line: small, and a change shows as the lines of the actions that changed.
const lines = Object.entries(catalogue.actions).map(
  ([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`,
);
const text = `{"evidenceEnds":${JSON.stringify(catalogue.evidenceEnds)},"actions":{\n${lines.join(',\n')}\n}}\n`;
const bytes = gzipSync(text, { level: 9 }).length;
console.error(`${lines.length} actions, ${text.length} bytes, ${bytes} gzipped (at most ${MOST_BYTES})`);
if (bytes > MOST_BYTES) process.exit(1);
writeFileSync(OUTPUT, text);
