import { gitUseOf } from '../../ecosystems/git-credentials.ts';
import { actionName } from '../../ecosystems/reached-steps.ts';
import { stepSites } from '../../ecosystems/step-sites.ts';
import type { Site } from '../../ecosystems/text-origins.ts';
import type { Change } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Operation } from '../../model/operation.ts';
import type { PinCatalogue } from '../../model/pin.ts';
import { remembered } from '../../model/remembered.ts';
import { isAtLeast, versionOf } from '../../workflow/action-version.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { Step } from '../../workflow/workflow-file.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const CHECKOUT_INPUTS = 'https://github.com/actions/checkout#usage';
const INPUT = 'persist-credentials';

export default defineControl({
  id: 'checkout-credentials-dropped',
  number: '4.12',
  section: 'actions',
  tier: 'should',
  title: 'Checkout does not leave a token behind',
  why: 'Unless it is told not to, checkout keeps the job’s token on the machine, where every later step can read it and where an uploaded workspace takes it along.',
  trap: 'A job that pushes with git needs the token, and so does one that fetches submodules or tags of a private repository. `gh` does not use it, nor does an action such as create-pull-request, which signs in with an input of its own. From v6 on the token no longer lies in `.git/config` but in a file of the runner’s temporary folder: it cannot slip into an artifact any more, and a later step can still read it.',
  docs: ['https://docs.github.com/en/actions/reference/security/secure-use', CHECKOUT_INPUTS],
  rules: {
    'credentials-kept': 'A checkout leaves the token for later steps, and no step is seen to push with it.',
    'credentials-uploaded': 'A checkout writes the token into .git, and a later step uploads the folder that holds it.',
  },
  needs: ['tree', 'texts'],
  uses: ['pins'],

  detect({ tree, texts }, { pins }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const checkouts = checkoutsIn(texts, pins);
    if (checkouts.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'a checkout may be in a workflow that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow checks the repository out' };
    }
    const limitedBy: Limit[] = [
      ...unread,
      ...checkouts.flatMap(({ step, state }) => (state === 'computed' ? [computed(step)] : [])),
    ];
    const findings = checkouts.flatMap(findingOf);
    const unsure = checkouts.filter(({ leak }) => leak === 'unsure');
    if (findings.some(({ rule }) => rule === 'credentials-uploaded')) {
      return {
        verdict: 'fail',
        message: 'a token is written into a folder that is then uploaded',
        findings,
        limitedBy,
      };
    }
    if (unsure.length > 0) {
      const message = 'a workspace is uploaded, and whether the token is in it depends on versions that are not known';
      return {
        verdict: 'unknown',
        message,
        limitedBy: [...unsure.map(({ step }) => versionLimit(step, pins)), ...limitedBy],
      };
    }
    if (findings.length > 0) {
      const message = `${findings.length} of ${checkouts.length} checkouts leave a token that no later step is seen to need`;
      return { verdict: 'partial', message, findings, limitedBy };
    }
    return { verdict: 'pass', message: 'no checkout leaves a token that is not needed', limitedBy };
  },

  remedies: [
    {
      id: 'drop-credentials',
      kind: 'edit',
      // Taking the token away can only make a step stop that turns out to need it.
      risk: 'safe',
      phase: 3,
      title: 'Tell checkout to keep no token where no step needs it',
      unavailable: ({ known, maybe }) =>
        edits(known.texts, maybe.pins).length > 0 ? null : 'in every job something could need the token',
      plan: ({ known, maybe }) => [...edits(known.texts, maybe.pins), ...byHand(known.texts, maybe.pins)],
    },
    {
      id: 'look-at-each-checkout',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Look at the checkouts yourself',
      unavailable: ({ known, maybe }) =>
        byHand(known.texts, maybe.pins).length > 0 ? null : 'the edit covers every checkout',
      plan: ({ known, maybe }) => byHand(known.texts, maybe.pins),
    },
  ],
});

type Checkout = {
  readonly step: Step;
  readonly sites: readonly Site[];
  readonly state: 'kept' | 'dropped' | 'computed';
  /** Whether the token gets into an artifact. */
  readonly leak: 'yes' | 'no' | 'unsure';
  readonly upload: Step | null;
  /** What needs the token, or could; null when nothing is seen to. */
  readonly pushes: string | null;
  readonly doubt: string | null;
};

