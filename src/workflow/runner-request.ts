import { spelledOut } from './matrix-values.ts';
import { runnerLabel } from './runner-label.ts';
import type { Job, Located } from './workflow-file.ts';

/** Which machine a job asks for, as far as its `runs-on:` says. */
export type RunnerRequest =
  /** Only labels of GitHub's own images, or no machine of its own (a call). */
  | { readonly kind: 'hosted' }
  /** Says `self-hosted`. `labels` are the others. */
  | { readonly kind: 'self-hosted'; readonly at: Located<string>; readonly labels: readonly string[] }
  /** A label or group that somebody made: a larger hosted runner, another vendor's, or a self-hosted one. */
  | {
      readonly kind: 'own';
      readonly at: Located<string> | null;
      readonly labels: readonly string[];
      readonly group: string | null;
    }
  | { readonly kind: 'computed'; readonly at: Located<string> };

/** A matrix may ask for several machines; the first that is not GitHub's counts. */
export function runnerRequest(job: Job): RunnerRequest {
  const { runsOn } = job;
  if (runsOn === null) return { kind: 'hosted' };
  const chosen = labelChoices(job);
  const kinds = (chosen ?? runsOn.labels).map((label) => ({ label, kind: runnerLabel(label.value).kind }));
  const own = kinds.filter(({ kind }) => kind === 'own').map(({ label }) => label);
  const labels = own.map(({ value }) => value);
  const self = kinds.find(({ kind }) => kind === 'self-hosted');
  if (self !== undefined) return { kind: 'self-hosted', at: self.label, labels };
  if (runsOn.expression !== null && chosen === null) return { kind: 'computed', at: runsOn.expression };
  const [first] = own;
  if (first !== undefined || runsOn.group !== null)
    return { kind: 'own', at: first ?? null, labels, group: runsOn.group };
  return { kind: 'hosted' };
}

/** Every label that a job can ask for; null when one is computed from more than quoted words and the job's own matrix. */
export function labelChoices(job: Job): readonly Located<string>[] | null {
  const { runsOn } = job;
  if (runsOn === null) return [];
  const chosen = runsOn.expression === null ? [] : choices(job, runsOn.expression);
  return chosen === null ? null : [...runsOn.labels, ...chosen];
}

/** What `${{ condition && 'a' || 'b' }}` can become: quoted words and values of the matrix. Null when anything else could come out. */
function choices(job: Job, text: Located<string>): readonly Located<string>[] | null {
  const spelled = spelledOut(job, text);
  if (spelled !== null) return spelled;
  const inside = /^\$\{\{([^}]*)\}\}$/.exec(text.value.trim())?.[1];
  if (inside === undefined) return null;
  const found = inside.split('||').map((alternative) => {
    const last = (alternative.split('&&').at(-1) ?? '')
      .trim()
      .replace(/^\(+|\)+$/g, '')
      .trim();
    const literal = /^'([^']+)'$/.exec(last)?.[1];
    if (literal !== undefined) return [{ ...text, value: literal }];
    return /^matrix\./.test(last) ? spelledOut(job, { ...text, value: `\${{ ${last} }}` }) : null;
  });
  return found.some((each) => each === null) ? null : found.flatMap((each) => each ?? []);
}
