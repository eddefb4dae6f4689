import type { EcosystemId } from './ecosystem.ts';
import type { InstallStep } from './install-steps.ts';
import { actionName, type ReachedStep } from './reached-steps.ts';

type InstallAction = {
  readonly ecosystem: EcosystemId;
  readonly lockfiles: readonly string[];
  /** Null when these inputs install nothing. */
  strict(input: (name: string) => string): boolean | null;
};

/** Actions that install dependencies, and whether they obey a lock file that is there. */
const ACTIONS: Readonly<Record<string, InstallAction>> = {
  // With a lock file the action switches Bundler's deployment mode on (ruby/setup-ruby, "Caching bundle install").
  'ruby/setup-ruby': {
    ecosystem: 'bundler',
    lockfiles: ['Gemfile.lock'],
    strict: (input) => (/^true$/i.test(input('bundler-cache')) ? true : null),
  },
  'ramsey/composer-install': {
    ecosystem: 'composer',
    lockfiles: ['composer.lock'],
    strict: (input) => ['', 'locked'].includes(input('dependency-versions')),
  },
  'bahmutov/npm-install': {
    ecosystem: 'npm',
    lockfiles: ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml'],
    strict: (input) => !/^false$/i.test(input('useLockFile')),
  },
  'pnpm/action-setup': {
    ecosystem: 'pnpm',
    lockfiles: ['pnpm-lock.yaml'],
    strict: (input) =>
      /^(?:|null|false)$/i.test(input('run_install').trim()) ? null : !/no-frozen-lockfile/.test(input('run_install')),
  },
};

/** What a step's action installs. */
export function installActions(at: ReachedStep, paths: ReadonlySet<string>): readonly InstallStep[] {
  const { workflow, job, step, actual, via } = at;
  const name = actionName(actual);
  const action = name === null || !Object.hasOwn(ACTIONS, name) ? undefined : ACTIONS[name];
  if (name === null || action === undefined || actual.uses === null) return [];
  const obeys = action.strict((input) => actual.with[input]?.value ?? '');
  if (obeys === null) return [];
  const isLocked = [...paths].some((path) => action.lockfiles.includes(path.slice(path.lastIndexOf('/') + 1)));
  const { place, route } = actual.uses;
  return [
    {
      workflow,
      job,
      step,
      ecosystem: action.ecosystem,
      command: name,
      place,
      strict: obeys && isLocked,
      locked: isLocked,
      strictForm: null,
      isWritten: true,
      route,
      via,
    },
  ];
}