const checkoutsIn = remembered((texts: TextFiles, pins: Fact<PinCatalogue>): readonly Checkout[] => {
  const set = workflowsIn(texts);
  return [...stepSites(set)].flatMap(([step, sites]) => {
    if (actionName(step) !== 'actions/checkout') return [];
    const uses = sites.flatMap(({ job }) => (job === null ? [] : [gitUseOf(job, set, texts)]));
    const isPublished = uses.length === 0;
    const written = step.with[INPUT]?.value ?? 'true';
    const state = /^false$/i.test(written) ? 'dropped' : written.includes('${{') ? 'computed' : 'kept';
    const uploads = state === 'dropped' ? [] : sites.flatMap((site) => uploadsAfter(step, site));
    const leaks = uploads.map((upload) => ({ upload, leak: leakOf(step, upload, pins) }));
    const worst = leaks.find(({ leak }) => leak === 'yes') ?? leaks.find(({ leak }) => leak === 'unsure');
    return [
      {
        step,
        sites,
        state,
        leak: worst?.leak ?? 'no',
        upload: worst?.upload ?? null,
        pushes: uses.find(({ pushes }) => pushes !== null)?.pushes ?? null,
        doubt: isPublished
          ? 'whoever calls the action may need it'
          : (uses.flatMap(({ fetches, unseen, ownToken }) => fetches ?? unseen ?? ownToken ?? [])[0] ?? null),
      },
    ];
  });
});

const catalogue = (pins: Fact<PinCatalogue>): PinCatalogue | null => (pins.state === 'known' ? pins.value : null);

/** Later uploads of a folder that holds `.git`. */
function uploadsAfter(checkout: Step, { job, action }: Site): readonly Step[] {
  const around = action ?? job;
  const steps = around === null ? [] : stepsOf(around);
  return steps
    .slice(steps.indexOf(checkout) + 1)
    .filter(
      (step) => actionName(step) === 'actions/upload-artifact' && takesGit(step.with.path?.value ?? '', checkout),
    );
}

function takesGit(paths: string, checkout: Step): boolean {
  const folder = plain(checkout.with.path?.value ?? '');
  const lines = paths.split('\n').map((line) => line.trim());
  if (lines.some((line) => line.startsWith('!') && line.includes('.git'))) return false;
  return lines
    .filter((line) => line !== '')
    .some((line) => {
      const path = plain(line);
      const above = ['', '*', '**', '**/*', '..'].includes(path);
      const own = folder === '' ? '' : `${folder}/`;
      const inside = path.startsWith(own) ? path.slice(own.length) : null;
      return above || path === folder || (inside !== null && /^(?:\*\*?(?:\/\*)?|\.git(?:\/.*)?)$/.test(inside));
    });
}

/** A path from the workspace, without `./` and a slash at the end. */
const plain = (path: string): string =>
  path
    .replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?|^\$GITHUB_WORKSPACE\/?/i, '')
    .replace(/^(?:\.\/)+/, '')
    .replace(/^\.$|\/+$/g, '');

/** From v6 on the token lies outside of the workspace. */
function leakOf(checkout: Step, upload: Step, pins: Fact<PinCatalogue>): 'yes' | 'no' | 'unsure' {
  const isSafe = [atLeast(checkout, [6], pins), leavesHiddenOut(upload, pins)];
  if (isSafe.includes(true)) return 'no';
  return isSafe.includes(null) ? 'unsure' : 'yes';
}

/** Since v4.4.0 and v3.2.0 hidden folders such as `.git` are only uploaded when that is asked for. */
function leavesHiddenOut(upload: Step, pins: Fact<PinCatalogue>): boolean | null {
  const asked = upload.with['include-hidden-files']?.value ?? 'false';
  if (!/^false$/i.test(asked)) return asked.includes('${{') ? null : false;
  const isV4 = atLeast(upload, [4], pins);
  return isV4 === null ? null : atLeast(upload, isV4 ? [4, 4] : [3, 2], pins);
}

