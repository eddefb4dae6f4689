/** Injection, checkouts, caches, publishing. What a row says is told in zizmor-rules.mjs. */
export const ROWS_B = [
  {
    audit: 'template-injection',
    at: 'line',
    rules: ['script-injection/stranger-text'],
    wider: [
      'script-injection/writer-text',
      'script-injection/caller-text',
      'script-injection/unseen-text',
      'script-injection/idle-text',
    ],
  },
  {
    audit: 'github-env',
    at: 'span',
    rules: ['script-injection/stranger-environment', 'script-injection/unseen-environment'],
  },
  {
    // They name the trigger, ours is where the code of a pull request comes in.
    audit: 'dangerous-triggers',
    at: 'file',
    rules: [
      'untrusted-code-checkout/untrusted-code-run',
      'untrusted-code-checkout/untrusted-artifact-run',
      'untrusted-code-checkout/unsafe-checkout-allowed',
    ],
    wider: [
      'untrusted-code-checkout/untrusted-code-unprivileged',
      'untrusted-code-checkout/untrusted-code-gated',
      'untrusted-code-checkout/untrusted-code-refused',
      'untrusted-code-checkout/untrusted-code-present',
    ],
  },
  {
    audit: 'artipacked',
    at: 'span',
    rules: ['checkout-credentials-dropped/credentials-kept', 'checkout-credentials-dropped/credentials-uploaded'],
  },
  {
    // They name the action, ours is the input that asks for the cache.
    audit: 'cache-poisoning',
    at: 'step',
    rules: ['release-cache-isolated/cache-in-release', 'release-cache-isolated/cache-beside-release'],
  },
  {
    // They name the command, ours is where its token is handed over.
    audit: 'use-trusted-publishing',
    at: 'step',
    rules: ['package-trusted-publishing/published-with-token'],
    wider: ['package-trusted-publishing/published-without-identity'],
  },
  {
    audit: 'unredacted-secrets',
    at: 'line',
    rules: ['signing-secret-hygiene/structured-secret'],
  },
];

const GUARD =
  'a condition is no finding by itself: untrusted-code-checkout does not count this one as a guard where the code of strangers is run';

/** Audits of zizmor that no control of ours answers, and why. */
export const NOT_OURS_B = {
  'bot-conditions': GUARD,
  'unsound-condition': GUARD,
  'unsound-contains': GUARD,
  'unsound-ternary': 'an `a && b || c` that can take the wrong side is a mistake, and no risk that the guide names',
};
