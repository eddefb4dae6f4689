import { type CacheStep, cacheStepsIn } from '../../ecosystems/cache-steps.ts';
import type { CacheSwitch } from '../../ecosystems/caching-actions.ts';
import { writableScopes } from '../../ecosystems/job-rights.ts';
import { type JobWork, jobWorkIn, releases } from '../../ecosystems/job-work.ts';
import { actionName, reachedSteps } from '../../ecosystems/reached-steps.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit, type RemedyContext } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Operation } from '../../model/operation.ts';
import { isStrangersTrigger, type TokenDefault } from '../../workflow/effective-permissions.ts';
import { isNeverOnRelease } from '../../workflow/never-on-release.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsOf } from '../../workflow/secret-references.ts';
import type { Job, Workflow } from '../../workflow/workflow-file.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

export default defineControl({
  id: 'release-cache-isolated',
  number: '1.09',
  section: 'build',
  tier: 'must',
  title: 'Release builds do not restore caches',
  why: 'A cache holds what some earlier run put there, and whoever could influence that run decides what the release build finds and executes.',
  trap: 'Several actions restore unasked: setup-go, setup-node when package.json names npm, setup-uv, setup-buildx, setup-qemu, setup-gradle. A run for a tag reads the caches of the default branch, so read-only tokens for strangers do not protect it. Linters with an old schema do not know “cache-mode” yet.',
  docs: [
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
  ],
  rules: {
    'cache-in-release': 'A job that makes or publishes a release restores a cache.',
    'cache-beside-release': 'Another job of a release workflow restores a cache.',
    'cache-for-strangers': 'A workflow that strangers can start may write caches.',
  },
  needs: ['tree', 'texts'],
  uses: ['tokenDefaults'],

  detect(known, { tokenDefaults }) {
    const { tree, texts } = known;
    const set = workflowsIn(texts);
    const graph = releaseGraph(tree, texts, set);
    const unread = [...unreadWorkflows(set, tree, texts), ...unseenReleases(graph), ...unreadManifest(set, texts)];
    if (graph.workflows.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'the release may be in a workflow that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow releases anything' };
    }
    const tokenDefault = tokenDefaults.state === 'known' ? tokenDefaults.value.defaultWorkflowPermissions : null;
    const found = onceEach(cachesOf(known, tokenDefault));
    const open = strangersCaches(set.workflows);
    const certain = found.filter(({ cache }) => cache.caching.restores === 'yes');
    const limitedBy = [...unread, ...found.filter(({ cache }) => cache.caching.restores === 'computed').map(undecided)];
    const findings = [...certain.map(finding), ...open];
    const [first] = findings;
    if (first === undefined) {
      return { verdict: 'pass', message: 'no job of a release workflow restores a cache', limitedBy };
    }
    const fails = certain.some(({ weight }) => weight.kind === 'release') || open.length > 0;
    if (!fails && certain.some(({ weight }) => weight.kind === 'unknown')) {
      const message = 'a job of a release workflow restores a cache, and what its token may do is not known';
      return { verdict: 'unknown', message, limitedBy: [{ fact: 'tokenDefaults' }, ...limitedBy] };
    }
    const message = `${first.message}${findings.length === 1 ? '' : `; ${findings.length} such places in all`}`;
    return { verdict: fails ? 'fail' : 'partial', message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'switch-caches-off',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Switch the caches of release jobs off, action by action',
      unavailable: (context) => {
        const { edits } = switches(context);
        return edits.length > 0 ? null : 'none of these caches can be switched off by an input of its own';
      },
      plan(context) {
        const { edits, byHand } = switches(context);
        return [...edits, ...byHand];
      },
    },
    {
      id: 'remove-caches-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Take the caches out yourself',
      plan: (context) =>
        stepsByHand(
          seenBy(context).map(({ cache }) => cache),
          strangersModes(context),
        ),
    },
    {
      // Last, and so never taken unasked: linters with an older schema refuse the key (DESIGN section 5).
      id: 'cache-mode-none',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Write `cache-mode: none`: the service then gives no cache to these jobs',
      unavailable: ({ target }) =>
        target.host === 'github.com' || target.host.endsWith('.ghe.com')
          ? null
          : `${target.host} may not know "cache-mode" yet`,
      plan: (context) => modes(context),
    },
  ],
});

