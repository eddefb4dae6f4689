import { readYaml } from './yaml-source.ts';
import { at, entriesOf, isMapping, isSequence, itemsOf, rootView, textOf, type YamlView } from './yaml-view.ts';

const TOP_KEYS = ['version', 'updates', 'registries', 'enable-beta-ecosystems', 'multi-ecosystem-groups'];
const UPDATE_KEYS = [
  'allow',
  'assignees',
  'commit-message',
  'cooldown',
  'directories',
  'directory',
  'exclude-paths',
  'groups',
  'ignore',
  'insecure-external-code-execution',
  'labels',
  'milestone',
  'multi-ecosystem-group',
  'open-pull-requests-limit',
  'package-ecosystem',
  'patterns',
  'pull-request-branch-name',
  'rebase-strategy',
  'registries',
  'schedule',
  'target-branch',
  'vendor',
  'versioning-strategy',
];
const COOLDOWN_DAYS = ['default-days', 'semver-major-days', 'semver-minor-days', 'semver-patch-days'];
const INTERVALS = ['daily', 'weekly', 'monthly', 'quarterly', 'semiannually', 'yearly', 'cron'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** What Dependabot would refuse in its configuration (docs.github.com, "Dependabot options reference"). */
export function dependabotRefusals(path: string, text: string): readonly string[] {
  const yaml = readYaml(path, text);
  if (!yaml.ok) return [`the file ${yaml.broken.message}`];
  const root = rootView(yaml.source);
  const updates = at(root, 'updates');
  return [
    ...strangers(root, TOP_KEYS, 'the file'),
    ...(textOf(at(root, 'version')) === '2' ? [] : ['version is not 2']),
    ...(isSequence(updates) ? itemsOf(updates).flatMap(updateRefusals) : ['updates is not a list']),
  ];
}

function updateRefusals(update: YamlView, index: number): readonly string[] {
  const name = `updates[${index}]`;
  if (!isMapping(update)) return [`${name} is not a mapping`];
  const places = [at(update, 'directory'), at(update, 'directories')].filter((each) => each !== null);
  const grouped = at(update, 'multi-ecosystem-group') !== null;
  const schedule = at(update, 'schedule');
  return [
    ...strangers(update, UPDATE_KEYS, name),
    ...(textOf(at(update, 'package-ecosystem')) === null ? [`${name} names no package-ecosystem`] : []),
    ...(places.length === 1 ? [] : [`${name} needs either directory or directories`]),
    ...(schedule === null ? (grouped ? [] : [`${name} has no schedule`]) : scheduleRefusals(schedule, name)),
    ...cooldownRefusals(at(update, 'cooldown'), name),
  ];
}

function scheduleRefusals(schedule: YamlView, name: string): readonly string[] {
  const interval = textOf(at(schedule, 'interval'));
  const day = textOf(at(schedule, 'day'));
  return [
    ...strangers(schedule, ['interval', 'day', 'time', 'timezone', 'cronjob'], `${name}.schedule`),
    ...(interval !== null && INTERVALS.includes(interval)
      ? []
      : [`${name}.schedule has the interval "${interval ?? ''}"`]),
    ...(interval === 'cron' && at(schedule, 'cronjob') === null ? [`${name}.schedule has no cronjob`] : []),
    ...(day === null || WEEKDAYS.includes(day) ? [] : [`${name}.schedule has the day "${day}"`]),
  ];
}

/** Days run from 1 to 90, as the reference says. */
function cooldownRefusals(cooldown: YamlView | null, name: string): readonly string[] {
  if (cooldown === null) return [];
  const days = COOLDOWN_DAYS.flatMap((key) => at(cooldown, key) ?? []);
  const odd = days.filter((each) => !/^(?:[1-9]|[1-8]\d|90)$/.test(textOf(each) ?? ''));
  return [
    ...strangers(cooldown, [...COOLDOWN_DAYS, 'include', 'exclude'], `${name}.cooldown`),
    ...odd.map((each) => `${name}.cooldown has ${each.route.at(-1)} "${textOf(each) ?? ''}"`),
  ];
}

const strangers = (view: YamlView, known: readonly string[], name: string): readonly string[] =>
  entriesOf(view).flatMap(([key]) => (known.includes(key) ? [] : [`${name} has the key "${key}", which is not known`]));
