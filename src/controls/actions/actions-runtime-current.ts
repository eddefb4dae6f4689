import { placeOfCommand } from '../../ecosystems/run-script.ts';
import { stepSites } from '../../ecosystems/step-sites.ts';
import type { Change, EditFile } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import { counted } from '../../model/counted.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import { type Finding, inReadingOrder } from '../../model/finding.ts';
import { type PinCatalogue, pinKey } from '../../model/pin.ts';
import { type Question, yesAnswer } from '../../model/question.ts';
import { numbersIn, type RemoteReference, versionOf } from '../../workflow/action-version.ts';
import { originOf } from '../../workflow/origin.ts';
import { isBlock } from '../../workflow/parse-uses.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import type { Located, Step } from '../../workflow/workflow-file.ts';
import { follow, locatedText } from '../../workflow/yaml-view.ts';
import { inputsGone, noteOn } from '../action-changes.ts';
import { isAlwaysCurrent, runtimeOf } from '../action-runtimes.ts';
import { staleness } from '../pin-age.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const SYNTAX = 'https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax' as const;

export default defineControl({
  id: 'actions-runtime-current',
  number: '4.21',
  section: 'actions',
  tier: 'should',
  title: 'Actions run on a supported runtime',
  why: 'An action that was written for a runtime the runners no longer have is run on another one that nobody tested it with, and gets no fixes.',
  trap: 'A jump over major releases changes behaviour: artifacts are unpacked elsewhere, caches begin to be used by themselves, signatures take another form. Self-hosted runners need version 2.327.1 or newer for Node 24. Variables that forced one runtime or the other do nothing since Node 20 was removed.',
  docs: ['https://docs.github.com/en/actions/reference/security/secure-use', SYNTAX],
  rules: {
    'runtime-removed': 'The action was written for Node 12 or 16, which runners have not had for long.',
    'runtime-ending': 'The action was written for Node 20, which was removed in autumn 2026: it is run on Node 24.',
    retired: 'GitHub switched off the service that this release talks to.',
    'command-disabled': 'The script prints a workflow command that runners no longer obey.',
    'command-deprecated': 'The script prints a workflow command that is replaced by a file.',
    'dead-switch': 'A variable chooses a runtime that is no longer there.',
  },
  needs: ['tree', 'texts'],
  uses: ['pins'],

  detect({ tree, texts }, { pins }, target) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    if (set.workflows.length === 0 && set.actions.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'no workflow could be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'there is no workflow and no action' };
    }
    const judged = usesIn(set).map((use) => judge(use, pins, isServer(target.host)));
    const findings = [...judged.flatMap(({ finding }) => finding ?? []), ...ownFindings(set, texts)].toSorted((a, b) =>
      inReadingOrder(a.location, b.location),
    );
    const unsure = judged.flatMap(({ doubt }) => doubt ?? []);
    const limitedBy: Limit[] = [...unread, ...limits(unsure, pins)];
    const grave = findings.filter(({ rule }) => GRAVE.includes(rule));
    if (grave.length > 0) {
      const message = `${counted(grave.length, 'place')} in workflows and actions ${grave.length === 1 ? 'relies' : 'rely'} on what runners no longer have`;
      return { verdict: 'fail', message, findings, limitedBy };
    }
    // What only a catalogue can put a version to may be worse than what was found.
    if (unsure.some(({ isOpen }) => isOpen)) {
      return { verdict: 'unknown', message: 'the versions behind some references are not known', limitedBy };
    }
    if (findings.length > 0) {
      const message = `${counted(findings.length, 'place')} in workflows and actions ${findings.length === 1 ? 'relies' : 'rely'} on what is going away`;
      return { verdict: 'partial', message, findings, limitedBy };
    }
    return { verdict: 'pass', message: 'every action whose runtime is known runs on a current one', limitedBy };
  },

  remedies: [
    {
      id: 'take-newest-release',
      kind: 'edit',
      risk: 'review',
      phase: 3,
      title: 'Take the newest release of these actions',
      unavailable({ known, maybe, observedAt, target }) {
        const catalogue = maybe.pins.state === 'known' ? maybe.pins.value : null;
        if (catalogue === null) return 'no newer release is known without a catalogue';
        const old = staleness(catalogue, observedAt);
        if (old !== null) return old;
        const flaws = flawsIn(known.texts, maybe.pins, isServer(target.host));
        return flaws.some(({ use }) => newest(use, catalogue) !== null)
          ? null
          : 'for none of these actions a newer release is known';
      },
      questions: () => [majorsQuestion],
      plan({ known, maybe, target }, answers) {
        const flaws = flawsIn(known.texts, maybe.pins, isServer(target.host));
        const catalogue = maybe.pins.state === 'known' ? maybe.pins.value : null;
        const rest = byHand(known.texts, maybe.pins, isServer(target.host), catalogue);
        if (catalogue === null || !yesAnswer(answers, majorsQuestion.id))
          return byHand(known.texts, maybe.pins, isServer(target.host), null);
        return [...updates(flaws, catalogue), ...rest];
      },
    },
    {
      id: 'update-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 3,
      title: 'Update the actions yourself',
      plan: ({ known, maybe, target }) => byHand(known.texts, maybe.pins, isServer(target.host), null),
    },
  ],
});