type Known = RemedyContext<'tree' | 'texts', 'tokenDefaults'>['known'];
type Context = RemedyContext<'tree' | 'texts', 'tokenDefaults'>;
/** `release`: poison reaches what is published, or what could publish. `beside`: only a job next to it. `unknown`: the token may be strong. */
type Weight = { readonly kind: 'release' | 'beside' | 'unknown'; readonly because: string };
type Found = { readonly cache: CacheStep; readonly weight: Weight };

/** setup-node caches unasked when the manifest names npm, so without the manifest nobody knows. */
const unreadManifest = (set: WorkflowSet, texts: TextFiles): readonly Limit[] =>
  reachedSteps(set).some(({ actual }) => actionName(actual) === 'actions/setup-node')
    ? unreadFiles(texts, (path) => path === 'package.json')
    : [];

/** Caches that runs of a release restore. `cache-mode` keeps the service from giving any. */
function cachesOf({ tree, texts }: Known, tokenDefault: TokenDefault): readonly Found[] {
  const set = workflowsIn(texts);
  const work = new Map(jobWorkIn(tree, texts, set).map((each) => [each.job, each]));
  return cacheStepsIn(set, texts).flatMap((cache): readonly Found[] => {
    const { workflow, job, step, actual } = cache;
    const own = work.get(job);
    if (own === undefined || own.release === null) return [];
    if (/^(?:none|write-only)$/.test(job.cacheMode ?? workflow.cacheMode ?? '')) return [];
    if ([job, step, actual].some(({ condition }) => isNeverOnRelease(condition))) return [];
    return [{ cache, weight: weightOf(own, cache) }];
  });
  function weightOf(own: JobWork, cache: CacheStep): Weight {
    const { workflow, job, release } = own;
    if (releases(own)) return { kind: 'release', because: 'publishes, attests or signs' };
    if (own.builds.some(({ purpose }) => purpose === 'build') && feedsRelease(own)) {
      const isChecked =
        cache.caching.readOnly &&
        (release?.attests.length ?? 0) > 0 &&
        [...work.values()].some(
          (each) => each.release === release && each.builds.some(({ purpose }) => purpose === 'test'),
        );
      if (!isChecked) return { kind: 'release', because: 'builds what is released' };
    }
    const [secret] = secretsOf(workflow, job);
    if (secret !== undefined) return { kind: 'release', because: `holds the secret ${secret}` };
    if (job.environment !== null)
      return { kind: 'release', because: `reaches the environment ${job.environment.value}` };
    const scopes = writableScopes(set, workflow, job, tokenDefault);
    if (scopes === null) return { kind: 'unknown', because: 'may hold a token that writes' };
    const [scope] = scopes;
    return scope === undefined
      ? { kind: 'beside', because: 'belongs to a release workflow' }
      : { kind: 'release', because: `holds a token with ${scope}: write` };
  }

  /** Whether a job that publishes, attests or signs comes after it; a called file is taken as a whole. */
  function feedsRelease({ workflow, job, release }: JobWork): boolean {
    if (release !== null && release.workflow !== workflow) return true;
    const after = [job.id];
    // What is pushed while it runs is looked at too.
    for (const id of after) {
      for (const next of workflow.jobs) if (next.needs.includes(id) && !after.includes(next.id)) after.push(next.id);
    }
    return workflow.jobs.some((each) => {
      if (!after.includes(each.id)) return false;
      const its = work.get(each);
      return each.uses !== null || (its !== undefined && releases(its));
    });
  }
}

