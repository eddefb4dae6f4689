import { isAlwaysTrue } from './condition-guards.ts';

/**
 * Whether an `if:` surely keeps a job or step out of runs for a tag, a release or a push: it asks for a pull request, or denies tags, and
 * nothing in it could be true instead. Says no when it cannot tell.
 */
export function isNeverOnRelease(condition: string | null): boolean {
  if (condition === null || condition.includes('||') || isAlwaysTrue(condition)) return false;
  const text = condition.replace(/^\s*\$\{\{|\}\}\s*$/g, '');
  return text.split('&&').some((part) => ONLY_PULL_REQUESTS.test(part) || DENIES_TAGS.test(part));
}

const ONLY_PULL_REQUESTS =
  /^[\s(]*github\.event_name\s*==\s*'(?:pull_request|pull_request_target|merge_group|issue_comment)'[\s)]*$/;
const DENIES_TAGS = /^[\s(]*!\s*startsWith\(\s*github\.ref\s*,\s*'refs\/tags\/?[^']*'\s*\)[\s)]*$/;