/** Whether a jump is wanted, only a person can say: there is no default. */
const majorsQuestion: Question = {
  id: 'accept-major-updates',
  kind: 'confirm',
  label: 'Take the newest major releases of these actions?',
  help: 'Major releases change inputs and behaviour. The list in the change says what is known of each.',
  required: true,
};

const GRAVE = ['runtime-removed', 'retired', 'command-disabled'];

type Use = Located<RemoteReference> & { readonly inputs: readonly string[] };
/** `isOpen`: a catalogue could say more. */
type Doubt = { readonly text: string; readonly place: string; readonly isOpen: boolean };
type Judged = { readonly use: Use; readonly finding: Finding | null; readonly doubt: Doubt | null };

/** Every remote action once, in the order of the files; reusable workflows have no runtime of their own. */
function usesIn(set: WorkflowSet): readonly Use[] {
  const byPlace = new Map<string, Use>();
  for (const { uses, with: inputs } of stepSites(set).keys()) {
    if (uses?.value.kind !== 'action') continue;
    byPlace.set(JSON.stringify(uses.place), { ...uses, value: uses.value, inputs: Object.keys(inputs) });
  }
  return [...byPlace.values()];
}

const nameOf = ({ owner, repo, path }: RemoteReference): string =>
  [owner, repo, ...(path === '' ? [] : [path])].join('/');

/** GitHub Enterprise Server keeps the services that github.com retired. */
const isServer = (host: string): boolean => host !== 'github.com' && !host.endsWith('.ghe.com');

