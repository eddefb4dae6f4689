import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const report = process.env.HARDEN_BUILDS_TEST_REPORT;

/** GitHub's parser imports its JSON without an attribute, which Node 20 refuses; bundled, it works everywhere. */
const PARSER = /@actions\/(?:workflow-parser|expressions)\/.*\.js$/;

export default defineConfig({
  plugins: [
    {
      // Its source maps name files that its package does not carry.
      name: 'parser-without-maps',
      enforce: 'pre',
      load(id) {
        if (!PARSER.test(id)) return null;
        return { code: readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''), map: null };
      },
    },
  ],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/build-once.ts'],
    setupFiles: ['test/support/repeatable-properties.ts'],
    // By itself it leaves one core to the process that only collects results.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/@actions\/(?:workflow-parser|expressions)/] } },
    reporters: report ? ['default', 'json'] : ['default'],
    ...(report ? { outputFile: { json: report } } : {}),
  },
});