function atLeast({ uses }: Step, wanted: readonly number[], pins: Fact<PinCatalogue>): boolean | null {
  if (uses?.value.kind !== 'action') return null;
  const version = versionOf(uses.value, catalogue(pins));
  return version === null ? null : isAtLeast(version, wanted);
}

function findingOf({ step, sites, state, leak, upload, pushes }: Checkout): readonly Finding[] {
  if (state !== 'kept' || step.uses === null) return [];
  const uploaded = leak === 'yes';
  if (pushes !== null && !uploaded) return [];
  const [site] = sites;
  const written = step.with[INPUT];
  const where = site?.job === null || site === undefined ? 'the action' : `the job ${site.job.id}`;
  const foreign = /secrets\./.test(`${step.with.token?.value}${step.with['ssh-key']?.value}`);
  const what = foreign ? 'the secret it was handed' : 'the token';
  return [
    {
      rule: uploaded ? 'credentials-uploaded' : 'credentials-kept',
      message: uploaded
        ? `the checkout writes ${what} into .git, and ${upload?.uses?.value.text ?? 'a later step'} uploads that folder`
        : `the checkout leaves ${what} for the later steps of ${where}, and none is seen to push with it`,
      observed: written === undefined ? `${step.uses.value.text} without ${INPUT}` : `${INPUT}: ${written.value}`,
      expected: `${INPUT}: false`,
      location: written?.place ?? step.uses.place,
      route: (written?.route ?? step.route).join('.'),
    },
  ];
}

const computed = (step: Step): Limit => ({
  fact: 'texts',
  reason: 'unresolvable',
  unlock: `write ${INPUT} on line ${step.with[INPUT]?.place.line} of ${step.place.path} without an expression`,
  at: step.place.path,
});

const versionLimit = (step: Step, pins: Fact<PinCatalogue>): Limit =>
  pins.state === 'unknown'
    ? { fact: 'pins' }
    : {
        fact: 'pins',
        reason: 'unresolvable',
        unlock: `name the version of ${step.uses?.value.text} and of the upload after it in ${step.place.path}`,
        at: step.place.path,
      };

const open = (texts: TextFiles, pins: Fact<PinCatalogue>): readonly Checkout[] =>
  checkoutsIn(texts, pins).filter((checkout) => findingOf(checkout).length > 0);

const isClear = ({ pushes, doubt }: Checkout): boolean => pushes === null && doubt === null;

function edits(texts: TextFiles, pins: Fact<PinCatalogue>): readonly Change[] {
  const clear = open(texts, pins).filter(isClear);
  const byPath = new Map<string, Step[]>();
  for (const { step } of clear) byPath.set(step.place.path, [...(byPath.get(step.place.path) ?? []), step]);
  return [...byPath].map(([path, steps]) => ({
    kind: 'edit-file',
    path,
    operations: onceEach(steps.map(dropping)),
    summary: 'checkouts keep no token where no later step needs it',
  }));
}

function dropping(step: Step): Operation {
  const written = step.with[INPUT];
  if (written !== undefined) return { op: 'replace-value', route: written.route, value: false };
  if (Object.keys(step.with).length > 0)
    return { op: 'add-key', route: [...step.route, 'with'], key: INPUT, value: false };
  return { op: 'add-key', route: step.route, key: 'with', value: { [INPUT]: false }, after: 'uses' };
}

const onceEach = (operations: readonly Operation[]): readonly Operation[] => [
  ...new Map(operations.map((each) => [JSON.stringify(each), each])).values(),
];

function byHand(texts: TextFiles, pins: Fact<PinCatalogue>): readonly Change[] {
  const doubtful = open(texts, pins).filter((checkout) => !isClear(checkout));
  const paths = [...new Set(doubtful.map(({ step }) => step.place.path))];
  return paths.map((path) => ({
    kind: 'manual',
    summary: `look at the checkouts of ${path}`,
    why: 'something in these jobs fetches, pushes or cannot be followed: only you know whether it needs the token',
    lines: doubtful
      .filter(({ step }) => step.place.path === path)
      .flatMap(({ step, pushes, doubt }) => [
        `# line ${step.place.line}: ${pushes ?? doubt} may need the token; if not:`,
        'with:',
        `  ${INPUT}: false`,
      ]),
    url: CHECKOUT_INPUTS,
    path,
  }));
}
