import { baseImagesIn, builtDockerfile } from '../../ecosystems/base-images.ts';
import { buildsPayload, type JobWork, jobWorkIn, runsProjectCode } from '../../ecosystems/job-work.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit, type RemedyContext } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import { type Finding, isPlace } from '../../model/finding.ts';
import type { ImagePin } from '../../model/pin.ts';
import { imageKey, imageName, withDigest } from '../../workflow/image-name.ts';
import { onlyPicksRunner } from '../../workflow/matrix-uses.ts';
import { spelledOut } from '../../workflow/matrix-values.ts';
import { isImageDigest } from '../../workflow/parse-uses.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { runnerInputs } from '../../workflow/runner-inputs.ts';
import { LABELS_AS_OF, runnerLabel } from '../../workflow/runner-label.ts';
import { labelChoices } from '../../workflow/runner-request.ts';
import type { Job, Located, Workflow } from '../../workflow/workflow-file.ts';
import { shellWord } from '../shell-word.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const LABEL_DOCS = 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners';

export default defineControl({
  id: 'runner-image-explicit',
  number: '1.04',
  section: 'build',
  tier: 'must',
  title: 'You know exactly what environment the build ran on',
  why: 'A label such as ubuntu-latest, or an image taken by a tag, one day names another system, and then compiler, libraries and tools of the build change without any commit that says so.',
  trap: 'An explicit label does not freeze the image, which is rebuilt every week: write its version down with the build. Labels of your own may be larger hosted runners and are no mistake. A value of a matrix that steps ask for as well is changed by hand, and checks carry such values in their names.',
  docs: [LABEL_DOCS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'floating-label': 'The runner’s label names another image from time to time.',
    'retiring-label': 'The runner’s image is announced to end.',
    'retired-label': 'The runner’s image no longer exists.',
    'image-by-tag': 'A container image is taken by a tag instead of its digest.',
    'image-floating': 'A container image is taken by “latest”, or by no tag at all.',
  },
  needs: ['tree', 'texts'],
  uses: ['imagePins'],

  detect({ tree, texts }, { imagePins }, _target, observedAt) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const jobs = jobWorkIn(tree, texts, set).filter(runsProjectCode);
    const seen = look({ set, jobs, texts, today: observedAt, digests: digestsIn(imagePins) });
    if (jobs.length === 0 && seen.flaws.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'the build may be in a workflow that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow builds anything' };
    }
    const limitedBy = [...unread, ...seen.unsure.map(({ limit }) => limit)];
    const [first] = seen.flaws;
    if (first !== undefined) {
      const worst = seen.flaws.find(({ breaks }) => breaks);
      const many = seen.flaws.length;
      const message =
        many === 1
          ? first.finding.message
          : `${many} places name a machine or an image that can change without a commit${worst === undefined ? '' : `; ${worst.finding.message}`}`;
      const findings = seen.flaws.map(({ finding }) => finding);
      return { verdict: worst === undefined ? 'partial' : 'fail', message, findings, limitedBy };
    }
    if (jobs.every((work) => seen.unsure.some(({ job }) => job === work.job))) {
      return { verdict: 'unknown', message: 'which machines the builds run on is not in the repository', limitedBy };
    }
    return { verdict: 'pass', message: 'every build names its image, and containers are named by digest', limitedBy };
  },

  remedies: [
    {
      id: 'name-image-of-today',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Write what floating labels stand for today, and the digests of containers',
      unavailable(given) {
        return look(lookedAt(given)).flaws.some(({ now }) => now !== null)
          ? null
          : 'no floating label stands where another would change nothing else, and no digest of a container is known';
      },
      plan(given) {
        const { flaws } = look(lookedAt(given));
        return [...swaps(flaws.filter(({ now }) => now !== null)), ...byHand(flaws.filter(({ now }) => now === null))];
      },
    },
    {
      id: 'name-image-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Name the images yourself',
      plan: (given) => byHand(look(lookedAt(given)).flaws),
    },
  ],
});

/** `now` is what an edit can write; `breaks` makes the verdict a fail. */
type Flaw = {
  readonly finding: Finding;
  readonly at: Located<string>;
  readonly now: string | null;
  readonly breaks: boolean;
};
type Unsure = { readonly job: Job; readonly limit: Limit };
type Look = { readonly flaws: readonly Flaw[]; readonly unsure: readonly Unsure[] };

type Digests = Readonly<Record<string, ImagePin>>;
type LookedAt = {
  readonly set: WorkflowSet;
  /** Those that run the project’s code. */
  readonly jobs: readonly JobWork[];
  readonly texts: TextFiles;
  /** ISO day. */
  readonly today: string;
  readonly digests: Digests;
};

function lookedAt({
  known: { tree, texts },
  maybe,
  observedAt,
}: RemedyContext<'tree' | 'texts', 'imagePins'>): LookedAt {
  const set = workflowsIn(texts);
  const jobs = jobWorkIn(tree, texts, set).filter(runsProjectCode);
  return { set, jobs, texts, today: observedAt, digests: digestsIn(maybe.imagePins) };
}

