import { defineConfig } from 'vitest/config';
import whole from '../../vitest.config.ts';

/** The suite without the build: for one file at a time while working. */
export default defineConfig({ ...whole, test: { ...whole.test, globalSetup: [], root: '.' } });