/** `cache-mode: write` hands back to strangers what GitHub took from them in June 2026. */
const strangersCaches = (workflows: readonly Workflow[]): readonly Finding[] =>
  workflows.flatMap((workflow) => {
    const trigger = workflow.triggers.find(({ event }) => event === 'pull_request' || isStrangersTrigger(event));
    if (trigger === undefined) return [];
    const modes = [
      { mode: workflow.cacheMode, route: 'cache-mode', job: null },
      ...workflow.jobs.map((job) => ({ mode: job.cacheMode, route: [...job.route, 'cache-mode'].join('.'), job })),
    ];
    return modes.flatMap(({ mode, route, job }) =>
      mode === null || !/^write(?:-only)?$/.test(mode)
        ? []
        : [
            {
              rule: 'cache-for-strangers',
              message: `${job === null ? workflow.path : `the job ${job.id}`} may write caches and runs on ${trigger.event}, which strangers can cause`,
              observed: `cache-mode: ${mode}`,
              expected: 'cache-mode: read',
              location: job?.place ?? trigger.place,
              route,
            },
          ],
    );
  });

/**
 * A step of a local action that several jobs reach is one; the job with the most to lose stands for all. Told apart by their routes:
 * steps whose `uses` are aliases of one anchor share a place, and are as many.
 */
function onceEach(found: readonly Found[]): readonly Found[] {
  const rank = ({ weight }: Found) => ['release', 'unknown', 'beside'].indexOf(weight.kind);
  const byRoute = new Map<string, Found>();
  for (const each of found) {
    const { place, route, actual } = each.cache;
    const key = JSON.stringify(actual.uses === null ? place : [place.path, route]);
    const before = byRoute.get(key);
    if (before === undefined || rank(each) < rank(before)) byRoute.set(key, each);
  }
  return [...byRoute.values()];
}

const finding = ({ cache, weight }: Found): Finding => ({
  rule: weight.kind === 'release' ? 'cache-in-release' : 'cache-beside-release',
  message: `the job ${cache.job.id} ${weight.because} and restores a cache with "${cache.how}"${unasked(cache)}`,
  observed: cache.how,
  expected:
    cache.caching.off?.kind === 'set' ? `${cache.caching.off.input}: ${String(cache.caching.off.value)}` : 'no cache',
  location: cache.place,
  route: cache.route.join('.'),
});

const unasked = ({ caching, via }: CacheStep): string =>
  `${caching.asked === null && caching.off?.kind === 'set' ? ', which does so unasked' : ''}${via === null ? '' : ` (through ${via})`}`;

const undecided = ({ cache }: Found): Limit => ({
  fact: 'texts',
  reason: 'unresolvable',
  unlock: `say whether ${cache.how} restores a cache in a release: line ${cache.place.line} of ${cache.place.path} computes it`,
  at: cache.place.path,
});

const seenBy = ({ known, maybe }: Context): readonly Found[] => {
  const { tokenDefaults } = maybe;
  const found = cachesOf(
    known,
    tokenDefaults.state === 'known' ? tokenDefaults.value.defaultWorkflowPermissions : null,
  );
  return found.filter(({ cache }) => cache.caching.restores === 'yes');
};

function switches(context: Context): { readonly edits: readonly EditFile[]; readonly byHand: readonly ManualStep[] } {
  const found = onceEach(seenBy(context)).map(({ cache }) => ({ cache, operations: operationsFor(cache) }));
  const paths = [
    ...new Set(found.filter(({ operations }) => operations !== null).map(({ cache }) => cache.place.path)),
  ];
  const edits = paths.map((path): EditFile => {
    const operations = found.filter(({ cache }) => cache.place.path === path).flatMap((each) => each.operations ?? []);
    return {
      kind: 'edit-file',
      path,
      operations,
      summary: 'release jobs build without caches, which takes longer and owes nothing to other runs',
    };
  });
  const opened = strangersModes(context);
  const left = found.filter(({ operations }) => operations === null).map(({ cache }) => cache);
  return { edits: [...edits, ...opened], byHand: stepsByHand(left) };
}

