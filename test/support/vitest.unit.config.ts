import { defineConfig } from 'vitest/config';

/** The suite without the build: for one file at a time while working. */
export default defineConfig({ test: { include: ['test/**/*.test.{ts,tsx}'], root: '.', testTimeout: 30_000 } });
