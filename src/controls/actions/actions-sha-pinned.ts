import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit, type RemedyContext } from '../../model/control.ts';
import { counted } from '../../model/counted.ts';
import type { MaybeFacts } from '../../model/fact.ts';
import { type TextFiles, textAt } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { type ImagePin, type PinCatalogue, pinKey } from '../../model/pin.ts';
import { LOCKFILE, lockKey, readLockfile } from '../../workflow/actions-lockfile.ts';
import { imageKey, imageName, withDigest } from '../../workflow/image-name.ts';
import { isBlock, isFullSha, isImageDigest, parseUses } from '../../workflow/parse-uses.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { UsesReference } from '../../workflow/uses-reference.ts';
import type { ActionMetadata, Located } from '../../workflow/workflow-file.ts';
import { staleness } from '../pin-age.ts';
import { shellWord } from '../shell-word.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const SHORTENED = /^[0-9a-f]{7,39}$/;
const NO_PINS: PinCatalogue = { pins: {}, tagObjects: {}, versions: {}, offlineSince: null };

export default defineControl({
  id: 'actions-sha-pinned',
  number: '4.01',
  section: 'actions',
  tier: 'must',
  title: 'Actions are pinned to a full-length commit SHA',
  why: 'A tag or a branch can be moved by whoever takes over the action’s repository, and the next run executes the new code with your token and secrets: a full commit id cannot be moved.',
  trap: 'The id of an annotated tag is not the id of its commit. The version in the comment is only a claim. A pin does not freeze what the action itself pulls in (a Docker image by tag, nested actions), and without an update robot pins rot. The SLSA generator must stay on a tag, because its verifier asks for one.',
  docs: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    unpinned: 'An action or reusable workflow of another repository is taken by a tag or a branch.',
    'short-sha': 'The commit id is shortened; only the full length cannot be forged.',
    'tag-object': 'The id belongs to an annotated tag, not to a commit.',
    'comment-mismatch': 'The comment names another version than the one at this commit.',
    'unpinned-docker': 'A container image is taken by a tag instead of its digest.',
  },
  needs: ['tree', 'texts'],
  uses: ['pins', 'imagePins'],

  detect({ tree, texts }, { pins, imagePins }, target) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const uses = usesIn(set);
    if (set.workflows.length === 0 && set.actions.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'no workflow could be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'there is no workflow and no action' };
    }
    const flaws = flawsOf(uses, texts, meanings({ pins, imagePins }));
    const limitedBy: Limit[] = [...unread, ...unresolvable(uses)];
    if (flaws.length > 0) {
      const unreadLock = unreadFiles(texts, (path) => path === LOCKFILE);
      if (unreadLock.length > 0) {
        const message = 'a lockfile that cannot be read may hold the commits of what is taken by tag';
        return { verdict: 'unknown', message, limitedBy: [...limitedBy, ...unreadLock] };
      }
      const findings = flaws.map(({ finding }) => finding);
      const foreign = flaws.filter(
        (flaw) => isMovable(flaw.finding) && !isNear(flaw.use.value, target.owner) && !isInside(flaw.use),
      );
      const message = `${counted(findings.length, 'reference')} to code of other repositories can change or mislead; ${foreign.length === 0 ? 'none that anybody but GitHub and you can move' : `${foreign.length} of them outside GitHub’s own and yours`}`;
      return { verdict: foreign.length > 0 ? 'fail' : 'partial', message, findings, limitedBy };
    }
    const slsa = uses.some(({ value }) => mustStayOnTag(value))
      ? '; the SLSA generator stays on its tag, as its verifier asks'
      : '';
    // Only a catalogue can tell a tag's id from a commit's, and whether a version comment is true.
    const blind: Limit[] =
      pins.state === 'unknown' && uses.some(({ value }) => isPinned(value)) ? [{ fact: 'pins' }] : [];
    return {
      verdict: 'pass',
      message: `every action of another repository is pinned to a commit${slsa}`,
      limitedBy: [...limitedBy, ...blind],
    };
  },

  // All three are `review`: an offline catalogue may lag behind the tag, and then a pin changes what runs.
  remedies: [
    {
      id: 'pin-now',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Pin each action to the commit its tag names now',
      unavailable(given) {
        return staleness(meanings(given.maybe).pins, given.observedAt) ?? nothingKnown(given);
      },
      plan: pinChanges,
    },
    {
      id: 'pin-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Look the commits up yourself',
      plan: (given) => lookUps(flawsIn(given)),
    },
    {
      id: 'pin-from-old-catalogue',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Pin from the offline catalogue although it is old',
      unavailable(given) {
        if (staleness(meanings(given.maybe).pins, given.observedAt) === null)
          return 'the pins are recent: "pin-now" does this';
        return nothingKnown(given);
      },
      plan: pinChanges,
    },
  ],
});

