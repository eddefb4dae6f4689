import { localAction } from '../../ecosystems/reached-steps.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import { isReadable, type TextFiles, type TreeEntry } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import { type ActionsLockfile, LOCKFILE, lockKey, readLockfile } from '../../workflow/actions-lockfile.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { ActionMetadata, Job, Step, Workflow } from '../../workflow/workflow-file.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const LOCK = 'https://docs.github.com/en/actions/how-tos/secure-your-work/lock-workflow-dependencies' as const;

export default defineControl({
  id: 'actions-lockfile',
  number: '4.22',
  section: 'actions',
  tier: 'could',
  title: 'Workflow dependencies, also nested ones, are locked',
  why: 'A pinned action can itself use another one by a tag, and only the lockfile fixes what lies below the first level.',
  trap: 'The file is written by `gh actions-lock` and by update robots, never by hand. A new or changed `uses:` in a listed workflow makes it fail until it is locked again. Workflows that use `./` actions cannot be listed: the tool rewrites them to `$/`, which older linters refuse. What a remote reusable workflow uses is locked in its own repository.',
  docs: [LOCK],
  rules: {
    malformed: 'The lockfile is not of the form that GitHub reads.',
    'not-listed': 'The workflow is not in the lockfile, so nothing it uses is locked.',
    'entry-missing': 'Something that a listed workflow uses has no entry: the run fails.',
    stale: 'The lockfile names something that is no longer used.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }, _maybe, target) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const isServer = target.host !== 'github.com' && !target.host.endsWith('.ghe.com');
    if (isServer) return { verdict: 'not-applicable', message: 'GitHub Enterprise Server reads no lockfile' };
    if (set.workflows.length === 0 && unread.length > 0) {
      return { verdict: 'unknown', message: 'no workflow could be read', limitedBy: unread };
    }
    const using = set.workflows.filter((workflow) => keysOf(workflow, set).length > 0);
    if (using.length === 0 && unread.length === 0 && !tree.some(isLockfile)) {
      return { verdict: 'not-applicable', message: 'no workflow uses code of other repositories' };
    }
    if (!tree.some(isLockfile)) return withoutLockfile(using, unread);
    const file = texts[LOCKFILE];
    if (!isReadable(file)) {
      const why = file === undefined ? 'it was not asked for' : file.detail;
      const limit: Limit = {
        fact: 'texts',
        reason: 'unreadable',
        unlock: `make ${LOCKFILE} readable: ${why}`,
        at: LOCKFILE,
      };
      return { verdict: 'unknown', message: 'the lockfile could not be read', limitedBy: [limit, ...unread] };
    }
    const reading = readLockfile(file);
    if (!reading.ok) {
      const findings = reading.problems.map(({ message, place }) => ({
        rule: 'malformed',
        message: `the lockfile cannot be read: ${message}`,
        observed: message,
        expected: 'the file as gh actions-lock writes it',
        location: place,
      }));
      return {
        verdict: 'fail',
        message: 'there is a lockfile, and GitHub cannot read it',
        findings,
        limitedBy: unread,
      };
    }
    const findings = gapsIn(reading.lockfile, using, set, tree, texts);
    if (findings.length > 0) {
      const message = `the lockfile and the workflows differ in ${findings.length} ${findings.length === 1 ? 'place' : 'places'}`;
      return { verdict: 'partial', message, findings, limitedBy: unread };
    }
    return { verdict: 'pass', message: 'everything that the workflows use is locked to a commit', limitedBy: unread };
  },

  remedies: [
    {
      id: 'lock-dependencies',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Lock what the workflows use',
      plan: () => [
        {
          kind: 'manual',
          summary: `run gh actions-lock, and commit ${LOCKFILE}`,
          why: 'the tool resolves every nested reference and proves where each commit comes from: the file is never written by hand',
          lines: ['gh extension install github/gh-actions-lock', 'gh actions-lock', 'gh actions-lock --verify'],
          url: LOCK,
        },
      ],
    },
  ],
});

const isLockfile = ({ path, mode }: TreeEntry): boolean => path === LOCKFILE && mode.startsWith('100');

function withoutLockfile(using: readonly Workflow[], unread: readonly Limit[]) {
  if (using.every(usesWorkspace) && unread.length === 0) {
    return {
      verdict: 'not-applicable',
      message: 'every workflow uses `./` actions, and such workflows cannot be locked',
    } as const;
  }
  const unlock = `run gh actions-lock, or see in the settings of Actions whether lockfiles are served to this repository`;
  const limit: Limit = { fact: 'tree', reason: 'unserved', unlock, at: LOCKFILE };
  return {
    verdict: 'unknown',
    message: 'there is no lockfile, and it is not known whether GitHub would read one here',
    limitedBy: [limit, ...unread],
  } as const;
}

