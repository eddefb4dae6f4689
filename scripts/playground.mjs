// Draws a screen of the wizard with sample data: node scripts/playground.mjs SCREEN [CONTROL] [ascii]
import { build } from 'esbuild';

await build({
  entryPoints: ['test/ui/playground.tsx'],
  outfile: 'node_modules/.cache/playground.mjs',
  bundle: true,
  format: 'esm',
  platform: 'node',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: { 'react-devtools-core': './scripts/empty-module.mjs' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await import('../node_modules/.cache/playground.mjs');
