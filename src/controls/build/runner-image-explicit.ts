import { baseImagesIn, builtDockerfile } from '../../ecosystems/base-images.ts';
import { buildsPayload, type JobWork, jobWorkIn, runsProjectCode } from '../../ecosystems/job-work.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import { type Finding, isPlace } from '../../model/finding.ts';
import { spelledOut } from '../../workflow/matrix-values.ts';
import { isImageDigest } from '../../workflow/parse-uses.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { LABELS_AS_OF, runnerLabel } from '../../workflow/runner-label.ts';
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
  trap: 'An explicit label does not freeze the image, which is rebuilt every week: write its version down with the build. Labels of your own may be larger hosted runners and are no mistake. Values of a matrix often decide other steps too, so they are changed by hand.',
  docs: [LABEL_DOCS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'floating-label': 'The runner’s label names another image from time to time.',
    'retiring-label': 'The runner’s image is announced to end.',
    'retired-label': 'The runner’s image no longer exists.',
    'image-by-tag': 'A container image is taken by a tag instead of its digest.',
    'image-floating': 'A container image is taken by “latest”, or by no tag at all.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }, _maybe, _target, observedAt) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const jobs = jobWorkIn(tree, texts, set).filter(runsProjectCode);
    const seen = look(set, jobs, texts, observedAt);
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
      title: 'Write the label that the floating one stands for today',
      unavailable({ known, observedAt }) {
        return look(...lookedAt(known), observedAt).flaws.some(({ now }) => now !== null)
          ? null
          : 'no floating label stands directly in "runs-on"';
      },
      plan({ known, observedAt }) {
        const { flaws } = look(...lookedAt(known), observedAt);
        return [...swaps(flaws.filter(({ now }) => now !== null)), ...byHand(flaws.filter(({ now }) => now === null))];
      },
    },
    {
      id: 'name-image-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Name the images yourself',
      plan: ({ known, observedAt }) => byHand(look(...lookedAt(known), observedAt).flaws),
    },
  ],
});

/** `now` is what an edit can write; `breaks` makes the verdict a fail. */
type Flaw = {
  readonly finding: Finding;
  readonly label: Located<string> | null;
  readonly now: string | null;
  readonly breaks: boolean;
};
type Unsure = { readonly job: Job; readonly limit: Limit };
type Look = { readonly flaws: readonly Flaw[]; readonly unsure: readonly Unsure[] };

const lookedAt = ({ tree, texts }: { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles }) => {
  const set = workflowsIn(texts);
  return [set, jobWorkIn(tree, texts, set).filter(runsProjectCode), texts] as const;
};

/** Labels of jobs that run the project's code; images of every job, because nobody else looks at them. */
function look(set: WorkflowSet, jobs: readonly JobWork[], texts: TextFiles, today: string): Look {
  const payload = new Set(jobs.filter(buildsPayload).map(({ job }) => job));
  const looks = [
    ...jobs.map(({ workflow, job }) => labelsOf(workflow, job, today)),
    ...set.workflows.flatMap((workflow) => workflow.jobs.map((job) => imagesOf(workflow, job, payload.has(job)))),
    ...jobs.map((work) => dockerfilesOf(work, texts)),
  ];
  const flaws = new Map<string, Flaw>();
  for (const flaw of looks.flatMap((each) => each.flaws)) {
    const { rule, location } = flaw.finding;
    const key = isPlace(location)
      ? `${rule} ${location.path}:${location.line}:${location.column}:${flaw.finding.observed}`
      : '';
    const before = flaws.get(key);
    if (before === undefined || (flaw.breaks && !before.breaks)) flaws.set(key, flaw);
  }
  return { flaws: [...flaws.values()], unsure: looks.flatMap((each) => each.unsure) };
}

function labelsOf(workflow: Workflow, job: Job, today: string): Look {
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
  const flaws = runsOn.labels.flatMap((label) => labelFlaw(job, label, today) ?? []);
  const own = runsOn.labels.filter(({ value }) => /^(?:own|self-hosted)$/.test(runnerLabel(value).kind));
  if (runsOn.expression !== null) return { flaws, unsure: [unsure(runsOn.expression.value)] };
  if (runsOn.group !== null) return { flaws, unsure: [unsure(`the runner group ${runsOn.group}`)] };
  return { flaws, unsure: own.length > 0 ? [unsure(own.map(({ value }) => value).join(', '))] : [] };
}