/** Null: by hand. A local action serves other jobs too, and a step whose outputs others read cannot just go. */
function operationsFor({ caching, via, actual }: CacheStep): readonly Operation[] | null {
  if (via !== null || caching.off === null) return null;
  return fromSwitch(caching.off, actual);
}

function fromSwitch(off: CacheSwitch, { route, id, with: inputs }: CacheStep['actual']): readonly Operation[] | null {
  switch (off.kind) {
    case 'drop-step':
      return id === null ? [{ op: 'remove', route }] : null;
    case 'drop': {
      const rest = off.instead;
      const alone = Object.keys(inputs).length === 1;
      if (rest?.kind === 'set') {
        const add: Operation = { op: 'add-key', route: [...route, 'with'], key: rest.input, value: rest.value };
        return [add, { op: 'remove', route: [...route, 'with', off.input] }];
      }
      return [{ op: 'remove', route: alone ? [...route, 'with'] : [...route, 'with', off.input] }];
    }
    case 'set': {
      const { input, value } = off;
      if (Object.hasOwn(inputs, input)) return [{ op: 'replace-value', route: [...route, 'with', input], value }];
      if (Object.keys(inputs).length === 0)
        return [{ op: 'add-key', route, key: 'with', value: { [input]: value }, after: 'uses' }];
      return [{ op: 'add-key', route: [...route, 'with'], key: input, value }];
    }
  }
}

const strangersModes = ({ known }: Context): readonly EditFile[] =>
  workflowsIn(known.texts).workflows.flatMap((workflow): readonly EditFile[] => {
    const routes = strangersCaches([workflow]).map(({ route }) => (route ?? '').split('.'));
    if (routes.length === 0) return [];
    const operations = routes.map((route): Operation => ({ op: 'replace-value', route, value: 'read' }));
    return [
      { kind: 'edit-file', path: workflow.path, operations, summary: 'runs that strangers cause only read caches' },
    ];
  });

/** For the whole file when nothing but releases runs it, else for the jobs that restore. */
function modes(context: Context): readonly EditFile[] {
  const found = seenBy(context);
  const files = [...new Set(found.map(({ cache }) => cache.workflow))];
  const edits = files.map((workflow): EditFile => {
    const jobs = [...new Set(found.filter(({ cache }) => cache.workflow === workflow).map(({ cache }) => cache.job))];
    const whole = !workflow.triggers.some(({ event }) => /^(?:pull_request|merge_group|schedule)$/.test(event));
    const targets: readonly (Workflow | Job)[] = whole
      ? [workflow, ...jobs.filter(({ cacheMode }) => cacheMode !== null)]
      : jobs;
    return {
      kind: 'edit-file',
      path: workflow.path,
      operations: targets.map(modeOperation),
      summary: 'the service gives no cache to release jobs: they take longer, and owe nothing to other runs',
    };
  });
  return [...edits, ...strangersModes(context)];
}

function modeOperation(of: Workflow | Job): Operation {
  const route = 'route' in of ? of.route : [];
  return of.cacheMode === null
    ? { op: 'add-key', route, key: 'cache-mode', value: 'none', before: 'route' in of ? 'steps' : 'jobs' }
    : { op: 'replace-value', route: [...route, 'cache-mode'], value: 'none' };
}

function stepsByHand(caches: readonly CacheStep[], open: readonly EditFile[] = []): readonly ManualStep[] {
  if (caches.length + open.length === 0) return [];
  return [
    {
      kind: 'manual',
      summary: 'take the remaining caches out of the release',
      why: 'other steps rely on these, or other jobs use them too, so a person has to look',
      lines: [...new Set(caches.map(nameOf)), ...open.map(({ path }) => `# ${path}: write "cache-mode: read"`)],
      url: 'https://docs.github.com/en/actions/reference/security/secure-use',
    },
  ];
}

const nameOf = ({ place, how, via }: CacheStep): string =>
  `# ${place.path}:${place.line}: ${how}${via === null ? '' : `, used through ${via}`}`;