const digestsIn = (pins: Fact<Digests>): Digests => (pins.state === 'known' ? pins.value : {});

/** Labels of jobs that run the project's code; images of every job, because nobody else looks at them. */
function look({ set, jobs, texts, today, digests }: LookedAt): Look {
  const payload = new Set(jobs.filter(buildsPayload).map(({ job }) => job));
  const looks = [
    ...jobs.map(({ workflow, job }) => labelsOf(set, workflow, job, today)),
    ...set.workflows.flatMap((workflow) =>
      workflow.jobs.map((job) => imagesOf(workflow, job, payload.has(job), digests)),
    ),
    ...jobs.map((work) => dockerfilesOf(work, texts, digests)),
  ];
  const flaws = new Map<string, Flaw>();
  for (const flaw of looks.flatMap((each) => each.flaws)) {
    const { rule, location } = flaw.finding;
    const key = isPlace(location)
      ? `${rule} ${location.path}:${location.line}:${location.column}:${flaw.finding.observed}`
      : '';
    if (flaw.breaks || !flaws.has(key)) flaws.set(key, flaw);
  }
  return { flaws: [...flaws.values()], unsure: looks.flatMap((each) => each.unsure) };
}

function labelsOf(set: WorkflowSet, workflow: Workflow, job: Job, today: string): Look {
  const { runsOn } = job;
  const unsure = (what: string): Unsure => ({
    job,
    limit: {
      fact: 'texts',
      reason: 'unresolvable',
      unlock: `say which image the job ${job.id} runs on: ${what}`,
      at: workflow.path,
    },
  });
  if (runsOn === null) return { flaws: [], unsure: [] };
  const asked = labelChoices(job);
  const staysAsMany = keepsMachinesApart(job);
  const written = (asked ?? runsOn.labels).flatMap((label) => {
    const flaw = labelFlaw(job, label, today, () => mayWrite(job, label, staysAsMany));
    // An expression may compare what it chooses from, so nothing in it, or in the matrix it reads, is written over.
    return flaw === null ? [] : runsOn.expression === null ? flaw : { ...flaw, now: null };
  });
  const handed = runnerInputs(set, workflow, job).flatMap(
    ({ label, onlyPicks }) => labelFlaw(job, label, today, () => onlyPicks) ?? [],
  );
  const flaws = [...written, ...handed];
  const own = (asked ?? []).filter(({ value }) => /^(?:own|self-hosted)$/.test(runnerLabel(value).kind));
  if (asked === null) return { flaws, unsure: [unsure(runsOn.expression?.value ?? '')] };
  if (runsOn.group !== null) return { flaws, unsure: [unsure(`the runner group ${runsOn.group}`)] };
  return { flaws, unsure: own.length > 0 ? [unsure(own.map(({ value }) => value).join(', '))] : [] };
}

function labelFlaw(job: Job, label: Located<string>, today: string, isSafe: () => boolean): Flaw | null {
  const kind = runnerLabel(label.value, today);
  const flaw = (rule: string, message: string, expected: string, now: string | null = null): Flaw => ({
    finding: { rule, message, observed: label.value, expected, location: label.place, route: label.route.join('.') },
    at: label,
    now,
    breaks: rule === 'retired-label',
  });
  switch (kind.kind) {
    case 'floating': {
      const expected = kind.now ?? 'a label with a version, such as ubuntu-24.04';
      const means = kind.now === null ? '' : `; on ${LABELS_AS_OF} it is ${kind.now}`;
      const message = `the job ${job.id} runs on "${label.value}", which moves to another image from time to time${means}`;
      return flaw('floating-label', message, expected, kind.now !== null && isSafe() ? kind.now : null);
    }
    case 'retiring': {
      const end = kind.until === null ? 'is deprecated' : `ends on ${kind.until}`;
      return flaw(
        'retiring-label',
        `the image "${label.value}" of the job ${job.id} ${end}`,
        'a label that is supported',
      );
    }
    case 'retired':
      return flaw(
        'retired-label',
        `the image "${label.value}" of the job ${job.id} no longer exists`,
        'a label that is supported',
      );
    default:
      return null;
  }
}

/** In `runs-on` itself, or as a value of a matrix that picks nothing but the machine and stays as many machines as it was. */
const mayWrite = (job: Job, { route }: Located<string>, staysAsMany: boolean): boolean =>
  route[job.route.length] === 'runs-on' || (staysAsMany && onlyPicksRunner(job, route));

/** Whether no two labels of a job become one when each says what it stands for today. */
function keepsMachinesApart(job: Job): boolean {
  const labels = [...new Set(job.runsOn?.labels.map(({ value }) => value.toLowerCase()))];
  const now = labels.map((value) => {
    const kind = runnerLabel(value);
    return kind.kind === 'floating' ? (kind.now ?? value) : value;
  });
  return new Set(now).size === labels.length;
}

