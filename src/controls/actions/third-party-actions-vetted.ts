import { stepSites } from '../../ecosystems/step-sites.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import { counted } from '../../model/counted.ts';
import type { Fact, MaybeFacts } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import { type Finding, inReadingOrder } from '../../model/finding.ts';
import { type PinCatalogue, pinKey } from '../../model/pin.ts';
import type { ActionAdvisory, ActionRepository } from '../../model/settings.ts';
import { numbersIn, type RemoteReference, versionOf } from '../../workflow/action-version.ts';
import { privilegeOf } from '../../workflow/effective-permissions.ts';
import { isBlock, isFullSha } from '../../workflow/parse-uses.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import type { Job, Located, Workflow } from '../../workflow/workflow-file.ts';
import { lookAlikeOf } from '../look-alikes.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { isInRange } from '../version-range.ts';

const SECURE_USE = 'https://docs.github.com/en/actions/reference/security/secure-use' as const;

export default defineControl({
  id: 'third-party-actions-vetted',
  number: '4.02',
  section: 'actions',
  tier: 'must',
  title: 'Third-party actions and workflows are evaluated',
  why: 'An action sees every secret of its job and can write with the job’s token, so each one that nobody looked at is a stranger in the build.',
  trap: 'The badge of a verified creator says who somebody is, not what the code does, and stars are no review. A renamed owner’s old name can be registered by somebody else, and references to it then run their code. A reusable workflow gets what you hand to it, exactly like an action.',
  docs: [SECURE_USE, 'https://docs.github.com/en/actions/how-tos/reuse-automations/find-and-customize-actions'],
  rules: {
    compromised: 'An advisory says that this code was replaced by an attacker’s.',
    vulnerable: 'An advisory names this version.',
    'look-alike': 'The name is one letter away from that of a well-known action.',
    missing: 'The repository of the action is not there, so anybody could make it.',
    archived: 'The repository of the action is archived: nobody mends it.',
    renamed: 'The repository of the action has another name now.',
    unmaintained: 'The action is known to be deprecated, superseded or no longer maintained.',
    'undecided-privileged':
      'Code of somebody else runs in a job with a secret or a write permission, and nothing says that you looked at it.',
    undecided: 'Code of somebody else runs in a job, and nothing says that you looked at it.',
  },
  needs: ['tree', 'texts'],
  uses: ['actionAdvisories', 'actionRepositories', 'pins'],

  detect({ tree, texts }, maybe, target) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    if (set.workflows.length === 0 && set.actions.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'no workflow could be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'there is no workflow and no action' };
    }
    const uses = usesIn(set);
    if (uses.length === 0)
      return { verdict: 'pass', message: 'no code of other repositories is used', limitedBy: unread };
    const judged = uses.map((use) => judge(use, maybe, target.owner));
    const findings = judged.flatMap(({ finding }) => finding ?? []);
    const blind = [
      ...BLIND.filter((fact) => maybe[fact].state === 'unknown'),
      ...(maybe.pins.state === 'unknown' && judged.some(({ doubt }) => doubt?.fact === 'pins')
        ? (['pins'] as const)
        : []),
    ].map((fact): Limit => ({ fact }));
    const limitedBy: Limit[] = [...unread, ...blind, ...doubts(judged, maybe)];
    const grave = findings.filter(({ rule }) => GRAVE.includes(rule));
    if (grave.length > 0) {
      const message = `${counted(grave.length, 'use')} of actions that are compromised, vulnerable, abandoned or not what they seem`;
      return { verdict: 'fail', message, findings, limitedBy };
    }
    if (blind.length > 0) {
      return { verdict: 'unknown', message: 'what is known of these actions could not be asked', limitedBy };
    }
    if (findings.length > 0) {
      const actions = new Set(findings.map(({ observed }) => observed.split('@')[0]?.toLowerCase()));
      const message = `${counted(actions.size, 'action')} or ${actions.size === 1 ? 'workflow' : 'workflows'} of others need your decision; no advisory names ${actions.size === 1 ? 'it' : 'them'}`;
      return { verdict: 'partial', message, findings, limitedBy };
    }
    return { verdict: 'pass', message: 'every action is GitHub’s or your own, and no advisory names one', limitedBy };
  },

  remedies: [
    {
      id: 'take-fixed-release',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Take the release that mends the advisory',
      unavailable: ({ known, maybe, target }) =>
        fixesIn(known.texts, maybe, target.owner).length > 0
          ? null
          : 'no advisory names an action here, or no commit of a mended release is known',
      plan: ({ known, maybe, target }) => [
        ...edits(fixesIn(known.texts, maybe, target.owner)),
        ...reviewSheet(known.texts, maybe, target.owner, true),
      ],
    },
    {
      id: 'review-each-action',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Look at each action, and decide',
      plan: ({ known, maybe, target }) => reviewSheet(known.texts, maybe, target.owner, false),
    },
  ],
});