type Given = RemedyContext<'tree' | 'texts', 'pins' | 'imagePins'>;

/** What references mean, as far as it is known. */
type Meanings = { readonly pins: PinCatalogue; readonly images: Readonly<Record<string, ImagePin>> };

const meanings = ({ pins, imagePins }: MaybeFacts<'pins' | 'imagePins'>): Meanings => ({
  pins: pins.state === 'known' ? pins.value : NO_PINS,
  images: imagePins.state === 'known' ? imagePins.value : {},
});

const flawsIn = ({ known: { texts }, maybe }: Given): readonly Flaw[] =>
  flawsOf(usesIn(workflowsIn(texts)), texts, meanings(maybe));

type Use = Located<UsesReference>;
type Remote = Extract<UsesReference, { readonly owner: string }>;
type Flaw = { readonly use: Use; readonly finding: Finding; readonly fix: Fix | null };
/** `comment` null: the reference itself says which version it is. */
type Fix = { readonly now: string; readonly comment: string | null };

/** Every `uses` once, in the order of the files. An alias names one place several times. */
function usesIn(set: WorkflowSet): readonly Use[] {
  const inWorkflows = set.workflows.flatMap(({ jobs }) =>
    jobs.flatMap((job) => [job.uses, ...stepsOf(job).map((step) => step.uses)]),
  );
  const inActions = set.actions.flatMap((action) => [imageOf(action), ...stepsOf(action).map((step) => step.uses)]);
  const byPlace = new Map<string, Use>();
  for (const use of [...inWorkflows, ...inActions]) {
    const key = use === null ? '' : `${use.place.path}:${use.place.line}:${use.place.column}`;
    if (use !== null && !byPlace.has(key)) byPlace.set(key, use);
  }
  return [...byPlace.values()];
}

/** The image that an action of the repository runs in, when it is pulled and not built. */
function imageOf({ image }: ActionMetadata): Use | null {
  return image?.value.startsWith('docker://') ? { ...image, value: parseUses(image.value, null) } : null;
}

/** Who calls the action does not see its image: a gap, and no fail (catalogue 4.01). */
const isInside = ({ route }: Use): boolean => route.join('.') === 'runs.image';

function flawsOf(uses: readonly Use[], texts: TextFiles, known: Meanings): readonly Flaw[] {
  const locked = lockedBy(texts);
  return uses.flatMap((use) => (locked(use) ? [] : (flawOf(use, known) ?? [])));
}

function flawOf(use: Use, { pins, images }: Meanings): Flaw | null {
  const reference = use.value;
  const flaw = (rule: string, message: string, expected: string, fix: Fix | null): Flaw => ({
    use,
    fix: isBlock(reference) ? null : fix,
    finding: {
      rule,
      message,
      observed: reference.text.trim(),
      expected,
      location: use.place,
      route: use.route.join('.'),
    },
  });
  if (reference.kind === 'docker') {
    if (isImageDigest(reference.image)) return null;
    const message = `the image ${reference.image} is named by a tag, which can be moved`;
    const image = imageName(reference.image);
    const key = image === null ? '' : imageKey(image);
    const pin = Object.hasOwn(images, key) ? images[key] : undefined;
    if (pin === undefined)
      return flaw('unpinned-docker', message, `docker://${reference.image.split('@')[0]}@sha256:<digest>`, null);
    const now = withDigest(reference.text, pin.digest);
    return flaw('unpinned-docker', message, now, { now, comment: null });
  }
  if (!isRemote(reference) || mustStayOnTag(reference)) return null;
  const name = nameOf(reference);
  if (!isFullSha(reference.ref)) {
    const fix = fixFor(reference, pins);
    const expected = fix === null ? `${name}@<full commit id>` : `${fix.now} # ${fix.comment ?? reference.ref}`;
    return SHORTENED.test(reference.ref)
      ? flaw('short-sha', `${name} is pinned to the shortened commit id ${reference.ref}`, expected, fix)
      : flaw('unpinned', `${name} is taken at "${reference.ref}", a tag or branch that can be moved`, expected, fix);
  }
  const tag = Object.hasOwn(pins.tagObjects, reference.ref) ? pins.tagObjects[reference.ref] : undefined;
  if (tag !== undefined) {
    const fix = { now: `${name}@${tag.sha}`, comment: tag.tag };
    const message = `${reference.ref} is the id of the tag ${tag.tag}, not of a commit`;
    return flaw('tag-object', message, `${fix.now} # ${fix.comment}`, fix);
  }
  const truth = mismatch(reference, pins);
  if (truth === null) return null;
  const message = `the comment says ${reference.comment}, and this commit is ${truth}`;
  return flaw('comment-mismatch', message, `# ${truth}`, { now: reference.text, comment: truth });
}

