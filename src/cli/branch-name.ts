const MOST = 60;

/** `harden-builds/init`, or a name that says what `--only` left, so that there can be one pull request for each. */
export function branchName(given: string | null, only: readonly string[]): string {
  if (given !== null) return given;
  const what = [...new Set(only.map((word) => word.toLowerCase()))]
    .sort()
    .join('-')
    .replaceAll('*', 'all')
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, MOST)
    .replace(/^-|-$/g, '');
  return `harden-builds/${what === '' ? 'init' : what}`;
}
