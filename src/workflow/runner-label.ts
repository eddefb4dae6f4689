/** The day on which the table below was compared with GitHub's list of images (ISO date). */
export const LABELS_AS_OF = '2026-11-22';

/** What a label of `runs-on:` says about the image of the machine. */
export type RunnerLabel =
  /** One image, rebuilt weekly, until GitHub retires it. */
  | { readonly kind: 'explicit' }
  /** Names another image from time to time. `now` is the label it stands for today; null when no label of that kind exists. */
  | { readonly kind: 'floating'; readonly now: string | null }
  /** Announced to end. `until` is the day (ISO) when it is known. */
  | { readonly kind: 'retiring'; readonly until: string | null }
  /** Jobs with it no longer start. */
  | { readonly kind: 'retired' }
  | { readonly kind: 'self-hosted' }
  /** Given by somebody else: a larger runner of the organisation, another vendor's, or a self-hosted one. */
  | { readonly kind: 'own' };

// Ubuntu moved from 24.04 to 26.04 between 2026-10-19 and 2026-11-19; windows-latest and macos-latest moved in June and July 2026.
const FLOATING: Readonly<Record<string, string | null>> = {
  'ubuntu-latest': 'ubuntu-26.04',
  'windows-latest': 'windows-2025',
  'macos-latest': 'macos-26',
  'macos-latest-large': 'macos-26-large',
  'macos-latest-xlarge': 'macos-26-xlarge',
  'ubuntu-slim': null,
};

const RETIRING: Readonly<Record<string, string | null>> = {
  'ubuntu-22.04': '2027-04-17',
  'ubuntu-22.04-arm': '2027-04-17',
  'macos-14': null,
  'macos-14-large': null,
  'macos-14-xlarge': null,
};

const RETIRED =
  /^(?:ubuntu-(?:16\.04|18\.04|20\.04)(?:-arm)?|windows-(?:2016|2019)|macos-(?:10\.15|1[123])(?:-x?large)?)$/;
const EXPLICIT =
  /^(?:ubuntu-\d\d\.\d\d(?:-arm)?|windows-(?:20\d\d|11)(?:-vs20\d\d)?(?:-arm)?|macos-\d+(?:-(?:intel|x?large))?)$/;

/**
 * Labels are compared without regard to case, as GitHub does. From the day an image ends, `today` (ISO) or later, it is retired.
 */
export function runnerLabel(label: string, today: string = LABELS_AS_OF): RunnerLabel {
  const name = label.trim().toLowerCase();
  if (name === 'self-hosted') return { kind: 'self-hosted' };
  if (Object.hasOwn(FLOATING, name)) return { kind: 'floating', now: FLOATING[name] ?? null };
  if (Object.hasOwn(RETIRING, name)) {
    const until = RETIRING[name] ?? null;
    return until !== null && until <= today.slice(0, 10) ? { kind: 'retired' } : { kind: 'retiring', until };
  }
  if (RETIRED.test(name)) return { kind: 'retired' };
  return { kind: EXPLICIT.test(name) ? 'explicit' : 'own' };
}