function fixFor(reference: Remote, pins: PinCatalogue): Fix | null {
  const action = `${reference.owner}/${reference.repo}`;
  const key = pinKey(action, reference.ref);
  const pin = Object.hasOwn(pins.pins, key) ? pins.pins[key] : undefined;
  if (pin !== undefined) return { now: `${nameOf(reference)}@${pin.sha}`, comment: pin.version ?? reference.ref };
  if (!SHORTENED.test(reference.ref)) return null;
  // The one known commit that begins with it.
  const [only, another] = Object.keys(pins.versions).filter((each) => each.startsWith(key));
  if (only === undefined || another !== undefined) return null;
  const comment = mostPrecise(pins.versions[only] ?? []) ?? reference.ref;
  return { now: `${nameOf(reference)}@${only.slice(only.indexOf('@') + 1)}`, comment };
}

/** The version that this commit really is when the comment claims another; null when the claim holds, or nothing is known. */
function mismatch(reference: Remote, pins: PinCatalogue): string | null {
  const claim = /^(?:tag=|pin@|\S+@)?v?(\d+(?:\.\d+){0,2})(?=\s|$)/.exec(reference.comment ?? '')?.[1];
  if (claim === undefined) return null;
  const action = `${reference.owner}/${reference.repo}`;
  const holds = [`v${claim}`, claim].some((ref) => pins.pins[pinKey(action, ref)]?.sha === reference.ref);
  const versions = pins.versions[pinKey(action, reference.ref)] ?? [];
  const agrees = versions.some((version) => `${version.replace(/^v/, '')}.`.startsWith(`${claim}.`));
  return holds || agrees ? null : mostPrecise(versions);
}

const mostPrecise = (versions: readonly string[]): string | null =>
  versions.toSorted((a, b) => b.split('.').length - a.split('.').length)[0] ?? null;

const isRemote = (reference: UsesReference): reference is Remote =>
  reference.kind === 'action' || reference.kind === 'reusable-workflow';

const isPinned = (reference: UsesReference): boolean => isRemote(reference) && isFullSha(reference.ref);

const nameOf = ({ text }: Remote): string => text.trim().split('@')[0] ?? '';

/** slsa-verifier refuses a generator that is not called by its release tag (slsa-github-generator, "Referencing"). */
const mustStayOnTag = (reference: UsesReference): boolean =>
  reference.kind === 'reusable-workflow' &&
  `${reference.owner}/${reference.repo}`.toLowerCase() === 'slsa-framework/slsa-github-generator' &&
  /^v\d+\.\d+\.\d+/.test(reference.ref);

const isMovable = ({ rule }: Finding): boolean =>
  rule === 'unpinned' || rule === 'short-sha' || rule === 'unpinned-docker';

/** GitHub's own, or the repository's owner's: a gap, but nobody new is trusted (catalogue 4.01). */
const isNear = (reference: UsesReference, owner: string | null): boolean =>
  isRemote(reference) && ['actions', 'github', owner?.toLowerCase()].includes(reference.owner.toLowerCase());