const GRAVE = ['compromised', 'vulnerable', 'look-alike', 'missing', 'archived'];

/** Without these nothing can be said of an action but whose it is. */
const BLIND = ['actionAdvisories', 'actionRepositories'] as const;

type Maybe = MaybeFacts<'actionAdvisories' | 'actionRepositories' | 'pins'>;
type Use = Located<RemoteReference> & { readonly stakes: readonly string[] };
type Judged = {
  readonly use: Use;
  readonly finding: Finding | null;
  readonly advisory: ActionAdvisory | null;
  /** What could have been worse, and which fact would tell. */
  readonly doubt: { readonly fact: 'pins' | 'actionRepositories'; readonly unlock: string } | null;
};

/** Every remote action and workflow once, with what the jobs that run it have to lose. */
function usesIn(set: WorkflowSet): readonly Use[] {
  const byPlace = new Map<string, Use>();
  const known = new Map<Job, readonly string[]>();
  const stakesOf = (workflow: Workflow, job: Job) => {
    const privilege = known.has(job) ? null : privilegeOf(workflow, job, null);
    if (privilege !== null) known.set(job, privilege.known ? privilege.reasons : []);
    return known.get(job) ?? [];
  };
  const add = (uses: Job['uses'], around: readonly (readonly [Workflow, Job])[]) => {
    if (uses?.value.kind !== 'action' && uses?.value.kind !== 'reusable-workflow') return;
    const stakes = around.flatMap(([workflow, job]) => stakesOf(workflow, job));
    byPlace.set(JSON.stringify(uses.place), { ...uses, value: uses.value, stakes: [...new Set(stakes)] });
  };
  for (const [step, sites] of stepSites(set)) {
    add(
      step.uses,
      sites.flatMap((site) => (site.job === null ? [] : [[site.workflow, site.job] as const])),
    );
  }
  for (const workflow of set.workflows) for (const job of workflow.jobs) add(job.uses, [[workflow, job]]);
  return [...byPlace.values()].toSorted((a, b) => inReadingOrder(a.place, b.place));
}

const actionOf = ({ owner, repo }: RemoteReference): string => `${owner}/${repo}`;
const nameOf = ({ owner, repo, path }: RemoteReference): string =>
  [owner, repo, ...(path === '' ? [] : [path])].join('/');

function judge(use: Use, maybe: Maybe, owner: string | null): Judged {
  const reference = use.value;
  const action = actionOf(reference);
  const made = (rule: string, message: string, expected: string, advisory: ActionAdvisory | null = null): Judged => ({
    use,
    advisory,
    doubt: null,
    finding: {
      rule,
      message,
      expected,
      observed: reference.text.trim(),
      location: use.place,
      route: use.route.join('.'),
    },
  });
  const advice = advisoryOn(reference, maybe);
  if (advice.hit !== null) {
    const { kind, summary, id, fixedIn } = advice.hit;
    const [rule, what] =
      kind === 'compromise' ? ['compromised', 'was compromised'] : ['vulnerable', 'has a known weakness'];
    return made(
      rule,
      `${reference.text} ${what}: ${summary} (${id})`,
      fixedIn === null ? 'another action, or a step of your own' : `${nameOf(reference)} ${fixedIn} or newer`,
      advice.hit,
    );
  }
  const original = lookAlikeOf(action);
  if (original !== null && !isOwn(reference, owner)) {
    return made('look-alike', `${action} is one letter away from ${original}`, `${original}, if that is what is meant`);
  }
  const repository = repositoryOf(action, maybe.actionRepositories);
  const gone = repository === null ? null : abandoned(repository, action);
  if (gone !== null) return made(gone.rule, gone.message, gone.expected);
  const doubt = advice.doubt ?? repositoryDoubt(action, repository, maybe);
  if (isOwn(reference, owner) || isGitHubs(reference)) return { use, finding: null, advisory: null, doubt };
  const [stake] = use.stakes;
  const undecided =
    stake === undefined
      ? made(
          'undecided',
          `${action} belongs to ${reference.owner}, and nothing here says that it was looked at`,
          EXPECTED,
        )
      : made(
          'undecided-privileged',
          `${action} belongs to ${reference.owner} and runs in a job with ${stake}`,
          EXPECTED,
        );
  return { ...undecided, doubt };
}

