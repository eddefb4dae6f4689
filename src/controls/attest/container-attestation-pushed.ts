import { mayAttest } from '../../ecosystems/attest-coverage.ts';
import type { AttestStep } from '../../ecosystems/attest-steps.ts';
import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import type { PublishStep } from '../../ecosystems/publish-steps.ts';
import { logsInToRegistry } from '../../ecosystems/registry-logins.ts';
import type { ReleaseWorkflow } from '../../ecosystems/release-graph.ts';
import type { Change } from '../../model/change.ts';
import { defineControl } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Operation } from '../../model/operation.ts';
import type { LatestRelease } from '../../model/release.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import type { Job, Step } from '../../workflow/workflow-file.ts';
import { attestByHand, attestChanges } from '../attest-edit.ts';
import { firstLine } from '../first-line.ts';
import { releasedBy } from '../released.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const DOCS =
  'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations';

export default defineControl({
  id: 'container-attestation-pushed',
  number: '2.05',
  section: 'attest',
  tier: 'must',
  title: 'Images are attested by digest, in their registry',
  why: 'A cluster checks an image where it pulls it, by digest, so an attestation that is bound to a tag or that stays at GitHub is not there when it counts.',
  trap: 'A tag in the name is not part of the name. Docker Hub has to be named as docker.io. A login counts for one job only. Of an image for several platforms the digest of the index is attested. What BuildKit attaches by itself is not signed.',
  docs: [DOCS, 'https://docs.github.com/en/code-security/concepts/supply-chain-security/linked-artifacts'],
  rules: {
    'image-not-attested': 'An image is pushed, and nothing attests it.',
    'not-by-digest': 'The attestation is not bound to the digest of the image that was pushed.',
    'tag-in-name': 'The name of the image carries a tag.',
    'name-not-qualified': 'The name of the image does not say its registry.',
    'not-pushed': 'The attestation does not go to the registry.',
    'not-logged-in': 'The attestation goes to a registry that the job has not logged in to.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease', 'pins'],

  detect(known, { latestRelease }) {
    const released = releasedBy(known, latestRelease);
    const limitedBy = released.state === 'nothing' ? [] : released.limitedBy;
    const workflows = imageReleases(known, latestRelease);
    if (workflows.length === 0) {
      const unread = unreadWorkflows(workflowsIn(known.texts), known.tree, known.texts);
      const mayBe = unread.length > 0 || ecosystemsIn(known.tree, known.texts).some(({ id }) => id === 'docker');
      return limitedBy.length > 0 && mayBe
        ? { verdict: 'unknown', message: 'whether an image is published cannot be followed', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow publishes a container image' };
    }
    const findings = workflows.flatMap((workflow) => flawsOf(workflow, known.texts));
    const [first] = findings;
    if (first === undefined) {
      const message = 'every published image is attested by digest, and the attestation is in the registry';
      return { verdict: 'pass', message, limitedBy };
    }
    const isFail = findings.some(({ rule }) => rule === 'image-not-attested' || rule === 'not-by-digest');
    const rest = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
    return { verdict: isFail ? 'fail' : 'partial', message: `${first.message}${rest}`, findings, limitedBy };
  },

  remedies: [
    {
      id: 'attest-image',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Attest the image right after it is pushed',
      unavailable: ({ known, maybe }) =>
        attestChanges(barePushes(known, maybe.latestRelease), known.texts, maybe.pins).some(
          ({ kind }) => kind === 'edit-file',
        )
          ? null
          : 'no step that pushes without an attestation tells name and digest of the image',
      plan: ({ known, maybe }) => attestChanges(barePushes(known, maybe.latestRelease), known.texts, maybe.pins),
    },
    {
      id: 'push-attestation',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Let the attestation go to the registry under the plain name',
      unavailable: ({ known, maybe }) =>
        imageReleases(known, maybe.latestRelease).some((each) => edits(each, known.texts).length > 0)
          ? null
          : 'no attestation of an image can be mended in its own step',
      plan: ({ known, maybe }) =>
        imageReleases(known, maybe.latestRelease).flatMap((each): readonly Change[] => {
          const changes = edits(each, known.texts);
          const isWhole = flawsOf(each, known.texts).every(({ rule }) => MENDABLE.includes(rule));
          return isWhole
            ? changes
            : [...changes, ...attestByHand(each.publishes.filter(isImage), known.texts, maybe.pins)];
        }),
    },
    {
      id: 'attest-image-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Attest the image after it is pushed',
      plan: ({ known, maybe }) =>
        imageReleases(known, maybe.latestRelease)
          .filter((each) => flawsOf(each, known.texts).length > 0)
          .flatMap((each) => attestByHand(each.publishes.filter(isImage), known.texts, maybe.pins)),
    },
  ],
});

const isImage = ({ kind }: PublishStep): boolean => kind === 'container';

const barePushes = (
  known: Parameters<typeof releasedBy>[0],
  latestRelease: Fact<LatestRelease | null>,
): readonly PublishStep[] => imageReleases(known, latestRelease).flatMap((each) => unattested(each, known.texts));

function imageReleases(
  known: Parameters<typeof releasedBy>[0],
  latestRelease: Fact<LatestRelease | null>,
): readonly ReleaseWorkflow[] {
  const released = releasedBy(known, latestRelease);
  const workflows = released.state === 'released' ? released.workflows : [];
  return workflows.filter(({ publishes }) => publishes.some(isImage));
}

/** Steps of an attest action that name an image. */
const imageAttests = ({ attests }: ReleaseWorkflow): readonly (AttestStep & { readonly actual: Step })[] =>
  attests.flatMap((each) => {
    const { actual } = each;
    return actual?.uses != null && textOf(actual, 'subject-name') !== '' ? [{ ...each, actual }] : [];
  });

/** A builder attests what it pushes itself, and cosign writes to the registry by itself. */
const attestsElsewhere = (release: ReleaseWorkflow, push: PublishStep, texts: TextFiles): boolean =>
  release.attests.some((each) =>
    each.actual === null
      ? each.job === push.job
      : each.actual.uses === null && /\bcosign\s+attest\s/.test(each.how) && mayAttest(each, push, release, texts),
  );

const textOf = (step: Step, input: string): string => step.with[input]?.value.trim() ?? '';

function flawsOf(release: ReleaseWorkflow, texts: TextFiles): readonly Finding[] {
  const flaws = imageAttests(release).flatMap((each) => shapeFlaws(each, texts));
  return [...onePerPlace(unattested(release, texts)).map(bare), ...flaws];
}

/** Pushes that no attestation of an image can be about: one attested image says nothing about the others. */
function unattested(release: ReleaseWorkflow, texts: TextFiles): readonly PublishStep[] {
  const attests = imageAttests(release).filter(({ mode }) => mode === 'provenance');
  return release.publishes
    .filter(isImage)
    .filter(
      (push) =>
        !attests.some((each) => mayAttest(each, push, release, texts)) && !attestsElsewhere(release, push, texts),
    );
}

const onePerPlace = (steps: readonly PublishStep[]): readonly PublishStep[] => [
  ...new Map(steps.map((step) => [`${step.place.path}:${step.place.line}:${step.place.column}`, step])).values(),
];

const bare = ({ how, place, workflow, job }: PublishStep): Finding => ({
  rule: 'image-not-attested',
  message: `${workflow.path} pushes an image with "${firstLine(how)}", and nothing attests it`,
  observed: firstLine(how),
  expected: 'actions/attest with subject-name, subject-digest and push-to-registry: true',
  location: place,
  route: job.route.join('.'),
});

function shapeFlaws({ actual, job, place, via }: AttestStep & { readonly actual: Step }, texts: TextFiles) {
  const flaw = (rule: string, input: string, message: string, expected: string): Finding => ({
    rule,
    message,
    observed: actual.with[input]?.value ?? `no ${input}`,
    expected,
    location: actual.with[input]?.place ?? place,
    route: `${job.route.join('.')}:${actual.route.join('.')}`,
  });
  const found: Finding[] = [];
  const name = textOf(actual, 'subject-name');
  const digest = textOf(actual, 'subject-digest');
  if (!isOfManifest(digest)) {
    const message =
      digest === '' ? 'the image is attested without its digest' : `${digest} is not the digest of an image`;
    found.push(flaw('not-by-digest', 'subject-digest', message, 'the digest output of the step that pushes'));
  }
  if (untagged(name) !== name) {
    found.push(flaw('tag-in-name', 'subject-name', `${name} carries a tag`, untagged(name)));
  }
  if (!name.startsWith('$') && !/^[^/]+[.:][^/]*\//.test(name)) {
    const message = `${name} does not say which registry it is in`;
    found.push(flaw('name-not-qualified', 'subject-name', message, `docker.io/${untagged(name)}, or another registry`));
  }
  const pushes = textOf(actual, 'push-to-registry');
  if (/^(?:false)?$/i.test(pushes)) {
    const message = `the attestation of ${name} stays at GitHub`;
    found.push(flaw('not-pushed', 'push-to-registry', message, 'push-to-registry: true'));
  } else if (via === null && !logsIn(job, texts)) {
    const message = `job ${job.id} pushes an attestation and logs in to no registry`;
    found.push(flaw('not-logged-in', 'push-to-registry', message, `a login to the registry in job ${job.id}`));
  }
  return found;
}

/** `imageid` is the digest of the configuration, `artifact-digest` that of a zip: neither is what a registry knows an image by. */
const isOfManifest = (digest: string): boolean => digest !== '' && !/imageid|image-id|artifact-digest/i.test(digest);

/** Without a tag at its end. A port is not a tag, and neither is anything inside an expression. */
const untagged = (name: string): string => name.replace(/:(?:[\w][\w.-]*|\$\{\{[^}]*\}\})$/, '');

