import type { Waiver } from '../model/assessment.ts';
import { type Finding, isPlace } from '../model/finding.ts';
import type { Policy, WaiverRule } from './policy.ts';

/** `remaining` is what no waiver covers; `waiver` is the one that covers the rest, or null when none does. */
export type WaiverOutcome = { readonly waiver: Waiver | null; readonly remaining: readonly Finding[] };

/** Says which findings of a control a team has accepted. `on` is the day of the snapshot, UTC. */
export type Waives = (control: string, findings: readonly Finding[], on: string) => WaiverOutcome;

/** The waivers of a policy. One that expired waives nothing: the finding is back. */
export function waivesBy(policy: Policy): Waives {
  return (control, findings, on) => {
    const valid = policy.waivers.filter((rule) => rule.control === control && on <= rule.expires);
    if (valid.length === 0) return { waiver: null, remaining: findings };
    const remaining = findings.filter((finding) => !valid.some((rule) => covers(rule, finding)));
    const used = valid.find((rule) => findings.length === 0 || findings.some((finding) => covers(rule, finding)));
    if (used === undefined) return { waiver: null, remaining };
    const { slug, reason, expires, line, file = policy.path } = used;
    return { waiver: { slug, reason, expires, file, line }, remaining };
  };
}

function covers(rule: WaiverRule, { rule: name, location }: Finding): boolean {
  if (rule.rule !== null && rule.rule !== name) return false;
  if (rule.path === null) return true;
  return isPlace(location) && globMatches(rule.path, location.path);
}

/** `*` stays within a folder, `**` crosses folders, `?` is one character. */
function globMatches(glob: string, path: string): boolean {
  const pattern = glob.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : `\\${token}`;
  });
  return new RegExp(`^${pattern}$`).test(path);
}