const EXPECTED = 'a review of its code and a waiver that says so, or a step of your own';

const isGitHubs = ({ owner }: RemoteReference): boolean => ['actions', 'github'].includes(owner.toLowerCase());
const isOwn = (reference: RemoteReference, owner: string | null): boolean =>
  reference.owner.toLowerCase() === owner?.toLowerCase();

type Advice = { readonly hit: ActionAdvisory | null; readonly doubt: Judged['doubt'] };

function advisoryOn(reference: RemoteReference, { actionAdvisories, pins }: Maybe): Advice {
  if (actionAdvisories.state === 'unknown') return { hit: null, doubt: null };
  const names = [actionOf(reference).toLowerCase(), nameOf(reference).toLowerCase()];
  const own = actionAdvisories.value.advisories.filter(({ action }) => names.includes(action.toLowerCase()));
  const answers = own.map((advisory) => ({ advisory, answer: affects(advisory, reference, pins) }));
  // That the code was replaced is worse than a weakness in it.
  const hits = answers.filter(({ answer }) => answer === true).map(({ advisory }) => advisory);
  const hit = hits.find(({ kind }) => kind === 'compromise') ?? hits[0] ?? null;
  const open = answers.find(({ answer }) => answer === null);
  const doubt =
    open === undefined
      ? null
      : ({
          fact: 'pins',
          unlock: `say which version ${reference.text} is: ${open.advisory.id} names some of them`,
        } as const);
  return { hit, doubt };
}

function affects(advisory: ActionAdvisory, reference: RemoteReference, pins: Fact<PinCatalogue>): boolean | null {
  const { affectedCommits, affectedRefs, affectedRange, kind } = advisory;
  if (affectedCommits.includes(reference.ref) || affectedRefs.includes(reference.ref)) return true;
  const isCommit = isFullSha(reference.ref);
  if (affectedRefs.includes('*')) return !isCommit;
  const catalogue = pins.state === 'known' ? pins.value : null;
  const named = catalogue?.pins[pinKey(actionOf(reference), reference.ref)];
  if (named !== undefined && affectedCommits.includes(named.sha)) return true;
  // What a tag names that nobody looked up may be one of the bad commits.
  if (named === undefined && !isCommit && affectedCommits.length > 0 && affectedRange === null) return null;
  // An attacker moves tags; a commit that is not among the bad ones is what it was before.
  if (affectedRange === null || (isCommit && kind === 'compromise')) return false;
  const exact = numbersIn(named?.version ?? '');
  const version = exact === null ? versionOf(reference, catalogue) : { numbers: exact, floating: false };
  if (version !== null) {
    const newest = isInRange(version, affectedRange);
    const oldest = isInRange({ ...version, numbers: [...version.numbers, 0, 0].slice(0, 3) }, affectedRange);
    return catalogue === null && newest !== oldest ? null : newest;
  }
  // A branch has every fix, unless its repository has none.
  return isCommit ? null : advisory.fixedIn === null;
}

function repositoryOf(action: string, repositories: Maybe['actionRepositories']): ActionRepository | null {
  if (repositories.state === 'unknown') return null;
  const name = action.toLowerCase();
  return Object.hasOwn(repositories.value, name) ? (repositories.value[name] ?? null) : null;
}

type Abandoned = { readonly rule: string; readonly message: string; readonly expected: string };

function abandoned(
  { archived, exists, renamedTo, status, replacedBy }: ActionRepository,
  action: string,
): Abandoned | null {
  const instead = replacedBy ?? 'another action, or a step of your own';
  if (exists === false)
    return { rule: 'missing', message: `there is no repository ${action}: anybody could make one`, expected: instead };
  if (archived === true || (archived === null && status === 'archived')) {
    return { rule: 'archived', message: `${action} is archived: nobody mends it any more`, expected: instead };
  }
  if (renamedTo !== null) {
    const message = `${action} is called ${renamedTo} now: the old name works only as long as nobody else takes it`;
    return { rule: 'renamed', message, expected: renamedTo };
  }
  if (status === 'deprecated' || status === 'superseded' || status === 'unmaintained') {
    return { rule: 'unmaintained', message: `${action} is ${status}`, expected: instead };
  }
  return null;
}

function repositoryDoubt(
  action: string,
  repository: ActionRepository | null,
  { actionRepositories }: Maybe,
): Judged['doubt'] {
  if (actionRepositories.state === 'unknown' || (repository !== null && repository.archived !== null)) return null;
  return { fact: 'actionRepositories', unlock: `see whether ${action} is still maintained` };
}

