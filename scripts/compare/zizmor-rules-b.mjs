/** Injection, checkouts, caches, updates, publishing. What a row says is told in zizmor-rules.mjs. */
export const ROWS_B = [
  {
    audit: 'template-injection',
    at: 'line',
    rules: ['script-injection/stranger-text'],
    wider: ['script-injection/writer-text', 'script-injection/caller-text'],
  },
  { audit: 'github-env', at: 'span', rules: ['script-injection/stranger-environment'] },
  {
    audit: 'artipacked',
    at: 'span',
    rules: ['checkout-credentials-dropped/credentials-kept', 'checkout-credentials-dropped/credentials-uploaded'],
  },
  {
    audit: 'cache-poisoning',
    at: 'span',
    rules: [
      'release-cache-isolated/cache-in-release',
      'release-cache-isolated/cache-beside-release',
      'release-cache-isolated/cache-for-strangers',
    ],
  },
  { audit: 'dependabot-cooldown', at: 'span', rules: ['dependabot-actions/cooldown-off'] },
  { audit: 'use-trusted-publishing', at: 'span', rules: ['package-trusted-publishing/published-with-token'] },
];

/** Audits of zizmor that no control of ours answers, and why. */
export const NOT_OURS_B = {};
