import { gitRefused, splitAtNul } from './git-answer.ts';
import { runGit } from './git-process.ts';

/** One line of the git configuration. Keys come with section and variable in lower case, as git lists them. */
export type GitSetting = { readonly key: string; readonly value: string };

/** Every setting that holds in a folder, weakest first: system, user, repository, working tree. */
export async function gitSettings(directory: string): Promise<readonly GitSetting[]> {
  const args = ['config', '--null', '--list'];
  const { code, stdout, stderr } = await runGit(directory, args);
  if (code !== 0) throw gitRefused(args, stderr, code);
  return splitAtNul(stdout).map((record) => {
    const text = record.toString('utf8');
    const newline = text.indexOf('\n');
    // A variable without `=` is listed without a value and means true.
    return newline === -1
      ? { key: text, value: 'true' }
      : { key: text.slice(0, newline), value: text.slice(newline + 1) };
  });
}

/** The value that counts: the last one, or the first for a remote's address. Null when it is not set. */
export function settingValue(
  settings: readonly GitSetting[],
  key: string,
  which: 'first' | 'last' = 'last',
): string | null {
  const matching = settings.filter((setting) => setting.key === key);
  return (which === 'first' ? matching[0] : matching.at(-1))?.value ?? null;
}

export const isOn = (settings: readonly GitSetting[], key: string): boolean =>
  ['true', 'yes', 'on', '1'].includes(settingValue(settings, key)?.toLowerCase() ?? '');

/** All values of `<section>.<name>.<variable>`, whatever the name. */
export function valuesUnder(
  settings: readonly GitSetting[],
  section: string,
  variable: string,
): readonly { readonly name: string; readonly value: string }[] {
  return settings
    .filter(({ key }) => key.startsWith(`${section}.`) && key.endsWith(`.${variable}`))
    .filter(({ key }) => key.length > section.length + variable.length + 2)
    .map(({ key, value }) => ({ name: key.slice(section.length + 1, -variable.length - 1), value }));
}
