import type { Located, Step } from '../workflow/workflow-file.ts';
import { actionName } from './reached-steps.ts';

type GivenCommand = (step: Step) => Located<string> | null;

const input =
  (...names: readonly string[]): GivenCommand =>
  (step) =>
    names.flatMap((name) => step.with[name] ?? [])[0] ?? null;

/** The words of inputs behind a program: `actions-rs/cargo` with `command: publish` runs `cargo publish`. */
const program =
  (name: string, ...inputs: readonly string[]): GivenCommand =>
  (step) => {
    const given = inputs.flatMap((each) => step.with[each] ?? []);
    const [first] = given;
    return first === undefined ? null : { ...first, value: [name, ...given.map(({ value }) => value)].join(' ') };
  };

/** Actions that run the commands they are given as an input (their READMEs). */
const ACTIONS: Readonly<Record<string, GivenCommand>> = {
  'nick-fields/retry': input('command'),
  'nick-invision/retry': input('command'),
  'wandalen/wretry.action': input('command'),
  'coactions/setup-xvfb': input('run'),
  'gabrielbb/xvfb-action': input('run'),
  'reactivecircus/android-emulator-runner': input('script'),
  'uraimo/run-on-arch-action': input('run'),
  'addnab/docker-run-action': input('run'),
  'vmactions/freebsd-vm': input('run'),
  'cross-platform-actions/action': input('run'),
  'azure/cli': input('inlineScript'),
  'azure/powershell': input('inlineScript'),
  'actions-rs/cargo': program('cargo', 'command', 'args'),
  'clechasseur/rs-cargo': program('cargo', 'command', 'args'),
  'borales/actions-yarn': program('yarn', 'cmd'),
  'magefile/mage-action': program('mage', 'args'),
};

/** The script that a step runs: its own, or the one it hands to an action. */
export function scriptOf(step: Step): Located<string> | null {
  if (step.run !== null) return step.run;
  const name = actionName(step);
  return name !== null && Object.hasOwn(ACTIONS, name) ? (ACTIONS[name]?.(step) ?? null) : null;
}
