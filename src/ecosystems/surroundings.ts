import type { TextFiles } from '../model/files.ts';
import { andAbove, inDirectory } from './ecosystem.ts';

/** What a command finds around it when it runs. */
export type Surroundings = {
  /** Where it runs; empty for the root, null when that is computed. */
  readonly directory: string | null;
  /** Paths of the repository. */
  readonly paths: ReadonlySet<string>;
  readonly texts: TextFiles;
  /** The command as written. */
  readonly text: string;
  /** Environment that is known to be set: workflow, job, step, and assignments in front of the command. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything the job runs before it, as written. */
  readonly before: readonly string[];
};

/** The nearest of these files, in the folder of the command or above it; null when none is there. */
export function nearest(around: Surroundings, names: readonly string[]): string | null {
  for (const directory of andAbove(around.directory ?? '')) {
    const name = names.find((each) => around.paths.has(inDirectory(directory, each)));
    if (name !== undefined) return inDirectory(directory, name);
  }
  return null;
}

/** Whether an environment variable is set to something that means yes. */
export const isOn = (around: Surroundings, name: string): boolean =>
  /^(?:1|true|yes|on)$/i.test(around.env[name] ?? '');