const logsIn = (job: Job, texts: TextFiles): boolean => logsInToRegistry(job, workflowsIn(texts), texts);

const MENDABLE: readonly string[] = ['not-pushed', 'tag-in-name'];

/** The inputs of steps that are right but for where the attestation goes, or for a tag. */
function edits(release: ReleaseWorkflow, texts: TextFiles): readonly Change[] {
  return imageAttests(release).flatMap((each): readonly Change[] => {
    const { actual, job } = each;
    const rules = shapeFlaws(each, texts).map(({ rule }) => rule);
    const operations: Operation[] = [];
    const { 'push-to-registry': push, 'subject-name': name } = actual.with;
    // Without a login the push would stop the release.
    if (rules.includes('not-pushed') && logsIn(job, texts)) {
      operations.push(
        push === undefined
          ? { op: 'add-key', route: [...actual.route, 'with'], key: 'push-to-registry', value: true }
          : { op: 'replace-value', route: push.route, value: true },
      );
    }
    if (rules.includes('tag-in-name') && name !== undefined) {
      operations.push({ op: 'set-scalar', route: name.route, was: name.value, now: untagged(name.value.trim()) });
    }
    const summary = 'the attestation of the image goes to its registry';
    return operations.length === 0 ? [] : [{ kind: 'edit-file', path: actual.place.path, operations, summary }];
  });
}
