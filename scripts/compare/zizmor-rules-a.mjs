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
  {
    // Their list is of two actions; ours asks it of every tool that a step names.
    audit: 'unpinned-tools',
    at: 'span',
    rules: [],
    wider: ['toolchain-pinned/latest-tool', 'toolchain-pinned/unversioned-tool'],
  },
  {
    // Installing beside the lock file.
    audit: 'adhoc-packages',
    at: 'span',
    rules: [],
    wider: [
      'build-steps-repeatable/loose-install',
      'build-steps-repeatable/no-lockfile',
      'toolchain-pinned/latest-tool',
      'toolchain-pinned/unversioned-tool',
    ],
  },
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
export const NOT_OURS_A = {};