function labelFlaw(job: Job, label: Located<string>, today: string): Flaw | null {
  const kind = runnerLabel(label.value, today);
  const isDirect = label.route[job.route.length] === 'runs-on';
  const flaw = (rule: string, message: string, expected: string, now: string | null = null): Flaw => ({
    finding: { rule, message, observed: label.value, expected, location: label.place, route: label.route.join('.') },
    label,
    now,
    breaks: rule === 'retired-label',
  });
  switch (kind.kind) {
    case 'floating': {
      const expected = kind.now ?? 'a label with a version, such as ubuntu-24.04';
      const means = kind.now === null ? '' : `; on ${LABELS_AS_OF} it is ${kind.now}`;
      const message = `the job ${job.id} runs on "${label.value}", which moves to another image from time to time${means}`;
      return flaw('floating-label', message, expected, isDirect ? kind.now : null);
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

function imagesOf(workflow: Workflow, job: Job, isPayload: boolean): Look {
  const looks = [...(job.container === null ? [] : [job.container]), ...job.services].map((image): Look => {
    const values = spelledOut(job, image);
    if (values !== null) {
      const shipped = isPayload && image === job.container;
      return { flaws: values.flatMap((value) => imageFlaw(value, `the job ${job.id}`, shipped) ?? []), unsure: [] };
    }
    const unlock = `say which image "${image.value}" of the job ${job.id} is`;
    return {
      flaws: [],
      unsure: [{ job, limit: { fact: 'texts', reason: 'unresolvable', unlock, at: workflow.path } }],
    };
  });
  return { flaws: looks.flatMap(({ flaws }) => flaws), unsure: looks.flatMap(({ unsure }) => unsure) };
}

function imageFlaw(image: Located<string>, user: string, isPayload: boolean): Flaw | null {
  const name = image.value.trim().replace(/^docker:\/\//, '');
  if (name === '' || isImageDigest(name)) return null;
  const tag = /:([^/:]+)$/.exec(name)?.[1] ?? null;
  const floats = tag === null || tag === 'latest';
  const says = tag === null ? 'without a tag' : `by the tag "${tag}"`;
  return {
    finding: {
      rule: floats ? 'image-floating' : 'image-by-tag',
      message: `${user} takes the image ${name.replace(/:[^/:]+$/, '')} ${says}, which can name other contents tomorrow`,
      observed: image.value,
      expected: `${name}@sha256:<digest>`,
      location: image.place,
      route: image.route.join('.'),
    },
    label: null,
    now: null,
    breaks: floats && isPayload,
  };
}

function dockerfilesOf(work: JobWork, texts: TextFiles): Look {
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
      flaws: images.flatMap((image) => (image.computed ? [] : (imageFlaw(image, path, buildsPayload(work)) ?? []))),
      unsure: images.filter(({ computed }) => computed).map(({ place }) => unsure(`line ${place.line} of ${path}`)),
    };
  });
  return { flaws: looks.flatMap(({ flaws }) => flaws), unsure: looks.flatMap(({ unsure }) => unsure) };
}

function swaps(flaws: readonly Flaw[]): readonly EditFile[] {
  const found = flaws.flatMap(({ label, now }) => (label === null || now === null ? [] : [{ label, now }]));
  return [...new Set(found.map(({ label }) => label.place.path))].map((path) => ({
    kind: 'edit-file',
    path,
    operations: found
      .filter(({ label }) => label.place.path === path)
      .map(({ label, now }) => ({ op: 'set-scalar', route: label.route, was: label.value, now })),
    summary: `jobs name the image that the floating label stood for on ${LABELS_AS_OF}: the next move of the label changes nothing here`,
  }));
}

function byHand(flaws: readonly Flaw[]): readonly ManualStep[] {
  if (flaws.length === 0) return [];
  const at = ({ finding: { location } }: Flaw) => (isPlace(location) ? `${location.path}:${location.line}` : '');
  const lines = flaws.map((flaw) => {
    const { rule, observed, expected } = flaw.finding;
    if (!rule.startsWith('image-')) return `# ${at(flaw)}: write ${expected} instead of ${observed}`;
    const image = expected.replace(/@sha256:.*$/, '');
    return `docker buildx imagetools inspect ${shellWord(image)} --format '{{.Manifest.Digest}}'  # for ${at(flaw)}`;
  });
  return [
    {
      kind: 'manual',
      summary: 'name the image of each build, and each container by its digest',
      why: 'a value of a matrix may decide other steps too, and a digest has to be looked up',
      lines: [...new Set(lines)],
      url: LABEL_DOCS,
    },
  ];
}