const usesWorkspace = ({ jobs }: Workflow): boolean =>
  jobs.some((job) => stepsOf(job).some(({ uses }) => uses?.value.kind === 'local'));

type Needed = { readonly key: string; readonly uses: NonNullable<Step['uses']> };

/** What a workflow has to have locked: its own references, and those of the actions of the repository that it uses. */
function keysOf(workflow: Workflow, set: WorkflowSet): readonly Needed[] {
  const own = workflow.jobs.flatMap((job) => [job.uses, ...stepsOf(job).map(({ uses }) => uses)]);
  const actions = workflow.jobs.flatMap((job) => actionsOf(job, set, new Set()));
  return [...own, ...actions.flatMap((action) => stepsOf(action).map(({ uses }) => uses))].flatMap((uses) => {
    const key = uses === null ? null : lockKey(uses.value);
    return uses === null || key === null ? [] : [{ key, uses }];
  });
}

/** The repository’s own actions that a job or an action reaches, each once. */
function actionsOf(of: Job | ActionMetadata, set: WorkflowSet, seen: Set<ActionMetadata>): readonly ActionMetadata[] {
  return stepsOf(of).flatMap((step) => {
    const action = localAction(set, step);
    if (action === null || seen.has(action)) return [];
    seen.add(action);
    return [action, ...actionsOf(action, set, seen)];
  });
}

function gapsIn(
  lockfile: ActionsLockfile,
  using: readonly Workflow[],
  set: WorkflowSet,
  tree: readonly TreeEntry[],
  texts: TextFiles,
): readonly Finding[] {
  const listed = new Map(lockfile.workflows.map((entry) => [entry.path, entry]));
  const missing = using.flatMap((workflow) => {
    const entry = listed.get(workflow.path);
    if (entry === undefined) return usesWorkspace(workflow) ? [] : [notListed(workflow)];
    const keys = new Set(entry.keys.map(({ value }) => value));
    return keysOf(workflow, set)
      .filter(({ key }) => !keys.has(key) || !lockfile.dependencies.has(key))
      .map(entryMissing);
  });
  // An action that cannot be read may use what seems to be left over.
  const isAllRead = unreadWorkflows(set, tree, texts).length === 0;
  const stale = lockfile.workflows.flatMap((entry) => {
    if (!tree.some(({ path }) => path === entry.path)) {
      return [staleEntry(entry.path, `${entry.path} is listed, and there is no such workflow`, entry.place)];
    }
    // What cannot be read may use anything.
    const workflow = set.workflows.find(({ path }) => path === entry.path);
    if (workflow === undefined) return [];
    const needed = reachable(
      keysOf(workflow, set).map(({ key }) => key),
      lockfile,
    );
    return entry.keys
      .filter(({ value }) => !needed.has(value) && isAllRead)
      .map(({ value, place }) =>
        staleEntry(value, `${value} is locked for ${entry.path}, which does not use it`, place),
      );
  });
  return [
    ...new Map([...missing, ...stale].map((each) => [JSON.stringify([each.rule, each.location]), each])).values(),
  ];
}

/** The keys, and everything that the lockfile says lies below them. */
function reachable(keys: readonly string[], { dependencies }: ActionsLockfile): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...keys];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    open.push(...(dependencies.get(key)?.uses ?? []));
  }
  return found;
}

const notListed = ({ path }: Workflow): Finding => ({
  rule: 'not-listed',
  message: `${path} is not in the lockfile, so nothing that it uses is locked`,
  observed: path,
  expected: `${path} below workflows: in ${LOCKFILE}`,
  location: wholeFile(path),
});

const entryMissing = ({ key, uses }: Needed): Finding => ({
  rule: 'entry-missing',
  message: `${uses.value.text} is not locked: a run of this workflow fails`,
  observed: uses.value.text,
  expected: `${key} in ${LOCKFILE}`,
  location: uses.place,
  route: uses.route.join('.'),
});

const staleEntry = (observed: string, message: string, location: Finding['location']): Finding => ({
  rule: 'stale',
  message,
  observed,
  expected: 'an entry for each reference in use, and no other',
  location,
});
