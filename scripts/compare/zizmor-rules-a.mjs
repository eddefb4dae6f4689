/** Pins, images, permissions, secrets. What a row says is told in zizmor-rules.mjs. */
export const ROWS_A = [
  {
    audit: 'unpinned-uses',
    at: 'line',
    rules: ['actions-sha-pinned/unpinned', 'actions-sha-pinned/short-sha'],
  },
  {
    // An image by a tag is reported by the stricter persona only. They name the place that reads a matrix, we the value in it.
    audit: 'unpinned-images',
    at: 'shown',
    rules: ['runner-image-explicit/image-floating', 'actions-sha-pinned/unpinned-docker'],
    wider: ['runner-image-explicit/image-by-tag'],
  },
  {
    audit: 'excessive-permissions',
    part: 'declared',
    theirs: (annotation) => !annotation.startsWith('default permissions'),
    at: 'line',
    rules: [
      'workflow-permissions-least/write-all',
      'workflow-permissions-least/read-all',
      'workflow-permissions-least/top-level-write',
    ],
  },
  {
    // They name each job and the file; ours is one finding for the file, which is where the remedy goes.
    audit: 'excessive-permissions',
    part: 'missing',
    theirs: (annotation) => annotation.startsWith('default permissions'),
    at: 'file',
    rules: ['workflow-permissions-least/permissions-missing'],
  },
  // They name the called workflow, and beside it the line that we name: `secrets: inherit`.
  { audit: 'secrets-inherit', at: 'shown', rules: ['secrets-scoped/inherit', 'secrets-scoped/inherit-foreign'] },
  {
    audit: 'overprovisioned-secrets',
    at: 'span',
    rules: ['secrets-scoped/all-secrets', 'secrets-scoped/computed-secret'],
  },
  { audit: 'archived-uses', at: 'line', rules: ['third-party-actions-vetted/archived'] },
  {
    audit: 'hardcoded-container-credentials',
    at: 'span',
    rules: ['secret-leaks-blocked/plaintext-secret'],
  },
  { audit: 'typosquat-uses', at: 'line', rules: ['third-party-actions-vetted/look-alike'] },
  { audit: 'dependabot-cooldown', at: 'span', rules: ['dependabot-actions/cooldown-off'] },
  {
    audit: 'secrets-outside-env',
    at: 'line',
    rules: [],
    wider: ['secrets-scoped/outside-environment'],
  },
  { audit: 'insecure-commands', at: 'span', rules: ['script-injection/unsecure-commands'] },
];

/** Audits of zizmor that no control of ours answers, and why. */
export const NOT_OURS_A = {
  'adhoc-packages':
    'every package on a command line, an exact version too; we ask a version (toolchain-pinned/unversioned-tool, latest-tool) and a strict lock file (build-steps-repeatable/no-lockfile), and only of jobs that build: 19 of 47 places are the same',
  'anonymous-definition': 'a name is no question of security',
  'concurrency-limits': 'who waits for whom is no question of the guide',
  'dependabot-execution': 'what Dependabot may run while it updates is no part of the guide',
  'forbidden-uses': 'says nothing without a list in its own configuration; ours is the policy of the repository (4.03)',
  'github-app':
    'which rights a token of an App has is decided where the App is installed; the guide asks only that it replaces a personal token',
  'impostor-commit': 'needs the network; that a commit belongs to the repository itself is not checked here',
  'insecure-url-scheme': 'reads the configuration of pre-commit, which is no part of the build system',
  'known-vulnerable-actions':
    'needs the network; ours reads the embedded advisories too (third-party-actions-vetted/vulnerable, compromised)',
  misfeature: 'habits that work less well than others, without an effect that the guide names',
  obfuscation: 'odd spellings of harmless things; what they hide is judged as it stands after evaluation',
  'ref-confusion': 'needs the network; a pin to a commit, which 4.01 asks, cannot be confused',
  'ref-version-mismatch': 'needs the network; ours is actions-sha-pinned/comment-mismatch, by the embedded pins',
  'self-hosted-runner':
    'stricter persona only; whether a repository is public is known online, so --local says unknown (1.07)',
  'self-repository':
    'a local action by ./ and by $/ is the same file for the guide (4.01 exempts both); gh actions-lock rewrites them (4.22)',
  'stale-action-refs': 'needs the network; a commit that no tag names is still a fixed commit',
  'superfluous-actions':
    'that the runner can do it itself is one way to answer 4.02, and the review of each action asks it',
  'unpinned-tools':
    'two actions and their default version; ours asks a version of every tool (1.05), and only in jobs that build',
  'undocumented-permissions': 'a comment beside a permission is good style, not a limit',
};
