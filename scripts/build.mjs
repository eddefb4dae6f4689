// One bundled distribution: split, so that `--version` and `check --format json` load neither Ink nor the prompts.
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { describeBundle } from './bundled-packages.mjs';
import { joinChunks } from './join-chunks.mjs';

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
// Ink imports its developer tools, and a web socket for them, when DEV is set; they are not shipped.
const noDeveloperTools = {
  name: 'no-developer-tools',
  setup({ onLoad }) {
    onLoad({ filter: /ink.build.devtools\.js$/ }, () => ({ contents: '', loader: 'js' }));
  },
};
// Its patterns of Unicode properties and its segmenter take longer to make than Node takes to start, and a text of ASCII asks none.
const widthsWhenAsked = {
  name: 'widths-when-asked',
  setup({ onLoad }) {
    onLoad({ filter: /string-width.index\.js$/ }, ({ path }) => {
      // An older copy, which one package brings along, has none of them.
      if (path !== resolve('node_modules/string-width/index.js')) return undefined;
      const names = [];
      const lazy = readFileSync(path, 'utf8').replace(
        /^const (\w+) = (\/.*\\p\{.*\/[a-z]+|new Intl\.Segmenter\(\));$/gm,
        (_, name, made) => {
          names.push(name);
          return `let ${name}Made; const ${name}Asked = () => (${name}Made ??= ${made});`;
        },
      );
      if (names.length !== 5) throw new Error(`${path} has ${names.length} slow constants, not 5`);
      return { contents: lazy.replace(new RegExp(`\\b(${names.join('|')})\\b`, 'g'), '$1Asked()'), loader: 'js' };
    });
  },
};
// Some of what is bundled is CommonJS and asks for `require`.
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
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
    // The same sources as ES modules: what is not used falls away, and no token asks the environment whether to be logged.
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  plugins: [dataAsText, noDeveloperTools, widthsWhenAsked],
  banner,
  logLevel: 'warning',
  metafile: true,
});
await joinChunks(metafile, aside, 'src/cli/main.ts', ['src/cli/run.ts', 'src/cli/commands/check.ts'], banner);
describeBundle(Object.keys(metafile.inputs), own, aside);
rmSync('dist', { recursive: true, force: true });
renameSync(aside, 'dist');