/** One line for each fact, whatever the number of actions. */
function doubts(judged: readonly Judged[], maybe: Maybe): readonly Limit[] {
  return (['pins', 'actionRepositories'] as const).flatMap((fact): readonly Limit[] => {
    if (maybe[fact].state === 'unknown') return [];
    const unlocks = [...new Set(judged.flatMap(({ doubt }) => (doubt?.fact === fact ? [doubt.unlock] : [])))];
    if (unlocks.length === 0) return [];
    const shown = unlocks.length > 3 ? [...unlocks.slice(0, 3), `and ${unlocks.length - 3} more`] : unlocks;
    return [{ fact, reason: 'unresolvable', unlock: shown.join('; ') }];
  });
}

type Fix = { readonly use: Use; readonly now: string; readonly version: string };

/** Uses that an advisory names, for which the commit of a mended release is known. */
function fixesIn(texts: TextFiles, maybe: Maybe, owner: string | null): readonly Fix[] {
  const catalogue = maybe.pins.state === 'known' ? maybe.pins.value : null;
  if (catalogue === null) return [];
  return usesIn(workflowsIn(texts)).flatMap((use) => {
    const { advisory } = judge(use, maybe, owner);
    if (advisory === null || isBlock(use.value)) return [];
    const refs = [advisory.fixedIn, advisory.fixedIn === null ? null : `v${advisory.fixedIn}`, 'latest'];
    for (const ref of refs) {
      const key = pinKey(actionOf(use.value), ref ?? '');
      const pin = Object.hasOwn(catalogue.pins, key) ? catalogue.pins[key] : undefined;
      if (pin === undefined || pin.version === null) continue;
      const next: RemoteReference = {
        ...use.value,
        ref: pin.sha,
        comment: pin.version,
        text: `${nameOf(use.value)}@${pin.sha}`,
      };
      const isMended = advisoryOn(next, maybe);
      if (isMended.hit === null && isMended.doubt === null) return [{ use, now: next.text, version: pin.version }];
    }
    return [];
  });
}

function edits(fixes: readonly Fix[]): readonly EditFile[] {
  const paths = [...new Set(fixes.map(({ use }) => use.place.path))];
  return paths.map((path) => ({
    kind: 'edit-file',
    path,
    operations: fixes
      .filter(({ use }) => use.place.path === path)
      .map(({ use, now, version }) => ({
        op: 'set-scalar',
        route: use.route,
        was: use.value.text,
        now,
        comment: version,
      })),
    summary: 'take releases that no advisory names',
  }));
}

/** For each action what it can reach, and where to look. `mended`: without those that an edit takes care of. */
function reviewSheet(texts: TextFiles, maybe: Maybe, owner: string | null, mended: boolean): readonly ManualStep[] {
  const fixed = mended ? new Set(fixesIn(texts, maybe, owner).map(({ use }) => use.value.text)) : new Set<string>();
  const all = usesIn(workflowsIn(texts)).map((use) => judge(use, maybe, owner));
  const rows = new Map<string, { readonly findings: Finding[]; readonly stakes: Set<string> }>();
  for (const { use, finding } of all) {
    const needsLook = finding !== null && !(fixed.has(use.value.text) && isOwnOrGitHubs(use.value, owner));
    if (!needsLook) continue;
    const row = rows.get(actionOf(use.value)) ?? { findings: [], stakes: new Set() };
    if (!fixed.has(use.value.text)) row.findings.push(finding);
    for (const stake of use.stakes) row.stakes.add(stake);
    rows.set(actionOf(use.value), row);
  }
  if (rows.size === 0) return [];
  return [
    {
      kind: 'manual',
      summary: `decide about ${counted(rows.size, 'action')}`,
      why: 'whether somebody’s code may run in your build is your decision: read it, its inputs and what it downloads',
      lines: [...rows].flatMap(([action, { findings, stakes }]) => [
        `# ${action}: can reach ${stakes.size === 0 ? 'no secret and no write permission' : [...stakes].join(', ')}`,
        ...[...new Set(findings.filter(({ rule }) => !rule.startsWith('undecided')).map(({ message }) => message))].map(
          (message) => `#   ${message}`,
        ),
        `https://github.com/${action}`,
      ]),
      url: SECURE_USE,
    },
  ];
}

const isOwnOrGitHubs = (reference: RemoteReference, owner: string | null): boolean =>
  isOwn(reference, owner) || isGitHubs(reference);
