// One bundled distribution: split, so that `--version` and `check --format json` load neither Ink nor the prompts.
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { describeBundle } from './bundled-packages.mjs';

const own = JSON.parse(readFileSync('package.json', 'utf8'));
// V8 reads a JSON text in half the time of the same object written as a program.
const dataAsText = {
  name: 'data-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, ({ path }) => {
      const data = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
      // CommonJS, as a package that requires its data expects an object that it may extend.
      return { contents: `module.exports = JSON.parse(${JSON.stringify(data)});`, loader: 'js' };
    });
  },
};
// Built aside and put in place at the end: whoever runs the old one meanwhile keeps a whole program.
const aside = `dist.${process.pid}`;
const { metafile } = await build({
  entryPoints: { 'cli/main': 'src/cli/main.ts' },
  outdir: aside,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  jsx: 'automatic',
  minifySyntax: true,
  // Names as well: the package stays below 1 MB. A defect is reported with file, line and version, and a build repeats.
  minifyIdentifiers: true,
  minifyWhitespace: true,
  define: { 'process.env.NODE_ENV': '"production"', HARDEN_BUILDS_VERSION: JSON.stringify(own.version) },
  alias: {
    // Ink imports its developer tools when DEV is set; they are not shipped.
    'react-devtools-core': './scripts/empty-module.mjs',
    // The same sources as ES modules: what is not used falls away, and no token asks the environment whether to be logged.
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  plugins: [dataAsText],
  // Some of what is bundled is CommonJS and asks for `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
});
describeBundle(Object.keys(metafile.inputs), own, aside);
rmSync('dist', { recursive: true, force: true });
renameSync(aside, 'dist');