function imagesOf(workflow: Workflow, job: Job, isPayload: boolean, digests: Digests): Look {
  const looks = [...(job.container === null ? [] : [job.container]), ...job.services].map((image): Look => {
    const values = spelledOut(job, image);
    if (values !== null) {
      const shipped = isPayload && image === job.container;
      const flaws = values.flatMap((value) => {
        const flaw = imageFlaw(value, `the job ${job.id}`, shipped, digests);
        // What a matrix puts together is written in no single place.
        return flaw === null ? [] : value === image ? flaw : { ...flaw, now: null };
      });
      return { flaws, unsure: [] };
    }
    const unlock = `say which image "${image.value}" of the job ${job.id} is`;
    return {
      flaws: [],
      unsure: [{ job, limit: { fact: 'texts', reason: 'unresolvable', unlock, at: workflow.path } }],
    };
  });
  return { flaws: looks.flatMap(({ flaws }) => flaws), unsure: looks.flatMap(({ unsure }) => unsure) };
}

function imageFlaw(image: Located<string>, user: string, isPayload: boolean, digests: Digests): Flaw | null {
  const name = image.value.trim().replace(/^docker:\/\//, '');
  if (name === '' || isImageDigest(name)) return null;
  const tag = /:([^/:]+)$/.exec(name)?.[1] ?? null;
  const floats = tag === null || tag === 'latest';
  const says = tag === null ? 'without a tag' : `by the tag "${tag}"`;
  const reference = imageName(name);
  const key = reference === null ? '' : imageKey(reference);
  const pin = Object.hasOwn(digests, key) ? digests[key] : undefined;
  const now = pin === undefined ? null : withDigest(image.value, pin.digest);
  return {
    finding: {
      rule: floats ? 'image-floating' : 'image-by-tag',
      message: `${user} takes the image ${name.replace(/:[^/:]+$/, '')} ${says}, which can name other contents tomorrow`,
      observed: image.value,
      expected: now ?? `${name}@sha256:<digest>`,
      location: image.place,
      route: image.route.join('.'),
    },
    at: image,
    now,
    breaks: floats && isPayload,
  };
}

function dockerfilesOf(work: JobWork, texts: TextFiles, digests: Digests): Look {
  const looks = work.builds.map((build): Look => {
    const built = builtDockerfile(build, texts);
    if (built === null) return { flaws: [], unsure: [] };
    const unsure = (what: string): Unsure => ({
      job: work.job,
      limit: {
        fact: 'texts',
        reason: 'unresolvable',
        unlock: `say what ${what} is built upon`,
        at: work.workflow.path,
      },
    });
    if (built.file === null) return { flaws: [], unsure: [unsure(built.named)] };
    const images = baseImagesIn(built.file);
    const { path } = built.file;
    return {
      flaws: images.flatMap((image) => {
        const flaw = image.computed ? null : imageFlaw(image, path, buildsPayload(work), digests);
        // A plan writes no Dockerfile: only files that GitHub reads.
        return flaw === null ? [] : { ...flaw, now: null };
      }),
      unsure: images.filter(({ computed }) => computed).map(({ place }) => unsure(`line ${place.line} of ${path}`)),
    };
  });
  return { flaws: looks.flatMap(({ flaws }) => flaws), unsure: looks.flatMap(({ unsure }) => unsure) };
}

function swaps(flaws: readonly Flaw[]): readonly EditFile[] {
  const found = flaws.flatMap(({ at, now }) => (now === null ? [] : [{ at, now }]));
  return [...new Set(found.map(({ at }) => at.place.path))].map((path) => {
    const here = found.filter(({ at }) => at.place.path === path);
    const hasImages = here.some(({ now }) => now.includes('@'));
    const hasLabels = here.some(({ now }) => !now.includes('@'));
    const renames = here.some(({ at }) => at.route.includes('matrix'));
    const said = [
      ...(hasLabels
        ? [
            `jobs name the image that the floating label stood for on ${LABELS_AS_OF}: the next move of the label changes nothing here`,
          ]
        : []),
      ...(renames
        ? ['checks of a matrix carry its values in their names: rules that require them have to follow']
        : []),
      ...(hasImages
        ? ['containers are taken by the digest that their tag names now: updates are a commit from here on']
        : []),
    ];
    return {
      kind: 'edit-file',
      path,
      operations: here.map(({ at, now }) => ({ op: 'set-scalar', route: at.route, was: at.value, now })),
      summary: said.join('; '),
    };
  });
}

function byHand(flaws: readonly Flaw[]): readonly ManualStep[] {
  if (flaws.length === 0) return [];
  const lines = flaws.map(({ finding: { rule, observed, expected }, at: { place } }) => {
    const where = `${place.path}:${place.line}`;
    if (!rule.startsWith('image-') || isImageDigest(expected))
      return `# ${where}: write ${expected} instead of ${observed}`;
    const image = expected.replace(/@sha256:.*$/, '');
    return `docker buildx imagetools inspect ${shellWord(image)} --format '{{.Manifest.Digest}}'  # for ${where}`;
  });
  return [
    {
      kind: 'manual',
      summary: 'name the image of each build, and each container by its digest',
      why: 'a value of a matrix or of an input may decide other steps too, and a digest has to be looked up',
      lines: [...new Set(lines)],
      url: LABEL_DOCS,
    },
  ];
}