function judge(use: Use, pins: Fact<PinCatalogue>, onServer: boolean): Judged {
  const reference = use.value;
  const name = nameOf(reference);
  const numbers = numbersOf(reference, pins);
  const isBranch = numbers === null && /^(?:main|master|stable|trunk|develop)$/.test(reference.ref);
  const runtime = numbers === null && !isBranch ? null : runtimeOf(name.toLowerCase(), numbers);
  const isOpen = pins.state === 'unknown' && !isBranch && (numbers === null || numbers.length < 3);
  const doubt: Doubt = { text: reference.text, place: use.place.path, isOpen };
  const finding = (rule: string, message: string, expected: string): Judged => ({
    use,
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
  const retired = numbers === null || onServer ? null : retiredBefore(name.toLowerCase(), numbers);
  if (retired !== null)
    return finding(
      'retired',
      `${reference.text} fails: GitHub switched off ${retired.what}`,
      `${name} ${retired.since} or newer`,
    );
  // Without a catalogue nobody knows where a floating tag is: only what all its releases share is said.
  const isMixed =
    pins.state === 'unknown' &&
    numbers !== null &&
    runtimeOf(name.toLowerCase(), [...numbers, 0, 0].slice(0, 3)) !== runtime;
  if (runtime === null || isMixed)
    return { use, finding: null, doubt: isAlwaysCurrent(name.toLowerCase()) ? null : doubt };
  const node = /^node(\d+)$/.exec(runtime)?.[1];
  if (node === undefined || Number(node) >= 24) return { use, finding: null, doubt: null };
  return Number(node) >= 20
    ? finding(
        'runtime-ending',
        `${reference.text} was written for Node ${node}, and is run on Node 24`,
        'a release for Node 24',
      )
    : finding(
        'runtime-removed',
        `${reference.text} was written for Node ${node}, which runners no longer have`,
        'a release for Node 24',
      );
}

/** A floating tag stands for the release that it names now, as far as that is known. */
function numbersOf(reference: RemoteReference, pins: Fact<PinCatalogue>): readonly number[] | null {
  const catalogue = pins.state === 'known' ? pins.value : null;
  const version = versionOf(reference, catalogue);
  if (version === null || catalogue === null) return version?.numbers ?? null;
  const named = catalogue.pins[pinKey(`${reference.owner}/${reference.repo}`, reference.ref)];
  return numbersIn(named?.version ?? '') ?? version.numbers;
}

type Retired = { readonly what: string; readonly since: string };

/** GitHub’s changelog: artifacts v3 (January 2025), the old cache service (April 2025). */
function retiredBefore(name: string, numbers: readonly number[]): Retired | null {
  const [major = 0, minor] = numbers;
  switch (name) {
    case 'actions/upload-artifact':
    case 'actions/download-artifact':
      return major < 4 ? { what: 'the artifact service of v3 and older', since: 'v4' } : null;
    case 'actions/upload-pages-artifact':
      return major < 3 ? { what: 'the artifact service of v3 and older', since: 'v3' } : null;
    case 'actions/deploy-pages':
      return major < 4 ? { what: 'the artifact service of v3 and older', since: 'v4' } : null;
    case 'actions/cache':
    case 'actions/cache/restore':
    case 'actions/cache/save': {
      const isOld =
        major < 3 ||
        (major === 3 && minor !== undefined && minor < 4) ||
        (major === 4 && minor !== undefined && minor < 2);
      return isOld ? { what: 'the old cache service', since: 'v4.2' } : null;
    }
    default:
      return null;
  }
}

function limits(unsure: readonly Doubt[], pins: Fact<PinCatalogue>): readonly Limit[] {
  if (unsure.length === 0) return [];
  if (pins.state === 'unknown') return [{ fact: 'pins' }];
  const names = [...new Set(unsure.map(({ text }) => text))];
  const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  const unlock = `read runs.using in the action.yml of ${shown.join(', ')}`;
  return [{ fact: 'pins', reason: 'unresolvable', unlock, at: unsure[0]?.place ?? '' }];
}

/** What the repository itself writes: its own actions, the commands its scripts print, and the variables it sets. */
function ownFindings(set: WorkflowSet, texts: TextFiles): readonly Finding[] {
  const steps = [...stepSites(set).keys()];
  const envs = [
    ...set.workflows.flatMap(({ env, jobs }) => [env, ...jobs.map((job) => job.env)]),
    ...steps.map(({ env }) => env),
  ];
  const all = [
    ...set.actions.flatMap((action) => ownRuntime(locatedText(follow(originOf(action), ['runs', 'using'])))),
    ...steps.flatMap((step) => printed(step, texts)),
    ...envs.flatMap(switches),
  ];
  // An alias names one place several times.
  return [...new Map(all.map((each) => [JSON.stringify([each.rule, each.location]), each])).values()];
}

function ownRuntime(using: Located<string> | null): readonly Finding[] {
  const node = Number(/^node(\d+)$/i.exec(using?.value ?? '')?.[1] ?? 24);
  if (using === null || node >= 24) return [];
  return [
    {
      rule: node >= 20 ? 'runtime-ending' : 'runtime-removed',
      message: `this action is written for Node ${node}, and runners have Node 24`,
      observed: `using: ${using.value}`,
      expected: 'using: node24, tested with it',
      location: using.place,
      route: using.route.join('.'),
    },
  ];
}

const COMMAND = /::(set-output|save-state|add-path|set-env)(?:\s|::)/;
const FILE: Readonly<Record<string, string>> = {
  'set-output': 'GITHUB_OUTPUT',
  'save-state': 'GITHUB_STATE',
  'add-path': 'GITHUB_PATH',
  'set-env': 'GITHUB_ENV',
};

function printed({ run }: Step, texts: TextFiles): readonly Finding[] {
  if (run === null || !COMMAND.test(run.value)) return [];
  return run.value.split('\n').flatMap((text, line) => {
    const command = COMMAND.exec(text)?.[1];
    if (command === undefined || /^\s*#/.test(text)) return [];
    const [rule, message] =
      command === 'set-output' || command === 'save-state'
        ? ['command-deprecated', `::${command} is deprecated in favour of a file`]
        : ['command-disabled', `::${command} is no longer obeyed`];
    const written = text.trim();
    return [
      {
        rule,
        message,
        observed: written,
        expected: `the value appended to "$${FILE[command]}"`,
        location: placeOfCommand(run, { name: '', args: [], line, text: written, pipedTo: null }, texts),
        route: run.route.join('.'),
      },
    ];
  });
}

const switches = (env: Step['env']): readonly Finding[] =>
  Object.entries(env)
    .filter(
      ([name]) => name === 'ACTIONS_ALLOW_USE_UNSECURE_NODE_VERSION' || name === 'FORCE_JAVASCRIPT_ACTIONS_TO_NODE24',
    )
    .map(([name, { value, place, route }]) => ({
      rule: 'dead-switch',
      message: `${name} does nothing since Node 20 was removed`,
      observed: `${name}: ${value}`,
      expected: `no ${name}`,
      location: place,
      route: route.join('.'),
    }));

const flawsIn = (texts: TextFiles, pins: Fact<PinCatalogue>, onServer: boolean): readonly Judged[] =>
  usesIn(workflowsIn(texts))
    .map((use) => judge(use, pins, onServer))
    .filter(({ finding }) => finding !== null);

type Newest = { readonly now: string; readonly version: string };

/** The newest release, when it is known to be current and takes every input that is given. */
function newest(use: Use, { pins }: PinCatalogue): Newest | null {
  const reference = use.value;
  const key = pinKey(`${reference.owner}/${reference.repo}`, 'latest');
  const pin = Object.hasOwn(pins, key) ? pins[key] : undefined;
  const numbers = numbersIn(pin?.version ?? '');
  if (pin === undefined || pin.version === null || numbers === null) return null;
  const runtime = runtimeOf(nameOf(reference).toLowerCase(), numbers);
  const isCurrent = runtime !== null && !/^node(?:12|16|20)$/.test(runtime);
  const isSame = isCurrent && lostIn(use, pin.version).length === 0;
  return isSame && !isBlock(reference) ? { now: `${nameOf(reference)}@${pin.sha}`, version: pin.version } : null;
}

const lostIn = ({ value, inputs }: Use, version: string | null): readonly string[] =>
  inputsGone(nameOf(value).toLowerCase(), numbersIn(version ?? '')?.[0] ?? 0, inputs);

/** A remark on inputs that the newest release no longer takes. */
function lossOf(use: Use, pins: Fact<PinCatalogue>): string {
  const key = pinKey(`${use.value.owner}/${use.value.repo}`, 'latest');
  const latest = pins.state === 'known' && Object.hasOwn(pins.value.pins, key) ? pins.value.pins[key] : undefined;
  const lost = latest === undefined ? [] : lostIn(use, latest.version);
  return lost.length === 0 ? '' : ` (${latest?.version} no longer takes ${lost.join(', ')})`;
}

function updates(flaws: readonly Judged[], catalogue: PinCatalogue): readonly EditFile[] {
  const found = flaws.flatMap(({ use }) => {
    const release = newest(use, catalogue);
    return release === null ? [] : [{ use, release }];
  });
  const paths = [...new Set(found.map(({ use }) => use.place.path))];
  return paths.map((path) => {
    const own = found.filter(({ use }) => use.place.path === path);
    const notes = [
      ...new Set(own.map(({ use, release }) => `${nameOf(use.value)} ${release.version}${noteOn(nameOf(use.value))}`)),
    ];
    return {
      kind: 'edit-file',
      path,
      operations: own.map(({ use, release }) => ({
        op: 'set-scalar',
        route: use.route,
        was: use.value.text,
        now: release.now,
        comment: release.version,
      })),
      summary: `take ${notes.join('; ')}`,
    };
  });
}

/** Everything that no edit takes care of; with no catalogue that is all. */
function byHand(
  texts: TextFiles,
  pins: Fact<PinCatalogue>,
  onServer: boolean,
  edited: PinCatalogue | null,
): readonly Change[] {
  const flaws = flawsIn(texts, pins, onServer).filter(({ use }) => edited === null || newest(use, edited) === null);
  const own = ownFindings(workflowsIn(texts), texts);
  const findings = [...flaws.flatMap(({ finding }) => finding ?? []), ...own].toSorted((a, b) =>
    inReadingOrder(a.location, b.location),
  );
  if (findings.length === 0) return [];
  return [
    {
      kind: 'manual',
      summary: `replace ${counted(findings.length, 'use')} of what runners no longer have`,
      why: 'a major release changes behaviour, and its notes say what has to be changed with it',
      lines: findings.map((finding) => {
        const { location, observed, expected } = finding;
        const where = location !== null && 'path' in location ? `${location.path}:${location.line}` : '';
        const use = flaws.find((flaw) => flaw.finding === finding)?.use;
        return `# ${where}: ${observed} → ${expected}${use === undefined ? '' : lossOf(use, pins)}`;
      }),
      url: SYNTAX,
    },
  ];
}