function unresolvable(uses: readonly Use[]): readonly Limit[] {
  return uses.flatMap(({ value, place }): Limit[] =>
    value.kind === 'expression' || value.kind === 'malformed'
      ? [
          {
            fact: 'texts',
            reason: value.kind === 'expression' ? 'unresolvable' : 'unreadable',
            unlock: `say in ${place.path}, line ${place.line}, which action "${value.text}" is`,
            at: place.path,
          },
        ]
      : [],
  );
}

/** A workflow that the Actions lockfile lists runs the commits recorded there, whatever its tags say. */
function lockedBy(texts: TextFiles): (use: Use) => boolean {
  const file = textAt(texts, LOCKFILE);
  const reading = file === null ? null : readLockfile(file);
  if (reading?.ok !== true) return () => false;
  const { workflows, dependencies } = reading.lockfile;
  const locked = new Set(
    workflows.flatMap(({ path, keys }) =>
      keys.filter(({ value }) => dependencies.has(value)).map(({ value }) => `${path} ${value}`),
    ),
  );
  return ({ value, place }) => locked.has(`${place.path} ${lockKey(value)}`);
}

const nothingKnown = (given: Given): string | null =>
  flawsIn(given).some(({ fix }) => fix !== null) ? null : 'no commit is known for any of these references';

function pinChanges(given: Given): readonly Change[] {
  const flaws = flawsIn(given);
  const { pins } = meanings(given.maybe);
  const source = pins.offlineSince === null ? '' : ` (offline catalogue of ${pins.offlineSince})`;
  const paths = [...new Set(flaws.filter(({ fix }) => fix !== null).map(({ use }) => use.place.path))];
  const edits = paths.map((path) => {
    const operations = flaws.filter(({ use }) => use.place.path === path).flatMap(pinOperation);
    const summary = `pin ${counted(operations.length, 'reference')} to ${what(operations)}${source}`;
    return { kind: 'edit-file' as const, path, operations, summary };
  });
  return [...edits, ...lookUps(flaws.filter(({ fix }) => fix === null)), ...relock(given.known.texts, paths)];
}

const what = (operations: readonly { readonly now: string }[]): string => {
  const images = operations.filter(({ now }) => isImageDigest(now)).length;
  return images === 0 ? 'a commit' : images === operations.length ? 'a digest' : 'a commit or a digest';
};

function pinOperation({ use, fix }: Flaw) {
  if (fix === null) return [];
  const { now, comment } = fix;
  return [
    { op: 'set-scalar', route: use.route, was: use.value.text, now, ...(comment === null ? {} : { comment }) } as const,
  ];
}

/** The exact command for each reference that nobody could resolve for the user. */
function lookUps(flaws: readonly Flaw[]): readonly ManualStep[] {
  if (flaws.length === 0) return [];
  const commands = new Map<string, string[]>();
  for (const { use } of flaws) {
    const command = lookUp(use.value);
    commands.set(command, [...(commands.get(command) ?? []), `${use.place.path}:${use.place.line}`]);
  }
  return [
    {
      kind: 'manual',
      summary: `look up ${counted(commands.size, 'reference')} and write the full id in place of the tag`,
      why: 'no verified commit is known here for them, and a guessed one would be worse than the tag',
      lines: [...commands].flatMap(([command, places]) => [`# ${places.join(', ')}`, command]),
      url: 'https://docs.github.com/en/actions/reference/security/secure-use',
    },
  ];
}

const lookUp = (reference: UsesReference): string =>
  reference.kind === 'docker'
    ? `docker buildx imagetools inspect ${shellWord(reference.image)} --format '{{.Manifest.Digest}}'`
    : isRemote(reference)
      ? `gh api ${shellWord(`repos/${reference.owner}/${reference.repo}/commits/${reference.ref}`)} --jq .sha`
      : `# ${reference.text}`;

function relock(texts: TextFiles, paths: readonly string[]): readonly ManualStep[] {
  if (textAt(texts, LOCKFILE) === null || paths.length === 0) return [];
  return [
    {
      kind: 'manual',
      summary: 'lock the workflows again',
      why: `a workflow listed in ${LOCKFILE} fails while the lockfile does not know its references`,
      lines: ['gh extension install github/gh-actions-lock', 'gh actions-lock'],
      url: 'https://docs.github.com/en/actions/how-tos/secure-your-work/lock-workflow-dependencies',
    },
  ];
}
